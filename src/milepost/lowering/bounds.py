"""The shortest and longest wall-clock time of every target, over every start in the horizon.

Exact, not sampled. A due time is piecewise linear in its start: between two breaks it either
stands still or runs along, so the time taken has its extremes at breaks. For durations the breaks
are the openings and closings, and the starts from which a due falls on one. For targets in days
they recur with the local date: dates with the same hours from the day before to the day after the
due break alike, so one of each kind is looked at in full.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from typing import Any

from milepost.clock import BEYOND, Calendars, Clock, ClockError, due_of, ends_day
from milepost.clock.dates import DAY
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
            due = _Due(clock, plain, rolling, other, rolls)
            self.known[key] = due.extremes()
        return self.known[key]


class _Due:
    """One target on one clock: when it is due, and where its time taken has extremes."""

    def __init__(
        self,
        clock: Clock,
        target: Any,
        rolling: t.Rolling | None,
        other: Clock | None,
        rolls: bool,
    ) -> None:
        self.clock = clock
        self.target = target
        self.rolling = rolling
        self.other = other
        self.rolls = rolls

    def at(self, start: int) -> int:
        """Return the due of a start, `BEYOND` when the horizon ends before it."""
        try:
            due = due_of(self.target, start, self.clock, roll=self.rolls)
            if self.rolling is not None and self.other is not None and due < BEYOND:
                due = self.other.rolled(due, self.rolling.time, ends_day=ends_day(self.target))
        except ClockError:
            return BEYOND
        return due

    def extremes(self) -> Extremes | None:
        """Return the extremes over every start whose due lies within the horizon."""
        found: Extremes | None = None
        for start in self.starts():
            due = self.at(start)
            if due >= BEYOND or due < start:
                continue
            one = Extremes(due - start, start, due - start, start)
            found = one if found is None else _wider(found, one)
        return found

    def starts(self) -> Iterable[int]:
        """Return every start at which the time taken may have an extreme."""
        table = self.clock.table
        inside = range(table.since, table.until + 1)
        if isinstance(self.target, t.Duration) and self.rolling is None:
            found = self.duration_breaks(self.target.seconds)
        else:
            found = self.date_breaks()
        return sorted(start for start in set(found) if start in inside)

    def duration_breaks(self, seconds: int) -> Iterator[int]:
        """Yield openings, closings, and starts whose due falls on one, with neighbours."""
        table = self.clock.table
        yield table.since
        for opens, closes in zip(table.starts, table.ends, strict=True):
            for edge in (opens, closes):
                yield from (edge - 1, edge, edge + 1)
                try:
                    back = table.subtract(edge, seconds)
                except ClockError:
                    continue
                yield from (back - 1, back, back + 1)

    def date_breaks(self) -> Iterator[int]:
        """Yield the breaks of one date of every kind: its midnight, its hours, its cut-off."""
        clock = self.clock
        zone, table = clock.zone, clock.table
        edges = self.edges()
        shapes: dict[int, Any] = {}
        seen: set[Any] = set()
        first, last = zone.day(table.since), zone.day(table.until - 1)
        for day in range(first, last + 1):
            end = min(zone.midnight(day + 1) - 1, table.until)
            due = self.at(max(end, table.since))
            reach = last if due >= BEYOND else zone.day(due)
            around = range(day - 1, reach + 2)
            for near in around:
                if near not in shapes:
                    shapes[near] = self.shape(near)
            pattern = tuple(shapes[near] for near in around)
            if pattern in seen:
                continue
            seen.add(pattern)
            for edge in edges:
                instant = zone.instant(day * DAY + edge)
                yield from (instant - 1, instant, instant + 1)

    def edges(self) -> tuple[int, ...]:
        """Return the times of day at which hours begin or end, and the target's own."""
        zone = self.clock.zone
        times = {0, 1, DAY // 2, DAY - 1}
        for table in (self.clock.table, *([self.other.table] if self.other else [])):
            for edge in (*table.starts, *table.ends):
                times.add(zone.local(edge) % DAY)
        for name in ("time", "cut_off"):
            value = getattr(self.target, name, None)
            if value is not None:
                times.add(value % DAY)
        return tuple(sorted(times))

    def shape(self, day: int) -> Any:
        """Return what the breaks of a date depend on.

        Its length and its hours, from its midnight.
        """
        zone = self.clock.zone
        midnight, following = zone.midnight(day), zone.midnight(day + 1)
        hours = self.clock.days.hours.get(day) or ()
        other = (self.other.days.hours.get(day) or ()) if self.other else ()
        return (
            following - midnight,
            tuple((opens - midnight, closes - midnight) for opens, closes in hours),
            tuple((opens - midnight, closes - midnight) for opens, closes in other),
        )


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
