"""P105: things of different kinds."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P105",
    name="different-kinds",
    title="Things of different kinds",
    severity=Severity.ERROR,
    rationale=(
        "A number cannot be compared with a date, nor time be counted from a colour. Such a "
        "line is a mistake about what a field holds, and there is no answer to it that would be "
        "right."
    ),
    bad="""\
case { seats 0..100000; status open | closed = open; events reply }

process enterprise {
  when  seats
  until status == closed
  milestone first_response within 1h on always { done on reply }
}
""",
    good="""\
case { seats 0..100000; status open | closed = open; events reply }

process enterprise {
  when  seats >= 500
  until status == closed
  milestone first_response within 1h on always { done on reply }
}
""",
    always=True,
)
