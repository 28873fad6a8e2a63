"""P604: hours that business hours cannot have; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P604",
    name="hours-beyond-windows",
    title="Hours that business hours cannot have",
    severity=Severity.ERROR,
    rationale=(
        "Business hours have one window a weekday, in one time zone, and holidays that close. "
        "Hours over midnight, other hours for a season, and dates that open are lost."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

calendar office "Office" {
  timezone  Europe/London
  mon-fri   09:00-17:00
  open      2027-12-18 09:00-13:00
}

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on office {
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

  milestone answer "Answer" within 4h on office {
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
