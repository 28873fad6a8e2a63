"""`milepost fmt`: policies in their canonical layout."""

import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path

import click

from milepost.cli.complaints import complain
from milepost.cli.output import COLORS, say, wants_color, write_file
from milepost.diagnostics import Diagnostic, InternalError, Severity, ToolError, in_order
from milepost.frozen import frozen
from milepost.semantics.files import SUFFIX, Unreadable, decoded, policy_files, read_source
from milepost.source import Source, Span
from milepost.syntax import codes
from milepost.syntax.formatting import canonical, is_readable
from milepost.syntax.parse import parse

_STANDARD_INPUT = "-"


class _State(Enum):
    """What became of a file; the value says so in the closing line."""

    CANONICAL = "{} already formatted"
    CHANGED = "{} formatted"
    WOULD_CHANGE = "{} would be formatted"
    BROKEN = "{} left alone because of syntax errors"
    MISTREATED = "{} left alone because of a mistake of ours"


@frozen
class _Outcome:
    """A file that was read, the text it should have, and what stood against it."""

    source: Source
    state: _State
    text: str
    diagnostics: tuple[Diagnostic, ...] = ()
    trouble: str = ""


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--color", type=COLORS, default="auto", help="When to colour text.")
def command(paths: tuple[str, ...], check: bool, diff: bool, color: str) -> int:
    """Lay out the policies PATHS (files or folders, the current one by default).

    `-` reads standard input and writes to standard output. Files with syntax errors are left as
    they are. With --check or --diff the exit code is 1 if a file would change.
    """
    if _STANDARD_INPUT in paths:
        return _format_standard_input(paths, check=check, diff=diff, color=color)
    states: list[_State] = []
    for path in _files(paths or (".",)):
        outcome = _outcome_of(read_source(path, Path.cwd()))
        state = outcome.state
        if state is _State.CHANGED and (check or diff):
            state = _State.WOULD_CHANGE
        states.append(state)
        _report(outcome, check=check, diff=diff, color=color)
        if state is _State.CHANGED:
            write_file(path, outcome.text.encode("utf-8"))
            say(f"formatted {outcome.source.path}")
    if not diff or set(states) - {_State.WOULD_CHANGE}:
        click.echo(_closing_line(states), err=diff)
    return _exit_code(states)


def _format_standard_input(paths: Sequence[str], *, check: bool, diff: bool, color: str) -> int:
    if len(paths) > 1:
        raise ToolError("`-` stands for standard input and goes with no other path")
    outcome = _outcome_of(decoded(sys.stdin.buffer.read(), "standard input"))
    _report(outcome, check=check, diff=diff, color=color)
    if not (check or diff) and outcome.state in (_State.CHANGED, _State.CANONICAL):
        sys.stdout.buffer.write(outcome.text.encode("utf-8"))
        sys.stdout.buffer.flush()
    is_change = outcome.state is _State.CHANGED and (check or diff)
    return _exit_code([_State.WOULD_CHANGE if is_change else outcome.state])


def _files(paths: Sequence[str]) -> Iterator[Path]:
    """Yield the policy files that a command line names, each once, projects below included."""
    seen: set[Path] = set()
    for written in paths:
        path = Path(written)
        if not path.exists():
            raise ToolError(f"no such file or folder: {written}")
        if path.is_file() and path.suffix != SUFFIX:
            raise ToolError(f"{path} is not a policy: policy files end in `{SUFFIX}`")
        found = (path,) if path.is_file() else policy_files(path, other_projects=True)
        for each in found:
            if each.resolve() not in seen:
                seen.add(each.resolve())
                yield each
    if not seen:
        raise ToolError(f"no policy files (*{SUFFIX}) in {', '.join(paths)}")


def _outcome_of(source: Source | Unreadable) -> _Outcome:
    if isinstance(source, Unreadable):
        span = Span(source.source, source.offset, source.offset)
        found = Diagnostic(codes.NOT_TEXT, Severity.ERROR, source.message, span, help=source.remedy)
        return _Outcome(source.source, _State.BROKEN, "", (found,))
    parsed = parse(source)
    if not is_readable(parsed):
        errors = (each for each in parsed.diagnostics if each.severity is Severity.ERROR)
        return _Outcome(source, _State.BROKEN, source.text, in_order(errors))
    try:
        text = canonical(parsed)
    except InternalError as trouble:
        return _Outcome(source, _State.MISTREATED, source.text, trouble=str(trouble))
    state = _State.CANONICAL if text == source.text else _State.CHANGED
    return _Outcome(source, state, text)


def _report(outcome: _Outcome, *, check: bool, diff: bool, color: str) -> None:
    path = outcome.source.path
    if outcome.diagnostics:
        complain(outcome.diagnostics, color=color)
    if outcome.trouble:
        click.echo(
            f"milepost: {outcome.trouble}; the file is left as it is, please report this", err=True
        )
    if outcome.state is not _State.CHANGED:
        return
    if diff:
        from milepost.reporters.unified import unified

        say(unified(path, outcome.source.text, outcome.text, color=wants_color(color)))
    elif check:
        say(f"would format {path}")


def _closing_line(states: Sequence[_State]) -> str:
    counted = ((states.count(state), state.value) for state in _State)
    return ", ".join(
        told.format(f"{count} file" if count == 1 else f"{count} files")
        for count, told in counted
        if count
    )


def _exit_code(states: Sequence[_State]) -> int:
    if _State.MISTREATED in states:
        return 3
    return int(_State.WOULD_CHANGE in states or _State.BROKEN in states)
