"""P603: a milestone that no metadata completes; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P603",
    name="nothing-sets-completion",
    title="A milestone that no metadata completes",
    severity=Severity.ERROR,
    rationale=(
        "Salesforce completes no milestone by itself: a person, a flow or a trigger has to set "
        "its completion date. What the policy says behind `done` must be built there, or every "
        "case is late."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on always {
    done    when status == waiting
  }
}

export to salesforce {
  status = Case.Status { open: "New", waiting: "On Hold", closed: "Closed" }
  vip    = Case.VIP__c
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
    done    when status == waiting
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
