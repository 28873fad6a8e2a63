"""P602: a condition that no criterion says; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P602",
    name="condition-without-criterion",
    title="A condition that no criterion says",
    severity=Severity.ERROR,
    rationale=(
        "Filter items compare one field with constants. Whether a calendar is open, when a "
        "milestone was met or how two fields relate is not among what they can ask."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

calendar office "Office" {
  timezone  Europe/London
  mon-fri   09:00-17:00
}

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on office {
    done    by hand
    when    created during office
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

calendar office "Office" {
  timezone  Europe/London
  mon-fri   09:00-17:00
}

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on office {
    done    by hand
    when    vip
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
