"""P613: an ending that Salesforce does not know; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P613",
    name="other-ending",
    title="An ending that Salesforce does not know",
    severity=Severity.ERROR,
    rationale=(
        "A process ends by its exit criteria, and a milestone when it is completed or no longer "
        "applies. That something cancels, resets or waives it is lost."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on always {
    done    by hand
    cancel  when vip
  }
}

export to salesforce {
  status       = Case.Status { open: "New", waiting: "On Hold", closed: "Closed" }
  vip          = Case.VIP__c
  completed_by "answer", "flow Complete_Answer"
}
""",
    good="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on always {
    done    by hand
  }
}

export to salesforce {
  status       = Case.Status { open: "New", waiting: "On Hold", closed: "Closed" }
  vip          = Case.VIP__c
  completed_by "answer", "flow Complete_Answer"
}
""",
    by=EXPORTING,
)
