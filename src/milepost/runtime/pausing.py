"""Pauses.

The stretches during which clocks stand, kept for the process and for milestones with their own.
"""

from milepost.ir.processes import Milestone, Pause
from milepost.runtime.engine import Engine
from milepost.runtime.firing import drop_held


def pause_and_resume(engine: Engine) -> None:
    """Stop and go on, as the conditions of the process and of its milestones now say."""
    process = engine.process
    if process is None:
        return
    stood = _standing(engine)
    _toggle(engine, "", process.pause)
    for milestone in engine.milestones().values():
        if milestone.pause is not None:
            _toggle(engine, milestone.name, milestone.pause)
    stands = _standing(engine)
    milestones = engine.milestones()
    for instance in engine.case.open_instances():
        if instance.milestone not in milestones or instance.state != "running":
            continue
        key = _key(milestones[instance.milestone])
        if stands.get(key) and not stood.get(key):
            drop_held(engine, instance, "paused")
            engine.tell("paused", instance.milestone, instance)
        elif stood.get(key) and not stands.get(key):
            engine.tell("resumed", instance.milestone, instance)


def _toggle(engine: Engine, key: str, pauses: tuple[Pause, ...]) -> None:
    history = engine.case.pauses.setdefault(key, [])
    stands = bool(history and history[-1][1] is None)
    wanted = any(_wants(engine, pause, stands) for pause in pauses)
    if wanted and not stands:
        history.append([engine.now, None])
    elif stands and not wanted:
        history[-1][1] = engine.now
        if history[-1][0] == engine.now:
            history.pop()


def _wants(engine: Engine, pause: Pause, stands: bool) -> bool:
    """Say whether a pause wants the clock to stand.

    With `resume`, it goes on only when that holds.
    """
    if engine.holds(pause.while_):
        return not (pause.resume is not None and stands and engine.holds(pause.resume))
    return stands and pause.resume is not None and not engine.holds(pause.resume)


def _standing(engine: Engine) -> dict[str, bool]:
    return {
        key: bool(history and history[-1][1] is None) for key, history in engine.case.pauses.items()
    }


def _key(milestone: Milestone) -> str:
    return "" if milestone.pause is None else milestone.name
