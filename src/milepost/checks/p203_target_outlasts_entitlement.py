"""P203: a target that takes longer than the entitlement it is promised under lasts."""

from collections.abc import Iterator, Mapping
from datetime import date

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.elapsed import least_seconds
from milepost.checks.wording import noted, plural
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import Process
from milepost.ir.schedule import Entitlement
from milepost.semantics.clocks import TIER, Clocked, clocks_of
from milepost.semantics.model import Model
from milepost.semantics.regions.facts import has_value
from milepost.semantics.regions.logic import Yes, logic_of
from milepost.semantics.regions.reading import known
from milepost.semantics.scope import CASE
from milepost.semantics.week import DAY


def run(model: Model) -> Iterator[Finding]:
    """Report each target that no case under some entitlement can reach in its term."""
    terms = {id(found): _days(found) for found in model.entitlements}
    dated = sorted(
        (found for found in model.entitlements if terms[id(found)] > 0),
        key=lambda found: terms[id(found)],
    )
    if not dated:
        return
    calendars = {calendar.name: calendar for calendar in model.calendars}
    seen: set[int] = set()
    for clocked in clocks_of(model).of_milestones():
        least = least_seconds(clocked, [calendars.get(name) for name in clocked.calendars])
        short = []
        for entitlement in dated:
            if terms[id(entitlement)] * DAY >= least:
                break
            if _serves(model, clocked, entitlement):
                short.append(entitlement)
        if short and id(clocked.target) not in seen:
            seen.add(id(clocked.target))
            yield _finding(model, clocked, short, terms)


def _days(entitlement: Entitlement) -> int:
    """Return how many days an entitlement lasts, or nought where its dates do not say."""
    if entitlement.starts is None or entitlement.ends is None:
        return 0
    starts, ends = date.fromisoformat(entitlement.starts), date.fromisoformat(entitlement.ends)
    return (ends - starts).days + 1


def _serves(model: Model, clocked: Clocked, entitlement: Entitlement) -> bool:
    """Say whether a case under the entitlement may have the target."""
    fields = {found.field: found.value for found in entitlement.fields if found.value is not None}
    if clocked.process.record != CASE or not _holds(clocked.process, fields.get(TIER)):
        return False
    declared = {field.name: field for field in model.record(CASE).fields}
    settled = (has_value(declared[name], value) for name, value in fields.items())
    given = (*clocked.given, *settled)
    return isinstance(logic_of(model, CASE).satisfiable(*given, known(*given)), Yes)


def _holds(process: Process, tier: object) -> bool:
    return not process.tiers or tier in process.tiers


def _finding(
    model: Model, clocked: Clocked, short: list[Entitlement], terms: Mapping[int, int]
) -> Finding:
    span, first = model.span_of(clocked.target), short[0]
    days = plural(terms[id(first)], "day")
    return Finding(
        span,
        f"`{span.text}` is longer than entitlement `{first.name}` lasts, which is {days}",
        "a case opened on its first day is due after its last: check the target and the dates",
        noted([Note(f"entitlement `{one.name}`", model.span_of(one)) for one in short]),
    )


CHECK = Check(
    code="P203",
    name="target-outlasts-entitlement",
    title="A target longer than the entitlement",
    severity=Severity.WARNING,
    rationale=(
        "What is promised under an entitlement should fall due while it lasts. Where even a "
        "case opened on its first day is due after its last, a date or a number is wrong, or "
        "the promise is worth nothing."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone resolution within 3 months on after_care { done when status == closed }
}

calendar after_care { timezone Europe/Paris; mon-fri 09:00-17:00 }

entitlement trial_month "Free month for Atelier Blanc" {
  account "Atelier Blanc"
  from 2027-03-01 to 2027-03-31
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone resolution within 3 business days on after_care { done when status == closed }
}

calendar after_care { timezone Europe/Paris; mon-fri 09:00-17:00 }

entitlement trial_month "Free month for Atelier Blanc" {
  account "Atelier Blanc"
  from 2027-03-01 to 2027-03-31
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
