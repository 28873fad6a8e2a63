"""P119: a calendar file that cannot be used."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P119",
    name="bad-closures",
    title="A calendar file that cannot be used",
    severity=Severity.ERROR,
    rationale=(
        "Closures often come from the calendar of the facilities team. An entry that cannot be "
        "read would leave the clocks running on a day when nobody is there."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office {
  timezone Europe/London
  mon-fri  09:00-17:30
  closed   from "closures.ics"
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
  closed   2027-07-02 "move to the new building"
}

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    always=True,
    beside=(
        "closures.ics",
        """\
BEGIN:VCALENDAR
VERSION:2.0
""",
    ),
)
