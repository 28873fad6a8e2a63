"""What begins: milestones whose anchor came, rounds that follow rounds, promises held again.

At most one instance of a milestone (and level) begins at one entry. A milestone waived as it begins
counts as met at once and may release others, so the search goes on until nothing more begins.

A promise that held no longer and holds again is the same one: still counted from its anchor, pauses
included. An occurrence that comes while its promise does not hold starts nothing. A round of a
rhythm that could not begin when the one before it ended begins when it can, and counts from then.
"""

from typing import Any

from milepost.clock import chosen
from milepost.ir.processes import Milestone
from milepost.ir.targets import Anchor, Months
from milepost.runtime.anchors import Anchored, field_instant
from milepost.runtime.case import (
    CANCELLED,
    MET,
    MISSED,
    RUNNING,
    UNBEGUN,
    WAITING,
    WAIVED,
    Instance,
)
from milepost.runtime.changing import ask
from milepost.runtime.engine import Engine

_EACH = ("each", "chained")
#: So many beats of a rhythm are looked at to find the next one: more than there are days.
_MANY_BEATS = 30_000


def start_what_starts(engine: Engine, happened: set[str]) -> None:
    """Begin what begins, in rounds; `happened` are events, milestones met and fields set now."""
    if engine.process is None:
        return
    for _ in range(len(engine.milestones) + 1):
        released: set[str] = set()
        for milestone in engine.milestones.values():
            for level in _levels(engine, milestone):
                if (milestone.name, level) not in engine.started:
                    instance = _start(engine, milestone, level, happened)
                    if instance is not None and _waive(engine, milestone, instance):
                        released.add(milestone.name)
        if not released:
            return
        happened = happened | released


def begin_again(engine: Engine, again: list[Instance]) -> None:
    """Begin what was reset or restarted anew, from now, if it is still promised."""
    for instance in again:
        milestone = engine.milestones.get(instance.milestone)
        if milestone is None or (milestone.name, instance.level) in engine.started:
            continue
        if _may_run(engine, milestone, instance):
            begun = _begin(engine, milestone, Anchored(engine.now, engine.now), instance.level)
            _waive(engine, milestone, begun)


def note_edges(engine: Engine) -> None:
    """Remember which `start` conditions hold, and since when they first did: only that starts."""
    if engine.process is None:
        return
    edges = engine.case.stay.edges
    for milestone in engine.milestones.values():
        if milestone.start is not None:
            holds = engine.holds(milestone.start.when)
            held, since = edges.get(milestone.name, [False, None])
            if holds and not held and (since is None or milestone.start.each):
                since = engine.now
            edges[milestone.name] = [holds, since]


def is_done_before(engine: Engine, milestone: Milestone) -> bool:
    """Say whether `done when` holds already, which blocks a start."""
    return any(
        not one.events and one.when is not None and engine.holds(one.when) for one in milestone.done
    )


def next_round(engine: Engine, milestone: Milestone, last: Instance) -> Instance | None:
    """Begin the round that follows one that ended, if it may.

    It counts from the done instant, or from the due if that was missed; with a fixed rhythm always
    from the due. A round that would be over before it began is not made: the next begins now, or at
    the first beat of a fixed rhythm that lies ahead.
    """
    level = last.level
    if (milestone.name, level) in engine.started or not _may_run(engine, milestone, last):
        return None
    due = last.last_due
    at, beat = engine.now, 1
    if due is not None and (milestone.fixed or last.state == MISSED):
        at, beat = due, last.rhythm[1] + 1 if last.rhythm else 1
    instance = _begin(engine, milestone, Anchored(at, at), level, quiet=True)
    if milestone.fixed and last.rhythm is not None:
        instance.rhythm = [last.rhythm[0], beat]
    _catch_beat(engine, milestone, instance)
    _announce(engine, milestone, instance)
    return instance


def _catch_beat(engine: Engine, milestone: Milestone, instance: Instance) -> None:
    """Move a round on whose due is past already."""
    for _ in range(_MANY_BEATS if milestone.fixed else 1):
        engine.touch()
        found = engine.reckon(instance)
        if found.due is None or found.due >= engine.now:
            return
        if not milestone.fixed:
            break
        beats = 1
        if found.clock is not None and instance.rhythm is None:
            length = found.clock.table.worked(found.start, found.due)
            passed = found.clock.table.worked(found.due, engine.now)
            beats = passed // length if length else 0
        at = found.due
        if beats > 1 and found.clock is not None:
            at = found.clock.table.due(found.due, (beats - 1) * length)
        instance.count_from(at)
        if instance.rhythm is not None:
            instance.rhythm[1] += 1
    instance.count_from(engine.now)
    instance.rhythm = None if instance.rhythm is None else [engine.now, 1]
    engine.touch()


def _levels(engine: Engine, milestone: Milestone) -> tuple[Any, ...]:
    if milestone.per is None:
        return (None,)
    value = engine.case.fields.get(milestone.per)
    if isinstance(value, list):
        return tuple(value)
    return () if value is None else (value,)


def _start(engine: Engine, milestone: Milestone, level: Any, happened: set[str]) -> Instance | None:
    """Begin an instance of a milestone if its time has come, or let a dormant one run on."""
    last = engine.case.last(milestone.name, level)
    if last is not None and last.is_open and not _is_chained(milestone):
        return None
    if not _may_run(engine, milestone, last):
        return None
    if last is not None and last.is_dormant:
        return _revive(engine, last)
    anchor = _anchor(engine, milestone)
    if milestone.repeats == "each" and anchor is not None and anchor.how in _EACH:
        return _start_each(engine, milestone, level, (anchor, last), happened)
    if last is not None and milestone.repeats == "every" and last.state in (MET, MISSED, WAIVED):
        return next_round(engine, milestone, last)
    if milestone.start is not None:
        return _start_at_edge(engine, milestone, level, last)
    if last is not None and not (last.state == CANCELLED and last.reason in UNBEGUN):
        return None
    return _start_once(engine, milestone, level, is_first=last is None)


def _start_once(
    engine: Engine, milestone: Milestone, level: Any, *, is_first: bool
) -> Instance | None:
    """Begin at an anchor that has come, or wait for one that lies ahead."""
    passage = engine.case.stay
    met_elsewhere = is_first and milestone.name in engine.case.met
    if met_elsewhere and milestone.repeats == "no" and milestone.per is None:
        return None
    at = engine.reckoner.anchor_of(milestone)
    if at is None:
        return None
    if at.opens <= passage.barred.get(milestone.name, at.opens - 1):
        return None
    passage.barred.pop(milestone.name, None)
    return _begin(engine, milestone, at, level)


def _start_at_edge(
    engine: Engine, milestone: Milestone, level: Any, last: Instance | None
) -> Instance | None:
    """Begin at the instant a condition became true: for the first time, or each time."""
    start = milestone.start
    assert start is not None, "only `start` lines have an edge"
    held, since = engine.case.stay.edges.get(milestone.name, [False, None])
    if engine.holds(start.when) and not held and (since is None or start.each):
        return _begin(engine, milestone, Anchored(engine.now, engine.now), level)
    if start.each or since is None or last is not None:
        return None
    return _begin(engine, milestone, Anchored(since, since), level)


def _start_each(
    engine: Engine,
    milestone: Milestone,
    level: Any,
    before: tuple[Anchor, Instance | None],
    happened: set[str],
) -> Instance | None:
    """Begin at an occurrence; a chained instance not before the target of the one before it."""
    anchor, last = before
    name = chosen(anchor.of[0], engine.case.fields)
    if name not in happened or (last is not None and last.state == WAITING):
        return None
    moment = field_instant(engine.case, name)
    at = engine.now if moment is None else moment
    if anchor.how != "chained":
        return _begin(engine, milestone, Anchored(at, at), level)
    called = at
    if last is not None:
        due = last.due if last.breached else _target_of(engine, last)
        at = max(called, due or called)
    instance = _begin(engine, milestone, Anchored(at, at), level)
    if instance.state == WAITING:
        instance.called = called
    return instance


def _target_of(engine: Engine, last: Instance) -> int | None:
    """Return the due of an instance; where it was met while it waited, its turn."""
    if last.is_running and not last.paused:
        return engine.reckon(last).due
    return last.anchor if last.shown is None else last.shown


def _may_run(engine: Engine, milestone: Milestone, last: Instance | None) -> bool:
    """Say whether a milestone is promised, and not done before it begins."""
    if milestone.when is not None and not engine.holds(milestone.when):
        return False
    if milestone.repeats != "no" and engine.holds(milestone.until):
        return False
    if is_done_before(engine, milestone):
        return False
    waived = last is not None and last.state == WAIVED and milestone.repeats == "every"
    if waived and engine.holds(milestone.waived):
        return False
    selection = engine.reckoner.select(milestone)
    if selection is None:
        return False
    was_promise = last is not None and last.is_dormant
    return selection.is_promise or not was_promise


def _anchor(engine: Engine, milestone: Milestone) -> Anchor | None:
    selection = engine.reckoner.select(milestone)
    return (selection.anchor if selection else None) or milestone.anchor


def _is_chained(milestone: Milestone) -> bool:
    anchors = (milestone.anchor, *(line.anchor for line in milestone.lines))
    return any(anchor is not None and anchor.how == "chained" for anchor in anchors)


def _begin(
    engine: Engine, milestone: Milestone, at: Anchored, level: Any, *, quiet: bool = False
) -> Instance:
    """Begin an instance of a milestone, or let it wait for an anchor that lies ahead."""
    case, instance = engine.case, Instance()
    case.numbered += 1
    instance.id = case.numbered
    instance.process = case.holder or ""
    instance.milestone, instance.level = milestone.name, level
    instance.started = engine.now
    instance.count_from(at.at, at.opens)
    anchor = engine.reckoner.anchor_of(milestone) if milestone.repeats != "each" else None
    instance.seen = anchor.at if anchor else None
    if milestone.fixed and _is_monthly(engine, milestone):
        instance.rhythm = [at.at, 1]
    case.instances.append(instance)
    engine.started.add((milestone.name, level))
    engine.touch()
    if not quiet:
        _announce(engine, milestone, instance)
    return instance


def _is_monthly(engine: Engine, milestone: Milestone) -> bool:
    selection = engine.reckoner.select(milestone)
    return selection is not None and isinstance(selection.target, Months)


def _announce(engine: Engine, milestone: Milestone, instance: Instance) -> None:
    """Record that an instance began, or waits; ask for minutes where its target is external."""
    detail: dict[str, Any] = {} if instance.level is None else {"level": instance.level}
    if instance.opens > engine.now:
        instance.state = WAITING
        engine.tell("waiting", milestone.name, instance, {"until": instance.opens} | detail)
    else:
        selection = engine.reckoner.select(milestone)
        line = selection.line if selection else None
        detail = {"anchor": instance.anchor, "line": line} | detail
        engine.tell("started", milestone.name, instance, detail)
    ask(engine, instance, milestone)


def _waive(engine: Engine, milestone: Milestone, instance: Instance) -> bool:
    """Count an instance as met where it is waived as it begins."""
    if not instance.is_open or not engine.holds(milestone.waived):
        return False
    engine.meet(instance, WAIVED)
    return True


def _revive(engine: Engine, last: Instance) -> Instance:
    """Let a promise that holds again run on."""
    last.state = WAITING if last.opens > engine.now else RUNNING
    last.ended = last.reason = None
    if not last.breached:
        last.shown = None
    engine.started.add((last.milestone, last.level))
    engine.touch()
    detail = {"anchor": last.anchor, "again": True}
    if last.state == WAITING:
        engine.tell("waiting", last.milestone, last, {"until": last.opens})
    else:
        engine.tell("started", last.milestone, last, detail)
    return last
