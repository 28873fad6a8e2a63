"""Timers: the instants at which something happens without an entry, and settling them in order."""

from milepost.clock import BEYOND
from milepost.frozen import frozen
from milepost.runtime.applying import apply_assigned
from milepost.runtime.case import CANCELLED, DONE_BEFORE, RUNNING, WAITING, Delivery, Instance
from milepost.runtime.changing import apply_changes, follow_anchors, waits_on_pause
from milepost.runtime.engine import Engine
from milepost.runtime.entering import next_takeover
from milepost.runtime.firing import BREACH, Firing, firings
from milepost.runtime.handing import take_over
from milepost.runtime.lateness import breach, catch_up, end_round
from milepost.runtime.pausing import pause_and_resume, tell_pauses
from milepost.runtime.sending import opens_at, reach, send_held, trigger_of
from milepost.runtime.starting import is_done_before, start_what_starts

#: At one instant: starts, then what triggers and breaches bring, what waited, rounds, new versions.
_START, _HELD, _ROUND, _TAKEOVER = 0, 4, 5, 6
#: So often timers of one instant may bring about more of the same instant, for each milestone.
_BATCHES = 8
_UNSTABLE = "it changes without end at one instant"


@frozen
class Timer:
    """Something that will happen at an instant, if no entry changes it."""

    at: int
    rank: int
    instance: Instance | None = None
    firing: Firing | None = None
    delivery: Delivery | None = None


def settle(engine: Engine, until: int, most: int) -> bool:
    """Let every timer before an instant happen, in order; return whether all did.

    At most so many timers happen (and the others of the last one's instant); the case is then
    settled up to the next timer.
    """
    left = most
    while True:
        timers = next_timers(engine)
        if not timers or timers[0].at >= until:
            return True
        if left <= 0 and timers[0].at > engine.now:
            engine.case.settled = timers[0].at
            return False
        left -= len(timers)
        engine.now = max(timers[0].at, engine.now)
        engine.started = set()
        _happen_together(engine, timers)


def _happen_together(engine: Engine, timers: list[Timer]) -> None:
    if not engine.may_repeat("timers", _BATCHES * (len(engine.milestones) + 1)):
        for timer in timers:
            if timer.instance is not None and timer.instance.is_open:
                engine.cancel(timer.instance, _UNSTABLE)
        engine.tell("unstable", detail={"set": {}})
        return
    for timer in timers:
        _happen(engine, timer)
    if engine.assigned:
        apply_assigned(engine)
    else:
        _go_on(engine)


def _go_on(engine: Engine) -> None:
    """Begin and show what the timers brought about."""
    if engine.process is not None:
        start_what_starts(engine, set())
        tell_pauses(engine)
        engine.show_dues()


def next_timers(engine: Engine) -> list[Timer]:
    """Return the timers of the earliest instant there is, in the order in which they happen."""
    found = _timers(engine)
    first = min((timer.at for timer in found), default=BEYOND)
    if first >= BEYOND:
        return []
    return sorted((timer for timer in found if timer.at == first), key=_in_order)


def _in_order(timer: Timer) -> tuple[int, int, int]:
    instance = timer.instance.id if timer.instance else 0
    line = timer.firing.trigger if timer.firing else -1
    return timer.rank, instance, line


def _timers(engine: Engine) -> list[Timer]:
    found = [_held(engine, one) for one in engine.case.deliveries]
    if engine.process is None:
        return found
    for instance in engine.case.open_instances():
        if instance.state == WAITING:
            if not waits_on_pause(engine, instance, engine.milestones[instance.milestone]):
                found.append(Timer(instance.opens, _START, instance))
        elif not instance.paused:
            found += _running(engine, instance)
    newer = next_takeover(engine)
    if newer is not None:
        found.append(Timer(newer[0], _TAKEOVER))
    return found


def _held(engine: Engine, delivery: Delivery) -> Timer:
    return Timer(opens_at(engine, trigger_of(engine, delivery)), _HELD, delivery=delivery)


def _running(engine: Engine, instance: Instance) -> list[Timer]:
    found = [Timer(one.at, one.rank, instance, one) for one in firings(engine, instance)]
    due = engine.reckon(instance).due
    if due is None:
        return found
    if not instance.breached:
        found.append(Timer(due, BREACH, instance))
    elif engine.milestones[instance.milestone].repeats == "every":
        found.append(Timer(due, _ROUND, instance))
    return found


def _happen(engine: Engine, timer: Timer) -> None:
    """Let a timer happen at the present instant, if nothing of that instant forestalled it."""
    instance = timer.instance
    if timer.delivery is not None:
        if timer.delivery in engine.case.deliveries:
            send_held(engine, timer.delivery)
    elif instance is None:
        _take_over(engine)
    elif timer.rank == _START:
        _start(engine, instance)
    elif not instance.is_running:
        return
    elif timer.rank == _ROUND:
        end_round(engine, instance)
    elif timer.firing is not None:
        reach(engine, instance, timer.firing)
    elif not instance.breached:
        breach(engine, instance, timer.at)


def _start(engine: Engine, instance: Instance) -> None:
    """Let an instance that waited for its anchor run, unless it was done before."""
    milestone = engine.milestones[instance.milestone]
    if instance.state != WAITING:
        return
    if is_done_before(engine, milestone):
        instance.end(CANCELLED, engine.now, DONE_BEFORE)
        engine.tell("cancelled", instance.milestone, instance, {"reason": DONE_BEFORE})
        return
    instance.state = RUNNING
    instance.called = None
    engine.touch()
    engine.tell("started", instance.milestone, instance, {"anchor": instance.anchor})


def _take_over(engine: Engine) -> None:
    """Let a newer version take the case over: at this instant clocks are carried, not restarted."""
    old = take_over(engine, engine.now + 1)
    if old is None:
        return
    apply_changes(engine, set(), old, handed=True)
    follow_anchors(engine)
    pause_and_resume(engine)
    catch_up(engine)
