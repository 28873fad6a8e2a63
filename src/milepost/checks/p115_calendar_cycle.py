"""P115: calendars that rest on each other."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P115",
    name="calendar-cycle",
    title="Calendars that rest on each other",
    severity=Severity.ERROR,
    rationale=(
        "A calendar may be joined from others. Where the others are joined from it in turn, "
        "none of them has any hours."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office    { timezone Europe/London; mon-fri 09:00-17:30 }
calendar all_desks = office + evenings
calendar evenings  = all_desks - office

process support {
  until status == closed
  milestone first_response within 4h on all_desks { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office    { timezone Europe/London; mon-fri 09:00-17:30 }
calendar evenings  { timezone Europe/London; mon-fri 17:30-22:00 }
calendar all_desks = office + evenings

process support {
  until status == closed
  milestone first_response within 4h on all_desks { done on reply }
}
""",
    always=True,
)
