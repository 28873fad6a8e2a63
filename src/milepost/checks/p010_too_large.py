"""P010: more than can be read with care."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

_POLICY = """\
case {{ status open | closed = open; events reply }}

process support {{
  until {condition}
  milestone first_response within 4h on always {{ done on reply }}
}}
"""

CHECK = Check(
    code="P010",
    name="too-large",
    title="More than can be read with care",
    severity=Severity.ERROR,
    rationale=(
        "Parentheses may lie in each other up to about two hundred deep, and after a hundred "
        "mistakes the rest of a file is left alone. Nobody can review more, and no tool should be "
        "brought down by one file."
    ),
    bad=(_POLICY.format(condition="(" * 200 + "status == closed" + ")" * 200)),
    good=(_POLICY.format(condition="status == closed")),
    always=True,
)
