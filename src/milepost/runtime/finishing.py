"""What an entry ends: done, cancelled, no longer promised, waived, reset.

Every instance that ran before the entry is judged by what was known when the round began, and those
that ended may end others in the next round: the order of the source decides nothing.
"""

from milepost.ir.processes import Occasion
from milepost.runtime.case import NOT_PROMISED, WAIVED, Instance
from milepost.runtime.engine import Engine
from milepost.runtime.entries import BY_HAND, Entry
from milepost.runtime.sending import fire_once

_DONE = "done"
_CALLED_OFF = "cancel"
_UNTIL = "until"
RESET = "reset"


def happens(engine: Engine, occasion: Occasion, entry: Entry, name: str) -> bool:
    """Say whether an entry is the occasion a line waits for; `name` is what may be done by hand."""
    if occasion.by_hand:
        return f"{BY_HAND}{name}" in entry.events
    if occasion.events and not any(event in entry.events for event in occasion.events):
        return False
    if occasion.when is None:
        return bool(occasion.events)
    return engine.holds(occasion.when)


def finish(engine: Engine, entry: Entry, running: list[Instance]) -> list[Instance]:
    """End what an entry ends of what was open before it, and return it."""
    ended: list[Instance] = []
    left = running
    while left:
        ending = [
            (instance, how)
            for instance in left
            if instance.is_open and (how := _ending(engine, entry, instance)) is not None
        ]
        for instance, how in ending:
            if how in (_DONE, WAIVED):
                _meet(engine, instance, how)
            else:
                engine.cancel(instance, how)
            ended.append(instance)
        left = [instance for instance in left if instance.is_open] if ending else []
    return ended


def _ending(engine: Engine, entry: Entry, instance: Instance) -> str | None:
    """Return how an entry ends an instance: done, waived, or the reason it is cancelled for."""
    milestone = engine.milestones.get(instance.milestone)
    if milestone is None:
        return None
    name = milestone.name
    # A chained instance that still waits for the one before it is met by the same answer.
    is_seen = instance.is_running or instance.called is not None
    if is_seen and any(happens(engine, one, entry, name) for one in milestone.done):
        return _DONE
    if any(happens(engine, one, entry, name) for one in milestone.cancel):
        return _CALLED_OFF
    if milestone.when is not None and not engine.holds(milestone.when):
        return NOT_PROMISED
    if milestone.repeats != "no" and engine.holds(milestone.until):
        return _UNTIL
    if engine.holds(milestone.waived):
        return WAIVED
    if instance.is_running and any(happens(engine, one, entry, name) for one in milestone.reset):
        return RESET
    return None


def _meet(engine: Engine, instance: Instance, how: str) -> None:
    engine.drop_deliveries(instance, "it was done")
    if instance.shown is None:
        engine.show_due(instance)  # it became known by the very entry that meets it
    if how == WAIVED:
        engine.meet(instance, WAIVED)
        return
    engine.meet(instance)
    fire_once(engine, engine.milestones[instance.milestone], instance)
