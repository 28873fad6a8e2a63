"""P609: a change rule that Salesforce does not follow; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P609",
    name="other-change",
    title="A change rule that Salesforce does not follow",
    severity=Severity.ERROR,
    rationale=(
        "When a case changes so that another target holds, Salesforce counts the new one from "
        "the start of the process: the time used is kept, as with `carry`. It neither starts "
        "anew nor keeps the earlier due."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

process support "Support" {
  until   status == closed
  restart on change of vip

  milestone answer "Answer" {
    done    by hand
    within  1h on always when vip
    within  4h on always
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
  carry   on change of vip

  milestone answer "Answer" {
    done    by hand
    within  1h on always when vip
    within  4h on always
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
