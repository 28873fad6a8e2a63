"""Diagnostics as plain JSON values and back: places as paths and offsets, texts left out.

This form is for our own cache, which keeps the texts' digests beside it. What other programs read
is `reporters/json.py`.
"""

from collections.abc import Callable
from typing import Any

from milepost.diagnostics.diagnostic import Diagnostic, Edit, Fix, Note, Severity
from milepost.source import Source, Span


def to_plain(found: Diagnostic) -> list[Any]:
    """Return a diagnostic as lists, texts and numbers."""
    fix = found.fix
    return [
        found.code,
        found.severity.value,
        found.message,
        _place(found.span),
        [[note.message, note.span and _place(note.span)] for note in found.notes],
        found.help,
        fix and [fix.title, [[_place(e.span), e.replacement] for e in fix.edits], fix.safe],
        found.allowed,
        found.since,
    ]


def from_plain(value: list[Any], source: Callable[[str], Source]) -> Diagnostic:
    """Return the diagnostic of such lists; `source` gives the text of a path."""

    def span(place: list[Any]) -> Span:
        path, start, end = place
        return Span(source(path), start, end)

    code, severity, message, place, notes, remedy, fix, allowed, since = value
    return Diagnostic(
        code,
        Severity(severity),
        message,
        span(place),
        tuple(Note(text, where and span(where)) for text, where in notes),
        remedy,
        fix and Fix(fix[0], tuple(Edit(span(at), text) for at, text in fix[1]), fix[2]),
        allowed,
        since,
    )


def paths_of(value: list[Any]) -> set[str]:
    """Return every path that a diagnostic in its plain form points into."""
    _, _, _, place, notes, _, fix, _, _ = value
    paths = {place[0]}
    paths.update(where[0] for _, where in notes if where)
    paths.update(at[0] for at, _ in (fix[1] if fix else ()))
    return paths


def _place(span: Span) -> list[Any]:
    return [span.path, span.start, span.end]
