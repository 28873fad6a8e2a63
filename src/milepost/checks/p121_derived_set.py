"""P121: a computed field that is set."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P121",
    name="derived-set",
    title="A computed field that is set",
    severity=Severity.ERROR,
    rationale=(
        "A field that is computed from a table is computed anew after every change, so a value "
        "that is set by hand would be gone at once."
    ),
    bad="""\
case {
  impact    high | low
  priority  p1 | p2 from priorities
  status    open | closed = open
  events    reply
}

table priorities by impact {
  high | p1
  low  | p2
}

action raise set { priority = p1 }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    at breach do raise
  }
}
""",
    good="""\
case {
  impact    high | low
  priority  p1 | p2 from priorities
  status    open | closed = open
  events    reply
}

table priorities by impact {
  high | p1
  low  | p2
}

action raise set { impact = high }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    at breach do raise
  }
}
""",
    always=True,
)
