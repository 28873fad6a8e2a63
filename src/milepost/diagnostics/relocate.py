"""Diagnostics of a project, shown from another folder."""

from collections.abc import Iterable
from posixpath import join, normpath

from milepost.diagnostics.diagnostic import Diagnostic, Edit, Fix, Note
from milepost.source import Source, Span


def relocate(diagnostics: Iterable[Diagnostic], folder: str) -> tuple[Diagnostic, ...]:
    """Return diagnostics whose paths are given from the folder that `folder` is relative to."""
    moved: dict[int, tuple[Source, Source]] = {}

    def source(old: Source) -> Source:
        if id(old) not in moved:
            path = normpath(join(folder, old.path))
            moved[id(old)] = (old, Source(path, old.text, old.line_starts))
        return moved[id(old)][1]

    def span(old: Span) -> Span:
        return Span(source(old.source), old.start, old.end)

    def note(old: Note) -> Note:
        return Note(old.message, old.span and span(old.span))

    def fix(old: Fix) -> Fix:
        edits = tuple(Edit(span(edit.span), edit.replacement) for edit in old.edits)
        return Fix(old.title, edits, old.safe)

    return tuple(
        Diagnostic(
            found.code,
            found.severity,
            found.message,
            span(found.span),
            tuple(note(old) for old in found.notes),
            found.help,
            found.fix and fix(found.fix),
            found.allowed,
        )
        for found in diagnostics
    )
