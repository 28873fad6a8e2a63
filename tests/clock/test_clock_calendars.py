"""All calendars of a schedule: families, algebra, refusals, and what there is to say of a date."""

import pytest
from clock_desks import (
    ALL_DAY,
    DAY,
    HOUR,
    NEW_YORK,
    TWO_YEARS,
    at,
    calendar,
    clock,
    clocks,
    closed,
    opened,
)

from milepost.clock import Calendars, Change, ClockError, Note, Why, chosen, day_number
from milepost.frozen import replace
from milepost.ir.calendars import (
    Calendar,
    Complement,
    Difference,
    Holiday,
    Holidays,
    HolidaySet,
    Intersection,
    Override,
    Same,
    Union,
    Weekly,
)
from milepost.ir.conditions import Case, Choice
from milepost.ir.schedule import Horizon

ZONES = Choice("site", (Case(("ny", "dc"), NEW_YORK), Case(("tokyo",), "Asia/Tokyo")))
SETS = Choice("region", (Case(("us",), "US"),), "JP")
FAMILY = calendar("desk", None, "mon-fri 09:00-17:00", holidays=(Holidays(SETS),))
FAMILY = replace(FAMILY, zone=ZONES)
HOLIDAYS = (
    HolidaySet("US", (Holiday("2026-07-03", "Independence Day (observed)"),)),
    HolidaySet("JP", (Holiday("2026-07-20", "Marine Day", estimated=True),)),
)


def family(*more: Calendar) -> Calendars:
    return Calendars((FAMILY, *more), HOLIDAYS, "UTC", TWO_YEARS)


# Families.


def test_a_choice_takes_the_first_branch_with_the_value_of_the_field() -> None:
    overlapping = Choice("site", (Case(("ny",), "first"), Case(("ny", "dc"), "second")), "else")
    assert [chosen(overlapping, {"site": site}) for site in ("ny", "dc", "rio", None)] == [
        "first",
        "second",
        "else",
        "else",
    ]
    assert chosen("plain", {}) == "plain"


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"site": "rio"}, "`site` is for `rio`"), ({}, "`site` is for a case in which it is unset")],
)
def test_a_choice_without_a_branch_for_the_value_is_an_error(fields, message: str) -> None:
    with pytest.raises(ClockError, match=message):
        family().clock("desk", fields)


def test_the_zone_of_a_family_is_chosen_by_the_case() -> None:
    calendars = family()
    monday = "2026-05-04 09:00"
    for site, zone in (("ny", NEW_YORK), ("dc", NEW_YORK), ("tokyo", "Asia/Tokyo")):
        member = calendars.clock("desk", {"site": site, "region": "us"})
        assert member.table.next_open(at("2026-05-02 12:00", zone)) == at(monday, zone)


def test_the_holidays_of_a_family_are_chosen_by_the_case() -> None:
    calendars = family()
    for region, open_dates in (("us", [False, True]), ("jp", [True, False])):
        member = calendars.clock("desk", {"site": "ny", "region": region})
        noons = (at("2026-07-03 12:00", NEW_YORK), at("2026-07-20 12:00", NEW_YORK))
        assert [member.table.is_open(noon) for noon in noons] == open_dates


def test_a_calendar_may_itself_be_chosen() -> None:
    one, other = (
        calendar("one", "UTC", "mon 09:00-17:00"),
        calendar("other", "UTC", "tue 09:00-17:00"),
    )
    ref = Choice("vip", (Case((True,), "one"),), "other")
    assert clocks(one, other).clock(ref, {"vip": True}).name == "one"
    assert clocks(one, other).clock(ref, {"vip": False}).name == "other"


def test_each_member_is_compiled_once() -> None:
    calendars = family()
    first = calendars.clock("desk", {"site": "ny", "region": "us", "other": 1})
    assert calendars.clock("desk", {"site": "ny", "region": "us", "other": 2}) is first
    assert calendars.clock("desk", {"site": "dc", "region": "us"}) is not first


def test_a_combination_is_a_family_in_the_fields_of_its_parts() -> None:
    after = Calendar("after", Difference(Same("always"), Same("desk")))
    later = Calendar("later", Complement(Same("after")))
    calendars = family(after, later)
    assert calendars.fields_of("later") == ("region", "site")
    assert calendars.fields_of("always") == ()
    noon = at("2026-05-04 12:00", NEW_YORK)
    members = [calendars.clock("after", {"site": site}) for site in ("ny", "tokyo")]
    assert [member.table.is_open(noon) for member in members] == [False, True]


# Algebra.

EARLY = calendar("early", "UTC", "mon 08:00-12:00")
LATE = calendar("late", "UTC", "mon 10:00-14:00")
MONDAY = at("2026-05-04 00:00")


@pytest.mark.parametrize(
    ("algebra", "hours"),
    [
        (Union(Same("early"), Same("late")), [(8, 14)]),
        (Intersection(Same("early"), Same("late")), [(10, 12)]),
        (Difference(Same("early"), Same("late")), [(8, 10)]),
        (Difference(Same("late"), Same("early")), [(12, 14)]),
        (Complement(Same("early")), [(0, 8), (12, 24)]),
        (Difference(Same("always"), Union(Same("early"), Same("late"))), [(0, 8), (14, 24)]),
        (Difference(Same("early"), Same("early")), []),
    ],
)
def test_calendars_combine(algebra, hours: list[tuple[int, int]]) -> None:
    table = clocks(EARLY, LATE, Calendar("both", algebra)).clock("both").table
    assert list(table.stretches(MONDAY, MONDAY + DAY)) == [
        (MONDAY + opens * HOUR, MONDAY + closes * HOUR) for opens, closes in hours
    ]


def test_a_combination_is_known_where_all_its_parts_are() -> None:
    east, west = calendar("east", "Asia/Tokyo", *ALL_DAY), calendar("west", NEW_YORK, *ALL_DAY)
    both = clocks(east, west, Calendar("both", Union(Same("east"), Same("west")))).clock("both")
    assert both.table.since == at("2026-01-01 00:00", NEW_YORK)
    assert both.table.until == at("2028-01-01 00:00", "Asia/Tokyo")


def test_business_days_of_a_combination_are_dates_with_open_time_among_those_listed() -> None:
    listed = Calendar("both", Union(Same("early"), Same("late")), "UTC", (0, 1))
    one = clocks(EARLY, LATE, listed).clock("both")
    assert one.business_days(MONDAY + 9 * HOUR, 1) == MONDAY + 7 * DAY + 9 * HOUR


def test_shifts_of_a_combination_begin_where_it_opens() -> None:
    nights = calendar("nights", "UTC", "mon-fri 22:00-06:00")
    by_shift = Calendar("twice", Same("nights"), "UTC", business_by_shift=True)
    one = clocks(nights, by_shift).clock("twice")
    assert one.business_days(MONDAY + DAY + 2 * HOUR, 1) == MONDAY + 2 * DAY + 2 * HOUR


# Refusals.


@pytest.mark.parametrize(
    ("calendars", "message"),
    [
        ((Calendar("a", Same("b")),), "no calendar `b`"),
        ((Calendar("a", Same("a")),), "`a` is made of itself: a > a"),
        ((Calendar("a", Same("b")), Calendar("b", Complement(Same("a")))), "a > b > a"),
        ((calendar("a", None, "mon 09:00-17:00"),), "`a` has hours but no time zone"),
        ((calendar("a", "Mars/Olympus", "mon 09:00-17:00"),), "no time zone `Mars/Olympus`"),
        ((calendar("a", "../etc/passwd"),), "`../etc/passwd` is not the name of a time zone"),
        ((calendar("a", "UTC", holidays=(Holidays("ZZ"),)),), "no holidays `ZZ`"),
    ],
)
def test_what_cannot_be_compiled_is_named(calendars, message: str) -> None:
    with pytest.raises(ClockError, match=message):
        clocks(*calendars).clock("a")


def test_a_horizon_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ClockError, match=r"ends \(2026-01-01\) before it starts"):
        clocks(horizon=Horizon("2026-01-02", "2026-01-01"))


def test_nothing_is_compiled_before_it_is_asked_for() -> None:
    broken = calendar("broken", "Mars/Olympus", "mon 09:00-17:00")
    assert clocks(broken, EARLY).clock("early").name == "early"


# What there is to say.


def notes(one, date: str) -> tuple[Note, ...]:
    return one.notes(day_number(date))


def test_a_date_says_why_it_is_closed_or_differs() -> None:
    meetings = Override(False, Weekly((0,)), closed("2026-05-04", "09:00-09:30").hours, "stand-up")
    plant = replace(closed("2026-05-07"), origin="closures.ics")
    desk = calendar(
        "desk",
        NEW_YORK,
        "mon-fri 09:00-17:00",
        overrides=(meetings, plant, opened("2026-05-09", "20:00-02:00")),
    )
    one = clock(desk, ["2026-05-04"])
    off = Note("desk", Why.HOLIDAY, "a day off", "XX")
    night = Note("desk", Why.OPENED)
    assert notes(one, "2026-05-04") == (off, Note("desk", Why.CLOSED, "stand-up"))
    assert notes(one, "2026-05-05") == ()
    assert notes(one, "2026-05-07") == (Note("desk", Why.CLOSED, None, "closures.ics"),)
    assert notes(one, "2026-05-08") == ()
    assert notes(one, "2026-05-09") == (night,)
    assert notes(one, "2026-05-10") == (night,)
    assert notes(one, "2026-05-16") == (Note("desk", Why.NO_WINDOW),)


def test_a_holiday_that_may_move_says_so() -> None:
    one = family().clock("desk", {"site": "ny", "region": "jp"})
    assert notes(one, "2026-07-20") == (Note("desk", Why.HOLIDAY, "Marine Day", "JP", True),)


def test_a_date_that_does_not_exist_says_so() -> None:
    horizon = Horizon("2011-12-01", "2012-01-31")
    apia = clock(calendar("desk", "Pacific/Apia", *ALL_DAY), horizon=horizon)
    assert notes(apia, "2011-12-30") == (Note("desk", Why.SKIPPED),)


def test_a_combination_says_what_each_part_says() -> None:
    both = Calendar("both", Union(Same("early"), Same("late")))
    assert notes(clocks(EARLY, LATE, both).clock("both"), "2026-05-05") == (
        Note("early", Why.NO_WINDOW),
        Note("late", Why.NO_WINDOW),
    )


def test_the_changes_of_the_clock_between_two_instants_are_known() -> None:
    zone = clock(calendar("desk", NEW_YORK, *ALL_DAY)).zone
    start, end = at("2026-03-08 00:00", NEW_YORK), at("2026-03-09 00:00", NEW_YORK)
    spring = Change(at("2026-03-08 03:00", NEW_YORK), -5 * HOUR, -4 * HOUR)
    assert list(zone.changes_between(start, end)) == [spring]
    assert list(zone.changes_between(spring.at, end)) == []
    assert list(zone.changes_between(start, spring.at)) == [spring]
