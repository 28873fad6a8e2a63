"""P130: a comment that is to allow a finding, but cannot."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P130",
    name="bad-suppression",
    title="A comment that is to allow a finding, but cannot",
    severity=Severity.ERROR,
    rationale=(
        "A finding can be allowed by a comment that says why. Without a reason nobody can judge it "
        "later, and a check that is misspelt allows nothing. What the compiler cannot do without "
        "cannot be allowed."
    ),
    bad="""\
# milepost: allow-file unused-name
case { status open | closed = open; events reply }

process support {
  until status == closed

  milestone first_response within 4h on always {
    done on reply
  }
}
""",
    good="""\
# milepost: allow-file unused-name "the second desk opens in May"
case { status open | closed = open; events reply }

calendar second_desk { timezone Europe/London; mon-fri 09:00-17:00 }

process support {
  until status == closed

  milestone first_response within 4h on always {
    done on reply
  }
}
""",
    always=True,
)
