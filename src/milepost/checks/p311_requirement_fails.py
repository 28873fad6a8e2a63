"""P311: a requirement of the policy that its promises do not keep."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.requirements import Judged, judged
from milepost.checks.telling import at, case_of, due_notes, place_of, value_notes
from milepost.diagnostics import Note, Severity
from milepost.ir.schedule import AtLeastAsFast, RequireBefore
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Later
from milepost.semantics.ordering.kinds import Side


def run(model: Model) -> Iterator[Finding]:
    """Report each requirement with a case, and an instant, for which it does not hold."""
    for one in judged(model):
        if isinstance(one.outcome, Later) and one.one is not None and one.other is not None:
            yield _finding(model, one, one.outcome, one.one, one.other)


def _finding(model: Model, one: Judged, found: Later, first: Side, second: Side) -> Finding:
    name = first.promised.milestone.name
    case = case_of(found, first.promised)
    requirement = one.requirement
    notes: tuple[Note, ...]
    if isinstance(requirement, AtLeastAsFast):
        never = "is never due" if found.due is None else "is due later"
        message = (
            f"`{name}` {never} for `{requirement.faster}` than for `{requirement.slower}`: {case}"
        )
        notes = value_notes(model, found, first, second)
    elif isinstance(requirement, RequireBefore):
        message = f"`{name}` is not due before `{requirement.second}` for {case}"
        notes = due_notes(model, found, first.promised, second.promised)
    else:
        due = "never due" if found.due is None else f"due {at(found.due, found.zone)}"
        limit = at(found.other, found.zone)
        message = f"`{name}` is {due}, not by {limit} as is required, for {case}"
        notes = (Note("this promise is longer", place_of(model, first.promised)),)
    return Finding(
        model.span_of(requirement),
        f"requirement does not hold: {message}",
        "mend the promise, or say with `when` for which cases it is required",
        notes,
    )


CHECK = Check(
    code="P311",
    name="requirement-fails",
    title="A requirement that does not hold",
    severity=Severity.ERROR,
    rationale=(
        "With `require` a policy promises something about itself, and it is proved for every case "
        "and every instant at which one may begin within the horizon. Where it does not hold, an "
        "example shows it. Pauses are left out: what is compared are the promises of cases whose "
        "clocks never stand."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

tier silver { hours always }
tier gold   { hours office }

require gold at least as fast as silver

process support {
  for silver, gold
  until status == closed
  carry on change of tier
  milestone first_response {
    within 4h when tier == gold
    within 8h
    done on reply
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

tier silver { hours office }
tier gold   { hours always }

require gold at least as fast as silver

process support {
  for silver, gold
  until status == closed
  carry on change of tier
  milestone first_response {
    within 4h when tier == gold
    within 8h
    done on reply
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
