"""Local dates: days, months, times of counted days, rolling forward, zones and refusals."""

import pytest
from clock_desks import (
    ALL_DAY,
    DAY,
    HOUR,
    MON_FRI,
    NEW_YORK,
    at,
    calendar,
    clock,
    clocks,
    desk,
    local,
    office,
)

from milepost.clock import BEFORE, BEYOND, ClockError, HorizonError, due_of, ends_day
from milepost.ir.calendars import (
    Calendar,
    Same,
    Union,
)
from milepost.ir.schedule import Horizon
from milepost.ir.targets import (
    BusinessDays,
    CalendarDays,
    DayTime,
    Duration,
    Months,
    NoTarget,
)

NINE, NOON, FIVE = 9 * HOUR, 12 * HOUR, 17 * HOUR


def by(time: int, day: int, cut_off: int | None = None, *, business: bool = True) -> DayTime:
    return DayTime("time", day, business, time, cut_off)


def test_calendar_days_keep_the_local_time_when_clocks_change() -> None:
    start = local("2026-03-07 12:00")
    assert office().calendar_days(start, 1) == local("2026-03-08 12:00") == start + 23 * HOUR
    assert office().calendar_days_before(local("2026-03-08 12:00"), 1) == start


def test_no_calendar_days_stay_in_the_second_of_two_hours() -> None:
    second = at("2026-11-01 01:30", NEW_YORK, fold=1)
    assert office().calendar_days(second, 0) == second


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2027-01-31 10:00", 1, "2027-02-28 10:00"),
        ("2026-10-15 10:00", 3, "2027-01-15 10:00"),
        ("2027-02-28 10:00", 1, "2027-03-28 10:00"),
    ],
)
def test_months_keep_the_local_time_and_clamp_to_the_end_of_a_month(
    start: str, months: int, end: str
) -> None:
    assert office().months(local(start), months) == local(end)


def test_months_count_back() -> None:
    assert office().months_before(local("2027-03-31 10:00"), 1) == local("2027-02-28 10:00")


@pytest.mark.parametrize("count", [30, 10**12])
def test_days_and_months_after_the_horizon_are_beyond(count: int) -> None:
    start = local("2027-12-15 10:00")
    assert office().months(start, count) == office().calendar_days(start, count) == BEYOND


@pytest.mark.parametrize("count", [30, 10**12])
def test_days_and_months_before_the_horizon_are_before(count: int) -> None:
    end = local("2026-01-15 10:00")
    assert office().months_before(end, count) == office().calendar_days_before(end, count) == BEFORE


def test_what_starts_after_the_horizon_ends_after_it() -> None:
    after = office().table.until + DAY
    assert office().calendar_days_before(after, 5) == BEYOND
    assert office().business_days_before(after, 5) == BEYOND
    assert office().rolled(after, NOON) == office().end_of_day(after) == BEYOND
    assert office().end_of_hour(after) == BEYOND


# Times of counted days.


def test_business_days_count_after_the_local_date_of_the_anchor() -> None:
    for anchor in ("2026-05-01 08:00", "2026-05-01 23:00", "2026-05-02 12:00", "2026-05-03 23:59"):
        assert office().day_time(local(anchor), by(FIVE, 1)) == local("2026-05-04 17:00")


def test_a_four_day_deadline_excludes_the_day_of_the_event() -> None:
    assert office().day_time(local("2026-05-05 11:00"), by(FIVE, 4)) == local("2026-05-11 17:00")


def test_an_anchor_after_the_cut_off_counts_for_the_next_business_day() -> None:
    cut_off = 17 * HOUR + HOUR // 2
    target = by(NOON, 1, cut_off)
    assert office().day_time(local("2026-05-01 17:30"), target) == local("2026-05-04 12:00")
    assert office().day_time(local("2026-05-01 17:30:01"), target) == local("2026-05-05 12:00")


def test_with_a_cut_off_a_weekend_is_not_due_before_late_friday() -> None:
    target = by(NOON, 1, FIVE)
    for anchor in ("2026-05-01 18:00", "2026-05-02 10:00", "2026-05-03 18:00"):
        assert office().day_time(local(anchor), target) == local("2026-05-05 12:00")


def test_day_zero_is_the_date_of_the_anchor_or_else_the_first_business_day() -> None:
    assert office().day_time(local("2026-05-01 08:00"), by(FIVE, 0)) == local("2026-05-01 17:00")
    assert office().day_time(local("2026-05-02 08:00"), by(FIVE, 0)) == local("2026-05-04 17:00")
    late = by(FIVE, 0, NOON)
    assert office().day_time(local("2026-05-01 13:00"), late) == local("2026-05-04 17:00")


def test_a_counted_day_has_a_close_and_an_end() -> None:
    friday = local("2026-05-01 10:00")
    assert office().day_time(friday, DayTime("close", 1, True)) == local("2026-05-04 17:00")
    assert office().day_time(friday, DayTime("end", 1, True)) == local("2026-05-05 00:00")
    assert office().day_time(friday, DayTime("end", 14, False)) == local("2026-05-16 00:00")


def test_a_listed_day_that_never_opens_closes_at_its_end() -> None:
    four_days = desk("mon-thu 09:00-17:00", business_days=MON_FRI)
    thursday = local("2026-05-07 10:00")
    assert four_days.day_time(thursday, DayTime("close", 1, True)) == local("2026-05-09 00:00")


def test_a_cut_off_moves_calendar_days_by_one() -> None:
    target = by(NINE, 2, NOON, business=False)
    assert office().day_time(local("2026-05-01 12:00"), target) == local("2026-05-03 09:00")
    assert office().day_time(local("2026-05-01 12:01"), target) == local("2026-05-04 09:00")


def test_a_counted_day_after_the_horizon_is_beyond() -> None:
    last = local("2027-12-31 10:00")
    assert office().day_time(last, by(FIVE, 1)) == BEYOND
    assert office().day_time(last, by(FIVE, 1, NINE)) == BEYOND
    assert office().day_time(BEYOND, by(FIVE, 1)) == BEYOND


# Rolling forward.


def test_a_due_rolls_only_from_a_local_date_without_open_time() -> None:
    assert office().rolled(local("2026-05-02 10:00"), NOON) == local("2026-05-04 12:00")
    for kept in ("2026-05-01 23:00", "2026-05-04 02:00", "2026-05-04 13:00"):
        assert office().rolled(local(kept), NOON) == local(kept)


def test_the_date_of_a_due_is_that_of_the_calendar_it_rolls_on() -> None:
    saturday_in_london = at("2026-05-02 03:00", "Europe/London")
    assert office().rolled(saturday_in_london, NOON) == saturday_in_london


def test_the_end_of_a_business_day_does_not_roll() -> None:
    friday = DayTime("end", 1, True)
    due = due_of(friday, local("2026-04-30 10:00"), office())
    assert due == local("2026-05-02 00:00")
    assert office().rolled(due, NOON, ends_day=ends_day(friday)) == due
    assert office().rolled(due, NOON) == local("2026-05-04 12:00")


def test_only_times_of_counted_days_end_a_day() -> None:
    assert ends_day(by(DAY, 1))
    assert not ends_day(by(0, 1))
    assert not ends_day(Months(1))
    assert not ends_day(NoTarget())


def test_a_due_beyond_the_horizon_rolls_nowhere() -> None:
    assert office().rolled(BEYOND, NOON) == BEYOND
    assert desk("mon 09:00-17:00").rolled(local("2027-12-30 10:00"), NOON) == BEYOND


# Ends of local days and hours.


def test_the_end_of_the_day_is_the_next_local_midnight() -> None:
    assert office().end_of_day(local("2026-03-08 00:00")) == local("2026-03-09 00:00")


def test_an_evening_that_returns_ends_twice() -> None:
    zone = "America/St_Johns"
    year = Horizon("2010-01-01", "2010-12-31")
    desk_there = clock(calendar("desk", zone, *ALL_DAY), horizon=year)
    once = at("2010-11-06 23:30", zone)
    again = at("2010-11-06 23:30", zone, fold=1)
    midnight = at("2010-11-07 00:00", zone)
    assert desk_there.end_of_day(once) == midnight
    assert again > midnight
    assert desk_there.end_of_day(again) == again + HOUR // 2


def test_the_end_of_the_hour_is_that_of_the_local_clock() -> None:
    kathmandu = clock(calendar("desk", "Asia/Kathmandu", *ALL_DAY))
    start = at("2026-05-04 10:20", "Asia/Kathmandu")
    assert kathmandu.end_of_hour(start) == at("2026-05-04 11:00", "Asia/Kathmandu")
    assert kathmandu.end_of_hour(at("2026-05-04 10:00", "Asia/Kathmandu")) == at(
        "2026-05-04 11:00", "Asia/Kathmandu"
    )


# Targets, zones and refusals.


def test_each_target_is_due_in_its_own_words() -> None:
    start = local("2026-05-01 16:00")
    desk_clock = office()
    dues = {
        target: due_of(target, start, desk_clock)
        for target in (Duration(HOUR), BusinessDays(1), CalendarDays(1), Months(1), by(NOON, 1))
    }
    assert dues == {
        Duration(HOUR): local("2026-05-01 17:00"),
        BusinessDays(1): local("2026-05-04 16:00"),
        CalendarDays(1): local("2026-05-02 16:00"),
        Months(1): local("2026-06-01 16:00"),
        by(NOON, 1): local("2026-05-04 12:00"),
    }
    assert due_of(Duration(HOUR), start, desk_clock, roll=True) == local("2026-05-04 09:00")


def test_always_has_local_dates_in_the_time_zone_of_the_project() -> None:
    always = clocks(timezone="Asia/Tokyo").clock("always")
    start = at("2026-05-01 23:00", "Asia/Tokyo")
    assert always.day_time(start, DayTime("end", 0, True)) == at("2026-05-02 00:00", "Asia/Tokyo")
    assert always.table.due(start, 36 * HOUR) == start + 36 * HOUR


NEEDS_ZONE = [
    lambda one, start: one.business_days(start, 1),
    lambda one, start: one.calendar_days(start, 1),
    lambda one, start: one.months(start, 1),
    lambda one, start: one.day_time(start, by(FIVE, 1)),
    lambda one, start: one.rolled(start, NOON),
    lambda one, start: one.end_of_day(start),
]


@pytest.mark.parametrize("ask", NEEDS_ZONE)
def test_local_dates_of_a_clock_without_a_zone_are_refused(ask) -> None:
    follow_sun = Calendar("follow_sun", Union(Same("east"), Same("west")))
    east, west = (
        calendar("east", "Asia/Tokyo", "mon-fri 09:00-17:00"),
        calendar("west", NEW_YORK, "mon-fri 09:00-17:00"),
    )
    calendars = clocks(east, west, follow_sun, timezone=None)
    start = at("2026-05-04 10:00")
    for name in ("follow_sun", "always"):
        with pytest.raises(ClockError, match=f"`{name}` has no time zone of its own"):
            ask(calendars.clock(name), start)


def test_a_combination_with_a_zone_of_its_own_has_local_dates() -> None:
    east = calendar("east", NEW_YORK, "mon-fri 06:00-12:00")
    west = calendar("west", "America/Los_Angeles", "mon-fri 09:00-17:00")
    both = Calendar("both", Union(Same("east"), Same("west")), NEW_YORK)
    one = clocks(east, west, both).clock("both")
    assert one.business_days(local("2026-05-01 19:30"), 1) == local("2026-05-04 19:30")


@pytest.mark.parametrize(
    "ask",
    [
        lambda one, start: one.business_days(start, -1),
        lambda one, start: one.business_days_before(start, -1),
        lambda one, start: one.calendar_days(start, -1),
        lambda one, start: one.months(start, -1),
        lambda one, start: one.day_time(start, by(FIVE, -1)),
    ],
)
def test_negative_counts_are_refused(ask) -> None:
    with pytest.raises(ClockError, match="negative count: -1"):
        ask(office(), local("2026-05-04 10:00"))


def test_counts_from_before_the_horizon_are_refused() -> None:
    with pytest.raises(HorizonError, match="before the horizon"):
        office().calendar_days(at("2025-05-04 10:00"), 1)
