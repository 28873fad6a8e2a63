"""Diagnostics as text for people: a headline, the place, and what would help.

The form is that of Rust's compiler and of ruff, so eyes and editors know it already. Colours are an
afterthought by construction: rows are laid out first and painted last, so the same characters stand
in the same columns with and without them.
"""

from collections.abc import Iterator, Sequence

from milepost.diagnostics import Diagnostic, Fix, Severity
from milepost.reporters.excerpt import Mark, excerpt, stands_beside
from milepost.reporters.page import BLANK, INK_OF, Ink, Page, Row, written
from milepost.reporters.patch import MOST_LINES, patch
from milepost.source import Source

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "info"}


def render(
    diagnostics: Sequence[Diagnostic],
    *,
    color: bool,
    width: int | None = None,
    ascii_only: bool = False,
) -> str:
    """Return diagnostics as text, an empty line between them and no line end after the last.

    With a width, prose is wrapped to it and excerpts are cut to it. `ascii_only` shows every other
    character as an escape, for terminals and logs that cannot.
    """
    blocks = []
    for found in diagnostics:
        page = Page(width, ascii_only, _gutter(found))
        blocks.append(written(_rows(found, page), color=color))
    return "\n\n".join(blocks)


def _rows(found: Diagnostic, page: Page) -> Iterator[Row]:
    ink = INK_OF[found.severity]
    principal = Mark.of(found.span, "^", ink)
    beside: list[Mark] = []
    apart: list[Mark] = []
    for note in found.notes:
        if note.span is not None:
            mark = Mark.of(note.span, "-", Ink.PLACE, page.say(note.message))
            (beside if stands_beside(principal, mark, page) else apart).append(mark)

    head = f"{_WORDS[found.severity]}[{page.say(found.code)}]: "
    yield from page.paragraph((ink, head), page.say(found.message), Ink.TITLE)
    yield from excerpt((principal, *beside), page)
    for note in found.notes:
        if note.span is None:
            yield from page.paragraph((Ink.TITLE, "note: "), page.say(note.message), Ink.PLAIN, "=")
    if found.help is not None:
        yield from page.paragraph((Ink.TITLE, "help: "), page.say(found.help), Ink.PLAIN, "=")
    for mark in apart:
        yield BLANK
        yield from page.paragraph((Ink.PLACE, "note: "), mark.label, Ink.PLAIN)
        bare = Mark(mark.source, mark.start, mark.end, mark.sign, mark.ink, "")
        yield from excerpt((bare,), page)
    if found.fix is not None:
        yield BLANK
        yield from _fix(found.fix, found.span.source, page)


def _fix(fix: Fix, home: Source, page: Page) -> Iterator[Row]:
    head = "fix: " if fix.safe else "unsafe fix: "
    yield from page.paragraph((Ink.ADDED, head), page.say(fix.title), Ink.PLAIN)
    yield from patch(fix, home, page)


def _gutter(found: Diagnostic) -> int:
    """Return the room that the line numbers of a diagnostic may take, or a little more."""
    spans = [found.span, *(note.span for note in found.notes if note.span is not None)]
    edits = found.fix.edits if found.fix is not None else ()
    lines = [span.source.line_of(span.end) for span in spans]
    lines += [edit.span.source.line_of(edit.span.end) + MOST_LINES for edit in edits]
    return len(str(max(lines)))
