"""P722: a test whose expectation is not what happens; `milepost test` reports it."""

from milepost.checks.check import TESTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P722",
    name="missed-expectation",
    title="A test expects what does not happen",
    severity=Severity.ERROR,
    rationale=(
        "A test says in dates what a policy means. When the policy is changed and a date moves, "
        "either the change went further than it should, or the test tells of a promise that is "
        "no longer made. Expectations are never rewritten by a program: somebody has to look."
    ),
    bad="""\
timezone Europe/London

case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}

test "late on Friday" {
  created  2027-01-15T16:00
  expect first_response due 2027-01-15T20:00
}
""",
    good="""\
timezone Europe/London

case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}

test "late on Friday" {
  created  2027-01-15T16:00
  expect first_response due 2027-01-18T12:00
}
""",
    always=True,
    by=TESTING,
)
