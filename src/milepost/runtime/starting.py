"""Starts: which milestones begin at an entry or timer, in rounds until nothing more begins."""

from typing import Any

from milepost.clock import chosen
from milepost.ir.processes import Milestone
from milepost.ir.targets import Anchor
from milepost.runtime.anchors import anchor_instant
from milepost.runtime.case import CANCELLED, RUNNING, WAITING, WAIVED, Instance
from milepost.runtime.engine import Engine
from milepost.runtime.progress import CLEARED, NOT_PROMISED, begin

_EACH = ("each", "chained")


def start_what_starts(engine: Engine, happened: frozenset[str]) -> None:
    """Start milestones until none is released any more by what happened just now.

    At most one instance of a milestone starts at one entry.
    """
    happened = frozenset(happened)
    for _ in range(len(engine.milestones()) + 1):
        released: set[str] = set()
        for milestone in engine.milestones().values():
            for level in _levels(engine, milestone):
                if (milestone.name, level) in engine.started:
                    continue
                if _start(engine, milestone, level, happened):
                    released.add(milestone.name)
        if not released:
            return
        happened |= released


def note_edges(engine: Engine) -> None:
    """Remember which `start when` conditions hold, so that only becoming true starts."""
    for milestone in engine.milestones().values():
        if milestone.start is not None:
            engine.case.true_starts[milestone.name] = engine.holds(milestone.start.when)


def next_round(engine: Engine, milestone: Milestone, instance: Instance, at: int) -> None:
    """Begin the round that follows one that ended.

    With a fixed rhythm, where the old one was due.
    """
    if (milestone.name, instance.level) in engine.started:
        return
    if milestone.until is not None and engine.holds(milestone.until):
        return
    if milestone.when is not None and not engine.holds(milestone.when):
        return
    due = instance.due if instance.breached else instance.shown
    fixed = milestone.fixed and due is not None
    begin(engine, milestone, due if fixed and due is not None else at, instance.level)


def _levels(engine: Engine, milestone: Milestone) -> tuple[Any, ...]:
    if milestone.per is None:
        return (None,)
    value = engine.case.fields.get(milestone.per)
    return () if value is None else (value,)


def _start(engine: Engine, milestone: Milestone, level: Any, happened: frozenset[str]) -> bool:
    """Start one milestone if its time has come; return whether others may be released by it."""
    case = engine.case
    process = engine.process
    if process is None or not _may_run(engine, milestone):
        return False
    instances = [one for one in case.of_milestone(milestone.name) if one.level == level]
    last = instances[-1] if instances else None
    anchor = _anchor_of(engine, milestone)
    if milestone.start is not None:
        if not _edge(engine, milestone, last):
            return False
        at: int | None = engine.now
    elif milestone.repeats == "each" and anchor is not None and anchor.how in _EACH:
        return _start_each(engine, milestone, level, anchor, last, happened)
    elif last is not None:
        return _start_again(engine, milestone, last)
    else:
        at = anchor_instant(engine.program, case, process, anchor)
    if at is None:
        return False
    if milestone.waived is not None and engine.holds(milestone.waived):
        instance = begin(engine, milestone, at, level)
        engine.meet(milestone, instance, WAIVED)
        return True
    begin(engine, milestone, at, level)
    return False


def _may_run(engine: Engine, milestone: Milestone) -> bool:
    """Say whether the milestone is promised, and not done before it begins."""
    if milestone.when is not None and not engine.holds(milestone.when):
        return False
    if milestone.repeats != "no" and milestone.until is not None and engine.holds(milestone.until):
        return False
    if any(
        not one.events and one.when is not None and engine.holds(one.when) for one in milestone.done
    ):
        return False
    return engine.reckoner().select(milestone) is not None


def _anchor_of(engine: Engine, milestone: Milestone) -> Anchor | None:
    selection = engine.reckoner().select(milestone)
    return (selection.anchor if selection else None) or milestone.anchor


def _edge(engine: Engine, milestone: Milestone, last: Instance | None) -> bool:
    """Say whether the `start` condition has just become true, for the first time or each time."""
    start = milestone.start
    assert start is not None, "only `start` lines have an edge"
    if last is not None and (last.is_open or not start.each):
        return False
    return engine.holds(start.when) and not engine.case.true_starts.get(milestone.name, False)


def _start_each(
    engine: Engine,
    milestone: Milestone,
    level: Any,
    anchor: Anchor,
    last: Instance | None,
    happened: frozenset[str],
) -> bool:
    """Start an instance at an occurrence.

    A chained one not before the target of the one before it.
    """
    if chosen(anchor.of[0], engine.case.fields) not in happened:
        return False
    at = engine.now
    if last is not None and last.state == WAITING:
        return False
    if anchor.how == "chained" and last is not None:
        due = last.due if last.breached else last.shown
        at = max(at, due or at)
    elif last is not None and last.is_open:
        return False
    begin(engine, milestone, at, level)
    return False


def _start_again(engine: Engine, milestone: Milestone, last: Instance) -> bool:
    """Revive a promise that holds again, or start one whose cleared anchor is set again."""
    case, process = engine.case, engine.process
    assert process is not None, "milestones start in a process"
    if last.state != CANCELLED or last.reason not in (NOT_PROMISED, CLEARED):
        return False
    if last.reason == NOT_PROMISED:
        last.state, last.ended, last.reason = RUNNING, None, None
        last.shown = None
        engine.started.add((milestone.name, last.level))
        engine.tell("started", milestone.name, last, anchor=last.anchor, again=True)
        return False
    at = anchor_instant(engine.program, case, process, _anchor_of(engine, milestone))
    if at is not None:
        begin(engine, milestone, at, last.level)
    return False
