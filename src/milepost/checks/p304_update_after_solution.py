"""P304: updates whose rhythm is longer than the time in which the case is to be solved."""

from collections.abc import Iterator
from itertools import product

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.roles import is_solution
from milepost.checks.telling import case_of, due_notes, place_of
from milepost.diagnostics import Severity
from milepost.frozen import replace
from milepost.ir.processes import Milestone, Process
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Later, Never, ordering_of
from milepost.semantics.ordering.kinds import Side
from milepost.semantics.ordering.promised import Promised, promised_by


def run(model: Model) -> Iterator[Finding]:
    """Report each rhythm of which even the first round is always due after the solution."""
    for process in model.processes:
        solutions = [one for one in process.milestones if is_solution(one)]
        updates = [one for one in process.milestones if one.repeats == "every"]
        for update, solution in product(updates, solutions):
            found = _found(model, process, update, solution)
            if found is not None:
                yield found


def _found(
    model: Model, process: Process, update: Milestone, solution: Milestone
) -> Finding | None:
    ordering = ordering_of(model)
    named = {milestone.name: milestone for milestone in process.milestones}
    rounds, ends = promised_by(model, process, update), promised_by(model, process, solution)
    for one, other in ordering.pairs(process.record, rounds, ends):
        first = _from_the_same_start(model, named, one, other)
        if first is None:
            continue
        found = ordering.later(Side(first), Side(other))
        if not isinstance(found, Later) or found.due is None:
            continue
        if isinstance(ordering.later(Side(other), Side(first), margin=-1), Never):
            return Finding(
                place_of(model, one),
                f"the first `{update.name}` is always due after `{solution.name}`, "
                f"such as for {case_of(found, other)}",
                "a rhythm serves a target when it is shorter",
                due_notes(model, found, one, other),
            )
    return None


def _from_the_same_start(
    model: Model, named: dict[str, Milestone], one: Promised, other: Promised
) -> Promised | None:
    """Return the promise counted from where the solution is, at the earliest that can be.

    What follows another milestone of the same start cannot begin before that start.
    """
    if one.origin == other.origin:
        return one
    anchor = one.anchor
    if anchor is None or anchor.how != "once" or len(anchor.of) != 1:
        return None
    before = named.get(str(anchor.of[0]))
    if before is None or before is other.milestone:
        return None
    firsts = promised_by(model, one.process, before)
    if any(first.origin != other.origin for first in firsts):
        return None
    milestone = replace(one.milestone, anchor=other.milestone.anchor, start=other.milestone.start)
    line = replace(one.line, anchor=other.line.anchor)
    return Promised(one.process, milestone, line, one.cell, one.given)


CHECK = Check(
    code="P304",
    name="update-after-solution",
    title="Updates slower than the solution they lead to",
    severity=Severity.WARNING,
    rationale=(
        "Updates tell the customer how the work goes on. Where even the first is due after the "
        "case is to be solved, none is ever due in time to tell anything: the two numbers are "
        "swapped, or one of them is wrong."
    ),
    bad="""\
case { status open | closed = open; events update_sent }

process support {
  until status == closed
  milestone update every 8h on always { done on update_sent; until status == closed }
  milestone resolution within 4h on always { done when status == closed }
}
""",
    good="""\
case { status open | closed = open; events update_sent }

process support {
  until status == closed
  milestone update every 1h on always { done on update_sent; until status == closed }
  milestone resolution within 4h on always { done when status == closed }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
