"""Local dates: business days, calendar days, months, times of counted days, rolling forward."""

import pytest
from desks import (
    ALL_DAY,
    DAY,
    HOUR,
    MON_FRI,
    NEW_YORK,
    at,
    calendar,
    clock,
    clocks,
    closed,
    office,
    opened,
)

from milepost.clock import BEFORE, BEYOND, Clock, ClockError, HorizonError, due_of, ends_day
from milepost.ir.calendars import (
    Calendar,
    Holidays,
    NthWeekday,
    Override,
    Regime,
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


def local(text: str) -> int:
    return at(text, NEW_YORK)


def by(time: int, day: int, cut_off: int | None = None, *, business: bool = True) -> DayTime:
    return DayTime("time", day, business, time, cut_off)


def desk(*lines: str, days_off: tuple[str, ...] = (), **more) -> Clock:
    return clock(calendar("desk", NEW_YORK, *lines, **more), days_off)


# Business days.


def test_business_days_keep_the_local_time() -> None:
    assert office().business_days(local("2026-05-01 10:30"), 2) == local("2026-05-05 10:30")


def test_business_days_keep_the_local_time_when_clocks_change() -> None:
    assert office().business_days(local("2026-03-06 10:30"), 1) == local("2026-03-09 10:30")


@pytest.mark.parametrize("start", ["2026-05-01 17:00", "2026-05-02 12:00", "2026-05-04 08:59"])
def test_a_start_outside_hours_first_moves_to_the_next_opening(start: str) -> None:
    assert office().business_days(local(start), 1) == local("2026-05-05 09:00")


def test_holidays_are_no_business_days() -> None:
    off = office(NEW_YORK, "2026-05-04")
    assert off.business_days(local("2026-05-01 10:30"), 1) == local("2026-05-05 10:30")


def test_a_time_in_a_break_moves_to_the_next_opening_of_the_target_day() -> None:
    split = desk("mon 09:00-17:00", "tue-fri 09:00-12:00, 13:00-17:00")
    for start in ("2026-05-04 12:00", "2026-05-04 12:30"):
        assert split.business_days(local(start), 1) == local("2026-05-05 13:00")


def test_a_time_before_the_opening_of_the_target_day_moves_to_that_opening() -> None:
    late = desk("mon 09:00-17:00", "tue-fri 11:00-17:00")
    assert late.business_days(local("2026-05-04 09:30"), 1) == local("2026-05-05 11:00")


def test_a_time_after_the_closing_of_the_target_day_becomes_that_closing() -> None:
    short = desk("mon-fri 09:00-17:00", overrides=(opened("2026-05-05", "09:00-12:00"),))
    assert short.business_days(local("2026-05-04 16:00"), 1) == local("2026-05-05 12:00")


def test_no_business_days_are_due_at_once() -> None:
    saturday = local("2026-05-02 12:00")
    assert office().business_days(saturday, 0) == saturday


def test_listed_weekdays_are_the_business_days_of_a_desk_round_the_clock() -> None:
    always_on = desk(*ALL_DAY, business_days=MON_FRI)
    assert always_on.business_days(local("2026-05-01 23:00"), 1) == local("2026-05-04 23:00")


def test_a_start_on_a_date_that_is_no_business_day_moves_to_the_next_one() -> None:
    always_on = desk(*ALL_DAY, business_days=MON_FRI)
    for start in ("2026-05-02 23:00", "2026-05-03 01:00"):
        assert always_on.business_days(local(start), 1) == local("2026-05-05 00:00")


def test_midnight_belongs_to_the_date_that_begins() -> None:
    lines = ("mon 00:00-24:00", "tue 08:00-24:00", "wed-sun 00:00-24:00")
    late_tuesday = desk(*lines, business_days=MON_FRI)
    assert late_tuesday.business_days(local("2026-05-02 00:00"), 1) == local("2026-05-05 08:00")


def test_without_a_list_every_date_with_open_time_is_a_business_day() -> None:
    field = desk("sun 14:00 - fri 17:00")
    assert field.business_days(local("2026-05-01 10:00"), 1) == local("2026-05-03 14:00")


def test_a_listed_day_that_never_opens_keeps_the_local_time() -> None:
    four_days = desk("mon-thu 09:00-17:00", business_days=MON_FRI)
    assert four_days.business_days(local("2026-05-07 10:00"), 1) == local("2026-05-08 10:00")


def test_a_listed_day_is_no_business_day_when_a_holiday_or_a_closure_closes_it() -> None:
    closure = (closed("2026-05-05"),)
    listed = desk(*ALL_DAY, days_off=("2026-05-04",), overrides=closure, business_days=MON_FRI)
    assert listed.business_days(local("2026-05-01 10:00"), 1) == local("2026-05-06 10:00")


def test_a_closure_of_some_hours_leaves_a_business_day() -> None:
    morning = (closed("2026-05-04", "09:00-10:00"),)
    listed = desk("mon-fri 09:00-17:00", overrides=morning, business_days=MON_FRI)
    assert listed.business_days(local("2026-05-01 09:30"), 1) == local("2026-05-04 10:00")


def test_a_holiday_that_an_open_line_opens_is_a_business_day() -> None:
    opening = (opened("2026-05-04", "10:00-12:00"),)
    for listed in (None, MON_FRI):
        reopened = desk(
            "mon-fri 09:00-17:00",
            days_off=("2026-05-04",),
            overrides=opening,
            business_days=listed,
        )
        assert reopened.business_days(local("2026-05-01 11:00"), 1) == local("2026-05-04 11:00")


def test_a_holiday_that_a_recurring_line_opens_is_a_business_day() -> None:
    first_mondays = Override(True, NthWeekday(1, 0), opened("2026-05-04", "10:00-12:00").hours)
    reopened = desk("mon-fri 09:00-17:00", days_off=("2026-05-04",), overrides=(first_mondays,))
    assert reopened.business_days(local("2026-05-01 11:00"), 1) == local("2026-05-04 11:00")


def test_a_holiday_that_only_the_night_before_reaches_into_is_no_business_day() -> None:
    night = (opened("2026-05-03", "20:00-02:00"),)
    reached = desk("mon-fri 09:00-17:00", days_off=("2026-05-04",), overrides=night)
    assert reached.business_days(local("2026-05-01 11:00"), 1) == local("2026-05-03 20:00")
    assert reached.business_days(local("2026-05-01 11:00"), 2) == local("2026-05-05 11:00")


def test_a_dated_regime_has_its_own_business_days() -> None:
    weekend = Regime("2026-05-04", (), "2026-05-10", (5,))
    listed = desk(*ALL_DAY, regimes=(weekend,), business_days=MON_FRI)
    assert listed.business_days(local("2026-05-01 10:00"), 1) == local("2026-05-09 10:00")


NIGHTS = "mon-fri 22:00-06:00"


def test_counted_by_shift_the_small_hours_belong_to_the_evening_before() -> None:
    night = desk(NIGHTS, by_shift=True)
    assert night.business_days(local("2026-05-05 02:00"), 1) == local("2026-05-06 02:00")
    assert night.business_days(local("2026-05-09 02:00"), 1) == local("2026-05-12 02:00")


def test_counted_by_date_the_small_hours_are_a_day_of_their_own() -> None:
    night = desk(NIGHTS)
    assert night.business_days(local("2026-05-08 23:00"), 1) == local("2026-05-09 06:00")


def test_counted_by_shift_a_closing_is_that_of_the_shift() -> None:
    early = desk("mon 22:00-06:00", "tue-fri 22:00-02:00", by_shift=True)
    assert early.business_days(local("2026-05-05 05:00"), 1) == local("2026-05-06 02:00")


def test_a_shift_whose_evening_is_closed_is_no_business_day() -> None:
    night = desk(NIGHTS, overrides=(closed("2026-05-05"),), by_shift=True)
    assert night.table.is_open(local("2026-05-06 02:00"))
    assert night.business_days(local("2026-05-04 23:00"), 1) == local("2026-05-06 23:00")


def test_a_date_opened_inside_a_shift_of_several_days_does_not_end_it() -> None:
    span = desk(
        "sat 21:00 - wed 12:00", overrides=(opened("2026-05-10", "10:00-12:00"),), by_shift=True
    )
    assert span.business_days_before(local("2026-05-12 09:00"), 1) == local("2026-05-05 09:00")


def test_a_holiday_by_shift_takes_a_shift_out_of_the_count() -> None:
    night = desk(
        NIGHTS, days_off=("2026-05-05",), holidays=(Holidays("XX", by_shift=True),), by_shift=True
    )
    assert night.business_days(local("2026-05-04 23:00"), 1) == local("2026-05-06 23:00")


def test_business_days_beyond_the_horizon_are_beyond() -> None:
    assert office().business_days(local("2027-12-31 10:00"), 1) == BEYOND
    assert office().business_days(local("2027-12-31 18:00"), 1) == BEYOND
    assert office().business_days(BEYOND, 1) == BEYOND


# Business days counted back.


def test_business_days_before_keep_the_local_time() -> None:
    assert office().business_days_before(local("2026-05-04 10:30"), 1) == local("2026-05-01 10:30")
    assert office().business_days_before(local("2026-05-04 09:00"), 1) == local("2026-05-01 09:00")
    assert office().business_days_before(local("2026-05-04 17:00"), 1) == local("2026-05-01 17:00")


def test_an_end_outside_hours_first_moves_back_to_the_closing() -> None:
    assert office().business_days_before(local("2026-05-03 12:00"), 1) == local("2026-04-30 17:00")


def test_counted_back_a_closed_time_becomes_the_closing_before_or_the_opening() -> None:
    split = desk("mon-wed 09:00-12:00, 13:00-17:00", "thu-fri 11:00-17:00")
    assert split.business_days_before(local("2026-05-07 12:30"), 1) == local("2026-05-06 12:00")
    assert split.business_days_before(local("2026-05-07 13:00"), 1) == local("2026-05-06 13:00")
    assert split.business_days_before(local("2026-05-11 09:30"), 1) == local("2026-05-08 11:00")


def test_a_closing_at_midnight_counts_for_the_date_it_ends() -> None:
    always_on = desk(*ALL_DAY, business_days=MON_FRI)
    assert always_on.business_days_before(local("2026-05-03 12:00"), 1) == local("2026-05-01 00:00")


def test_what_starts_after_the_horizon_ends_after_it() -> None:
    after = office().table.until + DAY
    assert office().calendar_days_before(after, 5) == BEYOND
    assert office().business_days_before(after, 5) == BEYOND
    assert office().rolled(after, NOON) == office().end_of_day(after) == BEYOND
    assert office().end_of_hour(after) == BEYOND


def test_business_days_before_the_horizon_are_before() -> None:
    assert office().business_days_before(local("2026-01-02 10:00"), 5) == BEFORE
    assert office().business_days_before(local("2026-01-01 08:00"), 1) == BEFORE


# Calendar days and months.


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
