"""P601: a field that has no name in Salesforce; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P601",
    name="unnamed-field",
    title="A field that has no name in Salesforce",
    severity=Severity.ERROR,
    rationale=(
        "A criterion in Salesforce names a field of the object. The export block says which one "
        "a field of the policy is; without that the milestone or the exit cannot be written."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

process support "Support" {
  until   status == closed

  milestone answer "Answer" within 4h on always {
    when    vip
    done    by hand
  }
}

export to salesforce {
  status       = Case.Status { open: "New", waiting: "On Hold", closed: "Closed" }
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
    when    vip
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
