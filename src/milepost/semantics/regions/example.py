"""A case in words: the fields that matter and their values, as an author writes them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from milepost.frozen import frozen
from milepost.ir import conditions as ir
from milepost.ir.conditions import Constant
from milepost.semantics.regions.differences import chosen
from milepost.semantics.regions.formula import (
    All,
    Difference,
    Either,
    Formula,
    Related,
    Variable,
    Within,
)
from milepost.semantics.regions.pairs import relates
from milepost.semantics.regions.search import Solution
from milepost.semantics.regions.values import FAR, Numbers, Texts
from milepost.semantics.regions.vocabulary import CREATED, region_of
from milepost.semantics.values import shown

#: Ten o'clock on a Monday: where an example begins unless something speaks against it.
MONDAY = int(datetime(2027, 1, 4, 10, tzinfo=UTC).timestamp())
_UNITS = (("w", 604800), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1))


@frozen
class Feature:
    """What is said of one field, tag or milestone; `value` None where a field is not set.

    `field` is empty where it is no plain field that is said something of.
    """

    text: str
    field: str = ""
    value: Constant | None = None


@frozen
class Case:
    """An example: what must be said of a case, in the order in which its fields are declared."""

    features: tuple[Feature, ...] = ()

    def __str__(self) -> str:
        return ", ".join(feature.text for feature in self.features) or "any case"

    @property
    def values(self) -> dict[str, Constant | None]:
        """The fields that have a value, or None where one is not set."""
        return {feature.field: feature.value for feature in self.features if feature.field}


def case_of(
    solution: Solution, formula: Formula, zone: tzinfo
) -> tuple[Case, tuple[Variable, ...]]:
    """Return the case that a solution describes, and what of it is asked of calendars.

    What the formula holds without is left out.
    """
    values = _values(solution)
    for variable in sorted(values, key=_last_first):
        fewer = {one: value for one, value in values.items() if one is not variable}
        if holds(formula, fewer) is True:
            values = fewer
    placed = sorted(values, key=_place)
    bases = _bases(solution.differences, values)
    features = tuple(
        _feature(one, values, bases.get(one), solution.regions, zone)
        for one in placed
        if not _goes_without_saying(one, values, bases, solution)
    )
    return Case(features), tuple(one for one in placed if one.kind == "open")


def _place(variable: Variable) -> tuple[int, str]:
    """Return where a variable is told: as its field is declared, tags and milestones by name."""
    return variable.rank, str(variable.name)


def _last_first(variable: Variable) -> tuple[bool, int, str]:
    return variable.kind != "open", -variable.rank, str(variable.name)


def _from_creation(variable: Variable) -> tuple[bool, int, str]:
    return (variable.name != CREATED, *_place(variable))


def _goes_without_saying(
    variable: Variable,
    values: Mapping[Variable, Any],
    bases: Mapping[Variable, Variable],
    solution: Solution,
) -> bool:
    """Say whether others tell it: what they are counted from, or that tags are there."""
    if variable.type == "tags":
        tags = (value for one, value in values.items() if one.subject == variable.name)
        return values[variable] is not None and any(tags)
    told_by_it = [one for one, base in bases.items() if base is variable]
    return (
        variable not in bases
        and bool(told_by_it)
        and all(
            _is_any(one, solution.regions.get(one, one.universe)) for one in (variable, *told_by_it)
        )
    )


def _values(solution: Solution) -> dict[Variable, Any]:
    """Return a value for each variable that matters; None is unset."""
    values: dict[Variable, Any] = {}
    compared = dict.fromkeys(side for one in solution.differences for side in (one.left, one.right))
    limits = {
        one: solution.regions.get(one, one.universe).spans[0]
        for one in sorted(compared, key=_from_creation)
    }
    if limits:
        firsts = {one.type: one for one in reversed(limits)}
        wishes = {one: _wish(one) for one in firsts.values()}
        values |= chosen(limits, solution.differences, wishes) or {}
    for variable, region in solution.regions.items():
        if variable not in values and region != variable.universe:
            values[variable] = _value(variable, region)
    return values


def _wish(variable: Variable) -> int:
    """Return the number that an example has where any would do."""
    if variable.type == "time":
        return MONDAY
    if variable.type == "date":
        return date(2027, 1, 4).toordinal()
    return 0


def _value(variable: Variable, region: Any) -> Any:
    if isinstance(region, Numbers):
        if not region.spans:
            return None
        low, high = region.spans[0]
        return min(max(_wish(variable), low), high)
    if isinstance(region, Texts):
        if region.words and not region.others:
            return min(region.words)
        if not region.others:
            return None
        return next(word for word in ("x", *map(str, range(99999))) if word not in region.words)
    place = (region & -region).bit_length() - 1
    return variable.values[place] if place < len(variable.values) else None


def holds(formula: Formula, values: Mapping[Variable, Any]) -> bool | None:
    """Say whether a formula holds for a case of which only some is known; None: not known."""
    if isinstance(formula, Within):
        if formula.variable not in values:
            return None
        return _is_in(formula.variable, values[formula.variable], formula.region)
    if isinstance(formula, All | Either):
        decisive = isinstance(formula, Either)
        known: bool | None = not decisive
        for part in formula.parts:
            found = holds(part, values)
            if found is decisive:
                return decisive
            if found is None:
                known = None
        return known
    left, right = values.get(formula.left), values.get(formula.right)
    if left is None or right is None:
        return None
    if isinstance(formula, Related):
        return relates(formula, left, right) == formula.holds
    return bool(left - right <= formula.bound)


def _is_in(variable: Variable, value: Any, region: Any) -> bool:
    alone = variable.unset_region if value is None else _region(variable, value)
    return bool(alone & region)


def _region(variable: Variable, value: Any) -> Any:
    if variable.kind == "number":
        return Numbers(((value, value),))
    return region_of(variable, (value,))


def _bases(
    differences: Sequence[Difference], values: Mapping[Variable, Any]
) -> dict[Variable, Variable]:
    """Return for each variable that is told by its distance the one it is told from."""
    order = sorted(values, key=_from_creation)
    bases: dict[Variable, Variable] = {}
    for one in differences:
        if one.left in values and one.right in values:
            first, second = sorted((one.left, one.right), key=order.index)
            bases.setdefault(second, bases.get(first, first))
    return bases


def _feature(
    variable: Variable,
    values: Mapping[Variable, Any],
    base: Variable | None,
    regions: Mapping[Variable, Any],
    zone: tzinfo,
) -> Feature:
    value, name = values[variable], variable.name
    if variable.kind == "open":
        return Feature(_asked(variable.subject, value))
    if variable.kind == "tag":
        return Feature(f"{variable.subject} {'has' if value else 'without'} {name}")
    field = "" if variable.subject == "milestone" else name
    if value is None:
        return Feature(f"{name} is not set", field)
    if variable.type == "tags":
        return Feature(f"{name} is set")
    if base is not None:
        return Feature(_apart(variable, value, base, values[base]), field, _plain(variable, value))
    region = regions.get(variable, variable.universe)
    if variable.kind == "text" and region.others:
        but = " or ".join(f'"{word}"' for word in sorted(region.words))
        return Feature(f"{name} is set" + (f", not {but}" if but else ""), field, value)
    if variable.kind == "number" and _is_any(variable, region):
        return Feature(f"{name} is set", field, _plain(variable, value))
    return Feature(f"{name} = {_written(variable, value, zone)}", field, _plain(variable, value))


def _is_any(variable: Variable, region: Any) -> bool:
    return bool(region.spans == variable.universe.spans)


def _apart(variable: Variable, value: int, base: Variable, from_: int) -> str:
    """Return how far a number lies from another."""
    apart = value - from_
    if apart == 0:
        return f"{variable.name} = {base.name}"
    if variable.type == "integer":
        return f"{variable.name} = {base.name} {'+' if apart > 0 else '-'} {abs(apart)}"
    length = f"{abs(apart)}d" if variable.type == "date" else duration(abs(apart))
    if variable.type == "duration":
        return (
            f"{variable.name} is {length} {'longer' if apart > 0 else 'shorter'} than {base.name}"
        )
    return f"{variable.name} = {length} {'after' if apart > 0 else 'before'} {base.name}"


def _asked(condition: ir.During, is_open: bool) -> str:
    operand: Any = condition.instant
    words = []
    while isinstance(operand, ir.After):
        side = "after" if operand.seconds >= 0 else "before"
        words.append(f"{duration(abs(operand.seconds))} {side}")
        operand = operand.instant
    subject = getattr(operand, "field", None) or getattr(operand, "milestone", None) or "then"
    calendar = condition.calendar if isinstance(condition.calendar, str) else "its calendar"
    return f"{' '.join((*words, subject))} {'during' if is_open else 'outside'} {calendar}"


def _plain(variable: Variable, value: Any) -> Constant:
    """Return a value as the schedule has it."""
    plain: Constant = date.fromordinal(value).isoformat() if variable.type == "date" else value
    return plain


def _written(variable: Variable, value: Any, zone: tzinfo) -> str:
    if variable.type == "duration":
        return duration(value)
    if variable.type == "date":
        return date.fromordinal(value).isoformat()
    if variable.type == "time":
        return instant(value, zone)
    return f'"{value}"' if variable.kind == "text" else shown(value)


def duration(seconds: int) -> str:
    """Return a number of seconds as a duration is written.

    >>> duration(5400)
    '1h30m'
    """
    parts = []
    for unit, size in _UNITS[2:]:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def instant(seconds: int, zone: tzinfo) -> str:
    """Return an instant as it is written in a policy."""
    if abs(seconds) > FAR // (1 << 26):
        return f"{seconds}s"
    text = datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%dT%H:%M:%S").removesuffix(":00")
    return f"{text}Z" if zone is UTC else text
