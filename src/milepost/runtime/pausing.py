"""Pauses: the stretches during which clocks stand, kept for a process and for some milestones.

A pause line stops the clocks under its key while its condition holds. With `resume when`, it stops
them from when the condition holds until the other does; where both hold, the clock runs.
"""

from milepost.ir.processes import Pause
from milepost.runtime.engine import Engine


def pause_and_resume(engine: Engine) -> None:
    """Stop and go on, as the conditions of the process and of its milestones now say."""
    process = engine.process
    if process is None:
        return
    for key, pauses in engine.program.pauses(process):
        if pauses:
            _toggle(engine, key, pauses)
    tell_pauses(engine)


def tell_pauses(engine: Engine) -> None:
    """Record which clocks stopped or went on; what a stopped one held back is dropped."""
    for instance in engine.case.open_instances():
        if not instance.is_running:
            continue
        stands = engine.is_paused(engine.milestones[instance.milestone])
        if stands == instance.paused:
            continue
        instance.paused = stands
        engine.tell("paused" if stands else "resumed", instance.milestone, instance)
        if stands:
            engine.drop_deliveries(instance, "the clock was paused")


def _toggle(engine: Engine, key: str, pauses: tuple[Pause, ...]) -> None:
    passage = engine.case.stay
    stood = passage.standing.get(key, [])
    stands = [
        index for index, pause in enumerate(pauses) if _stops(engine, pause, stood=index in stood)
    ]
    if stands != stood:
        passage.standing[key] = stands
    history = passage.pauses.setdefault(key, [])
    is_paused = passage.is_paused(key)
    if stands and not is_paused:
        history.append([engine.now, None])
        engine.touch()
    elif is_paused and not stands:
        history[-1][1] = engine.now
        if history[-1][0] == engine.now:
            history.pop()
        engine.touch()


def _stops(engine: Engine, pause: Pause, *, stood: bool) -> bool:
    """Say whether a pause line stops the clock now; `stood` says whether it did so far."""
    if pause.resume is None:
        return engine.holds(pause.while_)
    return (stood or engine.holds(pause.while_)) and not engine.holds(pause.resume)
