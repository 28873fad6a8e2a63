"""P615: a part of the policy that is no metadata; what an export to Salesforce loses."""

from milepost.checks.check import EXPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P615",
    name="no-metadata",
    title="A part of the policy that is no metadata",
    severity=Severity.ERROR,
    rationale=(
        "Entitlements and service contracts are records of an organisation, not metadata, and "
        "objectives have no counterpart at all. A deployment does not carry them."
    ),
    bad="""\
case {
  status  open | waiting | closed = open
  vip     yes/no = no
}

entitlement quill_press "Support for Quill Press" { account "Quill Press" }

process support "Support" {
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

process support "Support" {
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
