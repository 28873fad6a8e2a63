"""Promises along the values of a field whose order means something: do they rise, or fall?

For each value the promises are compared with those of the next, every start and case over, all
other fields alike. Where a promise is later at one step and earlier at another, or at one step both
on different days, it neither rises nor falls.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product

from milepost.checks.reached import Reached
from milepost.frozen import frozen
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import AtLeastAsFast, Field
from milepost.ir.targets import ByField, DurationOf, External, NoTarget, TableTarget
from milepost.semantics.clocks import TIER
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Later, ordering_of
from milepost.semantics.ordering.kinds import Side
from milepost.semantics.regions.tables import MILESTONE
from milepost.semantics.scope import CASE
from milepost.source import Span

MOST_PAIRS = 4000
_numbered = re.compile(r"([a-z_]*)(\d+)").fullmatch
#: What fields are called whose values are ranks, whatever those are called.
_named_rank = re.compile(r"(?:\w+_)?(?:priority|severity|urgency)").fullmatch
#: Words that order cases from the most pressing to the least.
_SCALE = (
    *("blocker", "emergency", "critical", "urgent", "highest", "very_high", "major", "high"),
    *("elevated", "medium", "moderate", "normal", "standard", "minor", "low", "lowest", "trivial"),
)


@frozen
class Step:
    """Two neighbouring values of a field, of which the first is due later for some case."""

    found: Later
    later: Side
    earlier: Side


@frozen
class Broken:
    """Steps against the grain; `grain` is `rise` or `fall`, or None where neither prevails."""

    steps: tuple[Step, ...]
    grain: str | None


#: Targets of which the policy says no due.
_UNTOLD = (NoTarget, ByField, DurationOf, External)


def ranked_values(field: Field) -> tuple[str, ...]:
    """Return the values of a field that stand in an order of urgency, by their names or its own.

    Where some names tell an order, the others (`planned`, `unknown`) may stand beside it.
    """
    if field.type != "choice":
        return ()
    if _known(field.values):
        return field.values if _direction(field.values) else ()
    if not _named_rank(field.name):
        return ()
    scaled = tuple(value for value in field.values if value in _SCALE)
    numbered = tuple(value for value in field.values if _numbered(value))
    telling = max(scaled, numbered, key=len)
    if not telling:
        return field.values
    return telling if _direction(telling) else ()


def broken(
    model: Model,
    field: Field,
    sides: Mapping[str, Sequence[Side]],
    compared: Callable[[Side, Side], bool] = lambda _one, _other: True,
) -> Broken | None:
    """Return the steps at which promises leave the order that the others keep.

    `sides` holds those of each value that stands in the order.
    """
    values = tuple(value for value in field.values if value in sides)
    pairs = [
        (one, other)
        for value, following in pairwise(values)
        if not _is_required(model, field, value, following)
        for one, other in product(sides[value], sides[following])
        if one.promised.origin == other.promised.origin and compared(one, other)
    ]
    if not pairs or len(pairs) > MOST_PAIRS:
        return None
    ordering = ordering_of(model)
    sure = ordering.surely_never_later
    if all(sure(one, other) for one, other in pairs):
        return None
    if all(sure(other, one) for one, other in pairs):
        return None
    falls = dict(_steps(model, pairs))
    rises = dict(_steps(model, [(other, one) for one, other in pairs])) if falls else {}
    if not falls or not rises:
        return None
    up, down = len(set(rises) - set(falls)), len(set(falls) - set(rises))
    direction = _direction(values)
    if up > down or (up == down and direction == "first"):
        return Broken(tuple(falls.values()), "rise")
    if down > up or (up == down and direction == "last"):
        return Broken(tuple(rises.values()), "fall")
    return Broken((next(iter(falls.values())), next(iter(rises.values()))), None)


def context_of(model: Model, process: Process, milestone: Milestone) -> tuple[object, ...]:
    """Return what the promises of a milestone depend on: milestones alike in it promise alike."""
    lines: tuple[object, ...] = milestone.lines
    if len(lines) == 1 and isinstance(milestone.lines[0].target, TableTarget):
        line = milestone.lines[0]
        table = model.table(milestone.lines[0].target.table)
        asks = table is not None and MILESTONE in table.by
        lines = (line.target, line.when, line.rolling, milestone.name if asks else "")
    at_close = milestone.at_close or process.at_close
    hours = milestone.hours or process.hours
    origin = milestone.start, milestone.anchor, process.starts_from
    return (process.record, process.tiers, hours, at_close, origin, milestone.when, lines)


def promise_facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield what each milestone promises, where that may differ between two cases of its process.

    Others promise all cases the same. Two of those are at odds only where their processes compete
    for a case, which is a finding of its own. What is promised hangs on the tables and calendars,
    too, wherever they stand.
    """
    reached = Reached(model, ("table", "calendar"))
    tiers = {field.name: field.values for field in model.record(CASE).fields}.get(TIER, ())
    for process, milestone in model.milestones():
        lines = milestone.lines
        asks = len(lines) != 1 or lines[0].when is not None
        asks = asks or isinstance(lines[0].target, TableTarget)
        if asks or (process.tiers and {*process.tiers} != {*tiers}):
            context = repr(context_of(model, process, milestone))
            yield model.span_of(process), f"{milestone.name} {context} {reached.by(context)}"


def alone(model: Model, sides: Iterable[Side]) -> tuple[Side, ...]:
    """Return the sides that may count for a case with their value, and whose due the policy tells.

    Where nothing is promised there is nothing to compare.
    """
    ordering = ordering_of(model)
    return tuple(
        side
        for side in sides
        if not isinstance(side.promised.target, _UNTOLD) and ordering.can_be(side)
    )


def _steps(
    model: Model, pairs: Sequence[tuple[Side, Side]]
) -> Iterator[tuple[frozenset[object], Step]]:
    """Yield, for each two values, the first pair of which the first is ever due later."""
    ordering = ordering_of(model)
    done: set[frozenset[object]] = set()
    for one, other in pairs:
        values = frozenset((one.value, other.value))
        if values in done:
            continue
        found = ordering.later(one, other)
        if isinstance(found, Later) and found.due is not None:
            done.add(values)
            yield values, Step(found, one, other)


def _is_required(model: Model, field: Field, one: str, other: str) -> bool:
    """Say whether the policy itself requires how two values compare: that is judged by itself."""
    return any(
        isinstance(found, AtLeastAsFast)
        and found.field == field.name
        and {found.faster, found.slower} == {one, other}
        and found.when is None
        for found in model.requirements
    )


def _known(values: Sequence[str]) -> bool:
    """Say whether names of values tell an order, be it that of the field or another one."""
    return all(map(_numbered, values)) or all(value in _SCALE for value in values)


def _direction(values: Sequence[str]) -> str | None:
    """Return which end of a field is the most pressing, or None where names do not say."""
    parts = [_numbered(value) for value in values]
    if all(parts) and len({part[1] for part in parts if part}) == 1:
        numbers = [int(part[2]) for part in parts if part]
        if numbers == sorted(numbers):
            return "first"
        return "last" if numbers == sorted(numbers, reverse=True) else None
    if all(value in _SCALE for value in values):
        places = [_SCALE.index(value) for value in values]
        if places == sorted(places):
            return "first"
        return "last" if places == sorted(places, reverse=True) else None
    return None
