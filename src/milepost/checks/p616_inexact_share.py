"""P616: a moment that is no whole minute; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P616",
    name="inexact-share",
    title="A moment that is no whole minute",
    severity=Severity.ERROR,
    rationale=(
        "A share of the target is exported as minutes before it. What is no whole minute is "
        "rounded down, and the share of a target that a class works out is not known."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

action review task { subject "Look into it" }

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 10m on always {
    done    by hand
    at 33%  do review
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

  milestone answer "Answer" within 10m on always {
    done    by hand
    at 50%  do review
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
