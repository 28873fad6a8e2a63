"""Dues as pieces are exact: held against every minute of random calendars around odd days."""

from collections.abc import Callable
from random import Random

import pytest
from sampler import world

from milepost.clock import BEYOND, Calendars, Clock, ClockError, due_of, ends_day
from milepost.clock.breaks import before, pieces_of, rolled
from milepost.clock.pieces import Pieces, largest, later, smallest, traced
from milepost.ir.processes import Offset
from milepost.ir.targets import BusinessDays, CalendarDays, DayTime, Duration, Months

HOUR = 3600
DAY = 24 * HOUR
Reckoned = tuple[Pieces, Callable[[int], int]]


def target_of(random: Random) -> Duration | BusinessDays | CalendarDays | Months | DayTime:
    """Return a random target, short ones more often than long ones."""
    kind = random.randrange(6)
    if kind == 0:
        return Duration(random.choice((60, HOUR, 8 * HOUR, DAY, random.randrange(1, 90_000) * 60)))
    if kind == 1:
        return BusinessDays(random.randrange(1, 4))
    if kind == 2:
        return CalendarDays(random.randrange(1, 5))
    if kind == 3:
        return Months(1)
    edge = random.choice(("time", "close", "end"))
    time = random.choice((0, 9 * HOUR, 17 * HOUR, DAY, 2 * HOUR + 900)) if edge == "time" else None
    cut_off = random.choice((None, None, 15 * HOUR, 2 * HOUR + 1800))
    is_business = edge == "close" or random.random() < 0.6
    return DayTime(edge, random.randrange(3), is_business, time, cut_off)


def reckoned(random: Random, clock: Clock) -> Reckoned | None:
    """Return a random target as pieces, and as the plain question to the clock."""
    target, roll = target_of(random), random.random() < 0.3
    moves, time = random.random() < 0.3, random.choice((0, 9 * HOUR, 12 * HOUR))

    def plain(start: int) -> int:
        due = due_of(target, start, clock, roll=roll)
        return clock.rolled(due, time, ends_day=ends_day(target)) if moves and due < BEYOND else due

    try:
        pieces = pieces_of(target, clock, roll=roll)
        return (rolled(pieces, clock, time, ends_day=ends_day(target)) if moves else pieces), plain
    except ClockError:
        return None


@pytest.mark.parametrize("seed", range(6))
def test_pieces_are_what_the_clock_says_and_are_compared_exactly(seed: int) -> None:
    random = Random(seed)
    compared = 0
    for number in range(seed * 6, seed * 6 + 6):
        found = world(random, number)
        try:
            clock = Calendars(found.calendars, found.holiday_sets, None, found.horizon).clock(
                "main"
            )
        except ClockError:
            continue
        both = reckoned(random, clock), reckoned(random, clock)
        minutes = list(range(clock.table.since, clock.table.until, 60))
        starts = random.sample(minutes, min(len(minutes), 8000))
        starts += [start + random.choice((-1, 1)) for start in starts[1:200]]
        for one in both:
            if one is not None:
                pieces, plain = one
                near = [edge + by for edge in pieces.starts[1:300] for by in (-1, 0, 1)]
                inside = [
                    start for start in (*starts, *near) if pieces.starts[0] <= start <= pieces.last
                ]
                assert [pieces.at(start) for start in inside] == [plain(start) for start in inside]
        if both[0] is None or both[1] is None:
            continue
        compared += 1
        left, right = both[0][0], both[1][0]
        stretches = list(later(left, right))
        least, most = smallest((left, right)), largest((left, right))
        for start in starts:
            dues = left.at(start), right.at(start)
            assert (least.at(start), most.at(start)) == (min(dues), max(dues))
            is_later = dues[0] > dues[1] and dues[0] < BEYOND
            assert is_later == any(one.first <= start <= one.last for one in stretches)
    assert compared


def test_a_stretch_begins_and_ends_inside_pieces() -> None:
    runs = traced(lambda start: start + 5, (), 0, 100)
    stands = traced(lambda _start: 20, (), 0, 100)
    assert [(one.first, one.last) for one in later(runs, stands)] == [(16, 100)]
    assert [(one.first, one.last) for one in later(stands, runs)] == [(0, 14)]
    assert [(one.first, one.last) for one in later(stands, runs, margin=5)] == [(0, 9)]


def test_a_break_that_nobody_named_is_found_between_two_others() -> None:
    steps = traced(lambda start: start + 5 if start < 37 else 90, (), 0, 80)
    assert list(steps.segments()) == [(0, 36, 5, 1), (37, 80, 90, 0)]


@pytest.mark.parametrize("unit", ["seconds", "business_days", "calendar_days", "months"])
def test_an_amount_of_time_before_dues_is_what_the_clock_says(unit: str) -> None:
    random = Random(unit)
    looked_at = 0
    for number in range(12):
        found = world(random, number * 3)
        count = 2 * HOUR if unit == "seconds" else random.randrange(1, 3)
        try:
            clock = Calendars(found.calendars, found.holiday_sets, None, found.horizon).clock(
                "main"
            )
            dues = traced(lambda start: start, (), clock.table.since, clock.table.until)
            pieces = before(dues, clock, Offset(unit, count))
        except ClockError:
            continue
        plain = {
            "seconds": clock.table.subtract,
            "business_days": clock.business_days_before,
            "calendar_days": clock.calendar_days_before,
            "months": clock.months_before,
        }[unit]
        near = [edge + by for edge in pieces.starts for by in (-1, 0, 1)]
        for due in (*range(clock.table.since, clock.table.until, 600), *near):
            if clock.table.since <= due <= clock.table.until:
                looked_at += 1
                assert pieces.at(due) == plain(due, count)
    assert looked_at > 1000
