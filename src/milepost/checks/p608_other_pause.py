"""P608: a pause that Salesforce does not know; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P608",
    name="other-pause",
    title="A pause that Salesforce does not know",
    severity=Severity.ERROR,
    rationale=(
        "Clocks in Salesforce stop while the record is stopped (`IsStopped`), and all of them "
        "together. A pause on another condition has to be built: a flow that stops the record."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

process support "Support" {
  until   status == closed
  pause   while status == waiting

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
    good="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

process support "Support" {
  until   status == closed
  pause   while vip

  milestone answer "Answer" within 4h on always {
    done    by hand
  }
}

export to salesforce {
  status       = Case.Status { open: "New", waiting: "On Hold", closed: "Closed" }
  vip          = Case.IsStopped
  completed_by "answer", "flow Complete_Answer"
}
""",
    by=EXPORTING,
)
