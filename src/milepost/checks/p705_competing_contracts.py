"""P705: two contracts that promise one thing to one customer at one time."""

from collections.abc import Iterator
from itertools import combinations

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Note, Severity
from milepost.ir.schedule import Contract, Promise
from milepost.semantics.model import Model
from milepost.semantics.regions.logic import Yes, logic_of
from milepost.semantics.scope import CASE


def run(model: Model) -> Iterator[Finding]:
    """Report each two lines of contracts that promise a milestone differently for one case."""
    lines: dict[tuple[str, str], list[tuple[Contract, Promise]]] = {}
    for contract in model.contracts:
        for name in dict.fromkeys(contract.entitlements):
            for promise in contract.promises:
                lines.setdefault((name, promise.milestone), []).append((contract, promise))
    for (name, milestone), found in lines.items():
        told: set[int] = set()
        for (one, first), (other, second) in combinations(found, 2):
            if id(second) in told:
                continue
            if one is other or first.target == second.target or not _overlap(one, other):
                continue
            given = [when for when in (first.when, second.when) if when is not None]
            if given and not isinstance(logic_of(model, CASE).satisfiable(*given), Yes):
                continue
            told.add(id(second))
            yield Finding(
                model.span_of(second),
                f"contracts `{one.name}` and `{other.name}` both promise `{milestone}` under "
                f"`{name}`",
                "let one of them end where the other begins, or say with `when` which cases it is "
                "for",
                (Note(f"contract `{one.name}`", model.span_of(first)),),
            )


def _overlap(one: Contract, other: Contract) -> bool:
    last = "9999-12-31"
    return (one.starts or "") <= (other.ends or last) and (other.starts or "") <= (one.ends or last)


CHECK = Check(
    code="P705",
    name="competing-contracts",
    title="Two contracts for one promise",
    severity=Severity.WARNING,
    rationale=(
        "Where two contracts of one entitlement promise one milestone differently on the same "
        "days, nobody can say which of them counts. Mostly the older one was to end when the newer "
        "one began."
    ),
    bad="""\
case { status open | closed = open; events reply }

entitlement mill_support { account "Mill" }

contract mill_2027 for mill_support {
  from 2027-01-01 to 2028-06-30
  first_response within 4h on always
}

contract mill_2028 for mill_support {
  from 2028-01-01 to 2028-12-31
  first_response within earliest(4h on always, 24h on always)
}

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

entitlement mill_support { account "Mill" }

contract mill_2027 for mill_support {
  from 2027-01-01 to 2027-12-31
  first_response within 4h on always
}

contract mill_2028 for mill_support {
  from 2028-01-01 to 2028-12-31
  first_response within earliest(4h on always, 24h on always)
}

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
