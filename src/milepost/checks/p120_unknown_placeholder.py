"""P120: a placeholder that stands for nothing."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P120",
    name="unknown-placeholder",
    title="A placeholder that stands for nothing",
    severity=Severity.ERROR,
    rationale=(
        "What stands in braces in a text is filled in when the message is sent. A name that "
        "nothing bears would reach the customer as it is written."
    ),
    bad="""\
case { status open | closed = open; events reply }

action mail_customer email { to case.contact; subject "{milestone.nam} is due soon" }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    1h before due do mail_customer
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

action mail_customer email { to case.contact; subject "{milestone.name} is due soon" }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    1h before due do mail_customer
  }
}
""",
    always=True,
)
