"""P013: a value or name with a capital letter."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P013",
    name="capital-value",
    title="A value or name with a capital letter",
    severity=Severity.ERROR,
    rationale=(
        "Names and values are written small, so that `Gold` and `gold` cannot be two tiers. "
        "Capitals are kept for what other people named: time zones, holiday sets, fields of "
        "other systems."
    ),
    bad="""\
case { tier gold | silver; status open | closed = open; events reply }

tier gold   { channels phone, email; hours always }
tier silver { channels email; hours always }

process support {
  for   Gold, silver
  until status == closed
  milestone first_response within 4h { done on reply }
}
""",
    good="""\
case { tier gold | silver; status open | closed = open; events reply }

tier gold   { channels phone, email; hours always }
tier silver { channels email; hours always }

process support {
  for   gold, silver
  until status == closed
  milestone first_response within 4h { done on reply }
}
""",
    always=True,
)
