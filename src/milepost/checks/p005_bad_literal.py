"""P005: a number, time or duration that cannot be read."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P005",
    name="bad-literal",
    title="A number, time or duration that cannot be read",
    severity=Severity.ERROR,
    rationale=("2 days9-5things to different people. The message shows the form."),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 15 minutes on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 15m on always { done on reply }
}
""",
    always=True,
)
