"""P113: tiers that the field `tier` does not know."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P113",
    name="tier-mismatch",
    title="Tiers that the field `tier` does not know",
    severity=Severity.ERROR,
    rationale=(
        "The field `tier` lists the levels of service in their order, the `tier` blocks say "
        "what each includes. A level that only one of them knows is either sold and not "
        "defined, or defined and never sold."
    ),
    bad="""\
case { tier bronze | silver; status open | closed = open; events reply }

tier bronze { channels email; hours always }
tier silver { channels email, chat; hours always }
tier gold   { channels email, chat, phone; hours always }

process support {
  for   bronze, silver, gold
  until status == closed
  milestone first_response within 4h { done on reply }
}
""",
    good="""\
case { tier bronze | silver | gold; status open | closed = open; events reply }

tier bronze { channels email; hours always }
tier silver { channels email, chat; hours always }
tier gold   { channels email, chat, phone; hours always }

process support {
  for   bronze, silver, gold
  until status == closed
  milestone first_response within 4h { done on reply }
}
""",
    always=True,
)
