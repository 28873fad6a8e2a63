"""P707: an entitlement or a contract whose last day is past."""

from collections.abc import Iterator
from datetime import date, timedelta

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Severity
from milepost.ir.schedule import Contract, Entitlement
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report each term that ends, from the day after its last; those of registers are history."""
    written = (one for one in model.entitlements if one.register is None)
    terms: list[Entitlement | Contract] = [*written, *model.contracts]
    for one in terms:
        if one.ends is None:
            continue
        if isinstance(one, Entitlement):
            kind, what = "entitlement", "its cases are promised nothing unless another one fits"
        else:
            kind, what = "contract", "nothing is held against it any more"
        yield Finding(
            model.span_of(one),
            f"{kind} `{one.name}` expired: its last day was {one.ends}",
            f"{what}; give it the new term, or remove it",
            since=_day_after(one.ends),
        )


def _day_after(day: str) -> str:
    """Return the next day; after the last that can be written, that one."""
    last = date.fromisoformat(day)
    return day if last == date.max else (last + timedelta(days=1)).isoformat()


CHECK = Check(
    code="P707",
    name="expired",
    title="An entitlement or contract that has expired",
    severity=Severity.INFORMATION,
    rationale=(
        "A term runs out in silence: from the next day on the customer's cases have no "
        "entitlement, or nobody holds the policy against what was signed. Only `milepost check` "
        "says so, by the date of the day; whatever is compiled does not hang on it."
    ),
    bad="""\
timezone Europe/London
case { status open | closed = open; events reply }

tier gold { hours always }

entitlement mill_support { account "Mill"; tier = gold; from 2024-01-01 to 2025-12-31 }

process support {
  for gold
  until status == closed
  milestone first_response within 4h { done on reply }
}
""",
    good="""\
timezone Europe/London
case { status open | closed = open; events reply }

tier gold { hours always }

entitlement mill_support { account "Mill"; tier = gold; from 2024-01-01 to 2039-12-31 }

process support {
  for gold
  until status == closed
  milestone first_response within 4h { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
