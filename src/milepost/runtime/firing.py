"""Triggers: when they are reached, what they send, and what waits for open time."""

from typing import Any

from milepost.clock import BEFORE, BEYOND, Clock, ClockError, chosen
from milepost.frozen import frozen
from milepost.ir import processes as p
from milepost.runtime.case import MET, WAIVED, Instance
from milepost.runtime.engine import Engine
from milepost.runtime.reckoner import Reckoner, Unreckonable

#: At one instant: warnings, then the breach, then what follows it.
BEFORE_BREACH, BREACH, AFTER_BREACH = 1, 2, 3
_SET = "set"


@frozen
class Firing:
    """A trigger line that is reached at an instant, for the n-th time."""

    at: int
    rank: int
    trigger: int
    nth: int


def firings(
    reckoner: Reckoner, milestone: p.Milestone, instance: Instance, due: int | None
) -> list[Firing]:
    """Return the next firing of each trigger line that has not fired out.

    None while the clock stands.
    """
    found: list[Firing] = []
    if due is None or reckoner.is_paused(milestone):
        return found
    governing = reckoner.governing(milestone, instance)
    if governing is None:
        return found
    clock, start, _ = governing
    for index, trigger in enumerate(milestone.triggers):
        nth = instance.fired.get(str(index), 0)
        try:
            placed = _placed(reckoner, milestone, trigger.moment, clock, start, due, nth)
        except (ClockError, Unreckonable):
            continue
        if placed is not None and start <= placed[0] < BEYOND:
            found.append(Firing(placed[0], placed[1], index, nth))
    return found


def _placed(
    reckoner: Reckoner,
    milestone: p.Milestone,
    moment: p.Moment,
    clock: Clock,
    start: int,
    due: int,
    nth: int,
) -> tuple[int, int] | None:
    """Return the instant and rank at which a moment is reached next, or None when never."""
    if isinstance(moment, p.EveryAfterDue):
        if due >= BEYOND or (moment.times is not None and nth >= moment.times):
            return None
        at = _moved_due(reckoner, milestone, clock, due)
        for _ in range(nth + 1):
            at = _later(reckoner, clock, at, moment.offset)
        return at, AFTER_BREACH
    if nth:
        return None
    match moment:
        case p.AtPercent():
            if due >= BEYOND:
                return None
            whole = clock.table.worked(start, max(due, start))
            return clock.table.due(start, whole * moment.basis_points // 10000), BEFORE_BREACH
        case p.AtUsed():
            return clock.table.due(start, moment.seconds), BEFORE_BREACH
        case p.AtBreach():
            return due, AFTER_BREACH
        case p.BeforeDue():
            at = BEYOND if due >= BEYOND else _earlier(reckoner, clock, due, moment.offset)
            return (at, BEFORE_BREACH) if at > BEFORE else None
        case p.AfterDue():
            if due >= BEYOND:
                return None
            base = _moved_due(reckoner, milestone, clock, due)
            return _later(reckoner, clock, base, moment.offset), AFTER_BREACH
    return None


def _moved_due(reckoner: Reckoner, milestone: p.Milestone, clock: Clock, due: int) -> int:
    """Return the due, moved by the pauses after it: they stop what counts from it."""
    return reckoner.moved(milestone, clock, due, due)


def _clock(reckoner: Reckoner, clock: Clock, offset: p.Offset) -> Clock:
    if offset.calendar is None:
        return clock
    return reckoner.program.calendars.clock(offset.calendar, reckoner.case.fields)


def _later(reckoner: Reckoner, clock: Clock, at: int, offset: p.Offset) -> int:
    clock = _clock(reckoner, clock, offset)
    match offset.unit:
        case "seconds":
            return clock.table.due(at, offset.count)
        case "business_days":
            return clock.business_days(at, offset.count)
        case "calendar_days":
            return clock.calendar_days(at, offset.count)
    return clock.months(at, offset.count)


def _earlier(reckoner: Reckoner, clock: Clock, at: int, offset: p.Offset) -> int:
    clock = _clock(reckoner, clock, offset)
    match offset.unit:
        case "seconds":
            return clock.table.subtract(at, offset.count)
        case "business_days":
            return clock.business_days_before(at, offset.count)
        case "calendar_days":
            return clock.calendar_days_before(at, offset.count)
    return clock.months_before(at, offset.count)


def reach(
    engine: Engine,
    milestone: p.Milestone,
    instance: Instance,
    firing: Firing,
    *,
    only: frozenset[str] | None = None,
) -> None:
    """Fire a trigger line once: send its actions, or hold them for open time.

    `only` names the actions that are still sent when several instants passed together; the others
    are skipped.
    """
    trigger = milestone.triggers[firing.trigger]
    instance.fired[str(firing.trigger)] = firing.nth + 1
    if trigger.when is not None and not engine.holds(trigger.when):
        return
    for action in actions_of(engine, trigger, firing.nth):
        detail = {"reached": firing.at, "trigger": firing.trigger, "milestone": milestone.name}
        if only is not None and action not in only:
            engine.tell("skipped", action, instance, reason="a later one was due too", **detail)
    chosen_actions = actions_of(engine, trigger, firing.nth)
    if only is not None and not set(chosen_actions) & only:
        return
    if trigger.during is not None and not _is_open(engine, trigger):
        for index, _, reached in [one for one in instance.held if one[0] == firing.trigger]:
            engine.tell(
                "skipped",
                None,
                instance,
                reason="a later one waits",
                trigger=index,
                reached=reached,
            )
        instance.held = [one for one in instance.held if one[0] != firing.trigger]
        instance.held.append([firing.trigger, firing.nth, firing.at])
        return
    deliver(engine, milestone, instance, firing.trigger, firing.nth, firing.at, only=only)


def deliver(
    engine: Engine,
    milestone: p.Milestone,
    instance: Instance,
    index: int,
    nth: int,
    reached: int,
    *,
    only: frozenset[str] | None = None,
) -> None:
    """Send the actions of a trigger line now; `set` actions wait for the end of the entry."""
    trigger = milestone.triggers[index]
    for name in actions_of(engine, trigger, nth):
        if only is not None and name not in only:
            continue
        detail: dict[str, Any] = {"trigger": index, "milestone": milestone.name}
        if reached != engine.now:
            detail |= {"reached": reached, "late": only is not None}
        engine.tell("sent", name, instance, **detail)
        action = engine.program.actions.get(name)
        if action is not None and action.type == _SET:
            for setting in action.settings:
                engine.assigned[setting.name] = setting.values[0] if setting.values else None


def actions_of(engine: Engine, trigger: p.Trigger, nth: int) -> tuple[str, ...]:
    """Return the actions of a firing: all of the line, or the next one `in turn`."""
    names = tuple(chosen(action, engine.case.fields) for action in trigger.actions)
    return (names[nth % len(names)],) if trigger.in_turn else names


def fire_once(engine: Engine, milestone: p.Milestone, instance: Instance) -> None:
    """Fire `once met` and `once late` for an instance that was just done, and drop what it held."""
    drop_held(engine, instance, "done")
    for index, trigger in enumerate(milestone.triggers):
        moment = trigger.moment
        if not isinstance(moment, p.Once) or (moment.state == "late" and not instance.breached):
            continue
        reach(engine, milestone, instance, Firing(engine.now, AFTER_BREACH, index, 0))


def drop_held(engine: Engine, instance: Instance, reason: str) -> None:
    """Drop the deliveries that an instance held back for open time."""
    for index, _, reached in instance.held:
        engine.tell("skipped", None, instance, reason=reason, trigger=index, reached=reached)
    instance.held = []


def opens_at(engine: Engine, trigger: p.Trigger) -> int:
    """Return when a held delivery can be sent."""
    assert trigger.during is not None, "only lines with `during` are held"
    try:
        clock = engine.program.calendars.clock(trigger.during, engine.case.fields)
        return clock.table.next_open(engine.now)
    except ClockError:
        return BEYOND


def may_hold(instance: Instance, trigger: p.Trigger) -> bool:
    """Say whether a held delivery still stands.

    While its instance runs, or for `once` lines after it.
    """
    if isinstance(trigger.moment, p.Once):
        return instance.state in (MET, WAIVED)
    return instance.is_open


def _is_open(engine: Engine, trigger: p.Trigger) -> bool:
    return opens_at(engine, trigger) <= engine.now
