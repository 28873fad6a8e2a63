"""Dates of holidays as the rules of a calendar."""

import re

from milepost.importers.salesforce.trees import NOWHERE, date, day_ranges
from milepost.salesforce.metadata import Holiday
from milepost.salesforce.normal import weekdays_of
from milepost.salesforce.weeks import DAYS
from milepost.syntax.ast.calendars import (
    Bounds,
    DateRule,
    Dates,
    EveryMonthDay,
    EveryNthWeekday,
    EveryPeriod,
    EveryWeekday,
    EveryYearDay,
)
from milepost.syntax.ast.literals import Integer

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
NTHS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORKDAYS = tuple(range(5))


def dates_of(holiday: Holiday) -> tuple[DateRule, Bounds | None] | None:
    """Return the dates of a holiday and between which they recur, or None where none says it."""
    if not holiday.is_recurring:
        if not _is_date(holiday.activity_date):
            return None
        return Dates(date(holiday.activity_date or ""), None, NOWHERE), None
    rule = _rule(holiday)
    starts, ends = holiday.recurrence_start_date, holiday.recurrence_end_date
    if rule is None or (starts and not _is_date(starts)) or (ends and not _is_date(ends)):
        return None
    if not starts:
        return (rule, None) if not ends and not isinstance(rule, EveryPeriod) else None
    return rule, Bounds(date(starts), date(ends) if ends else None, NOWHERE)


def _rule(holiday: Holiday) -> DateRule | None:
    days = tuple(sorted({DAYS.index(day.lower()) for day in weekdays_of(holiday)}))
    interval = holiday.recurrence_interval or 1
    number = holiday.recurrence_day_of_month
    month = _month(holiday.recurrence_month_of_year)
    nth = NTHS.get((holiday.recurrence_instance or "").lower())
    match holiday.recurrence_type:
        case "RecursEveryWeekday" if interval == 1:
            return EveryWeekday(day_ranges(_WORKDAYS), NOWHERE)
        case "RecursWeekly" if days and interval == 1:
            return EveryWeekday(day_ranges(days), NOWHERE)
        case "RecursDaily":
            return EveryPeriod(Integer(interval, NOWHERE), "days", NOWHERE)
        case "RecursMonthly" if number and interval == 1:
            return EveryMonthDay(number, None, NOWHERE)
        case "RecursMonthlyNth" if nth and len(days) == 1 and interval == 1:
            return EveryNthWeekday(nth, days[0], None, NOWHERE)
        case "RecursYearly" if number and month and interval == 1:
            return EveryYearDay(Integer(number, NOWHERE), month, NOWHERE)
        case "RecursYearlyNth" if nth and month and len(days) == 1 and interval == 1:
            return EveryNthWeekday(nth, days[0], month, NOWHERE)
    return None


def _month(text: str | None) -> int | None:
    word = (text or "").lower()
    return MONTHS.index(word) + 1 if word in MONTHS else None


def _is_date(text: str | None) -> bool:
    return bool(text and _DATE.fullmatch(text))
