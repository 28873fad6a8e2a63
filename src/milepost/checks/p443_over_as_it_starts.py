"""P443: a milestone that is over whenever it could start."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.conflict import conflicting, notes_on, written
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import Condition, Not
from milepost.ir.processes import Milestone, Process
from milepost.semantics.model import Model
from milepost.semantics.regions.holding import by_themselves, ends, entered, promised
from milepost.semantics.regions.logic import Logic, No, logic_of
from milepost.semantics.regions.reading import usual
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each milestone that is done, cancelled or waived at every instant it could run."""
    is_whole = whole_parts(model)
    for process, milestone in model.milestones():
        over = ends(milestone)
        if not over:
            continue
        logic = logic_of(model, process.record)
        begins = _begins(logic, process, milestone)
        if not isinstance(logic.uncovered(over, *begins), No) or not is_whole(process):
            continue
        if not isinstance(logic.satisfiable(*begins), No):
            yield _finding(model, logic, process, milestone)


def _begins(logic: Logic, process: Process, milestone: Milestone) -> tuple[Condition, ...]:
    """Return what holds when a milestone begins and the process goes on."""
    start = (milestone.start.when,) if milestone.start is not None else ()
    begins = (*entered(process), *promised(process, milestone), *start)
    return (*begins, usual(logic.record, *begins, *ends(milestone)))


def _finding(model: Model, logic: Logic, process: Process, milestone: Milestone) -> Finding:
    begins = _begins(logic, process, milestone)
    guilty = conflicting(logic, begins, tuple(map(Not, ends(milestone))))
    over = [one.condition for one in guilty if isinstance(one, Not)]
    reasons = conflicting(logic, guilty, begins)
    texts = " or ".join(f"`{written(model.span_of(one))}`" for one in over)
    return Finding(
        model.span_of(over[0]),
        f"milestone `{milestone.name}` {_how(milestone, over)} whenever it could run: {texts} "
        "holds already",
        "ask for something that can become true later, or start the milestone earlier",
        (
            Note(f"milestone `{milestone.name}`", model.span_of(milestone)),
            *notes_on(model, reasons, process),
        ),
    )


def _how(milestone: Milestone, over: list[Condition]) -> str:
    ways = {
        "is done": by_themselves(milestone.done),
        "is cancelled": by_themselves(milestone.cancel),
        "is waived": () if milestone.waived is None else (milestone.waived,),
    }
    found = [
        way for way, listed in ways.items() if any(one is each for one in over for each in listed)
    ]
    return " or ".join(found) or "has ended"


CHECK = Check(
    code="P443",
    name="over-as-it-starts",
    title="A milestone that is over whenever it could run",
    severity=Severity.ERROR,
    rationale=(
        "What completes, cancels or waives a milestone is judged from its first instant. Where it "
        "holds whenever the milestone applies, no clock ever runs: the start lies inside the stop."
    ),
    bad="""\
case { vip yes/no = no; status open | working | closed = open; events reply }

process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
  milestone repair within 8h on always {
    start when status == working
    done  when status in (working, closed)
  }
}
""",
    good="""\
case { vip yes/no = no; status open | working | closed = open; events reply }

process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
  milestone repair within 8h on always {
    start when status == working
    done  when status == closed
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
