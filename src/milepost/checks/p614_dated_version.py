"""P614: a version that begins on a date; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P614",
    name="dated-version",
    title="A version that begins on a date",
    severity=Severity.ERROR,
    rationale=(
        "Salesforce knows the number of a version and which one is the default, no dates. The "
        "version holds from the moment it is deployed."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

process support "Support" version 2 effective 2027-01-01 {
  until   status == closed

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

process support "Support" version 2 {
  until   status == closed

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
    by=EXPORTING,
)
