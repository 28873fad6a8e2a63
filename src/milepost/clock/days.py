"""Business days: which local dates of a calendar count, and the open time that belongs to each.

A business day is a local date with open time, or, counted by shift, a date on which a shift begins that is
not closed. Where the calendar lists `business days`, a listed weekday counts unless the date is closed
by an exception. A holiday is never a business day, unless an `open` line opens it after all.

Open time belongs to the local date it falls on; counted by shift, to the date its shift began on, so that
the small hours of a night shift are part of the evening before.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from milepost.clock.almanac import Almanac
from milepost.clock.dates import weekday
from milepost.clock.intervals import Interval, Intervals, coalesced
from milepost.clock.table import Table
from milepost.clock.zones import Zone
from milepost.frozen import frozen


@frozen
class Days:
    """The business days of a calendar in order, and the open intervals of each date."""

    zone: Zone
    business: tuple[int, ...]
    hours: Mapping[int, Intervals]
    open_dates: frozenset[int]
    shifts: tuple[tuple[int, int, int], ...] = ()

    def day_of(self, instant: int) -> int:
        """Return the date an instant belongs to: its local date, or the date its shift began on."""
        index = bisect_right(self.shifts, instant, key=lambda shift: shift[0]) - 1
        if index >= 0 and instant < self.shifts[index][1]:
            return self.shifts[index][2]
        return self.zone.day(instant)

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
        index = bisect_right(self.business, day - 1) - count
        return self.business[index] if index >= 0 else None

    def opening_after(self, day: int) -> int | None:
        """Return the first open instant that belongs to a business day after a date."""
        for later in self.business[bisect_right(self.business, day) :]:
            if later in self.hours:
                return self.hours[later][0][0]
        return None

    def closing_before(self, day: int) -> int | None:
        """Return the last closing that belongs to a business day before a date."""
        for earlier in reversed(self.business[: bisect_right(self.business, day - 1)]):
            if earlier in self.hours:
                return self.hours[earlier][-1][1]
        return None


def days_by_date(
    table: Table, zone: Zone, listed: tuple[int, ...] | None, almanac: Almanac | None
) -> Days:
    """Return the business days of a calendar whose open time belongs to the local date it falls on."""
    hours = _by_date(table, zone)
    open_dates = frozenset(hours)
    return Days(zone, _business(table, zone, open_dates, listed, almanac), hours, open_dates)


def days_by_shift(
    table: Table, zone: Zone, listed: tuple[int, ...] | None, almanac: Almanac | None
) -> Days:
    """Return the business days of a calendar whose open time belongs to the date its shift began on."""
    shifts = _shifts(table, zone, almanac)
    begun = frozenset(began for start, _, began in shifts if zone.day(start) == began)
    return Days(
        zone,
        _business(table, zone, begun, listed, almanac),
        _grouped((began, (start, end)) for start, end, began in shifts),
        frozenset(_by_date(table, zone)),
        shifts,
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


def _by_date(table: Table, zone: Zone) -> dict[int, Intervals]:
    return _grouped(
        (day, part) for interval in table.intervals() for day, part in zone.by_date(*interval)
    )


def _shifts(
    table: Table, zone: Zone, almanac: Almanac | None
) -> tuple[tuple[int, int, int], ...]:
    """Return the shifts as instants: those of the rules, else each interval from its opening on."""
    if almanac is None:
        return tuple((start, end, zone.day(start)) for start, end in table.intervals())
    mapped = (
        (zone.instant(opens), zone.instant(closes), began)
        for opens, closes, began in almanac.shifts()
    )
    return tuple(sorted(shift for shift in mapped if shift[0] < shift[1]))


def _grouped(parts: Iterable[tuple[int, Interval]]) -> dict[int, Intervals]:
    days: dict[int, list[Interval]] = {}
    for day, part in parts:
        days.setdefault(day, []).append(part)
    return {day: coalesced(parts) for day, parts in days.items()}
