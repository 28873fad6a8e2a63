"""P302: a first response that is due after the resolution."""

from collections.abc import Iterator
from itertools import product

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.roles import is_answer, is_solution
from milepost.checks.telling import case_of, due_notes, place_of
from milepost.diagnostics import Severity
from milepost.ir.processes import Milestone, Process
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Later, ordering_of
from milepost.semantics.ordering.kinds import Side
from milepost.semantics.ordering.promised import promised_by


def run(model: Model) -> Iterator[Finding]:
    """Report each milestone that answers the customer later than another solves the case."""
    for process in model.processes:
        solutions = [one for one in process.milestones if is_solution(one)]
        answers = [one for one in process.milestones if is_answer(one)]
        for answer, solution in product(answers, solutions):
            found = _found(model, process, answer, solution)
            if found is not None:
                yield found


def _found(
    model: Model, process: Process, answer: Milestone, solution: Milestone
) -> Finding | None:
    ordering = ordering_of(model)
    replies, ends = promised_by(model, process, answer), promised_by(model, process, solution)
    for one, other in ordering.pairs(process.record, replies, ends):
        if one.origin != other.origin:
            continue
        found = ordering.later(Side(one), Side(other))
        if isinstance(found, Later) and found.due is not None:
            return Finding(
                place_of(model, one),
                f"`{answer.name}` is due after `{solution.name}` for {case_of(found, one)}",
                "make the answer due first, or count both on one calendar",
                due_notes(model, found, one, other),
            )
    return None


CHECK = Check(
    code="P302",
    name="answer-after-solution",
    title="A response due after the resolution",
    severity=Severity.WARNING,
    rationale=(
        "Who has solved a case has answered the customer, so an answer that is due after the "
        "solution promises nothing. Numbers alone do not show it: four hours of an office take "
        "longer than eight hours day and night whenever a night lies between, so every instant at "
        "which a case may begin is looked at. Which milestone is which is taken from their names: "
        "`response`, `reply` or `acknowledgement` against `resolution`, `repair` or `fix`."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
  milestone resolution     within 8h on always { done when status == closed }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
  milestone resolution     within 8h on office { done when status == closed }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
