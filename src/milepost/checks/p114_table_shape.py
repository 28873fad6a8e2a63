"""P114: a table with rows or columns amiss."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P114",
    name="table-shape",
    title="A table with rows or columns amiss",
    severity=Severity.ERROR,
    rationale=(
        "A row with a cell too few moves every number after the gap under a wrong heading; two "
        "rows for one value promise two different times. Tables are what customers compare, so "
        "they must be square."
    ),
    bad="""\
case { priority p1 | p2; status open | closed = open; events reply, fix_sent }

table targets by priority, milestone {
      | first_response | repair
  p1  | 15m on always  | 4h on always
  p2  | 2h on always
}

process support {
  until status == closed
  carry on change of priority
  milestone first_response within targets { done on reply }
  milestone repair         within targets { done on fix_sent }
}
""",
    good="""\
case { priority p1 | p2; status open | closed = open; events reply, fix_sent }

table targets by priority, milestone {
      | first_response | repair
  p1  | 15m on always  | 4h on always
  p2  | 2h on always   | none "next release"
}

process support {
  until status == closed
  carry on change of priority
  milestone first_response within targets { done on reply }
  milestone repair         within targets { done on fix_sent }
}
""",
    always=True,
)
