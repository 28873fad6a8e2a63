"""Local dates as day numbers, and the dates that a rule of a calendar names.

A day number counts days since 1970-01-01, so that a local time is `day * DAY + seconds`, and a
weekday is arithmetic. Dates become text only at the edges.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from milepost.clock.limits import ClockError
from milepost.ir.calendars import DateRule, Dates, MonthDay, NthWeekday, Periodic, Weekly

DAY = 86_400
WEEK = 7
MONTHS = 12

_EPOCH = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = date(1970, 1, 1).weekday()


def day_number(text: str) -> int:
    """Return the day number of a date written `YYYY-MM-DD`.

    >>> day_number("1970-01-03")
    2
    """
    try:
        return date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:
        raise ClockError(f"`{text}` is not a date") from None


def date_of(day: int) -> date:
    """Return the date of a day number."""
    return date.fromordinal(day + _EPOCH)


def weekday(day: int) -> int:
    """Return the weekday of a day number, Monday as 0."""
    return (day + _EPOCH_WEEKDAY) % WEEK


def months_later(day: int, months: int) -> int:
    """Return the same day of the month so many months later, or that month's last day.

    >>> date_of(months_later(day_number("2027-01-31"), 1)).isoformat()
    '2027-02-28'
    """
    origin = date_of(day)
    year, month = divmod(origin.year * MONTHS + origin.month - 1 + months, MONTHS)
    start, end = _month(year, month + 1)
    return min(start + origin.day - 1, end)


def days_of(rule: DateRule, days: range) -> Iterator[int]:
    """Yield, in order, the days of a range that a rule names."""
    first = days.start if rule.starts is None else max(days.start, day_number(rule.starts))
    stop = days.stop if rule.ends is None else min(days.stop, day_number(rule.ends) + 1)
    days = range(first, max(first, stop))
    match rule:
        case Dates():
            yield from days
        case Weekly():
            yield from _weekly(rule, days)
        case Periodic():
            yield from _periodic(rule, days)
        case MonthDay() | NthWeekday():
            for start, end in _months(days):
                day = _day_of_month(rule, start, end)
                if start <= day <= end and day in days:
                    yield day


def _weekly(rule: Weekly, days: range) -> Iterator[int]:
    if rule.interval < 1 or (rule.interval > 1 and rule.starts is None):
        raise ClockError(f"every {rule.interval} weeks, but counted from no date")
    # Weeks begin on Monday, as in RFC 5545 with WKST=MO; the one that holds `starts` is the first.
    origin = _monday(day_number(rule.starts)) if rule.starts is not None else 0
    for day in days:
        if weekday(day) in rule.days and (_monday(day) - origin) // WEEK % rule.interval == 0:
            yield day


def _periodic(rule: Periodic, days: range) -> Iterator[int]:
    if rule.interval < 1:
        raise ClockError(f"every {rule.interval} {rule.unit} is no rhythm")
    start = day_number(rule.starts)
    if rule.unit == "days":
        yield from range(
            days.start + (start - days.start) % rule.interval, days.stop, rule.interval
        )
    elif rule.unit == "months":
        origin = date_of(start)
        for month_start, end in _months(days):
            named = date_of(month_start)
            steps = (named.year - origin.year) * MONTHS + named.month - origin.month
            day = month_start + origin.day - 1
            if steps % rule.interval == 0 and day <= end and day in days:
                yield day
    else:
        raise ClockError(f"`{rule.unit}` is no unit of a rhythm: `days` or `months`")


def _day_of_month(rule: MonthDay | NthWeekday, start: int, end: int) -> int:
    """Return the day that a rule names in a month, or one outside the month when it names none."""
    if rule.month not in (None, date_of(start).month):
        return end + 1
    if isinstance(rule, MonthDay):
        return start + rule.day - 1
    if rule.nth > 0:
        return start + (rule.day - weekday(start)) % WEEK + (rule.nth - 1) * WEEK
    return end - (weekday(end) - rule.day) % WEEK + (rule.nth + 1) * WEEK


def _months(days: range) -> Iterator[tuple[int, int]]:
    """Yield the first and last day of each month that touches a range of days."""
    if not days:
        return
    begins = date_of(days.start)
    start, end = _month(begins.year, begins.month)
    while start < days.stop:
        yield start, end
        following = date_of(end + 1)
        start, end = _month(following.year, following.month)


def _month(year: int, month: int) -> tuple[int, int]:
    start = date(year, month, 1).toordinal() - _EPOCH
    return start, start + monthrange(year, month)[1] - 1


def _monday(day: int) -> int:
    return day - weekday(day)
