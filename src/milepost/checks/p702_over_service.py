"""P702: a policy that is faster than what was signed."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.contracts import Signed, compared, signed
from milepost.checks.telling import at, case_of, place_of
from milepost.diagnostics import Note, Severity
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Later, Never
from milepost.semantics.ordering.promised import Promised


def run(model: Model) -> Iterator[Finding]:
    """Report each line of a contract that the policy is never later and sometimes earlier than."""
    for one in signed(model):
        outcomes = [compared(model, one, each, is_later=True) for each in one.promised]
        if not all(isinstance(outcome, Never) for outcome in outcomes):
            continue
        for promised in one.promised:
            found = compared(model, one, promised, is_later=False)
            if isinstance(found, Later) and found.due is not None:
                yield _finding(model, one, promised, found, found.due)
                break


def _finding(
    model: Model, one: Signed, promised: Promised, found: Later, signed_due: int
) -> Finding:
    span = model.span_of(one.promise)
    due = at(found.other, found.zone)
    return Finding(
        span,
        f"more than contract `{one.contract.name}` says: `{one.promise.milestone}` under "
        f"`{one.entitlement.name}` is due earlier for {case_of(found, promised)}",
        "say in the policy what was signed, or here what is given",
        (
            Note(f"by the policy it is due {due}", place_of(model, promised)),
            Note(f"by the contract it is due {at(signed_due, found.zone)}", span),
        ),
    )


CHECK = Check(
    code="P702",
    name="over-service",
    title="A policy that gives more than was signed",
    severity=Severity.WARNING,
    rationale=(
        "Where the policy is faster than the contract, people are hurried for what nobody bought, "
        "or the contract written down here is not the one that was signed. The line is compared "
        "for every case and every instant within both terms."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

entitlement mill_support { account "Mill" }

contract mill_agreement for mill_support {
  first_response within 8h on office
}

process support {
  until status == closed
  milestone first_response within 1h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

entitlement mill_support { account "Mill" }

contract mill_agreement for mill_support {
  first_response within 1h on office
}

process support {
  until status == closed
  milestone first_response within 1h on office { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
