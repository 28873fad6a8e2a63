"""P301: a trigger at more than the whole of a target."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.written import written_triggers
from milepost.diagnostics import Severity
from milepost.ir.processes import AtPercent
from milepost.semantics.model import Model
from milepost.source import Span

_WHOLE = 10000


def run(model: Model) -> Iterator[Finding]:
    """Report each trigger at more than 100 %."""
    for trigger in written_triggers(model):
        moment = trigger.moment
        if isinstance(moment, AtPercent) and moment.basis_points > _WHOLE:
            whole = model.span_of(trigger)
            end = whole.text.find("%") + 1 or len(whole.text)
            span = Span(whole.source, whole.start, whole.start + end)
            yield Finding(
                span,
                f"`{span.text}` lies behind the due, which is 100%",
                "a share runs from 0% to 100%; for later write `at breach` or `30m after due`",
            )


CHECK = Check(
    code="P301",
    name="share-beyond-due",
    title="A share of more than the whole",
    severity=Severity.ERROR,
    rationale=(
        "A share counts from the start to the due time, so 100% is the deadline. Beyond it "
        "there is nothing left to take a share of; what is sent later is counted from the "
        "deadline."
    ),
    bad="""\
case { status open | closed = open; events reply }

action page_manager page { service "duty-manager" }

process support {
  until status == closed
  milestone first_response within 2h on always {
    done on reply
    at 150% do page_manager
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

action page_manager page { service "duty-manager" }

process support {
  until status == closed
  milestone first_response within 2h on always {
    done on reply
    at 75% do page_manager
    1h after due do page_manager
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
