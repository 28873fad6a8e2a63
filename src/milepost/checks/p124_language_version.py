"""P124: a version of the language that is not known."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P124",
    name="language-version",
    title="A version of the language that is not known",
    severity=Severity.ERROR,
    rationale=(
        "A policy that was written for a later version of the language may use words that mean "
        "something else here. It is refused rather than half understood."
    ),
    bad="""\
language 2

case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    good="""\
language 1

case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    always=True,
)
