"""P612: a milestone with several instances; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P612",
    name="several-instances",
    title="A milestone with several instances",
    severity=Severity.ERROR,
    rationale=(
        "A milestone type may recur when its criteria hold again, one after another. Rounds of "
        "an update rhythm and an instance for each value are left out."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

process support "Support" {
  until   status == closed

  milestone answer "Answer" every 1h on always {
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

  milestone answer "Answer" within 4h on always {
    done    by hand
    when    vip
    start   each time vip
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
