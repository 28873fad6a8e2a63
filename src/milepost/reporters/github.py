"""Findings as workflow commands: GitHub shows them at their lines in a pull request.

GitHub shows ten errors and ten warnings of a step. So errors come first, and when there are more
than are shown, a notice says how many.
"""

from collections.abc import Sequence

from milepost.diagnostics import Diagnostic, Severity
from milepost.reporters.report import Report

#: How many of each level GitHub shows of a step.
SHOWN = 10
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render(report: Report) -> str:
    """Return a workflow command for each finding, the gravest first."""
    lines = []
    for severity, level in _LEVELS.items():
        found = [each for each in report.findings if each.severity is severity]
        if len(found) > SHOWN:
            hidden = f"{len(found)} findings of this level; GitHub shows {SHOWN}, the log has all"
            lines.append(f"::notice title=milepost::{hidden}")
        lines += [_command(level, each) for each in found]
    return "".join(f"{line}\n" for line in lines)


def _command(level: str, found: Diagnostic) -> str:
    span = found.span
    last = span.source.line_of(max(span.start, span.end - 1))
    places: list[tuple[str, object]] = [
        ("file", span.path),
        ("line", span.line),
        ("endLine", last),
    ]
    if last == span.line:
        places += [("col", span.column), ("endColumn", span.column + span.end - span.start)]
    title = f"{found.code} {found.severity.value}"
    properties = ",".join(
        f"{name}={_property(value)}" for name, value in [*places, ("title", title)]
    )
    return f"::{level} {properties}::{_data(found)}"


def _property(value: object) -> str:
    return "".join(_PROPERTY.get(char, char) for char in str(value))


def _data(found: Diagnostic) -> str:
    told: Sequence[str | None] = (
        found.message,
        *(note.message for note in found.notes),
        found.help and f"help: {found.help}",
    )
    return "".join(_DATA.get(char, char) for char in "\n".join(filter(None, told)))
