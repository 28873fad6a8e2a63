"""Exports as text: the other system's names, and its limits."""

from collections.abc import Callable, Iterable
from typing import Any

from milepost.syntax.ast import exports as ast
from milepost.syntax.printer.declaration import Declaration, large, small
from milepost.syntax.printer.declarations import setting
from milepost.syntax.printer.layout import INDENT, Columns, Entry, laid, spaced
from milepost.syntax.printer.literals import label, literal

_COLUMNS = Columns(0, 20, 1)


def export(node: ast.Export) -> Declaration:
    """Return an export as a declaration."""
    cells = (f"export to {node.target.text}", label(node.label))
    entries = [Entry(line, _CELLS[type(line)](line), _COLUMNS) for line in node.lines]
    if any(isinstance(line, ast.Mapping) for line in node.lines):
        return large("export", node, spaced(*cells), laid(entries, INDENT))
    return small("export", node, cells, entries)


def _mapping(node: ast.Mapping) -> tuple[str, ...]:
    cells = node.name.text, f"= {literal(node.outside)}"
    if node.entries is None:
        return cells
    entries = (f"{literal(entry.value)}: {literal(entry.outside)}" for entry in node.entries)
    return *cells, _braces(entries, ",\n")


def _limits(node: ast.Limits) -> tuple[str, ...]:
    profile = f"{node.profile.text}, strict" if node.strict else node.profile.text
    numbers = [f"{limit.name.text} {limit.value}" for limit in node.limits]
    return "limits", spaced(profile, _braces(numbers, "\n") if numbers else None)


def _braces(parts: Iterable[str], between: str) -> str:
    inside = between.join(parts)
    return f"{{\n{inside}\n}}" if inside else "{\n}"


_CELLS: dict[type, Callable[[Any], tuple[str, ...]]] = {
    ast.Limits: _limits,
    ast.Mapping: _mapping,
    ast.Setting: setting,
}
