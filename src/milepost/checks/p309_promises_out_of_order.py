"""P309: promises that neither rise nor fall along a field: a p1 that is slower than a p2."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.ranked import Broken, alone, broken, context_of, promise_facts, ranked_values
from milepost.checks.telling import case_of, place_of, value_notes
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Field
from milepost.semantics.clocks import TIER
from milepost.semantics.model import Model
from milepost.semantics.ordering.fixing import listed_values
from milepost.semantics.ordering.kinds import Side
from milepost.semantics.ordering.promised import promised_by
from milepost.semantics.regions.reading import fields_in


def run(model: Model) -> Iterator[Finding]:
    """Report each milestone whose promises leave the order of a ranked field."""
    ranked = {
        record.name: [one for one in record.fields if one.name != TIER and ranked_values(one)]
        for record in model.records
    }
    seen: set[object] = set()
    for process, milestone in model.milestones():
        fields = ranked[process.record]
        context = context_of(model, process, milestone)
        if not fields or context in seen:
            continue
        seen.add(context)
        for field in fields:
            found = _found(model, process, milestone, field)
            if found is not None:
                yield _finding(model, milestone, field, found)


def _found(model: Model, process: Process, milestone: Milestone, field: Field) -> Broken | None:
    promised = tuple(promised_by(model, process, milestone))
    if not any(field.name in fields_in(one) for each in promised for one in each.given):
        return None
    listed = [(one, listed_values(one.conditions, field.name)) for one in promised]
    sides = {
        value: alone(
            model,
            (Side(one, field, value) for one, own in listed if own is None or value in own),
        )
        for value in ranked_values(field)
    }
    return broken(model, field, sides)


def _finding(model: Model, milestone: Milestone, field: Field, found: Broken) -> Finding:
    first, *others = found.steps
    case = case_of(first.found, first.later.promised)
    notes = list(value_notes(model, first.found, first.later, first.earlier))
    notes += [
        Note(
            f"`{step.later.value}` is also due later than `{step.earlier.value}`, "
            f"for {case_of(step.found, step.later.promised)}",
            place_of(model, step.later.promised),
        )
        for step in others
    ]
    remedy = f"along `{field.name}` promises are to rise or to fall; elsewhere they {found.grain}"
    if found.grain is None:
        remedy = (
            f"along `{field.name}` promises are to rise or to fall: mend one of them, or write "
            "the values in the order of their urgency"
        )
    return Finding(
        place_of(model, first.later.promised),
        f"`{milestone.name}` of `{first.later.value}` is due later than of "
        f"`{first.earlier.value}`, for {case}",
        remedy,
        tuple(notes),
    )


CHECK = Check(
    code="P309",
    name="promises-out-of-order",
    title="A more urgent case promised less",
    severity=Severity.WARNING,
    rationale=(
        "Along a field that ranks cases (`p1 | p2 | p3`, `high | medium | low`) promises become "
        "longer or shorter step by step. Where they do neither, two numbers are swapped, or two "
        "calendars differ on some day of the year: four office hours from Friday evening end after "
        "eight hours day and night. Fields whose values are in no order of urgency, such as "
        "regions, are left alone, and so are single ones beside an order, such as `planned`."
    ),
    bad="""\
case {
  priority  p1 | p2 | p3
  status    open | closed = open
  events    reply
}

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

table targets by priority {
  p1 | 4h on office
  p2 | 8h on always
  p3 | 3 business days on office
}

process support {
  until status == closed
  carry on change of priority
  milestone first_response within targets { done on reply }
}
""",
    good="""\
case {
  priority  p1 | p2 | p3
  status    open | closed = open
  events    reply
}

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

table targets by priority {
  p1 | 4h on always
  p2 | 8h on office
  p3 | 3 business days on office
}

process support {
  until status == closed
  carry on change of priority
  milestone first_response within targets { done on reply }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=promise_facts,
)
