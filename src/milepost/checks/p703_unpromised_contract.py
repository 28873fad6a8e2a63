"""P703: a line of a contract for which the policy promises nothing to the customer."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.contracts import Signed, left_out, signed
from milepost.checks.telling import place_of
from milepost.diagnostics import Note, Severity
from milepost.ir.targets import NoTarget
from milepost.semantics.model import Model
from milepost.semantics.regions.example import Case
from milepost.semantics.whole import has_errors


def run(model: Model) -> Iterator[Finding]:
    """Report each line of a contract whose milestone some case of the entitlement cannot have."""
    if has_errors(model):
        return
    for one in signed(model):
        if isinstance(one.promise.target, NoTarget):
            continue
        name = one.promise.milestone
        if one.promised:
            case = left_out(model, one)
            if case is not None:
                yield _partly(model, one, case)
            continue
        places = [
            Note(f"process `{process.name}` has it, for other cases", model.span_of(milestone))
            for process, milestone in model.milestones()
            if milestone.name == name
        ]
        yield Finding(
            model.span_of(one.promise),
            f"contract `{one.contract.name}` promises `{name}`, which no case under "
            f"`{one.entitlement.name}` has",
            "promise it to these cases, or check the tier and the conditions",
            tuple(places[:1]),
        )


def _partly(model: Model, one: Signed, case: Case) -> Finding:
    name = one.promise.milestone
    return Finding(
        model.span_of(one.promise),
        f"contract `{one.contract.name}` promises `{name}`, which a case with {case} under "
        f"`{one.entitlement.name}` does not have",
        "promise it to these cases, too, or say with `when` for which ones it was signed",
        (Note("promised here, to other cases", place_of(model, one.promised[0])),),
        severity=Severity.WARNING,
    )


CHECK = Check(
    code="P703",
    name="unpromised-contract",
    title="A contract for what nobody is promised",
    severity=Severity.ERROR,
    rationale=(
        "A contract names a milestone that exists, but only in processes that never take the cases "
        "of this customer, or in lines that never count for them. The clock that was signed never "
        "starts, and no report shows that it does not. It is a warning where the process leaves "
        "only some of its cases out."
    ),
    bad="""\
case { status open | closed = open; events reply }

tier silver { hours always }
tier gold   { hours always }

entitlement mill_support { account "Mill"; tier = silver }

contract mill_agreement for mill_support {
  resolution within 8h on always
}

process silver_support {
  for silver
  until status == closed
  carry on change of tier
  milestone first_response within 4h { done on reply }
}

process gold_support {
  for gold
  until status == closed
  carry on change of tier
  milestone first_response within 1h { done on reply }
  milestone resolution     within 8h { done when status == closed }
}
""",
    good="""\
case { status open | closed = open; events reply }

tier silver { hours always }
tier gold   { hours always }

entitlement mill_support { account "Mill"; tier = gold }

contract mill_agreement for mill_support {
  resolution within 8h on always
}

process silver_support {
  for silver
  until status == closed
  carry on change of tier
  milestone first_response within 4h { done on reply }
}

process gold_support {
  for gold
  until status == closed
  carry on change of tier
  milestone first_response within 1h { done on reply }
  milestone resolution     within 8h { done when status == closed }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
