"""P101: a name that nothing bears."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P101",
    name="unknown-name",
    title="A name that nothing bears",
    severity=Severity.ERROR,
    rationale=(
        "A promise that refers to something undeclared refers to nothing. Mostly a letter is "
        "wrong, and the message names the nearest name there is."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }

process support {
  until status == closed
  milestone first_response within 4h  on office { done on reply }
  milestone resolution     within 8h on ofice  { done when status == closed }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }

process support {
  until status == closed
  milestone first_response within 4h  on office { done on reply }
  milestone resolution     within 8h on office { done when status == closed }
}
""",
    always=True,
)
