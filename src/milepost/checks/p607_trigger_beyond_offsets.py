"""P607: a trigger that is no offset from the target; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P607",
    name="trigger-beyond-offsets",
    title="A trigger that is no offset from the target",
    severity=Severity.ERROR,
    rationale=(
        "Actions are sent so many minutes before or after the target, once each, without a "
        "condition. Whatever else a trigger says is lost, or the trigger is left out."
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
    at breach  do review when vip
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
    at breach  do review
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
