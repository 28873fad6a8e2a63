"""P704: terms of contracts and entitlements that do not meet each other or the calendars."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Note, Severity
from milepost.ir.schedule import Contract, Entitlement
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report contracts that outlast their entitlement, and terms outside the horizon."""
    settings = model.project.settings
    entitlements = {one.name: one for one in model.entitlements}
    dated: list[Entitlement | Contract] = [*model.entitlements, *model.contracts]
    for one in dated:
        kind = "entitlement" if isinstance(one, Entitlement) else "contract"
        where = _outside(one, settings.horizon_starts, settings.horizon_ends)
        if where is not None:
            yield Finding(
                model.span_of(one),
                f"{kind} `{one.name}` {where}",
                "check its dates; `[horizon]` in `milepost.toml` sets the dates calendars know",
            )
    for contract in model.contracts:
        for name in contract.entitlements:
            entitlement = entitlements.get(name)
            if entitlement is not None:
                yield from _against(model, contract, entitlement)


def _outside(one: Entitlement | Contract, starts: str, ends: str) -> str | None:
    if one.ends is not None and one.ends < starts:
        return f"ends {one.ends}, before the calendars begin: {starts}"
    if one.starts is not None and one.starts > ends:
        return f"begins {one.starts}, after the calendars end: {ends}"
    return None


def _against(model: Model, contract: Contract, entitlement: Entitlement) -> Iterator[Finding]:
    starts, ends = contract.starts or "", contract.ends or "9999-12-31"
    begins, expires = entitlement.starts or "", entitlement.ends or "9999-12-31"
    note = Note(f"entitlement `{entitlement.name}`", model.span_of(entitlement))
    remedy = "give both the same term"
    if ends < begins or expires < starts:
        message = (
            f"contract `{contract.name}` and entitlement `{entitlement.name}` have no day in common"
        )
    elif contract.ends is not None and expires < ends:
        message = (
            f"contract `{contract.name}` runs to {ends}, but entitlement `{entitlement.name}` "
            f"expires {expires}"
        )
    elif contract.starts is not None and starts < begins:
        message = (
            f"contract `{contract.name}` runs from {starts}, but entitlement "
            f"`{entitlement.name}` begins {begins}"
        )
    else:
        return
    yield Finding(model.span_of(contract), message, remedy, (note,))


CHECK = Check(
    code="P704",
    name="term-mismatch",
    title="Terms that do not meet",
    severity=Severity.WARNING,
    rationale=(
        "A case is served while an entitlement lasts. A contract that runs longer promises "
        "something on days on which no case of the customer has any promise. Dates are compared "
        "with each other and with the horizon, never with today."
    ),
    bad="""\
case { status open | closed = open; events reply }

entitlement mill_support { account "Mill"; from 2027-01-01 to 2027-12-31 }

contract mill_agreement for mill_support {
  from 2027-01-01 to 2028-12-31
  first_response within 4h on always
}

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

entitlement mill_support { account "Mill"; from 2027-01-01 to 2028-12-31 }

contract mill_agreement for mill_support {
  from 2027-01-01 to 2028-12-31
  first_response within 4h on always
}

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
