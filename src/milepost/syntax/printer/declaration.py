"""A printed declaration, and runs of those that fit on one line."""

from collections.abc import Iterator, Sequence
from typing import Any

from milepost.frozen import frozen
from milepost.syntax.printer.breaking import Line, Lines, laid_out
from milepost.syntax.printer.layout import (
    INDENT,
    WIDEST,
    Entry,
    closed_up,
    column_widths,
    laid,
    padded,
    spaced,
)
from milepost.syntax.printer.parts import Fold, Parts, Statement, block, statement
from milepost.syntax.printer.remarks import Remarks

#: Declarations on one line are read as rows of a table, and may be as wide.
_ROW = 120
_SMALL = 3


@frozen
class Declaration:
    """The parts of a declaration; on one line, its cells align with those of its kind."""

    kind: str
    cells: tuple[str, ...]
    parts: Parts


def simple(kind: str, node: Any, *cells: str) -> Declaration:
    """Return a declaration without a block."""
    return Declaration(kind, cells, statement(" ".join(cells), node, 0))


def large(kind: str, node: Any, heading: str, inside: Sequence[Parts]) -> Declaration:
    """Return a declaration whose block takes several lines, unless it is empty."""
    return Declaration(kind, (f"{heading} {{ }}",), block(heading, node, inside, 0))


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
    opened = block(heading, node, laid(entries, INDENT), 0)
    if closed is None:
        return Declaration(kind, (heading,), opened)
    cells = (*cells[:-1], spaced(cells[-1], closed))
    return Declaration(kind, cells, folded(" ".join(cells), node, 0, opened))


def folded(text: str, node: Any, indent: int, opened: Parts) -> Parts:
    """Return a block that shares a line if no comment stands inside it."""
    return (Fold(Statement(indent, text, node, node.span.start, node.span.end), opened),)


def inline(heading: str, entries: Sequence[Entry], indent: int, most: int) -> str | None:
    """Return a small block as `{ a; b }`, or None if it needs lines of its own."""
    if len(entries) > most or any("\n" in cell for entry in entries for cell in entry.cells):
        return None
    closed = spaced("{", "; ".join(" ".join(entry.cells) for entry in entries), "}")
    return closed if indent + len(closed_up(heading)) + 1 + len(closed) <= _ROW else None


def in_order(declarations: Sequence[Declaration], remarks: Remarks) -> Iterator[Line]:
    """Yield the lines of declarations: runs of one kind aligned, blank lines in between."""
    run: list[tuple[Declaration, Lines]] = []
    for declaration in declarations:
        lines = tuple(laid_out(declaration.parts, remarks))
        if run:
            before, above = run[-1]
            end = above[-1].end
            joins = before.kind == declaration.kind and len(above) == len(lines) == 1
            if not joins or remarks.has_blank_line(end, lines[0].start):
                yield from _aligned(run)
                run = []
            if not joins:
                yield Line(0, "", end, end)
        run.append((declaration, lines))
    yield from _aligned(run)


def _aligned(run: Sequence[tuple[Declaration, Lines]]) -> Iterator[Line]:
    """Yield the lines of a run: in columns, if all of them fit the width so."""
    rows = [declaration.cells for declaration, _ in run]
    lines = [line for _, each in run for line in each]
    if len(run) > 1:
        widths = column_widths(rows, WIDEST)
        texts = [closed_up(padded(cells, widths, " ")) for cells in rows]
        if max(map(len, texts)) <= _ROW:
            lines = [
                Line(line.indent, text, line.start, line.end)
                for line, text in zip(lines, texts, strict=True)
            ]
    yield from lines
