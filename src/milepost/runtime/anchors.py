"""What time is counted from: the instants that anchors stand for in a case."""

from typing import Any

from milepost.clock import chosen
from milepost.ir.conditions import Named
from milepost.ir.processes import Process
from milepost.ir.targets import Anchor
from milepost.runtime.case import Case
from milepost.runtime.program import Program

HOUR = 3600


def process_start(case: Case, process: Process) -> int | None:
    """Return the instant a process counts from, or None while the field that holds it is unset.

    A passage that reopening restarted counts from the reopening.
    """
    if case.passage is not None:
        return case.passage
    return field_instant(case, chosen(process.starts_from, case.fields))


def field_instant(case: Case, field: str) -> int | None:
    """Return the instant in a time field; `created` is the case's own."""
    if field == "created":
        return case.created
    value = case.fields.get(field)
    return value if isinstance(value, int) else None


def anchor_instant(
    program: Program, case: Case, process: Process, anchor: Anchor | None
) -> int | None:
    """Return the instant an anchor stands for (None: not yet); it may lie in the future."""
    if anchor is None:
        return process_start(case, process)
    if anchor.how == "all":
        instants = [_instant(program, case, process, name, "once") for name in anchor.of]
        return None if None in instants else max(one for one in instants if one is not None)
    at = _instant(program, case, process, anchor.of[0], anchor.how)
    if at is None or anchor.how not in ("day", "hour"):
        return at
    zone = program.zone
    if anchor.how == "day":
        return zone.midnight(zone.day(at) + 1)
    return at + HOUR - zone.local(at) % HOUR


def follows_field(program: Program, case: Case, process: Process, anchor: Anchor | None) -> bool:
    """Say whether the anchor may move: a time field, or the last of something."""
    if anchor is None:
        return chosen(process.starts_from, case.fields) != "created"
    if anchor.how == "last":
        return True
    names = [chosen(name, case.fields) for name in anchor.of]
    return any(_is_field(program, case, process, name) for name in names)


def _is_field(program: Program, case: Case, process: Process, name: str) -> bool:
    is_other = name in program.milestones(process) or name in program.records[case.record].events
    return not is_other and name != "created"


def _instant(program: Program, case: Case, process: Process, named: Named, how: str) -> int | None:
    name = chosen(named, case.fields)
    if name in program.milestones(process):
        if how == "due":
            return _due_of(case, name)
        return _one_of(case.met.get(name), how)
    if name in program.records[case.record].events:
        return _one_of(case.events.get(name), how)
    return field_instant(case, name)


def _one_of(instants: list[int] | None, how: str) -> int | None:
    if not instants:
        return None
    return instants[-1] if how == "last" else instants[0]


def _due_of(case: Case, milestone: str) -> int | None:
    """Return the due of the latest instance of a milestone, as last reckoned."""
    instances: list[Any] = case.of_milestone(milestone)
    if not instances:
        return None
    last = instances[-1]
    due: int | None = last.due if last.breached else last.shown
    return due if last.state != "cancelled" else None
