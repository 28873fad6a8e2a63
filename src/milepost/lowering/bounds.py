"""The shortest and longest wall-clock time of every target, over every start in the horizon.

Exact, not sampled: a due time is linear in its start between two breaks (`milepost.clock.pieces`),
so the time taken has its extremes at the ends of pieces.
"""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any

from milepost.clock import BEYOND, Calendars, Clock, ClockError
from milepost.clock.breaks import pieces_of, rolled
from milepost.frozen import frozen
from milepost.ir import targets as t
from milepost.ir.schedule import Bound, Horizon
from milepost.semantics.clocks import Clocked, clocks_of
from milepost.semantics.model import Model

MAX_MEMBERS = 64
_PLAIN = (t.Duration, t.BusinessDays, t.CalendarDays, t.Months, t.DayTime)


@frozen
class Extremes:
    """The least and the most seconds a target takes, and the start instants at which it does."""

    least: int
    least_from: int
    most: int
    most_from: int


def bounds_of(model: Model, *, families: bool = True) -> tuple[Bound, ...]:
    """Return the bounds of every target whose due the calendar alone decides, in the order written.

    Without `families`, targets on calendars that have a member for each zone or holiday set are
    left out.
    """
    settings = model.project.settings
    horizon = Horizon(settings.horizon_starts, settings.horizon_ends)
    calendars = Calendars(model.calendars, model.holiday_sets, model.timezone, horizon)
    return _Bounds(model, calendars, families=families).all()


class _Bounds:
    def __init__(self, model: Model, calendars: Calendars, *, families: bool) -> None:
        self.model = model
        self.calendars = calendars
        self.families = families
        self.known: dict[Any, Extremes | None] = {}

    def all(self) -> tuple[Bound, ...]:
        found: dict[Bound, None] = {}
        for clocked in clocks_of(self.model).of_milestones():
            if isinstance(clocked.target, _PLAIN):
                for calendar in clocked.calendars:
                    bound = self.bound(clocked, calendar)
                    if bound is not None:
                        found[bound] = None
        return tuple(found)

    def bound(self, clocked: Clocked, calendar: str) -> Bound | None:
        process, milestone = clocked.process, clocked.milestone
        rolls = (milestone.at_close or process.at_close) == "rolls"
        best: Extremes | None = None
        members = tuple(self.members(process.record, calendar, clocked.rolling))
        if len(members) > 1 and not self.families:
            return None
        for fields in members:
            for rolling in _variants(clocked.rolling):
                found = self.extremes(calendar, fields, clocked.target, rolling, rolls=rolls)
                best = found if best is None else best and found and _wider(best, found)
        if best is None:
            return None
        return Bound(
            process.name,
            process.version,
            milestone.name,
            clocked.target,
            calendar,
            best.least,
            best.least_from,
            best.most,
            best.most_from,
        )

    def members(
        self, record: str, calendar: str, rolling: t.Rolling | None
    ) -> Iterator[Mapping[str, Any]]:
        """Yield the field values that choose the members of a calendar family, up to 64."""
        names = set(self.calendars.fields_of(calendar))
        if rolling is not None and isinstance(rolling.calendar, str):
            names |= set(self.calendars.fields_of(rolling.calendar))
        declared = {field.name: field for field in self.model.record(record).fields}
        values = [declared[name].values or (True, False) for name in sorted(names)]
        for chosen in islice(product(*values), MAX_MEMBERS):
            yield dict(zip(sorted(names), chosen, strict=True))

    def extremes(
        self,
        calendar: str,
        fields: Mapping[str, Any],
        target: Any,
        rolling: t.Rolling | None,
        *,
        rolls: bool,
    ) -> Extremes | None:
        """Return the extremes of a target on one clock.

        None when it never is due within the horizon.
        """
        try:
            clock = self.calendars.clock(calendar, fields)
            other = self.calendars.clock(rolling.calendar, fields) if rolling else None
        except ClockError:
            return None
        plain = _without_calendar(target)
        key = (id(clock), plain, rolling, id(other), rolls)
        if key not in self.known:
            self.known[key] = _extremes(clock, plain, rolling, other, rolls=rolls)
        return self.known[key]


def _extremes(
    clock: Clock, target: Any, rolling: t.Rolling | None, other: Clock | None, *, rolls: bool
) -> Extremes | None:
    """Return the extremes of one target over every start whose due lies within the horizon."""
    try:
        dues = pieces_of(target, clock, roll=rolls)
        if rolling is not None and other is not None:
            dues = rolled(dues, target, other, rolling.time)
    except ClockError:
        return None
    found: Extremes | None = None
    for first, last, due, runs in dues.segments():
        for start in (first, last):
            taken = due + runs * (start - first) - start
            if due < BEYOND and taken >= 0:
                one = Extremes(taken, start, taken, start)
                found = one if found is None else _wider(found, one)
    return found


def _variants(rolling: t.Rolling | None) -> tuple[t.Rolling | None, ...]:
    """Return the roll-forward of a line, and none where it depends on the case."""
    return (rolling, None) if rolling is not None and rolling.when is not None else (rolling,)


def _without_calendar(target: Any) -> Any:
    values = {name: getattr(target, name) for name in target.__match_args__}
    return type(target)(**(values | {"calendar": None}))


def _wider(one: Extremes, other: Extremes) -> Extremes:
    least = one if one.least <= other.least else other
    most = one if one.most >= other.most else other
    return Extremes(least.least, least.least_from, most.most, most.most_from)
