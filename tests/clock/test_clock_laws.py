"""The laws of business time, for random calendars around odd days."""

from itertools import pairwise, product
from random import Random
from typing import NamedTuple

import pytest
from clock_desks import at, calendar
from clock_desks import clock as desk
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sampler import World, world

from milepost.clock import BEYOND, Calendars, Clock, date_of
from milepost.frozen import replace
from milepost.ir.calendars import (
    Calendar,
    Dates,
    Holiday,
    Holidays,
    Override,
    Rules,
    Same,
    Union,
)
from milepost.ir.targets import DayTime

DAY = 86_400

#: Building a calendar takes a while on a busy machine, and some laws hold under conditions.
law = settings(
    deadline=None,
    suppress_health_check=(HealthCheck.filter_too_much, HealthCheck.too_slow),
)


class Asked(NamedTuple):
    """A calendar, three instants in order, and an amount of time."""

    world: World
    clock: Clock
    first: int
    second: int
    third: int
    seconds: int


def clock_of(asked: World, name: str = "main") -> Clock:
    return Calendars(asked.calendars, asked.holiday_sets, "UTC", asked.horizon).clock(name)


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    number = draw(st.integers(0, 1_000_000))
    one = world(Random(number), number)
    clock = clock_of(one)
    instants = st.integers(clock.table.since, clock.table.until)
    boundaries = clock.table.starts + clock.table.ends
    if boundaries:
        instants |= st.sampled_from(boundaries)
    first, second, third = sorted(draw(st.tuples(instants, instants, instants)))
    seconds = draw(st.integers(0, 3 * DAY) | st.sampled_from((0, 1, 3_600, DAY)))
    return Asked(one, clock, first, second, third, seconds)


@st.composite
def openings(draw: st.DrawFn) -> Asked:
    """Return a question to a calendar that opens."""
    asked = draw(questions())
    assume(asked.clock.table.totals)
    return asked


@law
@given(questions())
def test_open_time_adds_up(asked: Asked) -> None:
    worked = asked.clock.table.worked
    whole = worked(asked.first, asked.third)
    assert worked(asked.first, asked.second) + worked(asked.second, asked.third) == whole
    assert 0 <= whole <= asked.third - asked.first


@law
@given(openings())
def test_what_was_worked_is_due_no_later(asked: Asked) -> None:
    table = asked.clock.table
    assert table.due(asked.first, table.worked(asked.first, asked.second)) <= asked.second


@law
@given(openings())
def test_a_due_is_the_earliest_instant_with_the_time_passed(asked: Asked) -> None:
    table = asked.clock.table
    due = table.due(asked.first, asked.seconds)
    assume(asked.first < due < BEYOND)
    assert table.worked(asked.first, due) == asked.seconds
    assert table.worked(asked.first, due - 1) == asked.seconds - 1


@law
@given(openings())
def test_counting_back_gives_the_latest_instant_with_the_time_left(asked: Asked) -> None:
    table = asked.clock.table
    left = table.worked(asked.first, asked.second)
    start = table.subtract(asked.second, left)
    assert asked.first <= start <= asked.second
    assert table.worked(start, asked.second) == left
    assert left == 0 or table.worked(start + 1, asked.second) < left


@law
@given(openings())
def test_to_stay_is_never_later_than_to_roll(asked: Asked) -> None:
    table = asked.clock.table
    stays = table.due(asked.first, asked.seconds)
    rolls = table.due(asked.first, asked.seconds, roll=True)
    assert stays <= rolls
    assert rolls == BEYOND or table.is_open(rolls)
    assert rolls == table.next_open(stays)


@law
@given(openings())
def test_a_later_start_is_never_due_earlier(asked: Asked) -> None:
    due = asked.clock.table.due
    assert due(asked.first, asked.seconds) <= due(asked.second, asked.seconds)


@law
@given(openings())
def test_a_pause_moves_the_start_and_so_the_due(asked: Asked) -> None:
    """The start moved on by the open time of a pause is due when the remaining time is up."""
    table = asked.clock.table
    used = table.worked(asked.first, asked.second)
    assume(used <= asked.seconds)
    moved = table.subtract(asked.third, used)
    resumed = table.due(asked.third, asked.seconds - used)
    assume(asked.seconds > used)
    assert moved >= asked.first
    assert table.due(moved, asked.seconds) == resumed
    assert resumed >= table.due(asked.first, asked.seconds)


@st.composite
def desks(draw: st.DrawFn) -> Asked:
    """Return a question to a calendar with rules of its own, which opens."""
    asked = draw(openings())
    assume(len(asked.world.calendars) == 1)
    # In 1919 Toronto's clocks leapt over midnight: hours of one date then depend on the next.
    assume(asked.clock.zone.name != "America/Toronto")
    return asked


def changed(asked: Asked, *, also_closed: str | None = None, also_off: str | None = None) -> Clock:
    """Return the clock of a desk with one more date closed, or one more holiday."""
    (main,) = asked.world.calendars
    assert isinstance(main.open_time, Rules)
    rules, (first, *sets) = main.open_time, asked.world.holiday_sets
    if also_closed is not None:
        closure = Override(False, Dates(also_closed, also_closed))
        rules = replace(rules, overrides=(*rules.overrides, closure))
    if also_off is not None:
        rules = replace(rules, holidays=(*rules.holidays, Holidays(first.code)))
        first = replace(first, holidays=(*first.holidays, Holiday(also_off, "one more")))
    world = asked.world._replace(
        calendars=(replace(main, open_time=rules),), holiday_sets=(first, *sets)
    )
    return clock_of(world)


def a_date(asked: Asked, data: st.DataObject) -> str:
    zone, table = asked.clock.zone, asked.clock.table
    days = range(zone.day(table.since), zone.day(table.until))
    return date_of(data.draw(st.sampled_from(days))).isoformat()


@law
@given(desks(), st.integers(0, 1_000_000))
def test_more_open_time_is_never_due_later(asked: Asked, number: int) -> None:
    (main,) = asked.world.calendars
    more = replace(world(Random(number), 0).calendars[0], name="more", zone=main.zone)
    assume(isinstance(more.open_time, Rules))
    both = Calendar("both", Union(Same("main"), Same("more")))
    wider = clock_of(asked.world._replace(calendars=(main, more, both)), "both")
    due = asked.clock.table.due(asked.first, asked.seconds)
    assert wider.table.due(asked.first, asked.seconds) <= due


@law
@given(desks(), st.data())
def test_one_more_holiday_is_never_due_earlier(asked: Asked, data: st.DataObject) -> None:
    narrower = changed(asked, also_off=a_date(asked, data))
    assume(narrower.table.totals)
    due = asked.clock.table.due(asked.first, asked.seconds)
    assert narrower.table.due(asked.first, asked.seconds) >= due


def local_dues(clock: Clock, start: int, count: int) -> list[int]:
    """Return when each local-date target of so many days is due."""
    targets = [
        DayTime(edge, count, business, 12 * 3_600, cut_off)
        for edge, business in product(("time", "close", "end"), (True, False))
        for cut_off in (None, 9 * 3_600)
        if business or edge != "close"
    ]
    return [
        clock.business_days(start, count),
        clock.calendar_days(start, count),
        # Two dates may be clamped to one: then only their local times differ.
        clock.zone.day(clock.months(start, count)),
        *(clock.day_time(start, target) for target in targets),
    ]


@law
@given(desks(), st.integers(1, 4))
def test_a_later_local_date_is_never_due_earlier(asked: Asked, count: int) -> None:
    zone = asked.clock.zone
    assume(zone.day(asked.first) < zone.day(asked.second))
    # Shifts may overlap here, and then have no order; nights that do not are tried below.
    assume(not asked.clock.calendar.business_by_shift)
    # A time on a date that does not exist is moved on by a day, past a time on the next date; and
    # on a night that comes twice a later start may have an earlier local time.
    assume(not zone.skipped)
    assume(all(before <= after for before, after in pairwise(zone.offsets)))
    earlier = local_dues(asked.clock, asked.first, count)
    later = local_dues(asked.clock, asked.second, count)
    assert all(one <= other for one, other in zip(earlier, later, strict=True))


@law
@given(desks(), st.integers(1, 4), st.data())
def test_a_closure_of_a_whole_date_is_never_due_earlier(
    asked: Asked, count: int, data: st.DataObject
) -> None:
    # Counted by shift, a closed date also cuts the shift of the evening before.
    assume(not asked.clock.calendar.business_by_shift)
    closed = changed(asked, also_closed=a_date(asked, data))
    assume(closed.table.totals)
    before = asked.clock.business_days(asked.first, count)
    assert closed.business_days(asked.first, count) >= before


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_later_shift_is_never_due_earlier(count: int) -> None:
    nights = ("sun 23:00-07:00", "mon-wed 22:00-06:00", "thu 20:00-02:00")
    clock = desk(calendar("night", "Europe/London", *nights, by_shift=True), ["2026-06-10"])
    starts = range(at("2026-06-01 00:00"), at("2026-06-15 00:00"), 1_800)
    dues = [clock.business_days(start, count) for start in starts]
    assert dues == sorted(dues)


@law
@given(questions())
def test_dates_cut_time_without_loss(asked: Asked) -> None:
    clock = asked.clock
    parts = [part for _, part in clock.zone.by_date(asked.first, asked.second)]
    assert sum(end - start for start, end in parts) == asked.second - asked.first
