"""All calendars of a schedule, compiled when they are first asked for.

A calendar whose zone or holiday set is chosen by a field of the case is a family: each choice that
occurs makes one member, and a combination is a family in the fields of all its parts.
"""

from collections.abc import Callable, Iterator, Mapping

from milepost.clock.almanac import Almanac, HolidayLine, written_out
from milepost.clock.clock import Clock
from milepost.clock.dates import DAY, WEEK, day_number
from milepost.clock.intervals import (
    Intervals,
    coalesced,
    complement,
    difference,
    intersection,
    union,
)
from milepost.clock.limits import ClockError
from milepost.clock.table import Table, tabulated
from milepost.clock.zones import Zone, load_zone
from milepost.ir.calendars import (
    ALWAYS,
    Algebra,
    Calendar,
    Complement,
    Difference,
    Holidays,
    HolidaySet,
    Intersection,
    Rules,
    Same,
    Union,
    Window,
)
from milepost.ir.conditions import CalendarRef, Choice, Named
from milepost.ir.schedule import Horizon, Schedule

_ROUND_THE_CLOCK = Rules(tuple(Window(day, 0, DAY) for day in range(WEEK)))
_NO_ZONE = "Etc/UTC"


def chosen(named: Named, fields: Mapping[str, object]) -> str:
    """Return the name of a choice: of the first branch with the field's value, else `otherwise`."""
    if isinstance(named, str):
        return named
    value = fields.get(named.by)
    for case in named.cases:
        if value in case.values:
            return case.then
    if named.otherwise is None:
        raise ClockError(f"no branch of the choice by `{named.by}` is for {_worded(value)}")
    return named.otherwise


class Calendars:
    """The clocks of a schedule over its horizon.

    `always` is one of them, in the project's time zone; without a time zone it has no local dates.
    `zones` gives the zones by their names, for those who compare data.
    """

    def __init__(
        self,
        calendars: tuple[Calendar, ...],
        holiday_sets: tuple[HolidaySet, ...],
        timezone: str | None,
        horizon: Horizon,
        zones: Callable[[str, range], Zone] = load_zone,
    ) -> None:
        self._zone = zones
        always = Calendar(ALWAYS, _ROUND_THE_CLOCK, timezone)
        self._calendars = {calendar.name: calendar for calendar in (always, *calendars)}
        self._holidays = {one.code: one.holidays for one in holiday_sets}
        self._days = range(day_number(horizon.starts), day_number(horizon.ends) + 1)
        if not self._days:
            raise ClockError(f"the horizon ends ({horizon.ends}) before it starts")
        self._fields: dict[str, tuple[str, ...]] = {}
        self._clocks: dict[tuple[object, ...], Clock] = {}

    @classmethod
    def of(cls, schedule: Schedule) -> "Calendars":
        """Return the calendars of a compiled schedule."""
        return cls(schedule.calendars, schedule.holiday_sets, schedule.timezone, schedule.horizon)

    def clock(self, calendar: CalendarRef, fields: Mapping[str, object] | None = None) -> Clock:
        """Return the clock of a calendar for a case with these fields."""
        fields = fields or {}
        name = chosen(calendar, fields)
        key = (name, *(fields.get(field) for field in self.fields_of(name)))
        clock = self._clocks.get(key)
        if clock is None:
            clock = self._clocks[key] = self._compiled(self._calendar(name), fields)
        return clock

    def fields_of(self, name: str) -> tuple[str, ...]:
        """Return the fields that choose a member of the calendar's family, sorted by name."""
        if name not in self._fields:
            self._fields[name] = tuple(sorted(set(self._choosing(name, ()))))
        return self._fields[name]

    def _calendar(self, name: str) -> Calendar:
        if name not in self._calendars:
            raise ClockError(f"there is no calendar `{name}`")
        return self._calendars[name]

    def _choosing(self, name: str, within: tuple[str, ...]) -> Iterator[str]:
        if name in within:
            raise ClockError(f"calendar `{name}` is made of itself: {' > '.join((*within, name))}")
        calendar = self._calendar(name)
        choices = [calendar.zone]
        if isinstance(calendar.open_time, Rules):
            choices += [line.holiday_set for line in calendar.open_time.holidays]
        else:
            for part in _parts(calendar.open_time):
                yield from self._choosing(part, (*within, name))
        yield from (choice.by for choice in choices if isinstance(choice, Choice))

    def _compiled(self, calendar: Calendar, fields: Mapping[str, object]) -> Clock:
        zone = None
        if calendar.zone is not None:
            zone = self._zone(chosen(calendar.zone, fields), self._days)
        if isinstance(calendar.open_time, Rules):
            return self._ruled(calendar, calendar.open_time, zone, fields)
        return self._combined(calendar, calendar.open_time, zone, fields)

    def _ruled(
        self, calendar: Calendar, rules: Rules, zone: Zone | None, fields: Mapping[str, object]
    ) -> Clock:
        home = zone
        if home is None and calendar.name == ALWAYS:
            home = self._zone(_NO_ZONE, self._days)
        if home is None:
            raise ClockError(f"calendar `{calendar.name}` has hours but no time zone")
        lines = tuple(self._holiday_line(line, fields) for line in rules.holidays)
        almanac = written_out(calendar.name, rules, lines, home, self._days)
        since, until = home.midnight(self._days.start), home.midnight(self._days.stop)
        table = tabulated(calendar.name, _mapped(almanac), since, until)
        return Clock(calendar, table, zone, (almanac,))

    def _combined(
        self, calendar: Calendar, algebra: Algebra, zone: Zone | None, fields: Mapping[str, object]
    ) -> Clock:
        # INVARIANT: `fields_of` came first, and has refused a calendar that is made of itself.
        parts = {name: self.clock(name, fields) for name in _parts(algebra)}
        tables = {name: part.table for name, part in parts.items()}
        since = max(table.since for table in tables.values())
        until = min(table.until for table in tables.values())
        table = tabulated(calendar.name, _combination(algebra, tables), since, until)
        almanacs = {part.name: part for clock in parts.values() for part in clock.almanacs}
        return Clock(calendar, table, zone, tuple(almanacs.values()))

    def _holiday_line(self, line: Holidays, fields: Mapping[str, object]) -> HolidayLine:
        code = chosen(line.holiday_set, fields)
        if code not in self._holidays:
            raise ClockError(f"there are no holidays `{code}`")
        starts, ends = line.starts or "", line.ends or "9999-12-31"
        return HolidayLine(
            code,
            tuple(day for day in self._holidays[code] if starts <= day.date <= ends),
            line.by_shift,
        )


def _mapped(almanac: Almanac) -> Intervals:
    """Return the open time of an almanac as instants.

    Local times are joined before they are mapped: a window may be written in two parts that meet
    inside a daylight-saving gap, and must come to the same as when it is written in one.
    """
    instant = almanac.zone.instant
    local = coalesced((opens, closes) for opens, closes, _ in almanac.shifts())
    return coalesced((instant(opens), instant(closes)) for opens, closes in local)


def _combination(algebra: Algebra, tables: Mapping[str, Table]) -> Intervals:
    match algebra:
        case Same():
            return tables[algebra.calendar].intervals()
        case Union():
            return union(_combination(algebra.left, tables), _combination(algebra.right, tables))
        case Intersection():
            return intersection(
                _combination(algebra.left, tables), _combination(algebra.right, tables)
            )
        case Difference():
            return difference(
                _combination(algebra.left, tables), _combination(algebra.right, tables)
            )
        case Complement():
            since = min(table.since for table in tables.values())
            until = max(table.until for table in tables.values())
            return complement(_combination(algebra.inner, tables), since, until)


def _parts(algebra: Algebra) -> tuple[str, ...]:
    """Return the names of the calendars in a combination, each once, as they come."""
    match algebra:
        case Same():
            return (algebra.calendar,)
        case Complement():
            return _parts(algebra.inner)
        case Union() | Intersection() | Difference():
            return tuple(dict.fromkeys(_parts(algebra.left) + _parts(algebra.right)))


def _worded(value: object) -> str:
    return "a case in which it is unset" if value is None else f"`{value}`"
