"""P001: something stands where it cannot."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P001",
    name="unexpected-word",
    title="Something stands where it cannot",
    severity=Severity.ERROR,
    rationale=(
        "What cannot be read is not promised: a line with a slip of the pen in it would "
        "silently fall out of the policy. The message says what the reader of the language "
        "expected, and mostly what was meant."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response withn 4h on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    always=True,
)
