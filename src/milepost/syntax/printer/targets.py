"""Targets, anchors and tables as text.

A table's rows take a line each, their cells in columns; a row that is too long is broken inside
parentheses only, so that its columns stay in sight.
"""

from collections.abc import Callable, Sequence
from typing import Any

from milepost.syntax.ast import targets as ast
from milepost.syntax.ast.literals import Source
from milepost.syntax.printer.conditions import when
from milepost.syntax.printer.declaration import Declaration, large
from milepost.syntax.printer.layout import (
    INDENT,
    Columns,
    Lines,
    broken,
    closed_up,
    column_widths,
    padded,
    spaced,
    statement,
)
from milepost.syntax.printer.literals import (
    after_word,
    counted,
    in_parentheses,
    keys,
    label,
    listed,
    literal,
)

_CELLS = Columns(0, 40, 1)


def promise(node: ast.PromiseLine) -> tuple[str, ...]:
    """Return a promise in two cells: its keyword and the rest. Only `none` may stand alone."""
    return _PROMISES[type(node)](node)


def clocked(node: ast.Clocked) -> str:
    """Return an amount of time and its calendar."""
    return spaced(_AMOUNTS[type(node.amount)](node.amount), after_word("on", node.calendar))


def anchor(node: ast.Anchor | None, *, inside: bool = False) -> str | None:
    """Return an anchor, if there is one; inside `earliest` and `latest` a list has parentheses."""
    if node is None:
        return None
    if node.how == "all":
        return f"after all of {in_parentheses(node.of) if inside else listed(node.of)}"
    return _ANCHORS[node.how].format(literal(node.of[0]))


def table(node: ast.Table) -> Declaration:
    """Return a table as a declaration."""
    heading = spaced("table", node.name.text, label(node.label), "by", listed(node.by))
    rows = {line: _row(line) for line in node.lines if not isinstance(line, Source)}
    widths = column_widths(tuple(rows.values()), _CELLS) if rows else ()
    return large("table", node, heading, [_table_line(line, widths) for line in node.lines])


def _table_line(line: ast.Header | ast.Row | Source, widths: Sequence[int]) -> Lines:
    if isinstance(line, Source):
        return statement(f"source {literal(line.url)}", line, INDENT)
    ...
