"""Business days: which dates count, forward and back."""

import pytest
from clock_desks import (
    ALL_DAY,
    MON_FRI,
    NEW_YORK,
    closed,
    desk,
    local,
    office,
    opened,
)

from milepost.clock import BEFORE, BEYOND
from milepost.ir.calendars import (
    Holidays,
    NthWeekday,
    Override,
    Regime,
)


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


def test_business_days_before_the_horizon_are_before() -> None:
    assert office().business_days_before(local("2026-01-02 10:00"), 5) == BEFORE
    assert office().business_days_before(local("2026-01-01 08:00"), 1) == BEFORE


def test_a_shift_that_the_clock_change_swallows_is_no_business_day() -> None:
    early = desk("mon-sun 02:15-03:00", by_shift=True)
    assert early.business_days(local("2026-03-07 02:30"), 1) == local("2026-03-09 02:30")
