"""The dates that rules name."""

import pytest
from rulebook import names

from milepost.clock import ClockError, date_of, day_number
from milepost.clock.dates import days_of, months_later
from milepost.ir.calendars import DateRule, Dates, MonthDay, NthWeekday, Periodic, Weekly

TUE, THU, SUN = 1, 3, 6
SPAN = range(day_number("2026-01-01"), day_number("2030-01-01"))


def dates(rule: DateRule, first: str, last: str) -> list[str]:
    days = range(day_number(first), day_number(last) + 1)
    return [date_of(day).isoformat() for day in days_of(rule, days)]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (Dates("2026-12-30", "2027-01-02"), ["2026-12-30", "2026-12-31"]),
        (Weekly((TUE,), 1, "2026-12-10"), ["2026-12-15", "2026-12-22", "2026-12-29"]),
        (Weekly((TUE, THU), 2, "2026-12-10"), ["2026-12-10", "2026-12-22", "2026-12-24"]),
        (Weekly((SUN,), 1, None, "2026-12-10"), ["2026-12-06"]),
        (Periodic("days", 10, "2026-11-25"), ["2026-12-05", "2026-12-15", "2026-12-25"]),
        (Periodic("months", 3, "2026-09-30"), ["2026-12-30"]),
        (Periodic("months", 2, "2026-09-30"), []),
        (MonthDay(25, 12), ["2026-12-25"]),
        (MonthDay(31), ["2026-12-31"]),
        (MonthDay(25, 11), []),
        (NthWeekday(4, THU), ["2026-12-24"]),
        (NthWeekday(-1, THU), ["2026-12-31"]),
        (NthWeekday(5, SUN), []),
        (NthWeekday(4, THU, 11), []),
    ],
)
def test_a_rule_names_its_dates(rule: DateRule, found: list[str]) -> None:
    assert dates(rule, "2026-12-01", "2026-12-31") == found


def test_a_month_without_the_day_has_no_such_date() -> None:
    assert dates(Periodic("months", 1, "2026-12-31"), "2026-12-01", "2027-05-31") == [
        "2026-12-31",
        "2027-01-31",
        "2027-03-31",
        "2027-05-31",
    ]
    assert dates(MonthDay(29, 2), "2026-01-01", "2030-12-31") == ["2028-02-29"]


@pytest.mark.parametrize(
    "rule",
    [
        *(MonthDay(day) for day in (1, 29, 30, 31)),
        *(NthWeekday(nth, day) for nth in (1, 2, 5, -1, -5) for day in (0, SUN)),
        *(Weekly((0, TUE, SUN), weeks, "2026-03-04", "2029-01-01") for weeks in (1, 2, 3)),
        *(Periodic("days", days, "2025-03-04") for days in (1, 7, 45)),
        *(Periodic("months", months, "2025-08-31", "2028-06-30") for months in (1, 5, 12)),
    ],
)
def test_a_rule_names_what_its_words_name_day_by_day(rule: DateRule) -> None:
    assert list(days_of(rule, SPAN)) == [day for day in SPAN if names(rule, date_of(day))]


@pytest.mark.parametrize(
    "rule",
    [
        Weekly((TUE,), 2),
        Weekly((TUE,), 0),
        Periodic("days", 0, "2026-01-01"),
        Periodic("weeks", 1, "2026-01-01"),
        Dates("2026-02-30", "2026-03-01"),
    ],
)
def test_a_rule_without_sense_is_refused(rule: DateRule) -> None:
    with pytest.raises(ClockError):
        list(days_of(rule, SPAN))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-31", -2, "2025-11-30"),
    ],
)
def test_months_clamp_to_the_last_day(start: str, months: int, end: str) -> None:
    assert date_of(months_later(day_number(start), months)).isoformat() == end
