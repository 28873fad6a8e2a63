"""A diagnostic: what is wrong, where, what else bears on it, and how to mend it.

The fields are those that both the Language Server Protocol and SARIF can carry, so that a reporter
only chooses a form and never has to guess.
"""

from collections.abc import Iterable
from enum import Enum

from milepost.frozen import frozen
from milepost.source import Span


class Severity(Enum):
    """How much a finding matters: an error stops `compile`, a warning and an information do not."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@frozen
class Note:
    """A further place that bears on a diagnostic, or a further sentence when it has no place."""

    message: str
    span: Span | None = None


@frozen
class Edit:
    """A replacement of the text of a span; an empty span inserts."""

    span: Span
    replacement: str


@frozen
class Fix:
    """Edits that mend a finding. A safe fix cannot change what the policy means."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


@frozen
class Diagnostic:
    """A finding about a policy; `code` names the check whose page explains it.

    `allowed` is the reason for which a comment in the policy allows it: it then counts no more.
    `since` is the date from which on it is so, where time alone brings it about.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    notes: tuple[Note, ...] = ()
    help: str | None = None
    fix: Fix | None = None
    allowed: str | None = None
    since: str | None = None


def as_of(diagnostics: Iterable[Diagnostic], today: str | None) -> tuple[Diagnostic, ...]:
    """Return the findings that are so on a date; without one, those that hang on no date."""
    return tuple(
        found
        for found in diagnostics
        if found.since is None or (today is not None and found.since <= today)
    )


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics by path, place and code, each said once."""
    unique: dict[tuple[str, int, str, str], Diagnostic] = {}
    for found in diagnostics:
        unique.setdefault((found.span.path, found.span.start, found.code, found.message), found)
    return tuple(unique[key] for key in sorted(unique))
