"""P701: a policy that is slower than what was signed."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.contracts import Signed, compared, signed
from milepost.checks.telling import at, case_of, place_of
from milepost.diagnostics import Note, Severity
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Later
from milepost.semantics.ordering.promised import Promised


def run(model: Model) -> Iterator[Finding]:
    """Report each line of a contract that the policy keeps too late for some case."""
    for one in signed(model):
        for promised in one.promised:
            found = compared(model, one, promised, is_later=True)
            if isinstance(found, Later):
                yield _finding(model, one, promised, found)
                break


def _finding(model: Model, one: Signed, promised: Promised, found: Later) -> Finding:
    span = model.span_of(one.promise)
    limit = at(found.other, found.zone)
    due = "never due" if found.due is None else f"due {at(found.due, found.zone)}"
    return Finding(
        span,
        f"contract `{one.contract.name}` is not kept: `{one.promise.milestone}` under "
        f"`{one.entitlement.name}` is due too late for {case_of(found, promised)}",
        "promise as much in the policy, or write down here what was signed",
        (
            Note(f"by the policy it is {due}", place_of(model, promised)),
            Note(f"by the contract it is due {limit}", span),
        ),
    )


CHECK = Check(
    code="P701",
    name="under-service",
    title="A contract that the policy does not keep",
    severity=Severity.ERROR,
    rationale=(
        "What was signed for a customer is compared with what the policy promises to that "
        "customer's cases, for every case and every instant within both terms. Where the policy "
        "is slower, its targets can all be met and the contract is broken all the same."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

entitlement mill_support { account "Mill" }

contract mill_agreement for mill_support {
  first_response within 4h on always
}

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

entitlement mill_support { account "Mill" }

contract mill_agreement for mill_support {
  first_response within 4h on office
}

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
