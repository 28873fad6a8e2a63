"""What is said to be sure without calendars is so: held against the exact comparison."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from milepost.clock.zones import load_zone
from milepost.ir.calendars import (
    ALWAYS,
    Calendar,
    Dates,
    Difference,
    Holiday,
    Holidays,
    HolidaySet,
    Hours,
    Intersection,
    Override,
    Rules,
    Same,
    Union,
    Window,
)
from milepost.ir.processes import Offset
from milepost.ir.targets import BusinessDays, CalendarDays, DayTime, Duration, Months
from milepost.semantics.ordering.dues import Dues, NotTold
from milepost.semantics.ordering.shapes import Before, Combined, Leaf, Rolled, Shape, Start
from milepost.semantics.ordering.sure import MOST_AT_ONCE
from milepost.semantics.ordering.unrolled import LONGEST_SHIFT, QUIET, QUIET_SINCE

HOUR = 3600
DAY = 24 * HOUR
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Nuuk", "Asia/Gaza")
NAMES = ("office", "desk", "both", "either", "less", ALWAYS)


def week_of(random: Random) -> tuple[Window, ...]:
    """Return the windows of a week: most days alike, some short, some split, some at night."""
    usual = random.choice(
        (
            ((9 * HOUR, 17 * HOUR),),
            ((8 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR)),
            ((0, DAY),),
            ((7 * HOUR, 23 * HOUR),),
            ((22 * HOUR, 30 * HOUR),),
        )
    )
    days = random.choice((range(5), range(5), range(7), range(6), (0, 2, 4)))
    short = random.choice((None, None, 4))
    return tuple(
        Window(day, opens, (opens + closes) // 2 if day == short else closes)
        for day in days
        for opens, closes in usual
    )


def calendars_of(random: Random, starts: date) -> tuple[Calendar, ...]:
    """Return two calendars with hours, often of the same days, and three made of them."""
    zone = random.choice(ZONES)
    holidays = random.choice(((), (Holidays("some"),)))
    overrides: tuple[Override, ...] = ()
    if random.random() < 0.3:
        day = (starts + timedelta(days=random.randrange(10, 60))).isoformat()
        hours = random.choice(((), (), (Hours(10 * HOUR, 14 * HOUR),)))
        overrides = (Override(random.random() < 0.2 and bool(hours), Dates(day, day), hours),)
    listed = (0, 1, 2, 3, 4) if random.random() < 0.3 else None
    office = Calendar("office", Rules(week_of(random), (), holidays, overrides), zone, listed)
    other = zone if random.random() < 0.7 else random.choice(ZONES)
    own = holidays if random.random() < 0.7 else ()
    desk = Calendar("desk", Rules(week_of(random), (), own, overrides), other, listed)
    parts = Same("office"), Same("desk")
    made = zip(("both", "either", "less"), (Intersection, Union, Difference), strict=True)
    return (office, desk, *(Calendar(name, kind(*parts), zone) for name, kind in made))


def leaf_of(random: Random) -> Leaf:
    """Return a random target on a random calendar."""
    name = random.choice(NAMES)
    kind = random.randrange(7)
    if kind < 3:
        seconds = random.choice((1, 4, 8, 9, 16, 24, 48, 72)) * HOUR
        return Leaf(Duration(seconds), name, random.random() < 0.1)
    if kind == 3:
        return Leaf(BusinessDays(random.randrange(1, 6)), name)
    if kind == 4:
        return Leaf(CalendarDays(random.randrange(1, 4)), name)
    if kind == 5:
        return Leaf(Months(1), name)
    edge = random.choice(("time", "close", "end"))
    time = random.choice((9, 12, 17)) * HOUR if edge == "time" else None
    cut_off = random.choice((None, None, 15 * HOUR))
    return Leaf(DayTime(edge, random.randrange(3), edge == "close", time, cut_off), name)


def shape_of(random: Random) -> Shape:
    """Return a random shape; most are plain."""
    draw = random.random()
    if draw < 0.1:
        return Combined(random.random() < 0.5, (leaf_of(random), leaf_of(random)))
    if draw < 0.15:
        return Rolled(leaf_of(random), 12 * HOUR, "office", ends_day=False)
    return leaf_of(random)


def pair_of(random: Random) -> tuple[Shape, Shape]:
    """Return two shapes, or the start and a warning."""
    if random.random() < 0.2:
        unit, count = random.choice((("seconds", 2 * HOUR), ("business_days", 1)))
        return Start(), Before(leaf_of(random), Offset(unit, count), random.choice(NAMES[:2]))
    one = shape_of(random)
    other = shape_of(random)
    if isinstance(one, Leaf) and isinstance(other, Leaf) and random.random() < 0.6:
        other = Leaf(other.target, one.calendar, other.rolls)
    return one, other


def dues_of(random: Random) -> Dues:
    starts = date(random.choice((2020, 2022, 2026)), random.randrange(1, 13), 1)
    settings = SimpleNamespace(
        horizon_starts=starts.isoformat(), horizon_ends=(starts + timedelta(days=75)).isoformat()
    )
    closed = tuple(
        Holiday((starts + timedelta(days=random.randrange(75))).isoformat(), "off")
        for _ in range(3)
    )
    model: Any = SimpleNamespace(
        project=SimpleNamespace(settings=settings),
        calendars=calendars_of(random, starts),
        holiday_sets=(HolidaySet("some", closed),),
        timezone="Europe/London",
    )
    return Dues(model)


@pytest.mark.parametrize("seed", range(30))
def test_what_is_sure_is_never_refuted(seed: int) -> None:
    random = Random(seed)
    dues = dues_of(random)
    told: Counter[bool] = Counter()
    for _ in range(150):
        one, other = pair_of(random)
        if not dues.sure.never_later(one, other):
            continue
        # The comparison itself, which would otherwise take the short way as well.
        found = dues.exactly_later(one, other)
        if not isinstance(found, NotTold):
            told[found == ()] += 1
            assert found == (), (one, other)
    assert told[True] > 5


def test_the_short_way_and_the_long_one_come_to_the_same() -> None:
    random = Random(99)
    agreed = 0
    for _ in range(6):
        dues = dues_of(random)
        for _ in range(40):
            one, other = pair_of(random)
            short, long = dues.later(one, other), dues.exactly_later(one, other)
            if not isinstance(short, NotTold) and not isinstance(long, NotTold):
                assert short == long
                agreed += 1
    assert agreed > 100


def test_no_zone_sets_its_clocks_in_the_quiet_hours_nor_by_more_nor_twice_in_a_week() -> None:
    names = [
        line
        for line in files("tzdata").joinpath("zones").read_text("utf-8").splitlines()
        if "/" in line
    ]
    assert len(names) > 300
    since = int(datetime.fromisoformat(QUIET_SINCE).replace(tzinfo=UTC).timestamp())
    days = range(since // DAY, since // DAY + 366 * 12)
    for name in names:
        zone = load_zone(name, days)
        before = None
        for at, old, new in zip(zone.changes, zone.offsets, zone.offsets[1:], strict=False):
            if at < since:
                continue
            assert abs(new - old) <= LONGEST_SHIFT, name
            assert before is None or at - before > MOST_AT_ONCE * DAY, name
            for local in ((at + old) % DAY, (at + new) % DAY):
                assert not QUIET[0] < local < QUIET[1], (name, at)
            before = at
