"""P401: milestones that wait for each other in a circle."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from milepost.checks.check import Check, Finding
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import Milestone
from milepost.ir.targets import Anchor, Earliest, Latest, Target
from milepost.semantics.model import Model

#: The milestones that must come first, each with the anchor that says so.
Waits = Mapping[str, Anchor]


def run(model: Model) -> Iterator[Finding]:
    """Report each circle of milestones none of which can start before the others."""
    for process in model.processes:
        names = {milestone.name for milestone in process.milestones}
        waits = {
            milestone.name: {
                name: anchor for name, anchor in _waits(milestone).items() if name in names
            }
            for milestone in process.milestones
        }
        for circle in _circles(waits):
            yield _finding(model, circle, waits)


def _circles(waits: Mapping[str, Waits]) -> Iterator[tuple[str, ...]]:
    """Yield circles, each milestone followed by one it waits for, none in two circles."""
    left = {name: tuple(before) for name, before in waits.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            *circle, _ = reversed(error.args[1])
            yield tuple(circle)
            left = {name: before for name, before in left.items() if name not in circle}
        else:
            return


def _finding(model: Model, circle: tuple[str, ...], waits: Mapping[str, Waits]) -> Finding:
    first = min(range(len(circle)), key=lambda place: list(waits).index(circle[place]))
    path = (*circle[first:], *circle[:first])
    anchors = [waits[name][after] for name, after in zip(path, (*path[1:], path[0]), strict=True)]
    if len(path) == 1:
        message = f"milestone `{path[0]}` waits for itself, so it never starts"
    else:
        shown = " after ".join(f"`{name}`" for name in (*path, path[0]))
        message = f"milestones wait for each other, so none starts: {shown}"
    return Finding(
        model.span_of(anchors[0]),
        message,
        "let one of them start from the case, such as `after created`, or from an event",
        tuple(
            Note(f"`{name}` waits here", model.span_of(anchor))
            for name, anchor in zip(path[1:], anchors[1:], strict=True)
        ),
    )


def _waits(milestone: Milestone) -> dict[str, Anchor]:
    """Return what a milestone waits for whichever of its lines counts."""
    if milestone.start is not None:
        return {}
    if milestone.anchor is not None:
        return _named(milestone.anchor)
    lines = [
        _named(line.anchor) if line.anchor is not None else _waits_of(line.target)
        for line in milestone.lines
    ]
    return _shared(lines)


def _waits_of(target: Target) -> dict[str, Anchor]:
    if not isinstance(target, Earliest | Latest):
        return {}
    each = [
        _named(one.anchor) if one.anchor is not None else _waits_of(one.target)
        for one in target.alternatives
    ]
    if isinstance(target, Earliest):
        return _shared(each)
    return {name: anchor for waits in reversed(each) for name, anchor in waits.items()}


def _named(anchor: Anchor) -> dict[str, Anchor]:
    """Return the milestones of an anchor; one chosen by a field may be another for another case."""
    return {name: anchor for name in anchor.of if isinstance(name, str)}


def _shared(alternatives: list[dict[str, Anchor]]) -> dict[str, Anchor]:
    if not alternatives:
        return {}
    first, *others = alternatives
    return {name: anchor for name, anchor in first.items() if all(name in one for one in others)}


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
)
