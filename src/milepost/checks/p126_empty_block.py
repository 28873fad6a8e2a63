"""P126: a ladder or a contract without lines."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Severity
from milepost.semantics.model import Model
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each ladder without steps, and each contract without promises."""
    is_whole = whole_parts(model)
    for ladder in model.escalations:
        if not ladder.triggers and is_whole(ladder):
            yield Finding(
                model.span_of(ladder),
                f"escalation `{ladder.name}` has no steps, so nobody is told",
                "add one, such as `at breach do …`, or remove the ladder",
            )
    for contract in model.contracts:
        if not contract.promises and is_whole(contract):
            yield Finding(
                model.span_of(contract),
                f"contract `{contract.name}` promises nothing",
                "add what was signed: the name of a milestone and `within …`",
            )


CHECK = Check(
    code="P126",
    name="empty-block",
    title="A block that says nothing",
    severity=Severity.WARNING,
    rationale=(
        "A ladder without steps tells nobody, and a contract without promises is never compared "
        "with what the policy delivers. Both look like cover where there is none."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

entitlement quill_press "Support for Quill Press" { account "Quill Press" }

contract quill_agreement "Quill Press agreement 2027" for quill_press {
  source "https://example.com/contracts/quill-2027"
  from 2027-01-01 to 2027-12-31
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

entitlement quill_press "Support for Quill Press" { account "Quill Press" }

contract quill_agreement "Quill Press agreement 2027" for quill_press {
  source "https://example.com/contracts/quill-2027"
  from 2027-01-01 to 2027-12-31
  first_response within 4h on always
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
