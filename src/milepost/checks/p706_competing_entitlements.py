"""P706: two entitlements of one customer that hold on the same days and give different things."""

from collections.abc import Iterator
from itertools import combinations

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Note, Severity
from milepost.ir.schedule import Entitlement
from milepost.semantics.clocks import TIER
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report each entitlement that another one, written before it, always comes before."""
    customers: dict[tuple[str | None, ...], list[Entitlement]] = {}
    for one in model.entitlements:
        key = (one.account, one.asset, one.contract, one.contract_line)
        if any(key):
            customers.setdefault(key, []).append(one)
    for entitlements in customers.values():
        hidden: set[str] = set()
        for one, other in combinations(entitlements, 2):
            if other.name in hidden or not _hides(model, one, other):
                continue
            hidden.add(other.name)
            yield Finding(
                model.span_of(other),
                f"entitlement `{other.name}` is not taken while `{one.name}` holds, "
                "which stands before it",
                "let one of them end where the other begins, or give them different channels",
                (Note(f"entitlement `{one.name}`", model.span_of(one)),),
            )


def _hides(model: Model, one: Entitlement, other: Entitlement) -> bool:
    """Say whether the first is taken for every case for which both fit, and gives another thing."""
    last = "9999-12-31"
    together = (one.starts or "") <= (other.ends or last) and (other.starts or "") <= (
        one.ends or last
    )
    if not together or one.cases is not None:
        return False
    same = one.hours == other.hours and {(f.field, f.value) for f in one.fields} == {
        (f.field, f.value) for f in other.fields
    }
    channels = _channels(model, one)
    return not same and (not channels or set(_channels(model, other) or ("",)) <= set(channels))


def _channels(model: Model, one: Entitlement) -> tuple[str, ...]:
    """Return the channels that an entitlement covers, none for all."""
    tier = next((field.value for field in one.fields if field.field == TIER), None)
    own = next((found.channels for found in model.tiers if found.name == tier), ())
    return one.channels or own


CHECK = Check(
    code="P706",
    name="competing-entitlements",
    title="An entitlement hidden by another",
    severity=Severity.WARNING,
    rationale=(
        "Of two entitlements that fit a case equally well the one written first is taken. Where "
        "they hold on the same days, for the same customer and channels, and give different "
        "things, the second is not what anybody gets: mostly the older one was to end first."
    ),
    bad="""\
case { status open | closed = open; events reply }

tier silver { hours always }
tier gold   { hours always }

entitlement mill_silver { account "Mill"; tier = silver; from 2027-01-01 to 2028-12-31 }
entitlement mill_gold   { account "Mill"; tier = gold; from 2028-01-01 to 2028-12-31 }

process support {
  for silver, gold
  until status == closed
  carry on change of tier
  milestone first_response {
    within 1h when tier == gold
    within 4h
    done on reply
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

tier silver { hours always }
tier gold   { hours always }

entitlement mill_silver { account "Mill"; tier = silver; from 2027-01-01 to 2027-12-31 }
entitlement mill_gold   { account "Mill"; tier = gold; from 2028-01-01 to 2028-12-31 }

process support {
  for silver, gold
  until status == closed
  carry on change of tier
  milestone first_response {
    within 1h when tier == gold
    within 4h
    done on reply
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
