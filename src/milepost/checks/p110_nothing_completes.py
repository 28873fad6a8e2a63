"""P110: a milestone that nothing completes."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P110",
    name="nothing-completes",
    title="A milestone that nothing completes",
    severity=Severity.ERROR,
    rationale=(
        "A milestone that cannot be met is missed by every case. In service desks this is the "
        "commonest mistake of all: the clock is set up, and nobody says what stops it."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always {
    pause never
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    pause never
  }
}
""",
    always=True,
)
