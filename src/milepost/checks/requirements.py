"""What a policy requires of itself, judged: each holds, does not, or cannot be said."""

from collections.abc import Iterable, Iterator
from itertools import product

from milepost.checks.ranked import MOST_PAIRS, context_of
from milepost.frozen import frozen, replace
from milepost.ir.conditions import Condition
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import (
    AtLeastAsFast,
    Field,
    RequireBefore,
    RequireFact,
    Requirement,
    RequireWithin,
)
from milepost.ir.targets import Duration, Target, TargetLine
from milepost.semantics.clocks import TIER
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import (
    MOST_MEMBERS,
    Later,
    Never,
    Outcome,
    Unknown,
    ordering_of,
)
from milepost.semantics.ordering.kinds import Side
from milepost.semantics.ordering.promised import Promised, promised_by
from milepost.semantics.regions.reading import fields_in


@frozen
class Judged:
    """A requirement and what became of it; of one that does not hold, the two promises."""

    requirement: Requirement
    outcome: Outcome
    one: Side | None = None
    other: Side | None = None


#: Pairs of promises of which the first must never be due later than the second.
Pairs = Iterator[tuple[Side, Side]]


def judged(model: Model) -> tuple[Judged, ...]:
    """Return every requirement but facts, judged: the same ones for every check that asks."""
    if not _latest or _latest[0][0] is not model:
        found = (one for one in model.requirements if not isinstance(one, RequireFact))
        _latest[:] = [(model, tuple(_judged(model, one) for one in found))]
    return _latest[0][1]


#: The model that was asked about last, and what was found: checks of one model ask in turn.
_latest: list[tuple[Model, tuple[Judged, ...]]] = []


def _judged(model: Model, requirement: Requirement) -> Judged:
    assert not isinstance(requirement, RequireFact)
    given = (requirement.when,) if requirement.when is not None else ()
    margin = -1 if isinstance(requirement, RequireBefore) else 0
    unknown: Judged | None = None
    for number, (one, other) in enumerate(_pairs(model, requirement)):
        if number > MOST_PAIRS:
            return Judged(requirement, Unknown("there are too many promises to compare"))
        outcome = _outcome(model, one, other, given, margin)
        if isinstance(outcome, Later):
            return Judged(requirement, outcome, one, other)
        if isinstance(outcome, Unknown) and unknown is None:
            unknown = Judged(requirement, outcome, one, other)
    return unknown or Judged(requirement, Never())


def _outcome(
    model: Model, one: Side, other: Side, given: tuple[Condition, ...], margin: int
) -> Outcome:
    return ordering_of(model).later(one, other, given, margin=margin, members=MOST_MEMBERS)


def _pairs(model: Model, requirement: Requirement) -> Pairs:
    match requirement:
        case AtLeastAsFast():
            return _by_value(model, requirement)
        case RequireWithin():
            return _within(model, requirement)
        case RequireBefore():
            return _before(model, requirement)
    return iter(())


def _by_value(model: Model, requirement: AtLeastAsFast) -> Pairs:
    """Yield the promises of either value, milestone by milestone.

    A process that takes cases of both values is compared with itself: two cases that differ in
    nothing but the value enter the same one.
    """
    named: dict[tuple[str, str], list[tuple[Process, Milestone]]] = {}
    for process, milestone in model.milestones():
        named.setdefault((process.record, milestone.name), []).append((process, milestone))
    sure: set[object] = set()
    for (record, _), entries in named.items():
        fields = {field.name: field for field in model.record(record).fields}
        field = fields.get(requirement.field)
        if field is None:
            continue
        both = [entry for entry in entries if _takes_both(entry[0], requirement)]
        for process, milestone in both:
            context = context_of(model, process, milestone)
            if context in sure:
                continue
            pairs = tuple(product(*_sides(model, field, requirement, ((process, milestone),))))
            if all(ordering_of(model).surely_never_later(*pair) for pair in pairs):
                sure.add(context)
            yield from pairs
        apart = [entry for entry in entries if not _takes_both(entry[0], requirement)]
        for left, right in product(entries if apart else (), entries):
            if left in apart or right in apart:
                one, _ = _sides(model, field, requirement, (left,))
                _, other = _sides(model, field, requirement, (right,))
                yield from product(one, other)


def _takes_both(process: Process, requirement: AtLeastAsFast) -> bool:
    """Say whether it makes no difference to a process which of two values a case has."""
    if process.when is not None and requirement.field in fields_in(process.when):
        return False
    values = {requirement.faster, requirement.slower}
    return requirement.field != TIER or not process.tiers or values <= set(process.tiers)


def _sides(
    model: Model,
    field: Field,
    requirement: AtLeastAsFast,
    entries: Iterable[tuple[Process, Milestone]],
) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """Return the promises that may count for the faster value, and those for the slower one."""
    ordering = ordering_of(model)
    promised = tuple(
        one for process, milestone in entries for one in promised_by(model, process, milestone)
    )
    faster, slower = (
        tuple(
            side
            for one in promised
            if field.name != TIER or not one.process.tiers or value in one.process.tiers
            if ordering.can_be(side := Side(one, field, value))
        )
        for value in (requirement.faster, requirement.slower)
    )
    return faster, slower


def _within(model: Model, requirement: RequireWithin) -> Pairs:
    if is_no_time(requirement.target):
        return
    for process, milestone in model.milestones():
        if milestone.name != requirement.milestone:
            continue
        for promised in promised_by(model, process, milestone):
            line = TargetLine(requirement.target, promised.line.anchor)
            limit = Promised(process, on_its_clock(promised), line, None, promised.given)
            yield Side(promised), Side(limit)


def is_no_time(target: Target) -> bool:
    """Say whether a target is a duration of nothing: that is a mistake of its own, P201."""
    return isinstance(target, Duration) and not target.seconds


def on_its_clock(promised: Promised) -> Milestone:
    """Return the milestone of a promise with the clock of the promise for what names none."""
    own = getattr(promised.target, "calendar", None)
    return promised.milestone if own is None else replace(promised.milestone, hours=own)


def _before(model: Model, requirement: RequireBefore) -> Pairs:
    for process in model.processes:
        found = {milestone.name: milestone for milestone in process.milestones}
        first, second = found.get(requirement.first), found.get(requirement.second)
        if first is None or second is None:
            continue
        left, right = promised_by(model, process, first), promised_by(model, process, second)
        for one, other in ordering_of(model).pairs(process.record, left, right):
            if not _follows(other, requirement.first):
                yield Side(one), Side(other)


def _follows(promised: Promised, name: str) -> bool:
    """Say whether a promise begins when the milestone of a name is met: then that came first."""
    anchor = promised.anchor
    return anchor is not None and anchor.how in ("once", "first") and anchor.of == (name,)
