"""P104: a value that its field cannot have."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P104",
    name="wrong-value",
    title="A value that its field cannot have",
    severity=Severity.ERROR,
    rationale=(
        "A condition that asks for a value the field never has is never true, so what it guards "
        "never happens. Only declared values can be written; that is how the check knows."
    ),
    bad="""\
case { priority p1 | p2 | p3; status open | closed = open; events reply }

process support {
  until status == closed
  carry on change of priority
  milestone first_response {
    within 15m on always when priority == p0
    within 4h on always
    done on reply
  }
}
""",
    good="""\
case { priority p1 | p2 | p3; status open | closed = open; events reply }

process support {
  until status == closed
  carry on change of priority
  milestone first_response {
    within 15m on always when priority == p1
    within 4h on always
    done on reply
  }
}
""",
    always=True,
)
