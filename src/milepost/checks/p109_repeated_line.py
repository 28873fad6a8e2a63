"""P109: a line that may stand only once."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P109",
    name="repeated-line",
    title="A line that may stand only once",
    severity=Severity.ERROR,
    rationale=(
        "A process has one `hours` and one `until`. With two of them, only one can count, and "
        "the reader does not know which."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }

process support {
  until status == closed
  hours office
  milestone first_response within 4h { done on reply }
  hours always
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }

process support {
  until status == closed
  hours office
  milestone first_response within 4h  { done on reply }
  milestone resolution     within 96h { hours always; done when status == closed }
}
""",
    always=True,
)
