"""P606: a milestone that counts from something of its own; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P606",
    name="other-anchor",
    title="A milestone that counts from something of its own",
    severity=Severity.ERROR,
    rationale=(
        "A milestone in Salesforce starts with the process or when its criteria begin to hold. "
        "One that follows an event or another milestone is left out."
    ),
    bad="""\
case {
  status    open | waiting | closed = open
  vip       yes/no = no
  the_call  time
}

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on always after the_call {
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
    start   when vip
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
