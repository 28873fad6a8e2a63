"""Business days: which local dates of a calendar count, and the open time that belongs to each.

A business day is a local date with open time or, counted by shift, a date on which an open shift
begins. Where the calendar lists `business days`, a listed weekday counts, whether it opens or not,
unless a holiday or a closure closes it. A holiday is never a business day, unless an `open` line
opens it after all.

Open time belongs to the local date it falls on; counted by shift, to the date its shift began on,
so that the small hours of a night shift are part of the evening before.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping

from milepost.clock.almanac import Almanac
from milepost.clock.dates import weekday
from milepost.clock.intervals import Interval, Intervals, coalesced
from milepost.clock.table import Table
from milepost.clock.zones import Zone
from milepost.frozen import frozen
from milepost.ir.calendars import Calendar


@frozen
class Days:
    """The business days of a calendar in order, and the open intervals that belong to each date.

    `openings` and `closings` are those of the open intervals of business days, in order, and
    `opened` says which day each interval belongs to.
    """

    business: tuple[int, ...]
    hours: Mapping[int, Intervals]
    open_dates: frozenset[int]
    openings: tuple[int, ...]
    closings: tuple[int, ...]
    opened: tuple[int, ...]

    def is_business(self, day: int) -> bool:
        """Say whether a date is a business day."""
        index = bisect_right(self.business, day) - 1
        return index >= 0 and self.business[index] == day

    def following(self, day: int, count: int) -> int | None:
        """Return the n-th business day after a date, or None when it lies beyond the horizon."""
        index = bisect_right(self.business, day) + count - 1
        return self.business[index] if index < len(self.business) else None

    def preceding(self, day: int, count: int) -> int | None:
        """Return the n-th business day before a date, or None when it lies before the horizon."""
        index = bisect_left(self.business, day) - count
        return self.business[index] if index >= 0 else None

    def opening(self, start: int) -> tuple[int, int] | None:
        """Return the first open instant of a business day from `start` on, and that day."""
        index = bisect_right(self.closings, start)
        if index == len(self.closings):
            return None
        return max(start, self.openings[index]), self.opened[index]

    def closing(self, end: int) -> tuple[int, int] | None:
        """Return the last open or closing instant of a business day up to `end`, and that day."""
        index = bisect_right(self.openings, end) - 1
        if index < 0:
            return None
        return min(end, self.closings[index]), self.opened[index]


def business_days(calendar: Calendar, table: Table, zone: Zone, almanac: Almanac | None) -> Days:
    """Return the business days of a calendar; `almanac` is None when it combines others."""
    by_date = _grouped(
        (day, part) for interval in table.intervals() for day, part in zone.by_date(*interval)
    )
    hours, begun = by_date, frozenset(by_date)
    if calendar.business_by_shift:
        shifts = tuple(_shifts(table, zone, almanac))
        hours = _grouped((began, (start, end)) for start, end, began in shifts)
        begun = frozenset(began for start, _, began in shifts if zone.day(start) == began)
    business = _business(table, zone, begun, calendar.business_days, almanac)
    parts = sorted((start, end, day) for day in business for start, end in hours.get(day, ()))
    return Days(
        business,
        hours,
        frozenset(by_date),
        tuple(start for start, _, _ in parts),
        tuple(end for _, end, _ in parts),
        tuple(day for _, _, day in parts),
    )


def _business(
    table: Table,
    zone: Zone,
    open_days: frozenset[int],
    listed: tuple[int, ...] | None,
    almanac: Almanac | None,
) -> tuple[int, ...]:
    """Return the business days among the dates that lie within the horizon as a whole."""
    first, last = zone.day(table.since), zone.day(table.until)
    return tuple(
        day
        for day in range(first, last + 1)
        if _counts(day, open_days, listed, almanac)
        and day not in zone.skipped
        and table.since <= zone.midnight(day)
        and zone.midnight(day + 1) <= table.until
    )


def _counts(
    day: int, open_days: frozenset[int], listed: tuple[int, ...] | None, almanac: Almanac | None
) -> bool:
    if almanac is None:
        return day in open_days and (listed is None or weekday(day) in listed)
    weekdays = almanac.business_days(day)
    if weekdays is None:
        weekdays = listed
    if weekdays is None:
        return day in open_days and not almanac.is_holiday(day)
    return weekday(day) in weekdays and not almanac.is_excepted(day)


def _shifts(table: Table, zone: Zone, almanac: Almanac | None) -> Iterator[tuple[int, int, int]]:
    """Yield the shifts as instants: those of the rules, else each interval from its opening on."""
    if almanac is None:
        for start, end in table.intervals():
            yield start, end, zone.day(start)
    else:
        for opens, closes, began in almanac.shifts():
            start, end = zone.instant(opens), zone.instant(closes)
            # A clock that goes forward may leave nothing: 00:15-01:00, where 01:00 follows 24:00.
            if start < end:
                yield start, end, began


def _grouped(parts: Iterable[tuple[int, Interval]]) -> dict[int, Intervals]:
    days: dict[int, list[Interval]] = {}
    for day, part in parts:
        days.setdefault(day, []).append(part)
    merged = {day: coalesced(parts) for day, parts in days.items()}
    return {day: intervals for day, intervals in merged.items() if intervals}
