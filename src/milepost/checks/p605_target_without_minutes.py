"""P605: a target that is no number of minutes; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P605",
    name="target-without-minutes",
    title="A target that is no number of minutes",
    severity=Severity.ERROR,
    rationale=(
        "Salesforce counts minutes of business hours. Business days are exported as so many "
        "open hours, which is another promise for a case that comes in while the desk is "
        "closed; other forms are left out."
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

  milestone answer "Answer" within 2 business days on office {
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

calendar office "Office" {
  timezone  Europe/London
  mon-fri   09:00-17:00
}

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 16h on office {
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
