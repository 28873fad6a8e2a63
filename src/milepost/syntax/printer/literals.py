"""Names, literals and choices as text."""

from collections.abc import Callable, Iterable
from typing import Any

from milepost.syntax.ast import literals as ast

# INVARIANT: no newline comes through; `layout` takes those in a text for open braces.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}
_TEENS = (11, 12, 13)


def literal(node: Any) -> str:
    """Return a name, literal, key, path or choice as text."""
    return _TEXTS[type(node)](node)


def listed(nodes: Iterable[Any]) -> str:
    """Return names or literals with commas between them."""
    return ", ".join(literal(node) for node in nodes)


def in_parentheses(nodes: Iterable[Any]) -> str:
    """Return literals as a list in parentheses."""
    return f"({listed(nodes)})"


def keys(nodes: Iterable[ast.Key]) -> str:
    """Return the values that a row, a column or a branch stands for."""
    return " or ".join(literal(node) for node in nodes)


def label(node: ast.String | None) -> str:
    """Return the description behind something, if there is one."""
    return literal(node) if node else ""


def after_word(word: str, node: Any) -> str | None:
    """Return a word and what follows it, or None if nothing does."""
    return f"{word} {literal(node)}" if node else None


def counted(count: int, noun: str, nouns: str | None = None) -> str:
    """Return a number and the thing it counts.

    >>> counted(1, "month"), counted(2, "miss", "misses")
    ('1 month', '2 misses')
    """
    return f"{count} {noun if count == 1 else nouns or noun + 's'}"


def ordinal(number: int) -> str:
    """Return a number as a place in a row.

    >>> ordinal(2), ordinal(11), ordinal(23)
    ('2nd', '11th', '23rd')
    """
    suffix = "th" if number % 100 in _TEENS else _SUFFIXES.get(number % 10, "th")
    return f"{number}{suffix}"


def _string(node: ast.String) -> str:
    return f'"{node.value.translate(_ESCAPES)}"'


def _time_of_day(node: ast.TimeOfDay) -> str:
    hours, seconds = divmod(node.seconds, 3600)
    return f"{hours:02}:{seconds // 60:02}"


def _percent(node: ast.Percent) -> str:
    whole, hundredths = divmod(node.basis_points, 100)
    fraction = f".{hundredths:02}".rstrip("0") if hundredths else ""
    return f"{whole}{fraction}%"


def _choice(node: ast.Choice) -> str:
    branches = "".join(f"{keys(case.keys)}: {literal(case.then)}\n" for case in node.cases)
    return f"by {node.by.text} {{\n{branches}}}"


_TEXTS: dict[type, Callable[[Any], str]] = {
    ast.ByField: lambda node: f"by {node.field.text}",
    ast.Choice: _choice,
    ast.Code: lambda node: node.text,
    ast.Integer: lambda node: str(node.value),
    ast.Length: lambda node: node.text,
    ast.LocalDate: lambda node: node.text,
    ast.LocalInstant: lambda node: node.text,
    ast.Name: lambda node: node.text,
    ast.Path: lambda node: node.text,
    ast.Percent: _percent,
    ast.RangeKey: lambda node: f"{node.low.value}..{node.high.value}",
    ast.String: _string,
    ast.TagList: lambda node: in_parentheses(node.values),
    ast.TimeOfDay: _time_of_day,
    ast.YesNo: lambda node: "yes" if node.value else "no",
}
