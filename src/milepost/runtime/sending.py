"""What a trigger line does when it is reached: it sends, or waits for open time.

What waits is dropped when the instance ends or pauses, and when its line is no longer past because
the due moved; at most one delivery a line waits, so that nothing bursts at opening. Deliveries of
`once met` and `once late` only wait.
"""

from typing import Any

from milepost.clock import BEYOND, ClockError, chosen
from milepost.ir import processes as p
from milepost.runtime.case import Delivery, Instance
from milepost.runtime.engine import Engine
from milepost.runtime.firing import AFTER_BREACH, Firing, firing_of, reached_before

_SET = "set"
_PASSED = "a later one was due too"


def reach(engine: Engine, instance: Instance, firing: Firing) -> None:
    """Let a trigger line be reached: its actions are sent, if its condition holds."""
    milestone = engine.milestones[instance.milestone]
    trigger = milestone.triggers[firing.trigger]
    if not _consume(engine, instance, trigger, firing):
        return
    actions = list(actions_of(engine, trigger, firing.nth))
    _send_or_hold(engine, instance, _delivery(engine, instance, firing, actions))


def reach_late(engine: Engine, instance: Instance, past: list[Firing]) -> None:
    """Let lines be reached that an entry put into the past: of each action only the last goes."""
    milestone = engine.milestones[instance.milestone]
    holding: list[Firing] = []
    for reached in past:
        trigger = milestone.triggers[reached.trigger]
        repeats = isinstance(trigger.moment, p.EveryAfterDue)
        firing = _last_repeat(engine, instance, trigger, reached) if repeats else reached
        if _consume(engine, instance, trigger, firing):
            holding.append(firing)
    holding.sort(key=_in_time)
    last: dict[str, Firing] = {}
    for firing in holding:
        for action in actions_of(engine, milestone.triggers[firing.trigger], firing.nth):
            last[action] = firing
    for firing in holding:
        names = actions_of(engine, milestone.triggers[firing.trigger], firing.nth)
        skipped = [name for name in names if last[name] is not firing]
        if skipped:
            engine.tell_skipped(_delivery(engine, instance, firing, skipped), _PASSED)
        sent = [name for name in names if last[name] is firing]
        if sent:
            delivery = _delivery(engine, instance, firing, sent)
            delivery.late = True
            _send_or_hold(engine, instance, delivery)


def _in_time(firing: Firing) -> tuple[int, int, int]:
    return firing.at, firing.rank, firing.trigger


def _last_repeat(engine: Engine, instance: Instance, trigger: p.Trigger, first: Firing) -> Firing:
    """Return the last past firing of a repeating line; those before it are listed as skipped."""
    count = reached_before(engine, instance, first.trigger, engine.now)
    last = firing_of(engine, instance, first.trigger, count - 1) or first
    if last.nth > first.nth:
        detail = {
            "reason": _PASSED,
            "reached": first.at,
            "trigger": first.trigger,
            "milestone": instance.milestone,
            "times": last.nth - first.nth,
        }
        for action in dict.fromkeys(actions_of(engine, trigger, first.nth)):
            engine.tell("skipped", action, instance, detail)
    return last


def _consume(engine: Engine, instance: Instance, trigger: p.Trigger, firing: Firing) -> bool:
    """Mark a line as fired, or as lapsed when its condition does not hold at this moment."""
    key = str(firing.trigger)
    repeats = isinstance(trigger.moment, p.EveryAfterDue)
    if trigger.when is None or engine.holds(trigger.when):
        instance.fired[key] = firing.nth + 1
        instance.lapsed.pop(key, None)
        return True
    if repeats:
        instance.fired[key] = firing.nth + 1
    else:
        instance.lapsed[key] = firing.at
    return False


def fire_once(engine: Engine, milestone: p.Milestone, instance: Instance) -> None:
    """Fire `once met` and `once late` for an instance that was just done."""
    for index, trigger in enumerate(milestone.triggers):
        moment = trigger.moment
        if not isinstance(moment, p.Once) or (moment.state == "late" and not instance.breached):
            continue
        if str(index) not in instance.fired:
            reach(engine, instance, Firing(engine.now, AFTER_BREACH, index, 0))


def actions_of(engine: Engine, trigger: p.Trigger, nth: int) -> tuple[str, ...]:
    """Return the actions of a firing: all of the line, or the next one `in turn`."""
    fields = engine.case.fields
    names = tuple(dict.fromkeys(chosen(action, fields) for action in trigger.actions))
    return (names[nth % len(names)],) if trigger.in_turn else names


def opens_at(engine: Engine, trigger: p.Trigger) -> int:
    """Return when a held delivery can be sent; BEYOND when its calendar does not open again.

    A newer version of its line may not ask for open time any more.
    """
    if trigger.during is None:
        return engine.now
    try:
        clock = engine.program.calendars.clock(trigger.during, engine.case.fields)
        return clock.table.next_open(engine.now)
    except ClockError:
        return BEYOND


def trigger_of(engine: Engine, delivery: Delivery) -> p.Trigger:
    """Return the trigger line that a delivery came from."""
    process = engine.program.process(delivery.process, delivery.version)
    return engine.program.milestones(process)[delivery.milestone].triggers[delivery.trigger]


def send_held(engine: Engine, delivery: Delivery) -> None:
    """Send what waited for open time."""
    engine.case.deliveries.remove(delivery)
    _send(engine, delivery)


def drop_what_moved(engine: Engine, instance: Instance) -> None:
    """Drop held deliveries whose line lies ahead again, and arm the line anew."""
    for delivery in [one for one in engine.case.deliveries if one.instance == instance.id]:
        firing = firing_of(engine, instance, delivery.trigger, delivery.nth)
        if firing is None or firing.at > engine.now:
            engine.case.deliveries.remove(delivery)
            instance.fired[str(delivery.trigger)] = delivery.nth
            engine.tell_skipped(delivery, "the due moved")


def _delivery(engine: Engine, instance: Instance, firing: Firing, actions: list[str]) -> Delivery:
    delivery = Delivery()
    delivery.instance = instance.id
    delivery.process = instance.process
    delivery.version = engine.case.passages[instance.process].version
    delivery.milestone = instance.milestone
    delivery.trigger, delivery.nth, delivery.reached = firing.trigger, firing.nth, firing.at
    delivery.actions = actions
    return delivery


def _send_or_hold(engine: Engine, instance: Instance, delivery: Delivery) -> None:
    trigger = trigger_of(engine, delivery)
    for one in list(engine.case.deliveries):
        if (one.instance, one.trigger) == (instance.id, delivery.trigger):
            engine.case.deliveries.remove(one)
            engine.tell_skipped(one, _PASSED)
    if trigger.during is not None and opens_at(engine, trigger) > engine.now:
        engine.case.deliveries.append(delivery)
    else:
        _send(engine, delivery)


def _send(engine: Engine, delivery: Delivery) -> None:
    """Send actions now; those that set fields wait for the end of the entry."""
    detail: dict[str, Any] = {"trigger": delivery.trigger, "milestone": delivery.milestone}
    if delivery.reached != engine.now:
        detail["reached"] = delivery.reached
    if delivery.late:
        detail["late"] = True
    for name in delivery.actions:
        engine.tell("sent", name, delivery.instance, detail.copy())
        action = engine.program.actions.get(name)
        if action is not None and action.type == _SET:
            for setting in action.settings:
                value = setting.values[0] if setting.values else None
                engine.assigned[setting.name] = value
