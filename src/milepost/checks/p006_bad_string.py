"""P006: a text that cannot be read."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P006",
    name="bad-string",
    title="A text that cannot be read",
    severity=Severity.ERROR,
    rationale=(
        "A text stands between two quotes on one line. Without the second one, whatever follows "
        "on the line would be taken for a part of it."
    ),
    bad="""\
case { status open | closed = open; events reply }

action mail_lead email {
  to "team-lead@example.com
  template "answer_late"
}

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

action mail_lead email {
  to "team-lead@example.com"
  template "answer_late"
}

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    at breach do mail_lead
  }
}
""",
    always=True,
)
