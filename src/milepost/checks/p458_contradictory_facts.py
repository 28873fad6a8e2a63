"""P458: required facts about input that contradict each other."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.conflict import conflicting, written
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import Condition
from milepost.ir.schedule import RequireFact
from milepost.semantics.model import Model
from milepost.semantics.regions.facts import required_fact
from milepost.semantics.regions.logic import No, logic_of
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each fact that leaves no case beside the facts before it."""
    is_whole = whole_parts(model)
    for record in model.records:
        logic = logic_of(model, record.name).plain
        before: list[tuple[RequireFact, Condition]] = []
        for requirement in model.requirements:
            if not isinstance(requirement, RequireFact) or requirement.record != record.name:
                continue
            fact = required_fact(requirement)
            others = [one for _, one in before]
            if not isinstance(logic.satisfiable(fact, *others), No):
                before.append((requirement, fact))
            elif is_whole(requirement):
                guilty = conflicting(logic, (fact,), others)
                yield _finding(
                    model,
                    requirement,
                    [one for one, told in before if any(told is each for each in guilty)],
                )


def _finding(model: Model, requirement: RequireFact, others: list[RequireFact]) -> Finding:
    span = model.span_of(requirement)
    beside = " beside what else is required" if others else ""
    return Finding(
        span,
        f"no case fulfils `{written(span)}`{beside}",
        "what is required of input is taken for granted by the other checks: change one of them",
        tuple(Note("this is required, too", model.span_of(one)) for one in others),
    )


CHECK = Check(
    code="P458",
    name="contradictory-facts",
    title="Required facts that contradict each other",
    severity=Severity.ERROR,
    rationale=(
        "A `require` with a condition says what input is like, and other checks argue from it. "
        "From facts that contradict each other everything would follow, so none of them is used "
        "until they are mended."
    ),
    bad="""\
case { priority p1 | p2; vip yes/no; status open | closed = open; events reply }

require vip and priority == p1
require not vip or priority == p2

process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
}
""",
    good="""\
case { priority p1 | p2; vip yes/no; status open | closed = open; events reply }

require vip when priority == p1
require not vip or priority == p1

process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
