"""The ways of giving a case on the command line: a file, a test of the policy, or flags.

    --created 2027-04-02T17:30 --set tier=silver --set priority=p2
    --at 2027-04-03T10:30 status=waiting --at +2h agent_reply

`--at` takes an instant, or `+2h` after the entry before, and then everything up to the next option.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from milepost.diagnostics import ToolError, did_you_mean
from milepost.ir.schedule import Schedule
from milepost.replay.cases import WrittenCase, case_of_draft, case_of_test
from milepost.replay.drafts import Draft, Word, draft_of_file, draft_of_flags
from milepost.semantics.files import Unreadable, read_source

#: Stands between the instant and the items of an entry once they are one argument.
_JOIN = "\x1f"
_AT = "--at="


class CaseCommand(click.Command):
    """A command whose `--at` takes an instant and all that follows up to the next option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Join what belongs to an entry, then parse as ever."""
        joined: list[str] = []
        in_entry = False
        for word in args:
            if in_entry and not word.startswith("-"):
                joined[-1] += word if joined[-1] == _AT else f"{_JOIN}{word}"
                continue
            in_entry = word == _AT[:-1] or word.startswith(_AT)
            joined.append(_AT if word == _AT[:-1] else word)
        return super().parse_args(ctx, joined)


def case_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that give a case to a command."""
    options = (
        click.option("--case", "case_file", type=click.Path(), help="A case, in YAML or JSON."),
        click.option("--test", "test_name", help="The case of this test of the policy."),
        click.option("--record", help="The kind of record.  [default: case]"),
        click.option("--timezone", help="The zone of instants.  [default: the project's]"),
        click.option("--created", help="When the case was created: 2027-04-02T17:30 (Z for UTC)."),
        click.option(
            "--set", "given", multiple=True, metavar="FIELD=VALUE", help="What is given at first."
        ),
        click.option(
            "--at",
            "log",
            multiple=True,
            metavar="INSTANT ITEM…",
            help="An entry: when (or +2h after the last), and `field=value` or events.",
        ),
        click.option("--until", help="How far to look ahead."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def split_log(log: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the entries of `--at` options as instants and items."""
    parts = [tuple(entry.split(_JOIN)) for entry in log]
    return tuple((at, items) for at, *rest in parts for items in [tuple(rest)])


def written_case(schedule: Schedule, given: dict[str, Any]) -> WrittenCase:
    """Return the case that the options give; `given` holds their values by name."""
    named = [name for name in ("case_file", "test_name") if given[name]]
    flags = given["created"] or given["given"] or given["log"]
    if len(named) + bool(flags) != 1:
        raise click.UsageError(
            "give the case in one way: --case FILE, --test NAME, or --created with --set and --at"
        )
    if given["test_name"]:
        return _of_test(schedule, given)
    if given["case_file"]:
        draft = _of_file(given["case_file"])
    else:
        draft = draft_of_flags(given["created"], given["given"], split_log(given["log"]))
    return case_of_draft(schedule, _overridden(draft, given))


def _of_test(schedule: Schedule, given: dict[str, Any]) -> WrittenCase:
    """Return the case of the test of that name, or whose name begins or goes on like that."""
    wanted = given["test_name"]
    for option in ("record", "timezone", "until"):
        if given[option]:
            raise click.UsageError(f"--test takes no --{option}: the test says it all")
    found = [test for test in schedule.tests if test.name == wanted] or [
        test for test in schedule.tests if wanted in test.name
    ]
    if len(found) == 1:
        return case_of_test(schedule, found[0])
    if found:
        names = "\n  ".join(test.name for test in found)
        raise ToolError(
            f"`{wanted}` is in the name of {len(found)} tests; say more of it:\n  {names}"
        )
    hint = (
        did_you_mean(wanted, [test.name for test in schedule.tests])
        or "`milepost test --verbose` lists them"
    )
    raise ToolError(f"there is no test `{wanted}`; {hint}")


def _of_file(path: str) -> Draft:
    source = read_source(Path(path), Path.cwd())
    if isinstance(source, Unreadable):
        raise ToolError(f"{path}: {source.message}; {source.remedy}")
    return draft_of_file(path, source.text)


def _overridden(draft: Draft, given: dict[str, Any]) -> Draft:
    """Return a draft with what the options say instead."""
    words = {
        name: Word(given[name], f"--{name} {given[name]}") if given[name] else getattr(draft, name)
        for name in ("record", "timezone", "until")
    }
    return Draft(
        draft.place,
        words["record"],
        words["timezone"],
        draft.created,
        draft.given,
        draft.log,
        words["until"],
    )
