"""P503: a window or date that means nothing."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P503",
    name="window-shape",
    title="A window or date that means nothing",
    severity=Severity.ERROR,
    rationale=(
        "A window that ends where it begins is open for no time or for a whole day, and nobody "
        "can tell which. The same goes for dates no month has, and for rhythms without a first "
        "day."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar hotline { timezone Europe/London; mon-fri 09:00-17:30; sat 00:00-00:00 }

process support {
  until status == closed
  milestone first_response within 4h on hotline { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar hotline { timezone Europe/London; mon-fri 09:00-17:30; sat 00:00-24:00 }

process support {
  until status == closed
  milestone first_response within 4h on hotline { done on reply }
}
""",
    always=True,
)
