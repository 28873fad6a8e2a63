"""Targets, anchors and tables as text.

A table's rows take a line each, their cells in columns; a row that is too long is broken inside
parentheses only, so that its columns stay in sight. A column is as wide as its widest cell; if rows
get too long by that, cells of more than 32 columns stick out.
"""

from collections.abc import Callable, Sequence
from typing import Any

from milepost.syntax.ast import targets as ast
from milepost.syntax.ast.literals import Length, Source
from milepost.syntax.printer.conditions import when
from milepost.syntax.printer.declaration import Declaration, large
from milepost.syntax.printer.layout import (
    INDENT,
    WIDEST,
    WIDTH,
    closed_up,
    column_widths,
    padded,
    spaced,
    spread,
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
from milepost.syntax.printer.parts import Parts, Statement


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
    rows = [_row(line) for line in node.lines]
    texts = _in_columns(rows, WIDTH - INDENT)
    if any(len(text) > WIDTH - INDENT for text in texts):
        texts = _in_columns(rows, WIDEST)
    inside = [_laid_row(*each) for each in zip(node.lines, rows, texts, strict=True)]
    return large("table", node, heading, inside)


def _in_columns(rows: Sequence[tuple[str, ...]], widest: int) -> list[str]:
    closed = [tuple(map(closed_up, row)) for row in rows]
    widths = column_widths(closed, widest)
    texts = [padded(row, widths, " | ") for row in closed]
    labelled = any(widths[:1])
    return texts if labelled else [text.lstrip() for text in texts]


def _laid_row(line: ast.Header | ast.Row | Source, row: tuple[str, ...], text: str) -> Parts:
    open_text = " | ".join(row).strip()
    return (Statement(INDENT, open_text, line, line.span.start, line.span.end, text),)


def _row(line: ast.Header | ast.Row | Source) -> tuple[str, ...]:
    if isinstance(line, Source):
        return (f"source {literal(line.url)}",)
    if isinstance(line, ast.Header):
        return "", *map(keys, line.columns)
    return ", ".join(map(keys, line.keys)), *map(_cell, line.cells)


def _cell(node: ast.Cell) -> str:
    if isinstance(node, ast.Nothing):
        return spaced(*promise(node))
    if isinstance(node, ast.ValueCell):
        return literal(node.value)
    return _target_or_deadline(node.target) + _rolling(node.rolling)


def _rolling(node: ast.Rolling | None) -> str:
    if node is None:
        return ""
    day = f"{literal(node.time)} next business day on {literal(node.calendar)}"
    return spaced(f", rolling to {day}", when(node.when))


def _target(node: ast.Target) -> str:
    return _TARGETS[type(node)](node)


def _reference(node: ast.Reference) -> str:
    return spaced(node.name.text, after_word("on", node.calendar))


def _external(node: ast.External) -> str:
    fields = listed(node.fields) if len(node.fields) == 1 else in_parentheses(node.fields)
    fields = f"of {fields}" if node.fields else ""
    return spaced("external", literal(node.name), fields, after_word("on", node.calendar))


def _combined(node: ast.Combined) -> str:
    alternatives = ", ".join(
        spaced(_target_or_deadline(each.target), anchor(each.anchor, inside=True))
        for each in node.alternatives
    )
    return f"{'earliest' if node.earliest else 'latest'}({alternatives})"


def _deadline(node: ast.Deadline) -> str:
    if isinstance(node, ast.ByFieldValue):
        return node.field.text
    edge = literal(node.time) if node.time else node.edge
    business = "business" if node.business else None
    day = spaced(edge, "of", business, "day", str(node.day), after_word("on", node.calendar))
    return f"{day}, cut-off {literal(node.cut_off)}" if node.cut_off else day


def _target_or_deadline(node: ast.Target | ast.Deadline) -> str:
    if isinstance(node, ast.ByDayTime | ast.ByFieldValue):
        return f"by {_deadline(node)}"
    return _target(node)


def _within(node: ast.Within) -> tuple[str, ...]:
    rest = spaced(_target(node.target), anchor(node.anchor), when(node.when))
    return "within", rest + _rolling(node.rolling)


def _by(node: ast.By) -> tuple[str, ...]:
    rest = spaced(_deadline(node.deadline), anchor(node.anchor), when(node.when))
    return "by", rest + _rolling(node.rolling)


def _every(node: ast.Every) -> tuple[str, ...]:
    fixed = "fixed" if node.fixed else None
    return "every", spaced(_target(node.target), fixed, anchor(node.anchor), when(node.when))


def _nothing(node: ast.Nothing) -> tuple[str, ...]:
    return spread("none", label(node.words))


_AMOUNTS: dict[type, Callable[[Any], str]] = {
    ast.BusinessDaysAmount: lambda node: counted(node.count, "business day"),
    ast.CalendarDaysAmount: lambda node: counted(node.count, "calendar day"),
    ast.MonthsAmount: lambda node: counted(node.count, "month"),
    Length: literal,
}
_ANCHORS = {
    "once": "after {}",
    "first": "after first {}",
    "last": "after last {}",
    "each": "after each {}",
    "chained": "after each {} chained",
    "due": "after {} is due",
    "day": "after the day of {}",
    "hour": "after the hour of {}",
}
_TARGETS: dict[type, Callable[[Any], str]] = {
    ast.Clocked: clocked,
    ast.Combined: _combined,
    ast.External: _external,
    ast.Reference: _reference,
}
_PROMISES: dict[type, Callable[[Any], tuple[str, ...]]] = {
    ast.By: _by,
    ast.Every: _every,
    ast.Nothing: _nothing,
    ast.Within: _within,
}
