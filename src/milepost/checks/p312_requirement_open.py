"""P312: a requirement of which nobody can say whether it holds."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.requirements import judged
from milepost.checks.telling import place_of
from milepost.diagnostics import Note, Severity
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Unknown


def run(model: Model) -> Iterator[Finding]:
    """Report each requirement that is neither proved nor refuted, and why."""
    for one in judged(model):
        if not isinstance(one.outcome, Unknown):
            continue
        sides = [side for side in (one.one, one.other) if side is not None]
        places = dict.fromkeys(place_of(model, side.promised) for side in sides)
        own = model.span_of(one.requirement)
        notes = tuple(
            Note("of this promise", place)
            for place in places
            if not (own.path == place.path and own.start <= place.start < own.end)
        )
        yield Finding(
            own,
            f"requirement is not decided: {one.outcome.reason}",
            "leave the cases in question out with `when`, or test them",
            notes,
        )


CHECK = Check(
    code="P312",
    name="requirement-open",
    title="A requirement that is not decided",
    severity=Severity.INFORMATION,
    rationale=(
        "Some dues are not told by the policy: the host is asked for them, a field of the case "
        "holds them, or they are counted from different anchors. A requirement about such a "
        "promise is neither proved nor refuted, and who relies on it should know."
    ),
    bad="""\
case { status open | closed = open; agreed duration; events reply }

require first_response within 4h on always

process support {
  carry on change of agreed
  until status == closed
  milestone first_response within agreed on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; agreed duration; events reply }

require first_response within 4h on always when agreed is not set

process support {
  carry on change of agreed
  until status == closed
  milestone first_response {
    within agreed on always when agreed is set
    within 4h on always
    done on reply
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
