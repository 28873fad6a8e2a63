"""P004: a character that means nothing here."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P004",
    name="bad-character",
    title="A character that means nothing here",
    severity=Severity.ERROR,
    rationale=(
        "Text copied from a contract or a mail brings dashes, quotes and blanks that look like "
        "those of the keyboard and are not. Names are written with small letters, digits and "
        "`_`, so that there is one way to spell them."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon\N{EN DASH}fri 09:00-17:30 }

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
