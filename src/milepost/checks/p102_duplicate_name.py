"""P102: a name that is given twice."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P102",
    name="duplicate-name",
    title="A name that is given twice",
    severity=Severity.ERROR,
    rationale=(
        "Two calendars of one name make every line that uses it a riddle: which hours were "
        "promised? All files of a project share their names, so the other one may stand in "
        "another file."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }
calendar office { timezone Europe/Dublin; mon-fri 09:00-17:00 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; site london | dublin; events reply }

calendar office_london { timezone Europe/London; mon-fri 09:00-17:30 }
calendar office_dublin { timezone Europe/Dublin; mon-fri 09:00-17:00 }

process support {
  until status == closed
  hours by site { london: office_london; dublin: office_dublin }
  carry on change of site
  milestone first_response within 4h { done on reply }
}
""",
    always=True,
)
