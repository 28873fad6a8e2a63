"""P617: success actions that are only sent late; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P617",
    name="late-success",
    title="Success actions that are only sent late",
    severity=Severity.ERROR,
    rationale=(
        "Success actions are sent whenever a milestone is completed, in time or not. Those that "
        "are meant for late ones only are left out."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

action review task { subject "Look into it" }

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on always {
    done    by hand
    once late  do review
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

action review task { subject "Look into it" }

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on always {
    done    by hand
    once met  do review
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
