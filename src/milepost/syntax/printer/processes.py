"""Processes, milestones and triggers as text.

The first word of a line is a column of its own, which no edit ever moves; `ahead of`, `at close`
and `on reopening` are read as one word, and no column. The moments of a block's triggers are a
column as wide as they need.
"""

from collections.abc import Callable, Iterable
from typing import Any

from milepost.syntax.ast import processes as ast
from milepost.syntax.ast import targets
from milepost.syntax.ast.conditions import When
from milepost.syntax.ast.literals import Source
from milepost.syntax.printer.conditions import condition, when
from milepost.syntax.printer.declaration import Declaration, large
from milepost.syntax.printer.layout import (
    INDENT,
    Columns,
    Entry,
    laid,
    spaced,
)
from milepost.syntax.printer.literals import after_word, label, listed, literal
from milepost.syntax.printer.parts import Gap, Parts, block
from milepost.syntax.printer.targets import anchor, clocked, promise

_COLUMNS = Columns(7, 7, 1)
_TRIGGERS = Columns(0, 16, 2)


def process(node: ast.Process) -> Declaration:
    """Return a process as a declaration."""
    heading = spaced(
        "process",
        node.name.text,
        label(node.label),
        after_word("on", node.record),
        None if node.version is None else f"version {node.version}",
        _effective(node.effective),
        "takes over" if node.takes_over else None,
        "retired" if node.retired else None,
    )
    return large("process", node, heading, _process_lines(node.lines))


def escalation(node: ast.Escalation) -> Declaration:
    """Return a ladder of triggers as a declaration."""
    heading = spaced("escalation", node.name.text, label(node.label))
    return large("escalation", node, heading, laid(_entries(node.lines), INDENT))


def _effective(node: ast.Effective | None) -> str | None:
    return spaced("effective", node.date.text, after_word("by", node.by)) if node else None


def _process_lines(lines: Iterable[ast.ProcessLine]) -> list[Parts]:
    """Return the lines of a process, each milestone set apart by blank lines."""
    inside: list[Parts] = []
    before: ast.ProcessLine | None = None
    for line in lines:
        if before and (isinstance(line, ast.Milestone) or isinstance(before, ast.Milestone)):
            inside.append((Gap(inside[-1][-1].end),))
        if isinstance(line, ast.Milestone):
            inside.append(_milestone(line))
        else:
            inside += laid(_entries((line,)), INDENT)
        before = line
    return inside


def _milestone(node: ast.Milestone) -> Parts:
    heading = spaced("milestone", node.name.text, label(node.label), _heading(node.heading))
    return block(heading, node, laid(_entries(node.lines), 2 * INDENT), INDENT)


def _heading(node: targets.PromiseLine | targets.Anchor | None) -> str | None:
    if node is None or isinstance(node, targets.Anchor):
        return anchor(node)
    return spaced(*promise(node))


def _entries(lines: Iterable[Any]) -> list[Entry]:
    return [
        Entry(line, _trigger(line), _TRIGGERS)
        if isinstance(line, ast.Trigger)
        else Entry(line, _CELLS[type(line)](line), _COLUMNS)
        for line in lines
    ]


def _trigger(node: ast.Trigger) -> tuple[str, str]:
    doing = spaced(
        "do",
        listed(node.actions),
        "in turn" if node.in_turn else None,
        after_word("during", node.during),
        when(node.when),
    )
    return _MOMENTS[type(node.moment)](node.moment), doing


def _every_after_due(node: ast.EveryAfterDue) -> str:
    cap = "" if node.times is None else f", up to {node.times} times"
    return f"every {clocked(node.offset)} after due{cap}"


def _occasion(node: ast.Occasion) -> str:
    if isinstance(node, ast.Becomes):
        return f"when {condition(node.condition)}"
    return spaced("on", listed(node.events), when(node.when))


def _start(node: ast.Start) -> tuple[str, ...]:
    return "start", f"{'each time' if node.each else 'when'} {condition(node.condition)}"


def _pause(node: ast.Pause) -> tuple[str, ...]:
    return "pause", f"while {condition(node.condition)}" if node.condition else "never"


_MOMENTS: dict[type, Callable[[Any], str]] = {
    ast.AfterDue: lambda node: f"{clocked(node.offset)} after due",
    ast.AtBreach: lambda _node: "at breach",
    ast.AtPercent: lambda node: f"at {literal(node.percent)}",
    ast.AtUsed: lambda node: f"at {literal(node.length)}",
    ast.BeforeDue: lambda node: f"{clocked(node.offset)} before due",
    ast.EveryAfterDue: _every_after_due,
    ast.Once: lambda node: f"once {node.state.text}",
}
_CELLS: dict[type, Callable[[Any], tuple[str, ...]]] = {
    **dict.fromkeys((targets.By, targets.Every, targets.Nothing, targets.Within), promise),
    ast.AheadOf: lambda node: (f"ahead of {listed(node.processes)}",),
    ast.AtClose: lambda node: (f"at close {node.what.text}",),
    ast.Cancel: lambda node: ("cancel", _occasion(node.occasion)),
    ast.Change: lambda node: (node.rule, f"on change of {listed(node.fields)}"),
    ast.Done: lambda node: ("done", _occasion(node.occasion) if node.occasion else "by hand"),
    ast.Escalate: lambda node: ("escalate", node.ladder.text),
    ast.ForTiers: lambda node: ("for", listed(node.tiers)),
    ast.From: lambda node: ("from", literal(node.field)),
    ast.Hours: lambda node: ("hours", literal(node.calendar)),
    ast.Pause: _pause,
    ast.Per: lambda node: ("per", node.field.text),
    ast.Reopening: lambda node: (f"on reopening {node.what.text}",),
    ast.Reset: lambda node: ("reset", _occasion(node.occasion)),
    ast.Resume: lambda node: ("resume", f"when {condition(node.condition)}"),
    ast.Start: _start,
    ast.Until: lambda node: ("until", condition(node.condition)),
    ast.Waived: lambda node: ("waived", f"when {condition(node.condition)}"),
    Source: lambda node: ("source", literal(node.url)),
    When: lambda node: ("when", condition(node.condition)),
}
