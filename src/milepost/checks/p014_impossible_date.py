"""P014: a date or time that does not exist."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P014",
    name="impossible-date",
    title="A date or time that does not exist",
    severity=Severity.ERROR,
    rationale=(
        "A closure on the 31st of June closes nothing, and the desk that should be shut has its "
        "clocks running."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office {
  timezone Europe/London
  mon-fri  09:00-17:30
  closed   2027-06-31 "summer party"
}

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office {
  timezone Europe/London
  mon-fri  09:00-17:30
  closed   2027-06-30 "summer party"
}

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    always=True,
)
