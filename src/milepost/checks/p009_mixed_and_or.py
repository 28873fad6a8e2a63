"""P009: `and` beside `or` without parentheses."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P009",
    name="mixed-and-or",
    title="`and` beside `or` without parentheses",
    severity=Severity.ERROR,
    rationale=("Gold and priority one or an outagesay which cases are meant."),
    bad="""\
case { priority p1 | p2; outage, vip yes/no = no; status open | closed = open; events reply }

process urgent {
  when  vip and priority == p1 or outage
  until status == closed
  milestone first_response within 15m on always { done on reply }
}
""",
    good="""\
case { priority p1 | p2; outage, vip yes/no = no; status open | closed = open; events reply }

process urgent {
  when  (vip and priority == p1) or outage
  until status == closed
  milestone first_response within 15m on always { done on reply }
}
""",
    always=True,
)
