"""How the lines of a block stand in columns, and the words of a line beside each other."""

from collections.abc import Sequence
from typing import Any

from milepost.frozen import frozen
from milepost.syntax.printer.parts import Parts, statement

WIDTH = 100
INDENT = 2

#: Cells that are wider than this stick out of their column, if nothing else is said.
WIDEST = 32
_CLOSING_UP = (("{\n}", "{ }"), ("{\n", "{ "), ("\n}", " }"), (",\n", ", "), ("\n", "; "))


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


def laid(entries: Sequence[Entry], indent: int) -> tuple[Parts, ...]:
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
