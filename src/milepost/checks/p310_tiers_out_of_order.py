"""P310: promises that neither rise nor fall along the tiers: gold that is slower than silver."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.ranked import Broken, alone, broken, context_of, promise_facts
from milepost.checks.telling import case_of, place_of, value_notes
from milepost.diagnostics import Severity
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Field
from milepost.semantics.clocks import TIER
from milepost.semantics.model import Model
from milepost.semantics.ordering.kinds import Side
from milepost.semantics.ordering.promised import promised_by
from milepost.semantics.scope import CASE


def run(model: Model) -> Iterator[Finding]:
    """Report each milestone that some tier has later than a worse one, and earlier than another."""
    field = next(
        (
            one
            for record in model.records
            if record.name == CASE
            for one in record.fields
            if one.name == TIER and one.type == "choice"
        ),
        None,
    )
    if field is None or len(field.values) < 2:
        return
    named: dict[str, dict[object, tuple[Process, Milestone]]] = {}
    for process, milestone in model.milestones():
        if process.record == CASE:
            context = context_of(model, process, milestone)
            named.setdefault(milestone.name, {}).setdefault(context, (process, milestone))
    seen: set[object] = set()
    for name, entries in named.items():
        contexts = frozenset(entries)
        if contexts in seen:
            continue
        seen.add(contexts)
        found = _found(model, field, tuple(entries.values()))
        if found is not None:
            yield _finding(model, name, found)


def _found(
    model: Model, field: Field, entries: tuple[tuple[Process, Milestone], ...]
) -> Broken | None:
    sides = {
        value: alone(
            model,
            (
                Side(promised, field, value)
                for process, milestone in entries
                if not process.tiers or value in process.tiers
                for promised in promised_by(model, process, milestone)
            ),
        )
        for value in field.values
    }
    return broken(model, field, sides, _are_compared)


def _are_compared(one: Side, other: Side) -> bool:
    """Say whether two promises are made by one process, or by two that share no tier.

    Processes that share tiers part their cases by something else, and are each judged alone.
    """
    left, right = one.promised.process, other.promised.process
    if left is right:
        return True
    return bool(left.tiers and right.tiers) and not set(left.tiers) & set(right.tiers)


def _finding(model: Model, name: str, found: Broken) -> Finding:
    first, *others = found.steps
    case = case_of(first.found, first.later.promised)
    values = f"under `{first.later.value}` than under `{first.earlier.value}`"
    message = f"`{name}` is due later {values}, for {case}"
    remedy = f"along the tiers promises are to rise or to fall; elsewhere they {found.grain}"
    if found.grain is None:
        second = others[0]
        against = case_of(second.found, second.later.promised)
        message = f"`{name}` is due later {values} for {case}, but earlier for {against}"
        remedy = "say which is meant: `require gold at least as fast as silver`, for instance"
    notes = list(value_notes(model, first.found, first.later, first.earlier))
    for step in others:
        notes += value_notes(model, step.found, step.later, step.earlier)
    return Finding(place_of(model, first.later.promised), message, remedy, tuple(notes))


CHECK = Check(
    code="P310",
    name="tiers-out-of-order",
    title="A better tier slower than a worse one",
    severity=Severity.WARNING,
    rationale=(
        "Who pays more is not to wait longer, on any day of the year. Which end of the tiers is "
        "the better one is not known; so what is reported is a promise that is later under one "
        "tier than under its neighbour for some case and earlier for another. `require gold at "
        "least as fast as silver` says which is meant, and is then proved or refuted instead."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

tier silver { hours always }
tier gold   { hours office }

process silver_support {
  for silver
  until status == closed
  carry on change of tier
  milestone first_response within 8h { done on reply }
}

process gold_support {
  for gold
  until status == closed
  carry on change of tier
  milestone first_response within 4h { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

tier silver { hours office }
tier gold   { hours always }

process silver_support {
  for silver
  until status == closed
  carry on change of tier
  milestone first_response within 8h { done on reply }
}

process gold_support {
  for gold
  until status == closed
  carry on change of tier
  milestone first_response within 4h { done on reply }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=promise_facts,
)
