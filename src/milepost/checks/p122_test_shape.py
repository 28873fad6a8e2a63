"""P122: a test that cannot be run."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P122",
    name="test-shape",
    title="A test that cannot be run",
    severity=Severity.ERROR,
    rationale=(
        "A test is a case and what must become of it: it says when the case was created, its "
        "log goes forward in time, and milestones are due while actions are sent."
    ),
    bad="""\
timezone Europe/London

case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

test "answered at lunch" {
  2027-03-01T12:30 reply
  expect first_response met at 2027-03-01T12:30
}
""",
    good="""\
timezone Europe/London

case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

test "answered at lunch" {
  created 2027-03-01T09:00
  2027-03-01T12:30 reply
  expect first_response met at 2027-03-01T12:30
}
""",
    always=True,
)
