"""A printed declaration, and runs of those that fit on one line."""

from collections.abc import Iterator, Sequence
from typing import Any

from milepost.frozen import frozen
from milepost.syntax.printer.layout import (
    INDENT,
    WIDEST,
    WIDTH,
    Entry,
    Line,
    Lines,
    block,
    closed_up,
    column_widths,
    laid,
    padded,
    spaced,
    statement,
)

_SHORT = 80
_SMALL = 3


@frozen
class Declaration:
    """The lines of a declaration; when there is but one, its cells align with those of its kind."""

    kind: str
    cells: tuple[str, ...]
    lines: Lines

    def joins(self, other: "Declaration") -> bool:
        """Say whether no blank line stands between this declaration and the one after it."""
        return self.kind == other.kind and len(self.lines) == len(other.lines) == 1


def simple(kind: str, node: Any, *cells: str) -> Declaration:
    """Return a declaration without a block."""
    return Declaration(kind, cells, statement(" ".join(cells), node, 0))


def large(kind: str, node: Any, heading: str, inside: Sequence[Lines]) -> Declaration:
    """Return a declaration whose block always takes several lines."""
    lines = block(heading, node, inside, 0)
    return Declaration(kind, (lines[0].text,), lines)


def small(
    kind: str,
    node: Any,
    cells: tuple[str, ...],
    entries: Sequence[Entry],
    most: int = _SMALL,
) -> Declaration:
    """Return a declaration whose block shares the line of its heading if there is little in it.

    The last cell may be empty; a block on the same line belongs to it.
    """
    heading = spaced(*cells)
    closed = inline(heading, entries, 0, most)
    if closed:
        return simple(kind, node, *cells[:-1], spaced(cells[-1], closed))
    return large(kind, node, heading, laid(entries, INDENT))


def inline(heading: str, entries: Sequence[Entry], indent: int, most: int) -> str | None:
    """Return a small block as `{ a; b }`, or None if it needs lines of its own."""
    if len(entries) > most or any("\n" in cell for entry in entries for cell in entry.cells):
        return None
    closed = spaced("{", "; ".join(" ".join(entry.cells) for entry in entries), "}")
    return closed if indent + len(closed_up(heading)) + 1 + len(closed) <= _SHORT else None


def in_order(declarations: Sequence[Declaration]) -> Iterator[Line]:
    """Yield the lines of declarations: runs of one kind aligned, blank lines in between."""
    run: list[Declaration] = []
    for declaration in declarations:
        if run and not run[-1].joins(declaration):
            yield from _aligned(run)
            end = run[-1].lines[-1].end
            yield Line(0, "", end, end)
            run = []
        run.append(declaration)
    yield from _aligned(run)


def _aligned(run: Sequence[Declaration]) -> Iterator[Line]:
    """Yield the lines of a run: in columns, if all of them fit the width so."""
    rows = [declaration.cells for declaration in run]
    lines = [line for declaration in run for line in declaration.lines]
    if len(run) > 1:
        widths = column_widths(rows, WIDEST)
        texts = [closed_up(padded(cells, widths, " ")) for cells in rows]
        if max(map(len, texts)) <= WIDTH:
            lines = [
                Line(line.indent, text, line.start, line.end)
                for line, text in zip(lines, texts, strict=True)
            ]
    yield from lines
