"""What a state need not remember: ended instances and pauses that nothing will ask for again.

Kept are open instances, the latest of each milestone and level, what a process that is come back to
may run on, and the latest thirty; a cadence that runs for years grows no further.
"""

from milepost.ir.processes import Milestone
from milepost.runtime.case import DORMANT, ENDED, LEFT, OPEN, Case, Instance
from milepost.runtime.engine import Engine

#: So many of the latest instances stay for those who look back; older ones only while needed.
MOST_ENDED = 30
_FEW_PAUSES = 8


def forget(engine: Engine) -> None:
    """Drop what no later entry or timer can ask for."""
    case = engine.case
    if len(case.instances) > MOST_ENDED:
        oldest = case.instances[-MOST_ENDED].id
        case.instances = [
            one for one in case.instances if one.id >= oldest or _is_needed(case, one)
        ]
    for one in case.instances:
        if one.state not in OPEN and one.reason not in (*DORMANT, ENDED, LEFT):
            one.claims, one.pauses, one.fired, one.lapsed = [], [], {}, {}
    if case.holder is not None:
        for key, history in case.stay.pauses.items():
            if len(history) > _FEW_PAUSES:
                case.stay.pauses[key] = _needed_pauses(engine, key, history)


def _is_needed(case: Case, one: Instance) -> bool:
    if one.state in OPEN:
        return True
    passage = case.passages.get(one.process)
    if passage is not None and one.reason in (ENDED, LEFT) and one.ended == passage.left:
        return True
    return not any(
        other.id > one.id
        and other.milestone == one.milestone
        and other.level == one.level
        and other.process == one.process
        for other in case.instances
    )


def _needed_pauses(
    engine: Engine, key: str, history: list[list[int | None]]
) -> list[list[int | None]]:
    """Return the pauses that some clock may yet count: all, while one may begin before now."""
    since = engine.now
    for milestone in engine.milestones.values():
        if engine.reckoner.pause_key(milestone) != key:
            continue
        if _may_look_back(engine, milestone):
            return history
        for one in engine.case.mine():
            if one.milestone == milestone.name and (one.is_open or one.is_dormant):
                starts = [claim.start for claim in one.claims] + (one.rhythm or [])[:1]
                since = min([since, *starts])
    return [pause for pause in history if pause[1] is None or pause[1] > since]


def _may_look_back(engine: Engine, milestone: Milestone) -> bool:
    process = engine.process
    assert process is not None, "clocks run in a process"
    if engine.program.moves(process, milestone):
        return True
    begins_now = milestone.repeats == "each"
    return not begins_now and engine.case.latest(milestone.name) is None
