"""P451: a target line that never counts, because of those before it."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.conflict import conflicting, written
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import Condition, Not
from milepost.ir.processes import Milestone, Process
from milepost.ir.targets import TargetLine
from milepost.semantics.model import Model
from milepost.semantics.regions.holding import promised
from milepost.semantics.regions.logic import No, logic_of
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each line that could hold, but only where an earlier line holds, too."""
    is_whole = whole_parts(model)
    for process, milestone in model.milestones():
        if len(milestone.lines) > 1 and is_whole(process):
            yield from _dead(model, process, milestone)


def _dead(model: Model, process: Process, milestone: Milestone) -> Iterator[Finding]:
    logic = logic_of(model, process.record)
    around = promised(process, milestone)
    before: list[TargetLine] = []
    for line in milestone.lines:
        here = (*around, line.when) if line.when is not None else around
        earlier: list[Condition] = [Not(one.when) for one in before if one.when is not None]
        is_behind_all = any(one.when is None for one in before)
        before.append(line)
        if not is_behind_all and not isinstance(logic.satisfiable(*here, *earlier), No):
            continue
        if not isinstance(logic.satisfiable(*here), No):
            guilty = conflicting(logic, here, earlier)
            takers = [one for one in before[:-1] if _is_guilty(one, guilty, alone=is_behind_all)]
            yield _finding(model, line, takers)


def _is_guilty(line: TargetLine, guilty: tuple[Condition, ...], *, alone: bool) -> bool:
    if alone:
        return line.when is None
    return any(isinstance(one, Not) and one.condition is line.when for one in guilty)


def _finding(model: Model, line: TargetLine, takers: list[TargetLine]) -> Finding:
    span = model.span_of(line)
    return Finding(
        span,
        f"`{written(span)}` never counts: "
        f"{'the line' if len(takers) == 1 else 'lines'} before it already "
        f"{'takes' if len(takers) == 1 else 'take'} every case it is for",
        _remedy(model, takers),
        tuple(Note("taken here", model.span_of(one)) for one in takers),
    )


def _remedy(model: Model, takers: list[TargetLine]) -> str:
    """Return what helps: often a `when` stands behind a comma, where it says when a due rolls."""
    for one in takers:
        if one.when is None and one.rolling is not None and one.rolling.when is not None:
            text = written(model.spans.find(one.rolling.when) or model.span_of(one.rolling))
            return (
                f"`when {text}` behind `rolling to` says when the due rolls; to say which cases "
                f"the line is for, write it before the comma: `when {text}, rolling to …`"
            )
    return "the first line that holds counts: put the special case first, or remove this line"


CHECK = Check(
    code="P451",
    name="dead-line",
    title="A target line that never counts",
    severity=Severity.ERROR,
    rationale=(
        "The first line whose condition holds counts. A line whose cases are all taken by lines "
        "before it is read by everybody and promises nothing: the special case stands behind the "
        "general one."
    ),
    bad="""\
case { priority p1 | p2 | p3; vip yes/no = no; status open | closed = open; events reply }

process support {
  until status == closed
  carry on change of priority, vip
  milestone answer {
    within 4h on always  when priority <= p2
    within 30m on always when priority == p1 and vip
    within 8h on always
    done on reply
  }
}
""",
    good="""\
case { priority p1 | p2 | p3; vip yes/no = no; status open | closed = open; events reply }

process support {
  until status == closed
  carry on change of priority, vip
  milestone answer {
    within 30m on always when priority == p1 and vip
    within 4h on always  when priority <= p2
    within 8h on always
    done on reply
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
