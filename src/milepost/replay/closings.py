"""Why a calendar is closed: by its hours, by a holiday, by an exception to a date.

The open time of a date is held against its usual hours, those of the weekly pattern and of what
an exception opens. What is missing was taken away, and the notes of the calendar's almanac say by
what: a part that a closing line cuts by that line, the rest by the line that replaced the hours,
else by the holiday. A date of which nothing is left is closed as a whole. All other closed time is
closed by the hours.

A combination of calendars is closed for the reasons of the parts that it adds or intersects; what
it subtracts or negates closes it without a reason of its own.
"""

from collections.abc import Iterator
from itertools import pairwise

from milepost.clock import DAY, Clock, Note, Why
from milepost.clock.almanac import Almanac, Layer
from milepost.clock.dates import weekday
from milepost.clock.intervals import Intervals, coalesced, difference, intersection
from milepost.frozen import frozen
from milepost.ir.calendars import Algebra, Calendar, Complement, Difference, Rules, Same

#: What closes a stretch that nothing else closes.
BY_HOURS: tuple[Note, ...] = ()


@frozen
class Closing:
    """A closed stretch of real time, and what closes it: nothing but the hours, or exceptions."""

    starts: int
    ends: int
    notes: tuple[Note, ...] = BY_HOURS


def closings(
    clock: Clock, calendars: tuple[Calendar, ...], start: int, end: int
) -> Iterator[Closing]:
    """Yield a closed stretch of a clock, cut where its reason changes."""
    names = _adding(clock.calendar, {calendar.name: calendar for calendar in calendars})
    found = [
        closing
        for almanac in clock.almanacs
        if almanac.name in names
        for closing in _exceptions(almanac, start, end)
    ]
    edges = sorted({start, end, *(at for one in found for at in (one.starts, one.ends))})
    last: Closing | None = None
    for opens, closes in pairwise(edges):
        notes = tuple(
            dict.fromkeys(
                note
                for one in found
                if one.starts <= opens and closes <= one.ends
                for note in one.notes
            )
        )
        if last is not None and last.notes == notes:
            last = Closing(last.starts, closes, notes)
            continue
        if last is not None:
            yield last
        last = Closing(opens, closes, notes)
    if last is not None:
        yield last


def day_notes(clock: Clock, calendars: tuple[Calendar, ...], day: int) -> tuple[Note, ...]:
    """Return what takes a date away from a calendar; nothing when its hours do."""
    names = _adding(clock.calendar, {calendar.name: calendar for calendar in calendars})
    return tuple(
        note
        for note in clock.notes(day)
        if note.calendar in names and note.why not in (Why.NO_WINDOW, Why.OPENED)
    )


def _adding(calendar: Calendar, calendars: dict[str, Calendar]) -> frozenset[str]:
    """Return the calendars with rules whose closed time closes a calendar."""
    if isinstance(calendar.open_time, Rules):
        return frozenset((calendar.name,))
    found: set[str] = set()
    waiting: list[Algebra] = [calendar.open_time]
    while waiting:
        part = waiting.pop()
        match part:
            case Same():
                inner = calendars.get(part.calendar)
                if inner is not None:
                    found |= _adding(inner, calendars)
            case Difference():
                waiting.append(part.left)
            case Complement():
                continue
            case _:
                waiting += [part.left, part.right]
    return frozenset(found)


def _exceptions(almanac: Almanac, start: int, end: int) -> Iterator[Closing]:
    """Yield what exceptions take away from an almanac between two instants."""
    zone = almanac.zone
    for day, (begins, ends) in zone.by_date(start, end):
        if day not in almanac.days:
            continue
        for opens, closes, notes in _missing(almanac, day):
            first = begins + max(opens - (zone.local(begins) - day * DAY), 0)
            last = min(begins + closes - (zone.local(begins) - day * DAY), ends)
            if first < last:
                yield Closing(first, last, notes)


def _missing(almanac: Almanac, day: int) -> Iterator[tuple[int, int, tuple[Note, ...]]]:
    """Yield the parts of a date, in seconds, that exceptions took away, with the reasons."""
    notes = _noted(almanac, day)
    if not notes:
        return
    actual = coalesced((opens, closes) for opens, closes, _ in almanac.hours(day))
    if not actual:
        whole = tuple(note for note in notes if note.why is not Why.OPENED) or notes
        yield 0, DAY, whole
        return
    cuts = coalesced(
        cut for layer in (almanac.recurring, almanac.dated) for cut in layer.cuts.get(day, ())
    )
    missing = difference(_usual(almanac, day), actual)
    for part in intersection(missing, cuts):
        yield *part, _of(notes, Why.CLOSED)
    rest = difference(missing, cuts)
    for part in rest:
        yield *part, _of(notes, Why.OPENED) or _of(notes, Why.HOLIDAY)


def _noted(almanac: Almanac, day: int) -> tuple[Note, ...]:
    notes = tuple(note for note in almanac.notes(day) if note.why is not Why.NO_WINDOW)
    if notes:
        return notes
    # A shift that a holiday took away as a whole would have gone on after midnight.
    return almanac.shift_holidays.get(day - 1, ())


def _of(notes: tuple[Note, ...], why: Why) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.why is why)


def _usual(almanac: Almanac, day: int) -> Intervals:
    """Return the hours that a date would have without exceptions, and those that one opens."""
    season = almanac.seasons.get(day, almanac.usual)
    usual = [(opens, closes) for opens, closes, _ in season.pattern[weekday(day)]]
    layers: tuple[Layer, ...] = (almanac.recurring, almanac.dated)
    opened = [(opens, closes) for layer in layers for opens, closes, _ in layer.opens.get(day, ())]
    return coalesced([*usual, *opened])
