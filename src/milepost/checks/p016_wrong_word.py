"""P016: a word that is none of the few that fit."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P016",
    name="wrong-word",
    title="A word that is none of the few that fit",
    severity=Severity.ERROR,
    rationale=(
        "In some places only two or three words can stand, and each of them is a decision. One "
        "that is not among them leaves the decision open."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  on reopening continue
  milestone first_response within 4h on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  on reopening resume
  milestone first_response within 4h on always { done on reply }
}
""",
    always=True,
)
