"""P504: times without a time zone."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P504",
    name="no-zone",
    title="Times without a time zone",
    severity=Severity.ERROR,
    rationale=(
        "Nine o'clock comes at another moment in every zone. Hours, and the instants of a test, "
        "need to know in which one they are written."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { mon-fri 09:00-17:30 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    good="""\
timezone Europe/London

case { status open | closed = open; events reply }

calendar office { mon-fri 09:00-17:30 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    always=True,
)
