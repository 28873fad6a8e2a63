"""P501: a time zone that does not exist."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P501",
    name="unknown-zone",
    title="A time zone that does not exist",
    severity=Severity.ERROR,
    rationale=(
        "Opening hours mean nothing without the place where the clock hangs. Zones are named "
        "after a city in the time zone database, which also knows when summer time begins there."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/Londn; mon-fri 09:00-17:30 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    always=True,
)
