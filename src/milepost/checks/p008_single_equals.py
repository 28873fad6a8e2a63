"""P008: one equals sign in a condition."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P008",
    name="single-equals",
    title="One equals sign in a condition",
    severity=Severity.ERROR,
    rationale=(
        "`==` asks whether a field has a value, `=` gives it one. In a condition only the "
        "question makes sense; the two signs are kept apart so that no reader has to guess."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status = closed
  milestone first_response within 4h on always { done on reply }
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
