"""P112: a choice that leaves values out."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P112",
    name="incomplete-choice",
    title="A choice that leaves values out",
    severity=Severity.ERROR,
    rationale=(
        "Where hours or people are chosen by a field, every value must lead somewhere. A case "
        "with the forgotten value would have no clock at all."
    ),
    bad="""\
case { region americas | emea | apac; status open | closed = open; events reply }

calendar na_desk { timezone America/New_York; mon-fri 08:00-18:00 }
calendar eu_desk { timezone Europe/London; mon-fri 09:00-17:30 }

process support {
  until status == closed
  hours by region { americas: na_desk; emea: eu_desk }
  carry on change of region
  milestone first_response within 4h { done on reply }
}
""",
    good="""\
case { region americas | emea | apac; status open | closed = open; events reply }

calendar na_desk { timezone America/New_York; mon-fri 08:00-18:00 }
calendar eu_desk { timezone Europe/London; mon-fri 09:00-17:30 }

process support {
  until status == closed
  hours by region { americas: na_desk; else: eu_desk }
  carry on change of region
  milestone first_response within 4h { done on reply }
}
""",
    always=True,
)
