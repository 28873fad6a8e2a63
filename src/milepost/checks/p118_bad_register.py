"""P118: a register of entitlements with mistakes."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P118",
    name="bad-register",
    title="A register of entitlements with mistakes",
    severity=Severity.ERROR,
    rationale=(
        "Who is entitled to what is looked up before anything else. A row that cannot be read "
        "is a customer without support, so the message names the file and the row."
    ),
    bad="""\
case { tier silver | gold; status open | closed = open; events reply }

tier silver { channels email; hours always }
tier gold   { channels email, phone; hours always }

entitlements from "customers.csv"

process support {
  for   silver, gold
  until status == closed
  milestone first_response within 4h { done on reply }
}
""",
    good="""\
case { tier silver | gold | platinum; status open | closed = open; events reply }

tier silver   { channels email; hours always }
tier gold     { channels email, phone; hours always }
tier platinum { channels email, phone; hours always }

entitlements from "customers.csv"

process support {
  for   silver, gold, platinum
  until status == closed
  milestone first_response within 4h { done on reply }
}
""",
    always=True,
    beside=(
        "customers.csv",
        """\
name,account,tier
quill_press,Quill Press,silver
harbour,Harbour Lights,gold
lakeside,Lakeside Clinics,platinum
""",
    ),
)
