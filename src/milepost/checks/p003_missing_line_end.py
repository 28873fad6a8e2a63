"""P003: two statements on one line."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P003",
    name="missing-line-end",
    title="Two statements on one line",
    severity=Severity.ERROR,
    rationale=(
        "Each statement has a line of its own, or a semicolon behind it, so that a reader sees "
        "at a glance how many there are."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  from created until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  from created
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    always=True,
)
