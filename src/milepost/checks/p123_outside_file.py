"""P123: a file beside the policy that cannot be read."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P123",
    name="outside-file",
    title="A file beside the policy that cannot be read",
    severity=Severity.ERROR,
    rationale=(
        "Registers of customers and files of closures are read from the project and nowhere else. "
        "What is not there, or is of a kind that cannot be read, is not promised to anybody."
    ),
    bad="""\
case { status open | closed = open; events reply }

entitlements from "customers.xlsx"

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

entitlement quill_press { account "Quill Press" }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    always=True,
)
