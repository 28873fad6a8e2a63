"""P401: milestones that wait for each other in a circle."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.unreached import Circle, found_circles, span_of
from milepost.diagnostics import Note, Severity
from milepost.semantics.model import Model
from milepost.semantics.reach import START, Hindrance

_AFTER = "after"


def run(model: Model) -> Iterator[Finding]:
    """Report each circle of milestones none of which can start or be met before the others."""
    for _, circle in found_circles(model):
        yield _finding(model, circle)


def _finding(model: Model, circle: Circle) -> Finding:
    first, *others = circle.links
    names = {stage.milestone for stage, _ in circle.links}
    if circle.unmet is not None:
        shown = _shown(model, circle)
        message = f"milestone `{circle.unmet}` has no due before it is met: {shown}"
    elif len(names) == 1:
        message = f"milestone `{names.pop()}` waits for itself, so it {_never(circle)}"
    else:
        message = (
            f"milestones wait for each other, so none {_none(circle)}: {_shown(model, circle)}"
        )
    return Finding(
        span_of(model, first[1]),
        message,
        "let one of them start from the case, such as `after created`, or from an event"
        if all(hindrance.verb == _AFTER for _, hindrance in circle.links)
        else "let one of them be done by an event, or ask for something that comes from outside",
        tuple(
            Note(f"`{stage.milestone}` waits here", span_of(model, hindrance))
            for stage, hindrance in others
        ),
    )


def _never(circle: Circle) -> str:
    return "never starts" if _starts_are_missing(circle) else "is never met"


def _none(circle: Circle) -> str:
    return "starts" if _starts_are_missing(circle) else "is met"


def _starts_are_missing(circle: Circle) -> bool:
    return all(stage.what == START for stage, _ in circle.links)


def _shown(model: Model, circle: Circle) -> str:
    """Return the circle in the words of the policy: `a` after `b` after `a`."""
    text = ""
    last = ""
    for stage, hindrance in circle.links:
        if text and last == _AFTER == hindrance.verb:
            text += f" after `{hindrance.name}`"
        else:
            text += f"{', ' if text else ''}`{stage.milestone}` {_asks(model, hindrance)}"
        last = hindrance.verb
    return text


def _asks(model: Model, hindrance: Hindrance) -> str:
    if hindrance.verb == _AFTER:
        return f"after `{hindrance.name}`"
    return f"{hindrance.verb} `{' '.join(span_of(model, hindrance).text.split())}`"


CHECK = Check(
    code="P401",
    name="circular-anchors",
    title="Milestones that wait for each other",
    severity=Severity.ERROR,
    rationale=(
        "Where each milestone is counted from the one before it and the last leads back to the "
        "first, none of them ever starts: the promises look complete and are never measured."
    ),
    bad="""\
case { status open | closed = open; events reply, diagnosis_given, fix_sent }

process support {
  until status == closed
  milestone first_response within 1h on always after repair          { done on reply }
  milestone diagnosis      within 4h on always after first_response  { done on diagnosis_given }
  milestone repair         within 8h on always after diagnosis       { done on fix_sent }
}
""",
    good="""\
case { status open | closed = open; events reply, diagnosis_given, fix_sent }

process support {
  until status == closed
  milestone first_response within 1h on always                       { done on reply }
  milestone diagnosis      within 4h on always after first_response  { done on diagnosis_given }
  milestone repair         within 8h on always after diagnosis       { done on fix_sent }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
