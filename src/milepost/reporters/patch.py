"""The patch that shows a fix: the lines it takes away and the lines it puts there.

Edits that touch the same or neighbouring lines are shown together. Of a long line only the
surroundings of the edits are rebuilt, wide enough that the excerpt is cut before they end.
"""

from collections.abc import Iterator
from itertools import zip_longest

from milepost.diagnostics import Edit, Fix
from milepost.frozen import frozen
from milepost.reporters.columns import DENSITY, Line
from milepost.reporters.excerpt import Mark, arrow
from milepost.reporters.page import BLANK, GAP, Ink, Page, Row
from milepost.source import Source

MOST_LINES = 6


@frozen
class _Change:
    """A stretch to replace, held within its text, and the lines it touches."""

    start: int
    end: int
    replacement: str
    first: int
    last: int


def patch(fix: Fix, home: Source, page: Page) -> Iterator[Row]:
    """Yield the lines that a fix changes, naming each file but the home of the diagnostic."""
    edits: dict[tuple[str, str], list[Edit]] = {}
    for edit in fix.edits:
        edits.setdefault((edit.span.path, edit.span.source.text), []).append(edit)
    for group in edits.values():
        source = group[0].span.source
        hunks = _hunks(_changes(group, source))
        shown = [rows for hunk in hunks if (rows := tuple(_hunk(source, hunk, page)))]
        if not shown:
            continue
        if source.path != home.path:
            yield arrow(source, hunks[0][0].start, page)
        yield BLANK
        yield from shown[0]
        for rows in shown[1:]:
            yield GAP
            yield from rows


def _changes(edits: list[Edit], source: Source) -> list[_Change]:
    changes: list[_Change] = []
    reached = 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        mark = Mark.of(edit.span, "", Ink.PLAIN)
        if mark.start >= reached:
            last = source.line_of(mark.end)
            changes.append(_Change(mark.start, mark.end, edit.replacement, mark.first, last))
            reached = mark.end
    return changes


def _hunks(changes: list[_Change]) -> list[list[_Change]]:
    hunks: list[list[_Change]] = []
    for change in changes:
        if hunks and change.first <= hunks[-1][-1].last + 1:
            hunks[-1].append(change)
        else:
            hunks.append([change])
    return hunks


def _hunk(source: Source, changes: list[_Change], page: Page) -> Iterator[Row]:
    first = changes[0].first
    old, new = _before_and_after(source, changes, page)
    same = _common(old, new)
    tail = _common(old[same:][::-1], new[same:][::-1])
    removed, added = old[same : len(old) - tail], new[same : len(new) - tail]
    if not removed and added and same:
        yield _context(old[same - 1], first + same - 1, page)
    yield from _changed(removed, added, first + same, page)
    if not removed and added and not same:
        yield _context(old[0], first, page)


def _before_and_after(
    source: Source, changes: list[_Change], page: Page
) -> tuple[list[str], list[str]]:
    """Return the lines that the changes touch, as they are and as they will be."""
    # INVARIANT: farther than `Line` looks, so what is left out here is marked as cut there.
    reach = DENSITY * page.limit + 1
    opening = Line.of(source, changes[0].first, ascii_only=False)
    closing = Line.of(source, changes[-1].last, ascii_only=False)
    left = max(opening.start, changes[0].start - reach)
    right = max(changes[-1].end, min(closing.end, changes[-1].end + reach))
    pieces, at = [], left
    for change in changes:
        pieces += [source.text[at : change.start], change.replacement]
        at = change.end
    return _lines(source.text[left:right]), _lines("".join((*pieces, source.text[at:right])))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _changed(removed: list[str], added: list[str], first: int, page: Page) -> Iterator[Row]:
    gone, come = [], []
    for index, (old, new) in enumerate(zip_longest(removed[:MOST_LINES], added[:MOST_LINES])):
        shown = _aligned(old or "", new or "", page)
        if old is not None:
            gone.append(Row("-", ((Ink.REMOVED, shown[0]),), first + index))
        if new is not None:
            come.append(Row("+", ((Ink.ADDED, shown[1]),), first + index))
    yield from gone
    if len(removed) > MOST_LINES:
        yield GAP
    yield from come
    if len(added) > MOST_LINES:
        yield GAP


def _aligned(old: str, new: str, page: Page) -> list[str]:
    """Return two lines as shown, cut at the same column so that the eye finds the difference."""
    same = _common(old, new) if old and new else 0
    tail = _common(old[same:][::-1], new[same:][::-1]) if old and new else 0
    lines = [Line(text, 0, len(text), page.ascii_only) for text in (old, new)]
    left = max(line.opening(same, max(same, line.end - tail), page.limit) for line in lines)
    return [line.strip(left, page.limit).shown for line in lines]


def _context(text: str, number: int, page: Page) -> Row:
    line = Line(text, 0, len(text), page.ascii_only)
    strip = line.strip(line.opening(line.end, line.end, page.limit), page.limit)
    return Row("|", ((Ink.PLAIN, strip.shown),), number)


def _common(left: list[str] | str, right: list[str] | str) -> int:
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(left), len(right)))
