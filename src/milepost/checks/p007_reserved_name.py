"""P007: a word of the language used as a name."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P007",
    name="reserved-name",
    title="A word of the language used as a name",
    severity=Severity.ERROR,
    rationale=(
        "Some words give the language its shape. A calendar that is called like one of them "
        "could not be told from the statement that begins with it."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone case within 4h on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone case_answer within 4h on always { done on reply }
}
""",
    always=True,
)
