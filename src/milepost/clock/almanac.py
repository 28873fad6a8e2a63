"""A calendar of its own, written out: the hours of each local date over the horizon, and why.

Every rule acts on one local date at a time. A window that passes midnight is cut there, and what lies
after midnight belongs to the next date. On one date:

1. the weekly pattern in force on that date: a dated regime replaces the calendar's own;
2. holidays take all of it away; a holiday set *by shift* instead takes away the windows that begin on
   its dates, whole;
3. recurring overrides: what they open on the date replaces its hours, what they opened on a date before
   and lies after midnight is added, what they close is subtracted;
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
    """Something to say about a date of a calendar: a holiday and its set, or an override and its label."""

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
    """Overrides of one kind, by the dates they act on."""

    opens: Mapping[int, tuple[Override, ...]]
    tails: Mapping[int, tuple[Stretch, ...]]
    closes: Mapping[int, tuple[Override, ...]]
    cuts: Mapping[int, tuple[Interval, ...]]


@frozen
class Almanac:
    """The rules of a calendar, by the local dates `first` to `last` on which they act."""

    name: str
    zone: Zone
    first: int
    last: int
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
        for day in range(self.first, self.last + 1):
            midnight = day * DAY
            for opens, closes, began in self.hours(day):
                yield midnight + opens, midnight + closes, began

    def business_days(self, day: int) -> tuple[int, ...] | None:
        """Return the weekdays that a dated regime lists as business days on a date."""
        season = self.seasons.get(day)
        return season.business_days if season else None

    def is_holiday(self, day: int) -> bool:
        """Say whether a date is in one of the holiday sets and no `open` line opens it after all."""
        listed = day in self.holidays or day in self.shift_holidays
        return listed and not self._reopened(day)

    def is_excepted(self, day: int) -> bool:
        """Say whether a date is closed by a holiday, or by nothing but overrides."""
        if self.is_holiday(day):
            return True
        closed = day in self.recurring.cuts or day in self.dated.cuts
        return closed and not self.hours(day)

    def notes(self, day: int) -> tuple[Note, ...]:
        """Return what there is to say about a date, in the order in which the rules act."""
        if day in self.zone.skipped:
            return (Note(self.name, Why.SKIPPED),)
        notes = [*self.holidays.get(day, ()), *self.shift_holidays.get(day, ())]
        for layer in (self.recurring, self.dated):
            notes += [self._note(Why.OPENED, line) for line in layer.opens.get(day, ())]
            notes += [self._note(Why.CLOSED, line) for line in layer.closes.get(day, ())]
        if not notes and not self.hours(day):
            notes.append(Note(self.name, Why.NO_WINDOW))
        return tuple(notes)

    def _special(self, day: int, stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
        if day in self.zone.skipped:
            return ()
        if day in self.holidays:
            stretches = ()
        for layer in (self.recurring, self.dated):
            if day in layer.opens:
                stretches = tuple((*hours, day) for hours in _opened(layer.opens[day]))
            stretches += layer.tails.get(day, ())
            if day in layer.cuts:
                stretches = _without(stretches, layer.cuts[day])
        return stretches

    def _reopened(self, day: int) -> bool:
        return day in self.recurring.opens or day in self.dated.opens

    def _note(self, why: Why, line: Override) -> Note:
        return Note(self.name, why, line.label, line.origin)


def written_out(
    name: str, rules: Rules, lines: Iterable[HolidayLine], zone: Zone, first: int, last: int
) -> Almanac:
    """Return the rules of a calendar by the local dates on which they act."""
    lines = tuple(lines)
    holidays = _holidays(name, (line for line in lines if not line.by_shift))
    shift_holidays = _holidays(name, (line for line in lines if line.by_shift))
    recurring = [line for line in rules.overrides if not isinstance(line.dates, Dates)]
    dated = [line for line in rules.overrides if isinstance(line.dates, Dates)]
    layers = _layer(recurring, first, last), _layer(dated, first, last)
    special = zone.skipped.union(
        holidays, *(acts for layer in layers for acts in (layer.opens, layer.tails, layer.cuts))
    )
    seasons: dict[int, Season] = {}
    for regime in rules.regimes:
        season = Season(_pattern(regime.windows), regime.business_days)
        for day in days_of(Dates(regime.starts, regime.ends or "9999-12-31"), first, last):
            seasons.setdefault(day, season)
    usual = Season(_pattern(rules.windows), None)
    return Almanac(
        name, zone, first, last, usual, seasons, holidays, shift_holidays, *layers, special
    )


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


def _layer(lines: Iterable[Override], first: int, last: int) -> Layer:
    opens: dict[int, tuple[Override, ...]] = {}
    tails: dict[int, tuple[Stretch, ...]] = {}
    closes: dict[int, tuple[Override, ...]] = {}
    cuts: dict[int, tuple[Interval, ...]] = {}
    for line in lines:
        hours = _hours_of(line)
        reach = max(end for _, end in hours) // DAY
        for day in days_of(line.dates, first - reach, last):
            named = opens if line.opens else closes
            named[day] = (*named.get(day, ()), line)
            for after, start, end in (part for pair in hours for part in _cut(*pair)):
                if not line.opens:
                    cuts[day + after] = (*cuts.get(day + after, ()), (start, end))
                elif after:
                    tails[day + after] = (*tails.get(day + after, ()), (start, end, day))
    return Layer(opens, tails, closes, cuts)


def _opened(lines: Iterable[Override]) -> tuple[Interval, ...]:
    """Return the hours that `open` lines give to their own date."""
    return coalesced(
        (opens, min(closes, DAY)) for line in lines for opens, closes in _hours_of(line)
    )


def _hours_of(line: Override) -> tuple[Interval, ...]:
    return tuple((hours.opens, hours.closes) for hours in line.hours) or (WHOLE,)


def _without(stretches: Iterable[Stretch], cuts: Iterable[Interval]) -> tuple[Stretch, ...]:
    taken = coalesced(cuts)
    return tuple(
        (opens, closes, began)
        for start, end, began in stretches
        for opens, closes in difference(((start, end),), taken)
    )
