"""What no case of a process ever comes to: what waits for what, and what is at the bottom."""

from collections.abc import Iterable, Iterator, Mapping

from milepost.checks.wording import noted
from milepost.diagnostics import Note
from milepost.frozen import frozen
from milepost.ir.processes import Milestone
from milepost.ir.targets import Earliest, Latest, Target
from milepost.semantics import graph
from milepost.semantics.model import Model
from milepost.semantics.reach import (
    DUE,
    MET,
    START,
    Hindrance,
    Hindrances,
    Reach,
    Stage,
    reaches_of,
)
from milepost.source import Span

_NEVER = {START: "never starts", MET: "is never met", DUE: "is never due"}

#: The stages that are never reached, each with those it waits for and the parts that say so.
Links = Mapping[Stage, Mapping[Stage, Hindrance]]


@frozen
class Root:
    """A stage that is never reached because of something that is no other stage."""

    reach: Reach
    stage: Stage
    hindrance: Hindrance
    followers: tuple[Stage, ...]


@frozen
class Circle:
    """Stages that wait for each other, each with what makes it wait for the next.

    `unmet` is the milestone that the others wait for only while it is open, where there is one.
    """

    links: tuple[tuple[Stage, Hindrance], ...]
    unmet: str | None = None


def roots(model: Model, why: str) -> Iterator[Root]:
    """Yield the stages of all processes that are never reached for one reason."""
    for reach in reaches_of(model).all:
        lacking = tuple(reach.lacking())
        for stage, hindrances in lacking:
            for hindrance in hindrances:
                if hindrance.needs is None and hindrance.why == why:
                    waiting = graph.followers(_links(lacking), (stage,))
                    yield Root(reach, stage, hindrance, waiting)


def found_circles(model: Model) -> Iterator[tuple[Reach, Circle]]:
    """Yield the circles of all processes, none of which is ever entered."""
    for reach in reaches_of(model).all:
        links = _links(reach.lacking())
        if links:
            for circle in graph.circles(links):
                yield reach, _circle(links, circle)
        for milestone in reach.process.milestones:
            if Stage(milestone.name, DUE) in reach.reached and _has_alternatives(milestone):
                yield from _while_open(reach, milestone)


def _while_open(reach: Reach, milestone: Milestone) -> Iterator[tuple[Reach, Circle]]:
    """Yield the circle of a milestone whose due is known only once it is met."""
    due = Stage(milestone.name, DUE)
    before = reach.before(milestone)
    if due in before.reached:
        return
    links = _links(before.lacking())
    for circle in graph.circles({due: links.get(due, {}), **links}):
        if due in circle:
            yield reach, _circle(links, circle, milestone.name)


def _circle(links: Links, stages: tuple[Stage, ...], unmet: str | None = None) -> Circle:
    following = (*stages[1:], stages[0])
    said = ((one, links[one][other]) for one, other in zip(stages, following, strict=True))
    return Circle(tuple((stage, hindrance) for stage, hindrance in said if hindrance.verb), unmet)


def _links(lacking: Iterable[tuple[Stage, Hindrances]]) -> Links:
    return {
        stage: {one.needs: one for one in reversed(hindrances) if one.needs is not None}
        for stage, hindrances in lacking
    }


def _has_alternatives(milestone: Milestone) -> bool:
    return any(_has_anchors(line.target) for line in milestone.lines)


def _has_anchors(target: Target) -> bool:
    return isinstance(target, Earliest | Latest) and any(
        part.anchor is not None or _has_anchors(part.target) for part in target.alternatives
    )


def span_of(model: Model, hindrance: Hindrance) -> Span:
    """Return where a hindrance is written: the condition or anchor, else what it stands in."""
    found = model.spans.find(hindrance.condition) if hindrance.condition is not None else None
    return found or model.span_of(hindrance.part)


def also_waiting(model: Model, root: Root) -> tuple[Note, ...]:
    """Return a note for each milestone that comes to nothing because another does."""
    names: dict[str, str] = {}
    for stage in root.followers:
        if stage.milestone != root.stage.milestone:
            names.setdefault(stage.milestone, _NEVER[stage.what])
    milestones = root.reach.milestones
    return noted(
        [
            Note(f"`{name}` waits for that, so it {never}", model.span_of(milestones[name]))
            for name, never in names.items()
        ]
    )


def never(stage: Stage) -> str:
    """Return what a stage that is never reached means for its milestone, in words."""
    return f"milestone `{stage.milestone}` {_NEVER[stage.what]}"
