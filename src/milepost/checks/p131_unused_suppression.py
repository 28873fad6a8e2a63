"""P131: a comment that allows what is not found."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P131",
    name="unused-suppression",
    title="A comment that allows what is not found",
    severity=Severity.WARNING,
    rationale=(
        "A comment that allows a finding stays when its reason is gone. The next finding of that "
        "kind would pass unseen."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed

  # milepost: allow P505 "agreed with sales"
  milestone first_response within 4h on always {
    done on reply
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

# milepost: allow unused-name "the second desk opens in May"
calendar second_desk { timezone Europe/London; mon-fri 09:00-17:00 }

process support {
  until status == closed

  milestone first_response within 4h on always {
    done on reply
  }
}
""",
)
