"""Which of many conjunctions may hold together: found by the regions of fields, not pair by pair.

A variable that most of them restrict sorts them into buckets: two that share no value of it exclude
each other. Within a bucket the next variable does the same, until few are left.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from milepost.semantics.regions.formula import FALSE, All, Formula, Variable, Within
from milepost.semantics.regions.values import Numbers, Texts

#: So few are compared with each other without sorting.
FEW = 6
Regions = dict[Variable, Any]
_Pair = tuple[int, int]


def regions_asked(formula: Formula) -> Regions | None:
    """Return the region that each variable must lie in, or None where nothing can hold."""
    if formula == FALSE:
        return None
    parts = formula.parts if isinstance(formula, All) else (formula,)
    return {part.variable: part.region for part in parts if isinstance(part, Within)}


def overlapping(asked: Sequence[Regions | None]) -> Iterator[_Pair]:
    """Yield the pairs of places, in order, whose regions share a value of every variable."""
    indexes = tuple(place for place, regions in enumerate(asked) if regions is not None)
    found: dict[_Pair, None] = {}
    _sort(asked, indexes, frozenset(), found)
    for first, second in sorted(found):
        one, other = asked[first], asked[second]
        if one is not None and other is not None and _may_meet(one, other):
            yield first, second


def _sort(
    asked: Sequence[Regions | None],
    places: tuple[int, ...],
    used: frozenset[Variable],
    found: dict[_Pair, None],
) -> None:
    variable = _best(asked, places, used) if len(places) > FEW else None
    if variable is None:
        for at, first in enumerate(places):
            for second in places[at + 1 :]:
                found[first, second] = None
        return
    for bucket in _buckets(asked, places, variable):
        if len(bucket) > 1:
            _sort(asked, bucket, used | {variable}, found)


def _best(
    asked: Sequence[Regions | None], places: tuple[int, ...], used: frozenset[Variable]
) -> Variable | None:
    """Return the variable by which most places differ, or None when none tells them apart."""
    seen: dict[Variable, set[Any]] = {}
    for place in places:
        for variable, region in (asked[place] or {}).items():
            if variable not in used:
                seen.setdefault(variable, set()).add(region)
    best = max(seen, key=lambda one: (len(seen[one]), -one.rank), default=None)
    return best if best is not None and len(seen[best]) > 1 else None


def _buckets(
    asked: Sequence[Regions | None], places: tuple[int, ...], variable: Variable
) -> Iterator[tuple[int, ...]]:
    """Yield places that share a value of a variable, at least those that do, together."""
    regions = {place: (asked[place] or {}).get(variable, variable.universe) for place in places}
    if any(isinstance(region, Numbers) for region in regions.values()):
        yield from _number_buckets(regions)
        return
    buckets: dict[Any, list[int]] = {}
    for place, region in regions.items():
        for value in _values(region, regions.values()):
            buckets.setdefault(value, []).append(place)
    yield from dict.fromkeys(tuple(bucket) for bucket in buckets.values())


def _values(region: Any, regions: Any) -> Iterator[Any]:
    if isinstance(region, Texts):
        words = {word for one in regions for word in one.words}
        yield from (word for word in sorted(words) if (word in region.words) != region.others)
        yield from (name for name, has in (("", region.others), (None, region.unset)) if has)
        return
    yield from (at for at in range(region.bit_length()) if region >> at & 1)


def _number_buckets(regions: dict[int, Numbers]) -> Iterator[tuple[int, ...]]:
    """Yield for each stretch of numbers over which nothing changes the places that have it."""
    unset = tuple(place for place, region in regions.items() if region.unset)
    seen = {unset}
    if len(unset) > 1:
        yield unset
    events = sorted(
        (edge, opens, place)
        for place, region in regions.items()
        for low, high in region.spans
        for edge, opens, place in ((low, 1, place), (high + 1, 0, place))
    )
    active: set[int] = set()
    for number, (edge, opens, place) in enumerate(events):
        if opens:
            active.add(place)
        else:
            active.discard(place)
        is_last = number + 1 == len(events) or events[number + 1][0] != edge
        if is_last and len(active) > 1:
            bucket = tuple(sorted(active))
            if bucket not in seen:
                seen.add(bucket)
                yield bucket


def _may_meet(one: Regions, other: Regions) -> bool:
    return all(region & other[variable] for variable, region in one.items() if variable in other)
