"""P012: a file that cannot be read."""

from milepost.checks.check import Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P012",
    name="unreadable-file",
    title="A file that cannot be read",
    severity=Severity.ERROR,
    rationale=(
        "A policy file that is not text, is far too large or leads out of the project is left "
        "out as a whole, and every promise in it. That must never go unnoticed."
    ),
    bad="""\
# Support for the caf\udce9s of the chain.
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    good="""\
# Support for the caf\u00e9s of the chain.
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}
""",
    always=True,
)
