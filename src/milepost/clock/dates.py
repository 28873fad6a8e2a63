"""Local dates as day numbers, and the dates that a rule of a calendar names.

A day number counts days since 1970-01-01, so that a local time is `day * DAY + seconds`, and a weekday
is arithmetic. Dates become text only at the edges.
"""

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
    return min(
        _first_of(year, month + 1) + origin.day - 1, _first_of(*_following(year, month + 1)) - 1
    )


def days_of(rule: DateRule, first: int, last: int) -> Iterator[int]:
    """Yield, in order, the day numbers from `first` to `last` that a rule names."""
    if rule.starts is not None:
        first = max(first, day_number(rule.starts))
    if rule.ends is not None:
        last = min(last, day_number(rule.ends))
    match rule:
        case Dates():
            yield from range(first, last + 1)
        case Weekly():
            yield from _weekly(rule, first, last)
        case Periodic():
            yield from _periodic(rule, first, last)
        case MonthDay():
            for start, end in _months(rule.month, first, last):
                day = start + rule.day - 1
                if max(start, first) <= day <= min(end, last):
                    yield day
        case NthWeekday():
            for start, end in _months(rule.month, first, last):
                day = _nth_weekday(rule, start, end)
                if max(start, first) <= day <= min(end, last):
                    yield day


def _weekly(rule: Weekly, first: int, last: int) -> Iterator[int]:
    if rule.interval < 1 or (rule.interval > 1 and rule.starts is None):
        raise ClockError(f"every {rule.interval} weeks, but counted from no date")
    # Weeks run from Monday to Sunday, as in RFC 5545 with WKST=MO; the one that holds `starts` is the first.
    origin = _monday(day_number(rule.starts)) if rule.starts is not None else 0
    for day in range(first, last + 1):
        if weekday(day) in rule.days and (_monday(day) - origin) // WEEK % rule.interval == 0:
            yield day


def _periodic(rule: Periodic, first: int, last: int) -> Iterator[int]:
    if rule.interval < 1:
        raise ClockError(f"every {rule.interval} {rule.unit} is no rhythm")
    start = day_number(rule.starts)
    if rule.unit == "days":
        yield from range(first + (start - first) % rule.interval, last + 1, rule.interval)
    elif rule.unit == "months":
        origin = date_of(start)
        since = origin.year * MONTHS + origin.month
        for month_start, end in _months(None, first, last):
            named = date_of(month_start)
            day = month_start + origin.day - 1
            steps = named.year * MONTHS + named.month - since
            if steps % rule.interval == 0 and first <= day <= min(end, last):
                yield day
    else:
        raise ClockError(f"`{rule.unit}` is no unit of a rhythm: `days` or `months`")


def _months(month: int | None, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last day of each month (or of each such month) that touches the range."""
    if first > last:
        return
    begins = date_of(first)
    year, number = begins.year, begins.month
    while (start := _first_of(year, number)) <= last:
        following = _following(year, number)
        if month in (None, number):
            yield start, _first_of(*following) - 1
        year, number = following


def _nth_weekday(rule: NthWeekday, start: int, end: int) -> int:
    if rule.nth > 0:
        return start + (rule.day - weekday(start)) % WEEK + (rule.nth - 1) * WEEK
    return end - (weekday(end) - rule.day) % WEEK + (rule.nth + 1) * WEEK


def _monday(day: int) -> int:
    return day - weekday(day)


def _first_of(year: int, month: int) -> int:
    return date(year, month, 1).toordinal() - _EPOCH


def _following(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == MONTHS else (year, month + 1)
