"""Recurrence rules (RFC 5545 §3.3.10), day by day, and never longer than asked.

A rule cuts time into periods (years, months, weeks, days), of which it takes every so many. The
days of a period are those that pass all of its `BY…` parts; where no part names a day, the day of
the first occurrence stands in. Each day occurs at the rule's times of day, and `BYSETPOS` picks
from all that a period has.

The scan is written out here because it must end: `dateutil` looks for the next 30 February up to
the year 9999, and for ever where the interval is 0. A test compares the two.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from milepost.clock.dates import DAY, MONTHS, WEEK, date_of, weekday
from milepost.frozen import frozen

YEARLY, MONTHLY, WEEKLY, DAILY = FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")

_EPOCH = date(1970, 1, 1).toordinal()
_DECEMBER = 12
_HOUR = 3600
_MINUTE = 60
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_weekday = re.compile(r"([+-]?[0-9]{1,2})?([A-Z]{2})").fullmatch
#: The numbers that each part may hold; where the least is negative, they may count from the end.
_NUMBERS = {
    "INTERVAL": (1, 10**9),
    "COUNT": (1, 10**9),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-366, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 59),
}
_SINGLE = ("INTERVAL", "COUNT")
_OTHERS = ("FREQ", "BYDAY", "WKST", "UNTIL")


class TooMuchError(Exception):
    """The rules of a file take more days than there is patience for."""


class Patience:
    """How many days and occurrences may still be looked at."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, amount: int) -> None:
        """Take an amount away, or raise `TooMuchError`."""
        self.left -= amount
        if self.left < 0:
            raise TooMuchError


@frozen
class Rule:
    """A recurrence rule with everything it leaves open taken from the first occurrence.

    `weekdays` are pairs of a weekday and which of them in the month or year (0 for each). `times`
    are seconds of the day.
    """

    frequency: str
    times: tuple[int, ...]
    interval: int = 1
    count: int | None = None
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0


def rule_of(parts: Mapping[str, Sequence[Any]], start: int, *, is_date: bool) -> Rule:
    """Return the rule that the parts of an RRULE make; `ValueError` says what cannot be read.

    `start` is the first occurrence, in seconds of local time. `UNTIL` is the caller's.
    """
    unknown = [key for key in parts if key not in _NUMBERS and key not in _OTHERS]
    if unknown:
        raise ValueError(f"`{unknown[0]}` is not read")
    frequency = str(parts["FREQ"][0]).upper() if "FREQ" in parts else ""
    if frequency not in FREQUENCIES:
        raise ValueError(f"`FREQ` is not one of `{'`, `'.join(FREQUENCIES)}`")
    numbers = {key: _numbers(key, parts.get(key, ())) for key in _NUMBERS}
    weekdays = tuple(_day(frequency, str(one)) for one in parts.get("BYDAY", ()))
    week_start = _day(DAILY, str(parts["WKST"][0]))[0] if "WKST" in parts else 0
    months, month_days = numbers["BYMONTH"], numbers["BYMONTHDAY"]
    first = date_of(start // DAY)
    if not (weekdays or month_days or numbers["BYYEARDAY"]):
        if frequency == WEEKLY or numbers["BYWEEKNO"]:
            weekdays = ((weekday(start // DAY), 0),)
        elif frequency in (YEARLY, MONTHLY):
            month_days = (first.day,)
            months = months or ((first.month,) if frequency == YEARLY else ())
    second = start % DAY
    hours = numbers["BYHOUR"] or (second // _HOUR,)
    minutes = numbers["BYMINUTE"] or (second % _HOUR // _MINUTE,)
    seconds = numbers["BYSECOND"] or (second % _MINUTE,)
    times = {
        hour * _HOUR + minute * _MINUTE + one
        for hour in hours
        for minute in minutes
        for one in seconds
    }
    return Rule(
        frequency,
        (0,) if is_date else tuple(sorted(times)),
        next(iter(numbers["INTERVAL"]), 1),
        next(iter(numbers["COUNT"]), None),
        months,
        month_days,
        numbers["BYYEARDAY"],
        numbers["BYWEEKNO"],
        weekdays,
        numbers["BYSETPOS"],
        week_start,
    )


def occurrences(rule: Rule, start: int, last: int, patience: Patience) -> Iterator[int]:
    """Yield the local times of a rule from its first occurrence to a last instant, in order.

    The first occurrence is one whether the rule names it or not.
    """
    if start > last:
        return
    yield start
    found = 1
    for local in named(rule, start, last, patience):
        if local == start:
            continue
        if found == rule.count:
            return
        found += 1
        yield local


def named(rule: Rule, start: int, last: int, patience: Patience) -> Iterator[int]:
    """Yield the local times that a rule itself names, its count apart."""
    for days in _periods(rule, start // DAY, last // DAY):
        patience.spend(len(days))
        kept = [day for day in days if _keeps(rule, day)]
        patience.spend(len(kept) * len(rule.times))
        found = [day * DAY + time for day in kept for time in rule.times]
        for local in _picked(found, rule.positions):
            if local > last:
                return
            if local >= start:
                yield local


def _numbers(key: str, values: Iterable[Any]) -> tuple[int, ...]:
    """Return the numbers of a part, each once and in order."""
    low, high = _NUMBERS[key]
    numbers = tuple(int(value) for value in values)
    wrong = [one for one in numbers if not low <= one <= high or (low < 0 and one == 0)]
    if wrong or (key in _SINGLE and len(numbers) > 1):
        raise ValueError(f"`{key}={','.join(map(str, numbers))[:20]}` is out of range")
    return tuple(sorted(set(numbers)))


def _day(frequency: str, written: str) -> tuple[int, int]:
    """Return a weekday and which one of the month or year it is, 0 for each of them."""
    found = _weekday(written.upper())
    if found is None or found[2] not in _WEEKDAYS:
        raise ValueError(f"`{written[:20]}` is not a weekday")
    nth = int(found[1] or 0)
    if found[1] and (nth == 0 or frequency not in (YEARLY, MONTHLY)):
        raise ValueError(f"`{written}` has no meaning in `FREQ={frequency}`")
    return _WEEKDAYS.index(found[2]), nth


def _picked(found: list[int], positions: tuple[int, ...]) -> list[int]:
    if not positions:
        return found
    size = len(found)
    indexes = {place - 1 if place > 0 else size + place for place in positions}
    return [found[index] for index in sorted(indexes) if 0 <= index < size]


def _periods(rule: Rule, first: int, last: int) -> Iterator[list[int]]:
    """Yield the days of each period from the one that holds `first` up to `last`."""
    origin = date_of(first)
    if rule.frequency == YEARLY:
        for year in range(origin.year, date_of(last).year + 1, rule.interval):
            months = sorted(rule.months) or range(1, MONTHS + 1)
            yield [day for month in months for day in _month(year, month)]
    elif rule.frequency == MONTHLY:
        ends = date_of(last)
        since = origin.year * MONTHS + origin.month - 1
        for index in range(since, ends.year * MONTHS + ends.month, rule.interval):
            yield list(_month(index // MONTHS, index % MONTHS + 1))
    else:
        length = WEEK if rule.frequency == WEEKLY else 1
        if rule.frequency == WEEKLY:
            first -= (weekday(first) - rule.week_start) % WEEK
        for day in range(first, last + 1, rule.interval * length):
            yield list(range(day, day + length))


def _keeps(rule: Rule, day: int) -> bool:
    """Say whether a day passes all the parts of a rule."""
    its_weekday = weekday(day)
    places = [nth for one, nth in rule.weekdays if one == its_weekday]
    if rule.weekdays and not places:
        return False
    it = date_of(day)
    if rule.months and it.month not in rule.months:
        return False
    if places and 0 not in places and _ordinals(rule, it).isdisjoint(places):
        return False
    if rule.month_days:
        length = len(_month(it.year, it.month))
        if it.day not in rule.month_days and it.day - length - 1 not in rule.month_days:
            return False
    if rule.year_days:
        number = _day_of_year(it)
        if {number, number - _days_in(it.year) - 1}.isdisjoint(rule.year_days):
            return False
    return not rule.weeks or not _weeks(rule, day).isdisjoint(rule.weeks)


def _ordinals(rule: Rule, it: date) -> set[int]:
    """Return which of its weekdays a date is, from the start and from the end of month or year."""
    if rule.frequency == MONTHLY or rule.months:
        number, length = it.day, len(_month(it.year, it.month))
    else:
        number, length = _day_of_year(it), _days_in(it.year)
    return {(number - 1) // WEEK + 1, -((length - number) // WEEK) - 1}


def _weeks(rule: Rule, day: int) -> set[int]:
    """Return the number of the week of a day, from the start and from the end of its year.

    A week belongs to the year that holds its fourth day.
    """
    middle = date_of(day - (weekday(day) - rule.week_start) % WEEK + 3)
    number = _day_of_year(middle)
    from_end = (_days_in(middle.year) - number) // WEEK
    return {(number - 1) // WEEK + 1, -from_end - 1}


def _month(year: int, month: int) -> range:
    after = (year + 1, 1) if month == _DECEMBER else (year, month + 1)
    return range(date(year, month, 1).toordinal() - _EPOCH, date(*after, 1).toordinal() - _EPOCH)


def _day_of_year(it: date) -> int:
    return it.toordinal() - date(it.year, 1, 1).toordinal() + 1


def _days_in(year: int) -> int:
    return date(year, _DECEMBER, 31).toordinal() - date(year, 1, 1).toordinal() + 1
