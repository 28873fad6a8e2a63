"""P441: a condition that no case of its process fulfils."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.conflict import conflicting, notes_on, written
from milepost.checks.stated import Stated, stated_conditions
from milepost.diagnostics import Severity
from milepost.ir.processes import Process
from milepost.semantics.model import Model
from milepost.semantics.regions.logic import Logic, No, logic_of
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each condition that holds for cases, but for none where it is judged."""
    is_whole = whole_parts(model)
    for stated in stated_conditions(model):
        process = stated.process
        if process is None or stated.of_trigger or not stated.within:
            continue
        logic = logic_of(model, stated.record)
        if not isinstance(logic.satisfiable(stated.condition, *stated.within), No):
            continue
        alone = (logic.satisfiable(stated.condition), logic.satisfiable(*stated.within))
        if is_whole(process) and not any(isinstance(verdict, No) for verdict in alone):
            yield _finding(model, logic, stated, process)


def _finding(model: Model, logic: Logic, stated: Stated, process: Process) -> Finding:
    notes = tuple(notes_on(model, conflicting(logic, (stated.condition,), stated.within), process))
    asked = " and ".join(note.message for note in notes)
    return Finding(
        stated.span,
        f"`{written(stated.span)}` never holds here: it is asked {asked}",
        "a case that its process or milestone is not for has left it before anything else is "
        "judged: change what that takes, or this line",
        notes,
    )


CHECK = Check(
    code="P441",
    name="never-here",
    title="A condition that can never hold where it stands",
    severity=Severity.ERROR,
    rationale=(
        "A case that its process no longer holds leaves before anything is done in it. So what "
        "completes a milestone, or pauses it, must be possible while `for` and `when` hold: where "
        "the two contradict each other, the milestone is cancelled and never met."
    ),
    bad="""\
case { kind fault | question; status open | closed = open }

process faults {
  when  kind == fault and status == open
  milestone repair within 8h on always { done when status == closed }
}
""",
    good="""\
case { kind fault | question; status open | closed = open }

process faults {
  when  kind == fault
  until status == closed
  milestone repair within 8h on always { done when status == closed }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
