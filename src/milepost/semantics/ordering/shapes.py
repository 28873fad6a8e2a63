"""The shape of a promise: its target with every calendar settled, so that equal shapes are equal.

Which calendar a target runs on may hang on the case: a choice by a field, the hours of a tier or
of an entitlement. Settled for one kind of case, all that is left of a promise is what its due
depends on.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from milepost.frozen import frozen, replace
from milepost.ir import targets as t
from milepost.ir.conditions import CalendarRef, Choice, Constant
from milepost.ir.processes import Offset

#: Field values that choose a member of a calendar family, sorted by field.
Members: TypeAlias = tuple[tuple[str, Constant], ...]
#: The names of the calendars that targets run on when they name none.
Hours: TypeAlias = CalendarRef | None

_OF_WHICH_CLOCK = "which clock it is counted on hangs on the case"


@frozen
class Leaf:
    """A plain target on one calendar. `rolls` says that a duration does not end at closing time."""

    target: t.Target
    calendar: str | None
    rolls: bool = False
    members: Members = ()


@frozen
class Combined:
    """The earliest or the latest of several."""

    is_earliest: bool
    parts: tuple["Shape", ...]


@frozen
class Rolled:
    """A due that moves on when its date has no open time in a calendar."""

    of: "Shape"
    time: int
    calendar: str
    ends_day: bool
    members: Members = ()


@frozen
class Before:
    """An amount of time before a due."""

    of: "Shape"
    offset: Offset
    calendar: str
    members: Members = ()


@frozen
class Start:
    """The start itself."""


@frozen
class Opaque:
    """A due that the policy does not tell, and why. Equal ones are due together."""

    what: Any
    reason: str


@frozen
class Unpromised:
    """No due at all: `none`."""


Shape: TypeAlias = Leaf | Combined | Rolled | Before | Start | Opaque | Unpromised


@frozen
class Settling:
    """What settles the calendars of a target: hours that it inherits, and fields of the case."""

    hours: Hours
    fields: Mapping[str, Any]
    rolls: bool
    anchor: t.Anchor | None

    def shape(self, target: t.Target, rolling: t.Rolling | None = None) -> Shape:
        """Return the shape of a target with its roll-forward."""
        found = self._shape(target)
        if rolling is None or isinstance(found, Unpromised):
            return found
        name = self._named(rolling.calendar)
        if name is None:
            return Opaque(rolling, "what chooses its calendar is not known")
        ends = isinstance(target, t.DayTime) and target.time != 0
        return Rolled(found, rolling.time, name, ends)

    def before(self, shape: Shape, offset: Offset) -> Shape:
        """Return the shape of an amount of time before a due, on its own clock or the due's."""
        if isinstance(shape, Unpromised | Opaque):
            return shape
        own = self._named(offset.calendar) or _clock_of(shape)
        if own is None:
            return Opaque(offset, _OF_WHICH_CLOCK)
        return Before(shape, replace(offset, calendar=None), own)

    def used(self, shape: Shape, seconds: int) -> Shape:
        """Return the shape of an amount of time used on the clock of a due."""
        if isinstance(shape, Unpromised | Opaque):
            return shape
        own = _clock_of(shape)
        return Opaque(seconds, _OF_WHICH_CLOCK) if own is None else Leaf(t.Duration(seconds), own)

    def _shape(self, target: t.Target) -> Shape:
        match target:
            case t.NoTarget():
                return Unpromised()
            case t.ByField():
                return Opaque(target, f"the due is held by field `{target.field}`")
            case t.External():
                return Opaque(target, f"the host is asked for it: `{target.name}`")
            case t.Earliest() | t.Latest():
                parts = tuple(self._alternative(one) for one in target.alternatives)
                return Combined(isinstance(target, t.Earliest), parts)
            case t.TableTarget():
                return Opaque(target, f"table `{target.table}` was not looked up")
        name = self._named(getattr(target, "calendar", None) or self.hours)
        if name is None:
            return Opaque(target, "nothing says on which calendar it runs")
        plain = replace(target, calendar=None)
        if isinstance(target, t.DurationOf):
            return Opaque((plain, name), f"its length is held by field `{target.field}`")
        return Leaf(plain, name, self.rolls and isinstance(target, t.Duration))

    def _alternative(self, one: t.Alternative) -> Shape:
        if one.anchor is not None and one.anchor != self.anchor:
            return Opaque(one, "it is counted from another anchor")
        return self._shape(one.target)

    def _named(self, reference: CalendarRef | None) -> str | None:
        if not isinstance(reference, Choice):
            return reference
        value = self.fields.get(reference.by)
        for case in reference.cases:
            if value in case.values:
                return case.then
        return None if value is None else reference.otherwise


def _clock_of(shape: Shape) -> str | None:
    """Return the calendar of the clock that a due runs on, or None for one of several."""
    clocks = {part.calendar for part in leaves(shape) if isinstance(part, Leaf)}
    return next(iter(clocks)) if len(clocks) == 1 else None


def leaves(shape: Shape) -> Iterator[Leaf | Rolled | Before]:
    """Yield every part of a shape that has a calendar."""
    if isinstance(shape, Leaf):
        yield shape
    elif isinstance(shape, Combined):
        for part in shape.parts:
            yield from leaves(part)
    elif isinstance(shape, Rolled | Before):
        yield shape
        yield from leaves(shape.of)


def reason_of(shape: Shape) -> str | None:
    """Return why a due is not told by the policy, or None when it is."""
    if isinstance(shape, Opaque):
        return shape.reason
    if isinstance(shape, Unpromised):
        return "nothing is promised"
    if isinstance(shape, Combined):
        return next((found for part in shape.parts if (found := reason_of(part))), None)
    return reason_of(shape.of) if isinstance(shape, Rolled | Before) else None


def with_members(shape: Shape, chosen: Mapping[str, Members]) -> Shape:
    """Return a shape with the members of its calendar families chosen, by calendar."""
    match shape:
        case Leaf():
            return replace(shape, members=chosen.get(str(shape.calendar), ()))
        case Combined():
            return replace(shape, parts=tuple(with_members(one, chosen) for one in shape.parts))
        case Rolled() | Before():
            members = chosen.get(shape.calendar, ())
            return replace(shape, of=with_members(shape.of, chosen), members=members)
    return shape
