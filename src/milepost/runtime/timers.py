"""Timers: the instants at which something happens without an entry, and settling them in order."""

from milepost.clock import BEYOND
from milepost.frozen import frozen
from milepost.ir.processes import AtBreach, EveryAfterDue, Milestone, Once
from milepost.runtime.case import MISSED, RUNNING, WAITING, Instance
from milepost.runtime.engine import Engine
from milepost.runtime.entering import next_takeover, take_over
from milepost.runtime.firing import (
    AFTER_BREACH,
    BREACH,
    Firing,
    actions_of,
    deliver,
    firings,
    may_hold,
    opens_at,
    reach,
)
from milepost.runtime.starting import next_round, start_what_starts

_START, _HELD, _ROUND, _TAKEOVER = 0, 4, 5, 6


@frozen
class Timer:
    """Something that will happen at an instant, if no entry changes it."""

    at: int
    rank: int
    instance: int
    firing: Firing | None = None


def next_timers(engine: Engine) -> list[Timer]:
    """Return the timers of the earliest instant there is, in the order in which they happen."""
    found = _all_timers(engine)
    if not found:
        return []
    first = min(timer.at for timer in found)
    if first >= BEYOND:
        return []
    at_first = [timer for timer in found if timer.at == first]
    return sorted(at_first, key=lambda timer: (timer.rank, timer.instance, _line(timer)))


def _line(timer: Timer) -> int:
    return timer.firing.trigger if timer.firing else -1


def _all_timers(engine: Engine) -> list[Timer]:
    found: list[Timer] = []
    case = engine.case
    milestones = engine.milestones()
    if not milestones:
        return found
    reckoner = engine.reckoner()
    for instance in case.instances:
        milestone = milestones.get(instance.milestone)
        if milestone is None:
            continue
        for index, _, _ in instance.held:
            trigger = milestone.triggers[index]
            if may_hold(instance, trigger):
                found.append(Timer(opens_at(engine, trigger), _HELD, instance.id))
        if instance.state == WAITING:
            found.append(Timer(instance.anchor, _START, instance.id))
        if instance.state != RUNNING or case.exited is not None:
            continue
        due = engine.due(milestone, instance)
        if due is not None and not instance.breached and not reckoner.is_paused(milestone):
            found.append(Timer(due, BREACH, instance.id))
        if instance.breached and milestone.repeats == "every":
            found.append(Timer(instance.due or 0, _ROUND, instance.id))
        found += [
            Timer(firing.at, firing.rank, instance.id, firing)
            for firing in firings(reckoner, milestone, instance, due)
        ]
    newer = next_takeover(engine)
    if newer is not None:
        found.append(Timer(newer[0], _TAKEOVER, 0))
    return found


def happen(engine: Engine, timer: Timer) -> None:
    """Let a timer happen at the present instant."""
    if timer.rank == _TAKEOVER:
        take_over(engine)
        start_what_starts(engine, frozenset())
        return
    instance = engine.case.instances[timer.instance - 1]
    milestone = engine.milestones().get(instance.milestone)
    if milestone is None:
        return
    if timer.rank == _START:
        _run(engine, milestone, instance)
    elif timer.rank == _HELD:
        _send_held(engine, milestone, instance)
    elif timer.rank == _ROUND:
        end_round(engine, milestone, instance)
    elif timer.firing is not None:
        if instance.is_open:
            reach(engine, milestone, instance, timer.firing)
    elif not instance.breached and instance.state == RUNNING:
        breach(engine, milestone, instance, timer.at)


def _run(engine: Engine, milestone: Milestone, instance: Instance) -> None:
    if instance.state == WAITING:
        instance.state = RUNNING
        engine.tell("started", milestone.name, instance, anchor=instance.anchor)


def breach(engine: Engine, milestone: Milestone, instance: Instance, due: int) -> None:
    """Record that a due passed; from now on it is frozen."""
    instance.breached = True
    instance.due = due
    instance.shown = due
    engine.tell("breached", milestone.name, instance, due=due)


def end_round(engine: Engine, milestone: Milestone, instance: Instance) -> None:
    """End a round of a rhythm that was not done at its due, and begin the next there."""
    if instance.state != RUNNING:
        return
    instance.end(MISSED, engine.now)
    instance.held = []
    engine.tell("missed", milestone.name, instance)
    next_round(engine, milestone, instance, instance.due or engine.now)


def _send_held(engine: Engine, milestone: Milestone, instance: Instance) -> None:
    held, instance.held = instance.held, []
    for index, nth, reached in held:
        trigger = milestone.triggers[index]
        if opens_at(engine, trigger) > engine.now:
            instance.held.append([index, nth, reached])
            continue
        if not isinstance(trigger.moment, Once) and not _is_past(
            engine, milestone, instance, index
        ):
            instance.fired[str(index)] = nth
            engine.tell(
                "skipped", None, instance, reason="the due moved", trigger=index, reached=reached
            )
            continue
        deliver(engine, milestone, instance, index, nth, reached)


def _is_past(engine: Engine, milestone: Milestone, instance: Instance, index: int) -> bool:
    """Say whether a trigger that was reached and held is reached still."""
    trigger = milestone.triggers[index]
    if isinstance(trigger.moment, AtBreach | EveryAfterDue):
        return instance.breached
    count = instance.fired.pop(str(index), 0)
    due = engine.due(milestone, instance)
    again = firings(engine.reckoner(), milestone, instance, due)
    instance.fired[str(index)] = count
    return any(one.trigger == index and one.at <= engine.now for one in again)


def catch_up(engine: Engine) -> None:
    """Let happen now what an entry put into the past.

    Breaches, and of each action only the last.
    """
    milestones = engine.milestones()
    for instance in engine.case.open_instances():
        milestone = milestones.get(instance.milestone)
        if milestone is None or instance.state != RUNNING or engine.case.exited is not None:
            continue
        reckoner = engine.reckoner()
        if reckoner.is_paused(milestone):
            continue
        due = engine.due(milestone, instance)
        past = _past(engine, milestone, instance, due)
        if due is not None and due < engine.now and not instance.breached:
            breach(engine, milestone, instance, due)
        last: dict[str, Firing] = {}
        for firing in past:
            for action in actions_of(engine, milestone.triggers[firing.trigger], firing.nth):
                last[action] = firing
        for firing in past:
            mine = frozenset(action for action, one in last.items() if one == firing)
            reach(engine, milestone, instance, firing, only=mine)


def _past(
    engine: Engine, milestone: Milestone, instance: Instance, due: int | None
) -> list[Firing]:
    """Return every firing that lies before now, in order.

    Of an endless line at most as many as fired out.
    """
    found: list[Firing] = []
    counts = dict(instance.fired)
    for _ in range(1000):
        reckoner = engine.reckoner()
        past = [
            firing
            for firing in firings(reckoner, milestone, instance, due)
            if firing.at < engine.now
        ]
        if not past:
            break
        for firing in past:
            instance.fired[str(firing.trigger)] = firing.nth + 1
        found += past
    instance.fired = counts
    order = {AFTER_BREACH: 1}
    return sorted(found, key=lambda one: (one.at, order.get(one.rank, 0), one.trigger))
