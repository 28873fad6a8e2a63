"""Conditions as text."""

from collections.abc import Callable
from typing import Any

from milepost.syntax.ast import conditions as ast
from milepost.syntax.printer.literals import in_parentheses, literal


def condition(node: ast.Condition) -> str:
    """Return a condition as text.

    Where `and` and `or` meet without the parentheses that a policy must write, as in a tree that no
    text was read for, they are set.
    """
    return _TEXTS[type(node)](node)


def when(node: ast.When | None) -> str | None:
    """Return the `when` behind a line, if there is one."""
    return f"when {condition(node.condition)}" if node else None


def _operand(node: ast.Operand) -> str:
    if isinstance(node, ast.Offset):
        word = "after" if node.after else "before"
        return f"{literal(node.length)} {word} {_operand(node.instant)}"
    return literal(node)


def _tight(node: ast.Condition) -> str:
    return f"({condition(node)})" if isinstance(node, ast.And | ast.Or) else condition(node)


def _in(node: ast.InList | ast.InRange) -> str:
    return f"{_operand(node.operand)} {'not in' if node.negated else 'in'}"


_TEXTS: dict[type, Callable[[Any], str]] = {
    ast.And: lambda node: " and ".join(map(_tight, node.conditions)),
    ast.Compare: lambda node: f"{_operand(node.left)} {node.operator} {_operand(node.right)}",
    ast.During: lambda node: f"{_operand(node.operand)} during {literal(node.calendar)}",
    ast.Group: lambda node: f"({condition(node.condition)})",
    ast.Has: lambda node: f"{_operand(node.operand)} has {literal(node.tag)}",
    ast.Holds: lambda node: _operand(node.operand),
    ast.InList: lambda node: f"{_in(node)} {in_parentheses(node.values)}",
    ast.InRange: lambda node: f"{_in(node)} {node.low.value}..{node.high.value}",
    ast.IsSet: lambda node: f"{_operand(node.operand)} is {'not ' if node.negated else ''}set",
    ast.Not: lambda node: f"not {_tight(node.condition)}",
    ast.Or: lambda node: " or ".join(map(_tight, node.conditions)),
}
