"""A calendar of its own, written out: the hours of each local date over the horizon, and why.

Every rule acts on one local date at a time. A window that passes midnight is cut there, and what
lies after midnight belongs to the next date. On one date:

1. the weekly pattern in force on that date: a dated regime (the first listed that holds the date)
   replaces the calendar's own;
2. holidays take all of it away; a holiday set *by shift* instead takes away the windows that begin
   on its dates, whole;
3. recurring overrides: what they open on the date replaces its hours, the part after midnight of
   what they opened on a date before is added, and then what they close is subtracted;
4. dated overrides: the same again.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TypeAlias

from milepost.clock.dates import DAY, WEEK, day_number, days_of, weekday
from milepost.clock.intervals import Interval, coalesced, difference
from milepost.clock.zones import Zone
from milepost.frozen import frozen
from milepost.ir.calendars import Dates, Holiday, Override, Rules, Window

#: Opening and closing in seconds of the local date, and the date on which the shift began.
Stretch: TypeAlias = tuple[int, int, int]
#: For each weekday: opening, closing, and how many dates before the shift began.
Pattern: TypeAlias = tuple[tuple[tuple[int, int, int], ...], ...]

WHOLE: Interval = (0, DAY)


class Why(Enum):
    """What makes a date differ from every day, or closes it."""

    NO_WINDOW = "no window"
    HOLIDAY = "holiday"
    OPENED = "open"
    CLOSED = "closed"
    SKIPPED = "skipped"


@frozen
class Note:
    """Something to say about a date of a calendar.

    `label` names the holiday or is the override's own; `origin` is the holiday set, or the file a
    closure was read from.
    """

    calendar: str
    why: Why
    label: str | None = None
    origin: str | None = None
    estimated: bool = False


@frozen
class Season:
    """The weekly pattern and the business days in force on some dates."""

    pattern: Pattern
    business_days: tuple[int, ...] | None


@frozen
class HolidayLine:
    """A line `holidays …` of a calendar, with the set it stands for."""

    code: str
    holidays: tuple[Holiday, ...]
    by_shift: bool = False


@frozen
class Layer:
    """Overrides of one kind, by the dates they act on.

    `opens` replace the hours of a date, `tails` reach into it from the one before, `cuts` close.
    """

    opens: Mapping[int, tuple[Stretch, ...]]
    tails: Mapping[int, tuple[Stretch, ...]]
    cuts: Mapping[int, tuple[Interval, ...]]
    notes: Mapping[int, tuple[Note, ...]]


@frozen
class Almanac:
    """The rules of a calendar, by the local dates on which they act.

    `special` are the dates on which more than the weekly pattern acts.
    """

    name: str
    zone: Zone
    days: range
    usual: Season
    seasons: Mapping[int, Season]
    holidays: Mapping[int, tuple[Note, ...]]
    shift_holidays: Mapping[int, tuple[Note, ...]]
    recurring: Layer
    dated: Layer
    special: frozenset[int]

    def hours(self, day: int) -> tuple[Stretch, ...]:
        """Return the open stretches of a local date."""
        season = self.seasons.get(day, self.usual)
        stretches = tuple(
            (opens, closes, day - back)
            for opens, closes, back in season.pattern[weekday(day)]
            if day - back not in self.shift_holidays
        )
        if day in self.special:
            return self._special(day, stretches)
        return stretches

    def shifts(self) -> Iterator[Stretch]:
        """Yield all open stretches as local times, each with the date on which its shift began."""
        for day in self.days:
            midnight = day * DAY
            for opens, closes, began in self.hours(day):
                yield midnight + opens, midnight + closes, began

    def business_days(self, day: int) -> tuple[int, ...] | None:
        """Return the weekdays that a dated regime lists as business days on a date."""
        season = self.seasons.get(day)
        return season.business_days if season else None

    def is_holiday(self, day: int) -> bool:
        """Say whether a holiday falls on a date that no `open` line opens after all."""
        listed = day in self.holidays or day in self.shift_holidays
        return listed and day not in self.recurring.opens and day not in self.dated.opens

    def is_excepted(self, day: int) -> bool:
        """Say whether a date is closed by a holiday, or as a whole with the help of overrides."""
        if self.is_holiday(day):
            return True
        closed = day in self.recurring.cuts or day in self.dated.cuts
        return closed and not self.hours(day)

    def notes(self, day: int) -> tuple[Note, ...]:
        """Return what there is to say about a date, in the order in which the rules act."""
        if day in self.zone.skipped:
            return (Note(self.name, Why.SKIPPED),)
        sources = (self.holidays, self.shift_holidays, self.recurring.notes, self.dated.notes)
        notes = tuple(note for source in sources for note in source.get(day, ()))
        if not notes and not self.hours(day):
            return (Note(self.name, Why.NO_WINDOW),)
        return notes

    def _special(self, day: int, stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
        if day in self.zone.skipped:
            return ()
        if day in self.holidays:
            stretches = ()
        for layer in (self.recurring, self.dated):
            stretches = layer.opens.get(day, stretches)
            stretches += layer.tails.get(day, ())
            if day in layer.cuts:
                stretches = _without(stretches, layer.cuts[day])
        return stretches


def written_out(
    name: str, rules: Rules, lines: tuple[HolidayLine, ...], zone: Zone, days: range
) -> Almanac:
    """Return the rules of a calendar by the local dates on which they act."""
    holidays = _holidays(name, (line for line in lines if not line.by_shift))
    shift_holidays = _holidays(name, (line for line in lines if line.by_shift))
    recurring = [line for line in rules.overrides if not isinstance(line.dates, Dates)]
    dated = [line for line in rules.overrides if isinstance(line.dates, Dates)]
    layers = _layer(name, recurring, days), _layer(name, dated, days)
    special = zone.skipped.union(
        holidays, *(acts for layer in layers for acts in (layer.opens, layer.tails, layer.cuts))
    )
    seasons: dict[int, Season] = {}
    for regime in rules.regimes:
        season = Season(_pattern(regime.windows), regime.business_days)
        for day in days_of(Dates(regime.starts, regime.ends or "9999-12-31"), days):
            seasons.setdefault(day, season)
    usual = Season(_pattern(rules.windows), None)
    return Almanac(name, zone, days, usual, seasons, holidays, shift_holidays, *layers, special)


def _pattern(windows: Iterable[Window]) -> Pattern:
    """Cut weekly windows at midnight, and sort the parts by the weekday they fall on."""
    days: tuple[list[tuple[int, int, int]], ...] = tuple([] for _ in range(WEEK))
    for window in windows:
        for back, opens, closes in _cut(window.opens, window.closes):
            days[(window.day + back) % WEEK].append((opens, closes, back))
    return tuple(tuple(sorted(parts)) for parts in days)


def _cut(opens: int, closes: int) -> Iterator[tuple[int, int, int]]:
    """Yield the parts of a window on its own date (0), the next (1) and so on."""
    for after in range(opens // DAY, -(-closes // DAY)):
        yield after, max(opens - after * DAY, 0), min(closes - after * DAY, DAY)


def _holidays(name: str, lines: Iterable[HolidayLine]) -> dict[int, tuple[Note, ...]]:
    notes: dict[int, tuple[Note, ...]] = {}
    for line in lines:
        for holiday in line.holidays:
            day = day_number(holiday.date)
            note = Note(name, Why.HOLIDAY, holiday.name, line.code, holiday.estimated)
            notes[day] = (*notes.get(day, ()), note)
    return notes


def _layer(name: str, lines: Iterable[Override], days: range) -> Layer:
    opens: dict[int, tuple[Stretch, ...]] = {}
    tails: dict[int, tuple[Stretch, ...]] = {}
    cuts: dict[int, tuple[Interval, ...]] = {}
    notes: dict[int, tuple[Note, ...]] = {}
    for line in lines:
        hours = tuple((hours.opens, hours.closes) for hours in line.hours) or (WHOLE,)
        parts = [part for opened, closed in hours for part in _cut(opened, closed)]
        reach = max(after for after, _, _ in parts)
        note = Note(name, Why.OPENED if line.opens else Why.CLOSED, line.label, line.origin)
        for began in days_of(line.dates, range(days.start - reach, days.stop)):
            for after, start, end in parts:
                day = began + after
                if not line.opens:
                    cuts[day] = (*cuts.get(day, ()), (start, end))
                else:
                    stretches = tails if after else opens
                    stretches[day] = (*stretches.get(day, ()), (start, end, began))
            for day in sorted({began + after for after, _, _ in parts}):
                notes[day] = (*notes.get(day, ()), note)
    return Layer(opens, tails, cuts, notes)


def _without(stretches: Iterable[Stretch], cuts: Iterable[Interval]) -> tuple[Stretch, ...]:
    taken = coalesced(cuts)
    return tuple(
        (opens, closes, began)
        for start, end, began in stretches
        for opens, closes in difference(((start, end),), taken)
    )
