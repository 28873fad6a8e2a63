"""P108: a setting that is needed and not there."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P108",
    name="missing-setting",
    title="A setting that is needed and not there",
    severity=Severity.ERROR,
    rationale=(
        "A mail without an address and a page without a service are promises to tell somebody "
        "that tell nobody."
    ),
    bad="""\
case { status open | closed = open; events reply }

action mail_lead email { template "answer_late" }

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
    always=True,
)
