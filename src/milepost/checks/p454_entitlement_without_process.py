"""P454: an entitlement whose cases no process takes."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.heads import heads
from milepost.checks.wording import noted, plural
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import And, Condition, Or
from milepost.ir.schedule import Entitlement
from milepost.semantics.claims import claims_of
from milepost.semantics.model import Model
from milepost.semantics.regions.facts import has_value
from milepost.semantics.regions.logic import No, logic_of
from milepost.semantics.scope import CASE
from milepost.semantics.whole import has_errors, registers_are_read
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report the entitlements under which no case finds a process, those of one kind together."""
    claims = claims_of(model, CASE)
    if not claims or not registers_are_read(model) or has_errors(model):
        return
    logic = logic_of(model, CASE)
    taken = Or(tuple(And(claim.conditions) for claim in claims))
    groups: dict[tuple[object, ...], list[Entitlement]] = {}
    for entitlement in model.entitlements:
        groups.setdefault(entitlement.fields, []).append(entitlement)
    for entitlements in groups.values():
        if isinstance(logic.satisfiable(*_sets(model, entitlements[0]), taken), No):
            yield _finding(model, entitlements)


def _sets(model: Model, entitlement: Entitlement) -> Iterator[Condition]:
    fields = {field.name: field for field in model.record(CASE).fields}
    return (has_value(fields[one.field], one.value) for one in entitlement.fields)


def _finding(model: Model, entitlements: list[Entitlement]) -> Finding:
    first, *others = entitlements
    more = f" and {plural(len(others), 'other')}" if others else ""
    sets = "".join(f", {one.field} = {one.value}" for one in first.fields).removeprefix(", ")
    return Finding(
        model.span_of(first),
        f"no process takes the cases of entitlement `{first.name}`{more}"
        f"{f': {sets}' if sets else ''}",
        "add a process for them, or correct what the entitlement sets",
        noted([Note(f"nor of `{one.name}`", model.span_of(one)) for one in others]),
    )


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield what processes take, and what entitlements set."""
    yield from heads(model)
    for entitlement in model.entitlements:
        yield model.span_of(entitlement), f"{entitlement.name} {entitlement.fields}"


CHECK = Check(
    code="P454",
    name="entitlement-without-process",
    title="An entitlement that no process serves",
    severity=Severity.ERROR,
    rationale=(
        "An entitlement promises support, a process gives it. Where no process can take a case "
        "under an entitlement, the customer pays and no clock ever starts."
    ),
    bad="""\
case { plan basic | pro; status open | closed = open; events reply }

entitlement acme "Acme" { account "Acme"; plan = pro }
entitlement bolt "Bolt" { account "Bolt"; plan = basic }

process support {
  when  plan == pro
  until status == closed
  milestone answer within 4h on always { done on reply }
}
""",
    good="""\
case { plan basic | pro; status open | closed = open; events reply }

entitlement acme "Acme" { account "Acme"; plan = pro }
entitlement bolt "Bolt" { account "Bolt"; plan = basic }

process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
