"""P011: an invisible character in a text or comment."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P011",
    name="invisible-character",
    title="An invisible character in a text or comment",
    severity=Severity.WARNING,
    rationale=(
        "Some characters take no room or turn the direction of writing. What a reviewer sees is "
        "then not what is written, by accident or on purpose."
    ),
    bad="""\
case { status open | closed = open; events reply }

action mail_lead email { to "team-lead@example\u200b.com"; template "answer_late" }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    at breach do mail_lead
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

action mail_lead email { to "team-lead@example.com"; template "answer_late" }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    at breach do mail_lead
  }
}
""",
)
