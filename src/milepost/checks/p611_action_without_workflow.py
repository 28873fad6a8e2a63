"""P611: an action that is no workflow action; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P611",
    name="action-without-workflow",
    title="An action that is no workflow action",
    severity=Severity.ERROR,
    rationale=(
        "Milestones send workflow actions: field updates, alerts, tasks, flows. Paging, records "
        "and messages are none of them, so something has to be built under the name that the "
        "export gives them."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

action page_lead page { service "support-lead" }

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on always {
    done    by hand
    at breach  do page_lead
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

action page_lead page { service "support-lead" }

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on always {
    done    by hand
    at breach  do page_lead
  }
}

export to salesforce {
  status       = Case.Status { open: "New", waiting: "On Hold", closed: "Closed" }
  page_lead    = FlowAction.Page_Lead
  vip          = Case.VIP__c
  completed_by "answer", "flow Complete_Answer"
}
""",
    by=EXPORTING,
)
