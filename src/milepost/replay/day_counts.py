"""How business days, calendar days and months are counted: each date on the way, counted or not.

The due itself is the clock's. What is here repeats the clock's count of dates in the open, so that
each date that was passed over can be named with its reason; tests hold the two together.
"""

from collections.abc import Iterator

from milepost.clock import BEYOND, DAY, Clock, Clocked, Note, date_of, due_of
from milepost.frozen import frozen
from milepost.ir.calendars import Calendar
from milepost.ir.targets import BusinessDays, CalendarDays, DayTime, Months
from milepost.replay.closings import day_notes

#: Dates that are told one by one; a longer count tells its business days only by their number.
_MANY = 400


@frozen
class DayStep:
    """A date on the way: its number if it counts, else what takes it away (nothing: its hours)."""

    day: int
    number: int | None
    notes: tuple[Note, ...] = ()


@frozen
class DayCount:
    """A count of dates from an instant to a due.

    `starts` is the instant counted from; `begins` is it moved to the next opening of a business
    day, where the count needs one. `origin` is the date that counts as 0; `late` says that a
    cut-off made it a later one than that of `begins`. `wished` is the local time asked for on the
    last date: where that is closed, `due` differs from it. `clamped` says that the month was too
    short for the day counted from.
    """

    starts: int
    begins: int
    origin: int
    late: bool
    steps: tuple[DayStep, ...]
    wished: int
    due: int
    clamped: bool = False


def count_days(
    target: Clocked, start: int, clock: Clock, calendars: tuple[Calendar, ...]
) -> DayCount | None:
    """Return how the dates of a target are counted; None for open time and beyond the horizon."""
    due = due_of(target, start, clock)
    if due >= BEYOND or start >= BEYOND:
        return None
    match target:
        case BusinessDays(count=count) if count:
            return _business_days(count, start, due, clock, calendars)
        case BusinessDays() | CalendarDays() | Months():
            origin = clock.zone.day(start)
            clamped = isinstance(target, Months) and _is_clamped(origin, clock.zone.day(due))
            return DayCount(start, start, origin, False, (), due, due, clamped)
        case DayTime():
            return _day_time(target, start, due, clock, calendars)
    return None


def _business_days(
    count: int, start: int, due: int, clock: Clock, calendars: tuple[Calendar, ...]
) -> DayCount | None:
    opening = clock.days.opening(clock.table.next_open(start))
    if opening is None:
        return None
    begins, origin = opening
    last = clock.days.following(origin, count)
    if last is None:
        return None
    zone = clock.zone
    wished = zone.instant(zone.local(begins) + (last - origin) * DAY)
    steps = tuple(_steps(origin, last, clock, calendars))
    return DayCount(start, begins, origin, False, steps, wished, due)


def _day_time(
    target: DayTime, start: int, due: int, clock: Clock, calendars: tuple[Calendar, ...]
) -> DayCount | None:
    zone, days = clock.zone, clock.days
    origin, seconds = divmod(zone.local(start), DAY)
    late = target.cut_off is not None and seconds > target.cut_off
    if not target.business:
        return DayCount(start, start, origin + late, late, (), due, due)
    if late or (target.cut_off is not None and not days.is_business(origin)):
        late, following = True, days.following(origin, 1)
        if following is None:
            return None
        origin = following
    last: int | None = origin
    if target.day or not days.is_business(origin):
        last = days.following(origin, max(target.day, 1))
    if last is None:
        return None
    steps = tuple(_steps(origin, last, clock, calendars))
    return DayCount(start, start, origin, late, steps, due, due)


def _steps(
    origin: int, last: int, clock: Clock, calendars: tuple[Calendar, ...]
) -> Iterator[DayStep]:
    """Yield the dates after one up to another."""
    number = 0
    for day in range(origin + 1, last + 1):
        if clock.days.is_business(day):
            number += 1
            yield DayStep(day, number)
        elif last - origin <= _MANY:
            yield DayStep(day, None, day_notes(clock, calendars, day))


def passed_over(
    clock: Clock, calendars: tuple[Calendar, ...], first: int, last: int
) -> tuple[DayStep, ...]:
    """Return the dates from one up to before another, with what takes each away."""
    days = range(first, last)
    return tuple(DayStep(day, None, day_notes(clock, calendars, day)) for day in days)


def _is_clamped(first: int, last: int) -> bool:
    """Say whether a month was too short for the day of the month that was counted from."""
    return date_of(first).day > date_of(last).day
