"""P444: a clock that stands whenever its milestone is open."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.conflict import written
from milepost.checks.wording import listed
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import And, Condition, Not
from milepost.ir.processes import Milestone, Pause, Process
from milepost.semantics.model import Model
from milepost.semantics.regions.holding import pauses, running
from milepost.semantics.regions.logic import No, logic_of
from milepost.semantics.regions.reading import usual
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report the pauses that hold whenever some milestones are open, milestones together."""
    is_whole = whole_parts(model)
    for process in model.processes:
        if not is_whole(process):
            continue
        groups: dict[int, tuple[tuple[Pause, ...], list[Milestone]]] = {}
        for milestone in process.milestones:
            stops = pauses(process, milestone)
            if stops and _stands(model, process, milestone, stops):
                groups.setdefault(id(stops), (stops, []))[1].append(milestone)
        for stops, milestones in groups.values():
            yield _finding(model, stops, milestones)


def _stands(model: Model, process: Process, milestone: Milestone, stops: tuple[Pause, ...]) -> bool:
    logic = logic_of(model, process.record)
    inside = running(process, milestone)
    paused = tuple(map(_surely, stops))
    inside = (*inside, usual(logic.record, *inside, *paused))
    if not isinstance(logic.uncovered(paused, *inside), No):
        return False
    return not isinstance(logic.satisfiable(*inside), No)


def _surely(pause: Pause) -> Condition:
    """Return when a pause stops the clock, whatever was before."""
    if pause.resume is None:
        return pause.while_
    return And((pause.while_, Not(pause.resume)))


def _finding(model: Model, stops: tuple[Pause, ...], milestones: list[Milestone]) -> Finding:
    first, *others = (model.span_of(pause.while_) for pause in stops)
    texts = " or ".join(f"`{written(span)}`" for span in (first, *others))
    names = listed(one.name for one in milestones)
    word, clock = ("milestone", "clock") if len(milestones) == 1 else ("milestones", "clocks")
    return Finding(
        first,
        f"the {clock} of {word} {names} never {'runs' if len(milestones) == 1 else 'run'}: "
        f"{texts} holds as long as {'it is' if len(milestones) == 1 else 'they are'} open",
        "pause while something holds for a time only, or write `pause never` in the milestone",
        (
            *(Note("or paused here", span) for span in others),
            *(Note(f"milestone `{one.name}`", model.span_of(one)) for one in milestones[:3]),
        ),
    )


CHECK = Check(
    code="P444",
    name="always-paused",
    title="A clock that never runs",
    severity=Severity.ERROR,
    rationale=(
        "A pause that holds as long as the milestone is open keeps its clock at nought for ever: "
        "the promise is never due and never missed. Mostly the condition was turned round."
    ),
    bad="""\
case { status open | waiting | closed = open; events reply }

process support {
  until  status == closed
  pause  while status != closed
  milestone answer within 4h on always { done on reply }
}
""",
    good="""\
case { status open | waiting | closed = open; events reply }

process support {
  until  status == closed
  pause  while status == waiting
  milestone answer within 4h on always { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
