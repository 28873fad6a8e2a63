"""P453: a tier that no entitlement gives to anybody."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Severity
from milepost.semantics.model import Model
from milepost.semantics.regions.holding import TIER
from milepost.semantics.whole import has_errors, registers_are_read
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report each tier that no entitlement sets, where a register lists customers of others."""
    entitlements = model.entitlements
    if all(one.register is None for one in entitlements) or not registers_are_read(model):
        return
    given = {each.value for one in entitlements for each in one.fields if each.field == TIER}
    if len(given) < 2 or has_errors(model):
        return
    for tier in model.tiers:
        if tier.name not in given:
            yield Finding(
                model.span_of(tier),
                f"no entitlement gives anybody tier `{tier.name}`",
                "add the customers who bought it, or remove the tier",
            )


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield the tiers, and what entitlements make of them."""
    for tier in model.tiers:
        yield model.span_of(tier), tier.name
    for entitlement in model.entitlements:
        tiers = [one.value for one in entitlement.fields if one.field == TIER]
        yield model.span_of(entitlement), f"{entitlement.name} {tiers}"


CHECK = Check(
    code="P453",
    name="tier-without-entitlement",
    title="A tier that no customer has",
    severity=Severity.WARNING,
    rationale=(
        "A register lists the customers and their tiers. A tier that none of them has is served "
        "to nobody: a customer is missing, a name is misspelt, or the tier is history."
    ),
    bad="""\
case { status open | closed = open; events reply }

tier bronze { channels email; hours always }
tier silver { channels email; hours always }
tier gold   { channels email, phone; hours always }

entitlements from "customers.csv"

process support {
  for bronze, silver, gold
  until status == closed
  milestone answer within 4h { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

tier bronze { channels email; hours always }
tier silver { channels email; hours always }
tier gold   { channels email, phone; hours always }

entitlements from "customers.csv"

entitlement bolt "Bolt" { account "Bolt"; tier = gold }

process support {
  for bronze, silver, gold
  until status == closed
  milestone answer within 4h { done on reply }
}
""",
    beside=("customers.csv", "name,account,tier\nacme,Acme,silver\ndock,Dock,bronze\n"),
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
