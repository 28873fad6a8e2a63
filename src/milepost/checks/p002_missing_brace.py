"""P002: a brace is missing."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P002",
    name="missing-brace",
    title="A brace is missing",
    severity=Severity.ERROR,
    rationale=(
        "Braces say what belongs to what. Without the closing one, the next declaration would "
        "become part of the block before it, and its promises with it."
    ),
    bad="""\
case {
  status  open | closed = open
  events  reply

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    good="""\
case {
  status  open | closed = open
  events  reply
}

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    always=True,
)
