"""P721: a milestone of which no test expects anything; `milepost test` reports it."""

from milepost.checks.check import TESTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P721",
    name="untested-milestone",
    title="A milestone that no test covers",
    severity=Severity.INFORMATION,
    rationale=(
        "Tests that leave a promise out look like proof of the whole policy. Whoever changes the "
        "number of an untested milestone by mistake finds every test green."
    ),
    bad="""\
timezone Etc/UTC
case { status open | closed = open; events reply, fix_sent }
process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
  milestone repair within 8h on always { done on fix_sent }
}
test "answered in time" {
  created 2027-01-04T10:00Z
  2027-01-04T11:00Z reply
  expect answer met at 2027-01-04T11:00Z
}
""",
    good="""\
timezone Etc/UTC
case { status open | closed = open; events reply, fix_sent }
process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
  milestone repair within 8h on always { done on fix_sent }
}
test "answered in time" {
  created 2027-01-04T10:00Z
  2027-01-04T11:00Z reply
  expect answer met at 2027-01-04T11:00Z
  expect repair due 2027-01-04T18:00Z
}
""",
    by=TESTING,
)
