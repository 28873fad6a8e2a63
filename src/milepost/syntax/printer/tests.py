"""Tests as text: what is given, the log, and what is expected of it."""

from collections.abc import Callable, Iterable
from typing import Any

from milepost.syntax.ast import declarations as ast
from milepost.syntax.ast.calendars import Timezone
from milepost.syntax.ast.literals import Length, Source
from milepost.syntax.printer.declaration import Declaration, large
from milepost.syntax.printer.declarations import assignment
from milepost.syntax.printer.layout import INDENT, Columns, Entry, laid, spaced
from milepost.syntax.printer.literals import after_word, literal, ordinal

_KEYWORDS = Columns(8, 8, 1)
_LOG = Columns(16, 16, 2)


def test(node: ast.Test) -> Declaration:
    """Return a test as a declaration."""
    heading = spaced("test", literal(node.title), after_word("on", node.record))
    return large("test", node, heading, laid([_entry(line) for line in node.lines], INDENT))


def _entry(line: Any) -> Entry:
    if isinstance(line, ast.LogEntry):
        sign = "+" if isinstance(line.at, Length) else ""
        return Entry(line, (f"{sign}{line.at.text}", _changes(line.changes)), _LOG)
    if isinstance(line, ast.Expect):
        return Entry(line, (_expect(line),))
    return Entry(line, _CELLS[type(line)](line), _KEYWORDS)


def _changes(changes: Iterable[ast.Assignment | ast.Event]) -> str:
    return ", ".join(
        assignment(change) if isinstance(change, ast.Assignment) else change.name.text
        for change in changes
    )


def _expect(node: ast.Expect) -> str:
    if node.subject is None:
        return "expect no process"
    if node.outcome == "process":
        return f"expect process {node.subject.text}"
    return spaced(
        "expect",
        None if node.nth is None else ordinal(node.nth),
        node.subject.text,
        after_word("for", node.level),
        _OUTCOMES[node.outcome](node),
    )


def _sent(node: ast.Expect) -> str:
    if node.at:
        return f"at {node.at.text}"
    return f"{node.times} times" if node.times else "never"


_OUTCOMES: dict[str, Callable[[ast.Expect], str]] = {
    "due": lambda node: f"due {node.at.text if node.at else 'never'}",
    "sent": _sent,
    "starts": lambda _node: "never starts",
    "state": lambda node: spaced(node.state, after_word("at", node.at)),
}
_CELLS: dict[type, Callable[[Any], tuple[str, ...]]] = {
    ast.Created: lambda node: ("created", node.at.text),
    ast.Given: lambda node: ("given", _changes(node.changes)),
    Source: lambda node: ("source", literal(node.url)),
    Timezone: lambda node: ("timezone", literal(node.zone)),
}
