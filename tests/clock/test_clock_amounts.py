"""Amounts of open time: what the interval table answers, and what it refuses."""

import pytest
from clock_desks import (
    ALL_DAY,
    DAY,
    HOUR,
    MINUTE,
    NEW_YORK,
    at,
    calendar,
    clock,
    closed,
    office,
    opened,
    windows,
)

from milepost.clock import BEFORE, BEYOND, Clock, ClockError, HorizonError
from milepost.ir.calendars import Holidays, Regime
from milepost.ir.schedule import Horizon


def hours_on(clock: Clock, date: str, zone: str) -> list[tuple[str, str]]:
    """Return the open stretches of a local date as the wall clock shows them."""
    start = at(f"{date} 00:00", zone)
    end = clock.zone.midnight(clock.zone.day(start) + 1)
    return [
        (_shown(clock, opens), _shown(clock, closes))
        for opens, closes in clock.table.stretches(start, end)
    ]


def _shown(clock: Clock, instant: int) -> str:
    minutes = clock.zone.local(instant) // MINUTE
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def test_a_due_on_closing_time_stays_there() -> None:
    table = office().table
    start, closing = at("2026-05-01 13:00", NEW_YORK), at("2026-05-01 17:00", NEW_YORK)
    assert table.due(start, 4 * HOUR) == closing
    assert not table.is_open(closing)
    assert table.worked(start, closing) == 4 * HOUR


def test_a_due_on_closing_time_can_roll_to_the_next_opening() -> None:
    table = office().table
    start = at("2026-05-01 13:00", NEW_YORK)
    assert table.due(start, 4 * HOUR, roll=True) == at("2026-05-04 09:00", NEW_YORK)
    assert table.due(start, 4 * HOUR - 1, roll=True) == table.due(start, 4 * HOUR - 1)


def test_no_time_at_all_is_due_at_once_and_rolls_to_the_opening() -> None:
    table = office().table
    saturday = at("2026-05-02 12:00", NEW_YORK)
    assert table.due(saturday, 0) == saturday
    assert table.due(saturday, 0, roll=True) == at("2026-05-04 09:00", NEW_YORK)
    assert table.due(at("2026-05-04 10:00", NEW_YORK), 0, roll=True) == at(
        "2026-05-04 10:00", NEW_YORK
    )


def test_time_counted_back_to_an_opening_stays_at_the_opening() -> None:
    table = office().table
    monday = at("2026-05-04 10:00", NEW_YORK)
    assert table.subtract(monday, HOUR) == at("2026-05-04 09:00", NEW_YORK)
    assert table.subtract(monday, HOUR + 1) == at("2026-05-01 16:59:59", NEW_YORK)
    assert table.subtract(at("2026-05-02 12:00", NEW_YORK), 8 * HOUR) == at(
        "2026-05-01 09:00", NEW_YORK
    )


def test_no_time_counted_back_is_the_instant_itself() -> None:
    saturday = at("2026-05-02 12:00", NEW_YORK)
    assert office().table.subtract(saturday, 0) == saturday


def test_opening_is_open_and_closing_is_closed() -> None:
    table = office().table
    opening, closing = at("2026-05-01 09:00", NEW_YORK), at("2026-05-01 17:00", NEW_YORK)
    assert (table.is_open(opening), table.is_open(closing)) == (True, False)
    assert (table.next_open(opening), table.next_close(opening)) == (opening, closing)
    assert table.next_open(closing) == at("2026-05-04 09:00", NEW_YORK)
    assert table.next_close(closing) == at("2026-05-04 17:00", NEW_YORK)


def test_stretches_are_cut_at_both_ends() -> None:
    table = office().table
    start, end = at("2026-05-01 16:00", NEW_YORK), at("2026-05-04 10:00", NEW_YORK)
    assert list(table.stretches(start, end)) == [
        (start, at("2026-05-01 17:00", NEW_YORK)),
        (at("2026-05-04 09:00", NEW_YORK), end),
    ]
    assert list(table.stretches(start, start)) == []


def test_a_night_shift_stops_at_the_midnight_of_a_holiday() -> None:
    night = clock(calendar("night", NEW_YORK, "mon-fri 22:00-06:00"), ["2026-05-06"])
    assert hours_on(night, "2026-05-05", NEW_YORK) == [("00:00", "06:00"), ("22:00", "00:00")]
    assert hours_on(night, "2026-05-06", NEW_YORK) == []
    assert hours_on(night, "2026-05-07", NEW_YORK) == [("00:00", "06:00"), ("22:00", "00:00")]


def test_holidays_by_shift_close_the_shift_that_begins_on_them() -> None:
    by_shift = (Holidays("XX", by_shift=True),)
    night = clock(
        calendar("night", NEW_YORK, "mon-fri 22:00-06:00", holidays=by_shift), ["2026-05-06"]
    )
    assert hours_on(night, "2026-05-06", NEW_YORK) == [("00:00", "06:00")]
    assert hours_on(night, "2026-05-07", NEW_YORK) == [("22:00", "00:00")]


def test_holidays_count_only_within_their_bounds() -> None:
    lines = (Holidays("XX", "2026-05-05", "2026-05-06"),)
    bounded = clock(
        calendar("office", NEW_YORK, "mon-fri 09:00-17:00", holidays=lines),
        ["2026-05-04", "2026-05-05", "2026-05-06", "2026-05-07"],
    )
    open_dates = [
        date for date in ("04", "05", "06", "07") if hours_on(bounded, f"2026-05-{date}", NEW_YORK)
    ]
    assert open_dates == ["04", "07"]


@pytest.mark.parametrize(
    ("zone", "date", "opens", "shown"),
    [
        ("Australia/Lord_Howe", "2026-10-04", "02:15-05:00", "02:45"),
        ("Antarctica/Troll", "2026-03-29", "01:30-05:00", "03:30"),
        ("Europe/Berlin", "2026-03-29", "02:30-05:00", "03:30"),
    ],
)
def test_a_time_in_a_gap_moves_forward_by_the_length_of_the_gap(
    zone: str, date: str, opens: str, shown: str
) -> None:
    early = clock(calendar("early", zone, f"sun {opens}"))
    assert hours_on(early, date, zone) == [(shown, "05:00")]


def test_in_an_overlap_the_first_occurrence_opens_and_closes() -> None:
    berlin = "Europe/Berlin"
    opens_twice = clock(calendar("early", berlin, "sun 02:30-05:00"))
    closes_twice = clock(calendar("late", berlin, "sun 00:00-02:30"))
    first = at("2026-10-25 02:30", berlin)
    assert opens_twice.table.next_open(first - DAY) == first
    assert closes_twice.table.next_close(first - DAY) == first
    assert at("2026-10-25 02:30", berlin, fold=1) == first + HOUR


@pytest.mark.parametrize("zone", ["Europe/Dublin", "Europe/Moscow"])
def test_the_first_occurrence_is_taken_where_daylight_saving_is_negative_or_none(zone: str) -> None:
    date = {"Europe/Dublin": "2026-10-25", "Europe/Moscow": "2014-10-26"}[zone]
    horizon = Horizon(f"{date[:4]}-01-01", f"{date[:4]}-12-31")
    early = clock(calendar("early", zone, "sun 01:30-05:00"), horizon=horizon)
    first = at(f"{date} 01:30", zone)
    assert early.table.next_open(first - HOUR) == first
    assert early.table.worked(first, first + DAY) == 4 * HOUR + HOUR // 2


def test_a_date_that_does_not_exist_has_no_hours() -> None:
    horizon = Horizon("2011-12-01", "2012-01-31")
    apia = clock(calendar("office", "Pacific/Apia", "mon-fri 09:00-17:00"), horizon=horizon)
    thursday = at("2011-12-29 16:00", "Pacific/Apia")
    assert apia.table.due(thursday, 2 * HOUR) == at("2012-01-02 10:00", "Pacific/Apia")


def test_round_the_clock_runs_through_a_date_that_does_not_exist() -> None:
    horizon = Horizon("2011-12-01", "2012-01-31")
    apia = clock(calendar("always_on", "Pacific/Apia", *ALL_DAY), horizon=horizon)
    assert len(apia.table.starts) == 1
    start = at("2011-12-29 12:00", "Pacific/Apia")
    assert apia.table.due(start, DAY) == start + DAY


def test_days_that_adjoin_at_midnight_are_one_interval() -> None:
    lines = ("mon-thu 00:00-24:00", "fri 00:00-17:00")
    week = clock(calendar("week", NEW_YORK, *lines))
    monday = at("2026-05-04 00:00", NEW_YORK)
    assert list(week.table.stretches(monday, monday + 7 * DAY)) == [
        (monday, at("2026-05-08 17:00", NEW_YORK))
    ]


def test_windows_that_overlap_count_once() -> None:
    double = clock(calendar("double", NEW_YORK, "mon 09:00-13:00", "mon 12:00-17:00"))
    monday = at("2026-05-04 00:00", NEW_YORK)
    assert double.table.worked(monday, monday + DAY) == 8 * HOUR


def test_a_window_over_several_days_is_one_interval() -> None:
    field = clock(calendar("field", "America/Los_Angeles", "sun 14:00 - fri 17:00"))
    sunday = at("2026-05-03 14:00", "America/Los_Angeles")
    assert field.table.next_close(sunday) == at("2026-05-08 17:00", "America/Los_Angeles")


def test_a_window_written_in_two_parts_is_the_same_in_a_gap() -> None:
    berlin = "Europe/Berlin"
    whole = clock(calendar("whole", berlin, "sun 02:00-03:00"))
    parts = clock(calendar("parts", berlin, "sun 02:00-02:30, 02:30-03:00"))
    assert whole.table.intervals() == parts.table.intervals()


def test_an_override_matches_the_local_date() -> None:
    auckland = "Pacific/Auckland"
    desk = calendar(
        "desk", auckland, "mon-fri 09:00-17:00", overrides=(opened("2026-01-08", "14:00-16:00"),)
    )
    assert hours_on(clock(desk), "2026-01-08", auckland) == [("14:00", "16:00")]
    assert hours_on(clock(desk), "2026-01-09", auckland) == [("09:00", "17:00")]


def test_on_one_date_open_replaces_after_holidays_and_closed_subtracts_last() -> None:
    desk = calendar(
        "desk",
        NEW_YORK,
        "mon-fri 09:00-17:00",
        overrides=(
            closed("2026-05-06", "10:30-11:00"),
            opened("2026-05-06", "10:00-12:00"),
            opened("2026-05-06", "14:00-15:00"),
        ),
    )
    assert hours_on(clock(desk, ["2026-05-06"]), "2026-05-06", NEW_YORK) == [
        ("10:00", "10:30"),
        ("11:00", "12:00"),
        ("14:00", "15:00"),
    ]


def test_hours_after_midnight_of_an_open_line_reach_into_the_next_date() -> None:
    desk = calendar(
        "desk", NEW_YORK, "mon-fri 09:00-17:00", overrides=(opened("2026-05-05", "20:00-02:00"),)
    )
    for days_off in ([], ["2026-05-06"]):
        tail, *rest = hours_on(clock(desk, days_off), "2026-05-06", NEW_YORK)
        assert tail == ("00:00", "02:00")
        assert rest == ([] if days_off else [("09:00", "17:00")])


def test_a_dated_regime_replaces_the_weekly_windows_on_its_dates_only() -> None:
    winter = Regime("2026-12-01", windows("mon-sun 10:00-12:00"), "2026-12-03")
    desk = clock(calendar("desk", NEW_YORK, "mon-fri 22:00-06:00", regimes=(winter,)))
    assert hours_on(desk, "2026-11-30", NEW_YORK) == [("22:00", "00:00")]
    assert hours_on(desk, "2026-12-01", NEW_YORK) == [("10:00", "12:00")]
    assert hours_on(desk, "2026-12-03", NEW_YORK) == [("10:00", "12:00")]
    assert hours_on(desk, "2026-12-04", NEW_YORK) == [("00:00", "06:00"), ("22:00", "00:00")]


def test_what_lies_after_the_horizon_is_beyond_any_instant() -> None:
    table = office().table
    end = at("2028-01-01 00:00", NEW_YORK)
    assert table.until == end
    assert table.due(end - DAY, 80 * HOUR) == BEYOND
    assert table.due(BEYOND, 1) == table.due(end + 1, 0) == BEYOND
    assert table.next_open(end - HOUR) == table.next_close(end - HOUR) == BEYOND
    assert table.subtract(BEYOND, HOUR) == BEYOND
    assert end < BEYOND


def test_what_lies_before_the_horizon_is_before_any_instant() -> None:
    table = office().table
    assert table.subtract(at("2026-01-02 10:00", NEW_YORK), 17 * HOUR + 1) == BEFORE
    assert table.subtract(at("2026-01-02 10:00", NEW_YORK), 9 * HOUR) == at(
        "2026-01-01 09:00", NEW_YORK
    )


def test_a_horizon_that_ends_in_open_time_is_no_closing() -> None:
    round_the_clock = clock(calendar("all", "UTC", *ALL_DAY))
    last = at("2027-12-31 12:00")
    assert round_the_clock.table.next_close(last) == BEYOND
    assert round_the_clock.table.due(last, DAY // 2) == last + DAY // 2
    assert round_the_clock.table.due(last, DAY // 2, roll=True) == BEYOND


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda table, start: table.worked(start, start - 1), "reversed"),
        (lambda table, start: table.due(start, -1), "negative"),
        (lambda table, start: table.subtract(start, -1), "negative"),
    ],
)
def test_reversed_and_negative_amounts_are_refused(ask, message: str) -> None:
    with pytest.raises(ClockError, match=message):
        ask(office().table, at("2026-05-04 10:00"))


@pytest.mark.parametrize("op", ["total", "is_open", "next_open", "next_close"])
def test_nothing_is_said_about_an_instant_before_the_horizon(op: str) -> None:
    table = office().table
    with pytest.raises(HorizonError, match="begins at"):
        getattr(table, op)(table.since - 1)


@pytest.mark.parametrize(("op", "after"), [("total", 1), ("is_open", 0)])
def test_nothing_is_said_about_an_instant_after_the_horizon(op: str, after: int) -> None:
    table = office().table
    with pytest.raises(HorizonError, match="ends at"):
        getattr(table, op)(table.until + after)


def test_a_horizon_may_begin_on_the_day_that_clocks_change() -> None:
    auckland = "Pacific/Auckland"
    horizon = Horizon("2026-04-05", "2026-04-30")
    early = clock(calendar("early", auckland, *ALL_DAY), horizon=horizon)
    assert early.table.since == at("2026-04-05 00:00", auckland)


@pytest.mark.parametrize(
    "ask",
    [
        lambda table, start: table.due(start, 1),
        lambda table, start: table.due(start, 0, roll=True),
        lambda table, start: table.subtract(start, 1),
        lambda table, start: table.next_open(start),
        lambda table, start: table.next_close(start),
    ],
)
def test_a_calendar_that_never_opens_is_an_error_and_no_loop(ask) -> None:
    mondays = ["2026-05-04", "2026-05-11", "2026-05-18", "2026-05-25"]
    short = Horizon("2026-05-01", "2026-05-31")
    never = clock(calendar("never", "UTC", "mon 09:00-17:00"), mondays, short)
    with pytest.raises(ClockError, match="`never` never opens"):
        ask(never.table, at("2026-05-04 10:00"))


def test_a_calendar_that_never_opens_still_knows_that_it_is_closed() -> None:
    never = clock(calendar("never", "UTC"))
    start = at("2026-05-04 10:00")
    assert not never.table.is_open(start)
    assert never.table.worked(start, start + DAY) == 0
    assert never.table.due(start, 0) == start


#: Examples that vendors publish: hours on weekdays, opened, working hours, due. May 2026 begins on
#: a Friday. The last three are wrong as published: there the right answer stands, with theirs.
PUBLISHED = [
    ("Red Hat", "09:00-18:00", "2026-05-01 17:45", 1, "2026-05-05 09:45", None),
    ("SUSE", "06:00-18:00", "2026-05-02 10:00", 2, "2026-05-04 08:00", None),
    ("Truman State", "08:00-17:00", "2026-05-01 16:00", 8, "2026-05-04 15:00", None),
    ("Airclou", "09:00-17:00", "2026-05-01 16:00", 4, "2026-05-04 12:00", None),
    ("Switchlabs", "09:00-17:00", "2026-05-07 15:00", 4, "2026-05-08 11:00", None),
    ("Eccentex", "09:00-17:00", "2026-05-05 11:00", 8, "2026-05-06 11:00", None),
    ("Eccentex day", "09:00-17:00", "2026-05-04 09:00", 24, "2026-05-06 17:00", "2026-05-06 15:00"),
    ("Nine Minds", "08:00-17:00", "2026-05-01 16:00", 4, "2026-05-04 11:00", "2026-05-05 11:00"),
    ("BizDayCalc", "09:00-17:00", "2026-05-04 14:00", 8, "2026-05-05 14:00", "2026-05-05 10:00"),
]


@pytest.mark.parametrize(
    ("source", "hours", "start", "amount", "due", "published"),
    PUBLISHED,
    ids=[example[0] for example in PUBLISHED],
)
def test_published_examples_come_out_right(
    source: str, hours: str, start: str, amount: int, due: str, published: str | None
) -> None:
    off = ["2026-05-04"] if source == "Red Hat" else []
    found = clock(calendar("desk", "UTC", f"mon-fri {hours}"), off).table.due(
        at(start), amount * HOUR
    )
    assert found == at(due)
    assert published is None or found != at(published)
