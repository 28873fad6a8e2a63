"""P117: a library folder that cannot be used."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P117",
    name="bad-library",
    title="A library folder that cannot be used",
    severity=Severity.ERROR,
    rationale=(
        "Shared calendars and actions come from folders of the same repository. A folder that "
        "is not there, or lies outside, would let the same policy mean different things on two "
        "machines."
    ),
    bad="""\
use "../shared_calendars"

case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    always=True,
)
