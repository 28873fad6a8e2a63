"""P125: dates the wrong way round."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P125",
    name="reversed-dates",
    title="Dates the wrong way round",
    severity=Severity.ERROR,
    rationale=(
        "A term that ends before it begins covers no day at all: the customer is never "
        "entitled, the closure never closes."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

entitlement quill_press "Support for Quill Press" {
  account "Quill Press"
  from 2028-01-01 to 2027-12-31
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

entitlement quill_press "Support for Quill Press" {
  account "Quill Press"
  from 2027-01-01 to 2027-12-31
}
""",
    always=True,
)
