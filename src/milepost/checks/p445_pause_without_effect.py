"""P445: a pause that never stops a clock."""

from collections.abc import Iterable, Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.conflict import written
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import Milestone, Pause, Process
from milepost.semantics.model import Model
from milepost.semantics.regions.holding import held, promised, running
from milepost.semantics.regions.logic import No, logic_of
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each pause that holds, but never while a clock it would stop is open."""
    is_whole = whole_parts(model)
    for process in model.processes:
        if not is_whole(process) or not process.milestones:
            continue
        heeding = [one for one in process.milestones if one.pause is None]
        for pause in process.pause:
            if not heeding:
                yield _unheeded(model, process, pause)
            elif _is_idle(model, process, pause, heeding):
                yield _finding(model, pause, f"a milestone of process `{process.name}`")
        for milestone in process.milestones:
            for pause in milestone.pause or ():
                if _is_idle(model, process, pause, (milestone,)):
                    yield _finding(model, pause, f"milestone `{milestone.name}`")


def _is_idle(model: Model, process: Process, pause: Pause, milestones: Iterable[Milestone]) -> bool:
    """Say whether a pause that could hold never does while one of the milestones is open."""
    logic = logic_of(model, process.record)
    open_ = [running(process, one) for one in milestones]
    if not all(isinstance(logic.satisfiable(pause.while_, *one), No) for one in open_):
        return False
    around = [held(process), *(promised(process, one) for one in milestones)]
    if any(isinstance(logic.satisfiable(pause.while_, *one), No) for one in around):
        return False
    return not all(isinstance(logic.satisfiable(*one), No) for one in open_)


def _finding(model: Model, pause: Pause, what: str) -> Finding:
    span = model.span_of(pause.while_)
    return Finding(
        span,
        f"this pauses nothing: `{written(span)}` never holds while {what} is open",
        "by then it has ended; pause while something holds earlier, or remove the line",
    )


def _unheeded(model: Model, process: Process, pause: Pause) -> Finding:
    return Finding(
        model.span_of(pause.while_),
        f"this pauses nothing: every milestone of process `{process.name}` has pauses of its own",
        "remove the line, or the `pause` line of a milestone that is to heed it",
        tuple(
            Note(f"`{one.name}` has its own", model.span_of(one)) for one in process.milestones[:3]
        ),
    )


CHECK = Check(
    code="P445",
    name="pause-without-effect",
    title="A pause that never stops a clock",
    severity=Severity.WARNING,
    rationale=(
        "A clock is paused only while its milestone is open. A pause for a state in which the "
        "milestone has been met or the case has left stops nothing: it was meant for another one."
    ),
    bad="""\
case { status open | waiting | solved | closed = open; events reply }

process support {
  until  status in (solved, closed)
  pause  while status == solved
  milestone answer within 4h on always { done on reply }
}
""",
    good="""\
case { status open | waiting | solved | closed = open; events reply }

process support {
  until  status in (solved, closed)
  pause  while status == waiting
  milestone answer within 4h on always { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
