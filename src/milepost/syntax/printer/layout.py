r"""Lines: how a long statement is broken, and how the lines of a block stand in columns.

A statement is first written as one text. What is in braces inside it (a choice, a map of values)
takes several lines there, `{\na: x\nb: y\n}`; no other newline occurs, since texts escape theirs.
If the statement fits the width, those braces are closed up (`{ a: x; b: y }`); if not, they stay
open. Whatever is still too long is broken where the language takes a newline for a blank: after a
comma, `and` or `or`, and after the `|` of a type. The least nested place is taken, before it one
that begins a new clause; among equals, the last that fits. A line without a place stays long.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from milepost.frozen import frozen
from milepost.syntax.ast.exports import Limit, MapEntry
from milepost.syntax.ast.literals import ChoiceCase
from milepost.syntax.printer.descent import descendants

WIDTH = 100
INDENT = 2
CONTINUED = 4

#: Cells that are wider than this stick out of their column, if nothing else is said.
WIDEST = 32
_PLACE = re.compile(r'"(?:[^"\\]|\\.)*"|[()]|(?:,| and| or| \|) ')
_CLAUSE = re.compile(r"rolling to |or [0-9]")
_CLOSING_UP = (("{\n}", "{ }"), ("{\n", "{ "), ("\n}", " }"), (",\n", ", "), ("\n", "; "))


@frozen
class Line:
    """A printed line: its indent in blanks, its text, and the stretch of the source it stands for.

    Stretches follow one another without overlap. Those of blank lines, and of the lines that a long
    statement goes on in, are empty.
    """

    indent: int
    text: str
    start: int
    end: int


Lines: TypeAlias = tuple[Line, ...]


@frozen
class Columns:
    """How lines stand in columns: the first as wide as its widest cell, within bounds, and a gap.

    A cell wider than `most` sticks out. Equal bounds make a column that no edit ever moves.
    """

    least: int
    most: int
    gap: int

    def widths(self, rows: Sequence[tuple[str, ...]]) -> list[int]:
        """Return the widths of the columns of some lines."""
        first = column_widths([row[:2] for row in rows], self.most)
        others = column_widths([row[1:] for row in rows], WIDEST)
        return [max(width, self.least) for width in first] + others


PLAIN = Columns(0, 0, 1)


@frozen
class Entry:
    """A line of a block, in cells."""

    node: Any
    cells: tuple[str, ...]
    columns: Columns = PLAIN


def spaced(*words: str | None) -> str:
    """Return the words that are there, with blanks between them."""
    return " ".join(spread(*words))


def spread(*cells: str | None) -> tuple[str, ...]:
    """Return the cells that are there."""
    return tuple(cell for cell in cells if cell)


def closed_up(text: str) -> str:
    r"""Return a text with its braces on one line.

    >>> closed_up("by region {\namericas: na_desk\nelse: eu_desk\n}")
    'by region { americas: na_desk; else: eu_desk }'
    """
    for opened, closed in _CLOSING_UP:
        text = text.replace(opened, closed)
    return text


def statement(text: str, node: Any, indent: int) -> Lines:
    """Return the lines of a statement."""
    flat = closed_up(text)
    start, end = node.span.start, node.span.end
    if "\n" in text and indent + len(flat) > WIDTH:
        return tuple(_opened(text, node, indent))
    return tuple(broken(flat, indent, start, end))


def broken(
    text: str, indent: int, start: int, end: int, *, only_inside: bool = False
) -> Iterator[Line]:
    """Yield a text as one line or more; `only_inside` leaves what is not in parentheses whole."""
    places = [place for place in _places(text) if place.depth or not only_inside]
    offsets = [place.at for place in places]
    begin, room = 0, WIDTH - indent
    while len(text) - begin > room:
        first, beyond = (bisect_right(offsets, at) for at in (begin, begin + room + 1))
        if first == len(places):
            break
        best = min(places[first : max(beyond, first + 1)], key=_Place.rank)
        yield Line(indent, text[begin : best.at - 1], start, end)
        indent += CONTINUED if begin == 0 else 0
        begin, room, start = best.at, WIDTH - indent, end
    yield Line(indent, text[begin:], start, end)


def block(heading: str, node: Any, inside: Sequence[Lines], indent: int) -> Lines:
    """Return a heading with a block of lines; without any, `{ }`."""
    if not any(inside):
        return statement(f"{heading} {{ }}", node, indent)
    span = node.span
    lines = [line for group in inside for line in group]
    opening = statement(f"{heading} {{", node, indent)
    opening = tuple(_ending_by(opening, lines[0].start))
    closing = Line(indent, "}", max(span.start, span.end - 1), span.end)
    return (*opening, *lines, closing)


def laid(entries: Sequence[Entry], indent: int) -> tuple[Lines, ...]:
    """Return the lines of each entry of a block, those of the same columns aligned."""
    rows: dict[Columns, list[tuple[str, ...]]] = {}
    for entry in entries:
        rows.setdefault(entry.columns, []).append(entry.cells)
    widths = {columns: columns.widths(cells) for columns, cells in rows.items()}
    return tuple(
        statement(
            padded(entry.cells, widths[entry.columns], " " * entry.columns.gap), entry.node, indent
        )
        for entry in entries
    )


def column_widths(rows: Sequence[tuple[str, ...]], most: int) -> list[int]:
    """Return the width of each column: that of its widest cell up to `most`. The last has none."""
    widths = [0] * max((len(row) - 1 for row in rows), default=0)
    for row in rows:
        for at, cell in enumerate(row[:-1]):
            if len(cell) <= most:
                widths[at] = max(widths[at], len(cell))
    return widths


def padded(cells: tuple[str, ...], widths: Sequence[int], between: str) -> str:
    """Return the cells of a line as one text."""
    *front, last = cells
    return between.join((*map(str.ljust, front, widths), last))


class _Place(NamedTuple):
    """Where a text may be broken: the offset at which the next line begins."""

    at: int
    depth: int
    begins_clause: bool

    def rank(self) -> tuple[int, bool, int]:
        """Return what to compare: the least is best."""
        return self.depth, not self.begins_clause, -self.at


def _places(text: str) -> Iterator[_Place]:
    depth = 0
    for found in _PLACE.finditer(text):
        piece = found.group()
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        elif piece[0] != '"':
            begins_clause = _CLAUSE.match(text, found.end()) is not None
            yield _Place(found.end(), depth, begins_clause)


def _opened(text: str, node: Any, indent: int) -> Iterator[Line]:
    """Yield a statement with what it has in braces over several lines."""
    first, *parts = text.split("\n")
    inside = iter(descendants(node, (ChoiceCase, MapEntry, Limit)))
    at, end = node.span.start, node.span.end
    written: list[tuple[int, str, int]] = [(indent, first, at)]
    for part in parts:
        if part.startswith("}"):
            written.append((indent, part, at))
        else:
            span = next(inside).span
            written.append((indent + INDENT, part.removesuffix(","), span.start))
            at = span.end
    stops = [*(start for _, _, start in written[1:]), end]
    for (column, piece, start), stop in zip(written, stops, strict=True):
        yield from broken(piece, column, start, stop)


def _ending_by(lines: Lines, end: int) -> Iterator[Line]:
    for line in lines:
        yield Line(line.indent, line.text, min(line.start, end), min(line.end, end))
