"""P116: a milestone or process that promises nothing."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P116",
    name="no-target",
    title="A milestone or process that promises nothing",
    severity=Severity.ERROR,
    rationale=(
        "A milestone without a limit measures nothing and can never be late. Where only best "
        'effort is promised, `none "best effort"` says so in the words of the contract.'
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
  milestone resolution                         { done when status == closed }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always     { done on reply }
  milestone resolution     none "best effort"      { done when status == closed }
}
""",
    always=True,
)
