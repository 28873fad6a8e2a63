"""Why a milestone never began: judged by the last state of its case."""

from milepost.ir.processes import Milestone
from milepost.replay.enrolments import enrolment_of
from milepost.replay.explanation import LineJudged, NotStarted
from milepost.replay.promises import Promises
from milepost.replay.reasons import Judged, judge
from milepost.replay.replaying import Replay
from milepost.runtime import RunningSchedule
from milepost.runtime.case import Case
from milepost.runtime.reckoner import Reckoner


def why_not_started(running: RunningSchedule, replay: Replay, name: str) -> NotStarted:
    """Return why no instance of a milestone ever began."""
    case = Case.of(replay.state)
    enrolment = enrolment_of(running, case)
    if case.process is None:
        return NotStarted(name, "no process", enrolment)
    process = running.program.process(case.process, case.version)
    promises = Promises(running)
    milestone = running.program.milestones(process).get(name)
    if milestone is None:
        place = promises.process_place(process)
        return NotStarted(name, "elsewhere", enrolment, process, place=place)
    reckoner = Reckoner(running.program, case, process)
    reason, judged = _reason(reckoner, milestone)
    selection = reckoner.select(milestone)
    anchor = (selection.anchor if selection else None) or milestone.anchor
    lines: tuple[LineJudged, ...] = ()
    if reason == "line":
        lines = tuple(promises.judged_lines(process, milestone, reckoner.facts()))
    way = promises.milestone_way(process, milestone)
    return NotStarted(
        name, reason, enrolment, process, judged, anchor, lines, promises.places.of(*way)
    )


def _reason(reckoner: Reckoner, milestone: Milestone) -> tuple[str, Judged | None]:
    """Return the first thing that keeps a milestone from beginning."""
    facts = reckoner.facts()
    if milestone.per is not None and reckoner.case.fields.get(milestone.per) is None:
        return "level", None
    if milestone.when is not None:
        judged = judge(milestone.when, facts)
        if not judged.holds:
            return "when", judged
    if milestone.repeats != "no" and milestone.until is not None:
        judged = judge(milestone.until, facts)
        if judged.holds:
            return "until", judged
    if reckoner.select(milestone) is None:
        return "line", None
    if milestone.start is not None:
        return "start", judge(milestone.start.when, facts)
    for one in milestone.done:
        if not one.events and one.when is not None:
            judged = judge(one.when, facts)
            if judged.holds:
                return "done", judged
    return "anchor", None
