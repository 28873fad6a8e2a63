"""P502: a holiday set that does not exist."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P502",
    name="unknown-holidays",
    title="A holiday set that does not exist",
    severity=Severity.ERROR,
    rationale=(
        "Holidays come by the code of a country, a part of it, or a market. Under an unknown "
        "code the desk would be open on every holiday of the year."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office {
  timezone Europe/London
  mon-fri  09:00-17:30
  holidays GB-LONDON
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
  holidays GB-ENG
}

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    always=True,
)
