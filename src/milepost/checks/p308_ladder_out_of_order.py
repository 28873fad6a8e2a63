"""P308: steps of an escalation that are not written in the order in which they come."""

from collections.abc import Iterator
from itertools import pairwise

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import (
    AfterDue,
    AtBreach,
    AtPercent,
    AtUsed,
    BeforeDue,
    EveryAfterDue,
    Moment,
)
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report each step of a ladder that surely comes before the one written above it."""
    for ladder in model.escalations:
        for above, below in pairwise(ladder.triggers):
            if above.when == below.when and _comes_before(below.moment, above.moment):
                yield Finding(
                    model.span_of(below),
                    f"escalation `{ladder.name}` is out of order: this step comes before the one "
                    "above it",
                    "write the steps in the order in which they come",
                    (Note("which comes later", model.span_of(above)),),
                )


def _comes_before(one: Moment, other: Moment) -> bool:
    """Say whether a moment surely lies before another, whatever the target."""
    places = _place(one), _place(other)
    if places[0] is None or places[1] is None:
        return False
    if places[0] != places[1]:
        return places[0] < places[1]
    # A share and an amount of time before the due change places with the target: not compared.
    match one, other:
        case AtPercent(), AtPercent():
            return one.basis_points < other.basis_points
        case AtUsed(), AtUsed():
            return one.seconds < other.seconds
        case (BeforeDue(), BeforeDue()):
            return _alike(one, other) and one.offset.count > other.offset.count
        case (AfterDue() | EveryAfterDue(), AfterDue() | EveryAfterDue()):
            return _alike(one, other) and one.offset.count < other.offset.count
    return False


def _alike(one: Moment, other: Moment) -> bool:
    left, right = one.offset, other.offset  # type: ignore[union-attr]
    return bool((left.unit, left.calendar) == (right.unit, right.calendar))


def _place(moment: Moment) -> int | None:
    """Return nought for the way to the due, 1 for the due, 2 for what is counted from it."""
    if isinstance(moment, AtPercent | BeforeDue):
        return 0
    if isinstance(moment, AtBreach):
        return 1
    return 2 if isinstance(moment, AfterDue | EveryAfterDue) else None


CHECK = Check(
    code="P308",
    name="ladder-out-of-order",
    title="Steps of an escalation out of order",
    severity=Severity.WARNING,
    rationale=(
        "An escalation is read from top to bottom: each step goes further than the one before. A "
        "step that comes earlier than the one above it is either misplaced or has a wrong number, "
        "and then the higher level hears of the case before the lower one does."
    ),
    bad="""\
case { status open | closed = open; events reply }

action page_lead     page { service "team-lead" }
action page_manager  page { service "duty-manager" }

escalation unanswered {
  2h after due   do page_lead
  30m after due  do page_manager
}

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply; escalate unanswered }
}
""",
    good="""\
case { status open | closed = open; events reply }

action page_lead     page { service "team-lead" }
action page_manager  page { service "duty-manager" }

escalation unanswered {
  30m after due  do page_lead
  2h after due   do page_manager
}

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply; escalate unanswered }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
