"""What an entry put into the past is caught up with now: breaches, and warnings too late."""

from milepost.runtime.case import MISSED, Instance
from milepost.runtime.changing import freeze
from milepost.runtime.engine import Engine
from milepost.runtime.firing import AFTER_BREACH, Firing, firings
from milepost.runtime.sending import drop_what_moved, reach_late
from milepost.runtime.starting import next_round

_MANY_ROUNDS = 3


def catch_up(engine: Engine) -> None:
    """Let happen now what should have happened before, had one known: of each action the last."""
    if engine.process is None:
        return
    waiting = engine.case.open_instances()
    for _ in range(_MANY_ROUNDS):
        begun = [round_ for instance in waiting for round_ in _catch_up(engine, instance)]
        if not begun:
            return
        waiting = begun


def _catch_up(engine: Engine, instance: Instance) -> list[Instance]:
    if not instance.is_running:
        return []
    if engine.case.deliveries:
        drop_what_moved(engine, instance)
    due = engine.reckon(instance).due
    if due is not None and due < _ran_until(engine, instance) and not instance.breached:
        breach(engine, instance, due)
    if instance.paused:
        return []
    past = [firing for firing in firings(engine, instance) if firing.at < engine.now]
    if past:
        reach_late(engine, instance, sorted(past, key=_in_time))
    if instance.breached and instance.due is not None and instance.due < engine.now:
        begun = end_round(engine, instance)
        return [] if begun is None else [begun]
    return []


def _ran_until(engine: Engine, instance: Instance) -> int:
    """Return until when the clock ran: a due before a pause that still lasts passed before it."""
    milestone = engine.milestones[instance.milestone]
    stands = engine.reckoner.paused_at(milestone) if instance.paused else None
    return engine.now if stands is None else stands


def _in_time(firing: Firing) -> tuple[int, bool, int]:
    return firing.at, firing.rank == AFTER_BREACH, firing.trigger


def breach(engine: Engine, instance: Instance, due: int) -> None:
    """Record that a due passed; from now on it is frozen, and so is the clock it came from."""
    freeze(engine, instance)
    instance.breached = True
    instance.due = instance.shown = due
    engine.touch()
    engine.tell("breached", instance.milestone, instance, {"due": due})


def end_round(engine: Engine, instance: Instance) -> Instance | None:
    """End a round of a rhythm that was not done at its due, and begin the next."""
    milestone = engine.milestones[instance.milestone]
    if milestone.repeats != "every" or not instance.is_running:
        return None
    instance.end(MISSED, engine.now)
    engine.tell("missed", instance.milestone, instance)
    engine.drop_deliveries(instance, "the round ended")
    engine.touch()
    # A round that was over as it began is no start of this entry.
    engine.started.discard((milestone.name, instance.level))
    return next_round(engine, milestone, instance)
