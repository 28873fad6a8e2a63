"""P107: a setting that this kind of block does not take."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P107",
    name="unknown-setting",
    title="A setting that this kind of block does not take",
    severity=Severity.ERROR,
    rationale=(
        "A page with its service under a misspelt name reaches nobody. Each kind of action has "
        "its settings, and only those are let through."
    ),
    bad="""\
case { status open | closed = open; events reply }

action page_oncall page { service "support-oncall"; urgencey high }

process support {
  until status == closed
  milestone first_response within 15m on always {
    done on reply
    at 50% do page_oncall
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

action page_oncall page { service "support-oncall"; urgency high }

process support {
  until status == closed
  milestone first_response within 15m on always {
    done on reply
    at 50% do page_oncall
  }
}
""",
    always=True,
)
