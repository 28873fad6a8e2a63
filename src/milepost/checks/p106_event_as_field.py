"""P106: an event used as a field, or a field as an event."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P106",
    name="event-as-field",
    title="An event used as a field, or a field as an event",
    severity=Severity.ERROR,
    rationale=(
        "A field has a value that stays; an event happens and is over. Asking an event for its "
        "value, or waiting for a field to arrive, has no answer."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done when reply }
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
