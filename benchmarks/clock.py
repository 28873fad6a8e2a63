# ruff: noqa: S311 - a script, and nothing here is secret
"""How fast the clock is: `python benchmarks/clock.py`.

Medians over several rounds: due times a second on built tables, for one calendar and for fifty in
random order; the time to build ten years of a calendar, and to number its business days. Where
pandas and businesstimedelta are installed (`pip install -e ".[bench]"`), they answer the same
questions in the same run.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from random import Random
from statistics import median
from time import perf_counter_ns

from milepost.clock import Calendars, Clock
from milepost.clock.zones import load_zone
from milepost.ir.calendars import Calendar, Holiday, Holidays, HolidaySet, Rules, Window
from milepost.ir.schedule import Horizon

HORIZON = Horizon("2025-01-01", "2034-12-31")
AMOUNTS = (3_600, 14_400, 28_800, 86_400, 144_000)
ROUNDS = 15
NOT_INSTALLED = 'not installed: pip install -e ".[bench]"'
QUESTIONS = 20_000
SLOW_QUESTIONS = 500
ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
)
FIXED_HOLIDAYS = ((1, 1), (1, 19), (2, 16), (5, 25), (6, 19), (7, 3), (9, 7), (11, 26), (12, 25))


def holidays() -> HolidaySet:
    """Return nine holidays a year."""
    days = (date(year, month, day) for year in range(2024, 2037) for month, day in FIXED_HOLIDAYS)
    return HolidaySet("XX", tuple(Holiday(day.isoformat(), "holiday") for day in days))


def office(name: str, zone: str, opens: int = 9, closes: int = 17) -> Calendar:
    """Return a calendar open on weekdays."""
    windows = tuple(Window(day, opens * 3_600, closes * 3_600) for day in range(5))
    return Calendar(name, Rules(windows, (), (Holidays("XX"),)), zone)


def fifty() -> Iterator[Calendar]:
    """Yield fifty calendars: offices of different hours in five zones, half with a lunch break."""
    for number in range(50):
        opens = 6 + number % 4
        one = office(
            f"calendar_{number}", ZONES[number % len(ZONES)], opens, opens + 7 + number % 5
        )
        if number % 2:
            lunch = (opens + 4) * 3_600
            halves = tuple(
                half
                for window in one.open_time.windows
                for half in (
                    Window(window.day, window.opens, lunch),
                    Window(window.day, lunch + 1_800, window.closes),
                )
            )
            one = Calendar(one.name, Rules(halves, (), one.open_time.holidays), one.zone)
        yield one


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median seconds that some work takes."""
    spent = []
    for _ in range(rounds):
        begun = perf_counter_ns()
        work()
        spent.append(perf_counter_ns() - begun)
    return median(spent) / 1e9


def questions(count: int) -> list[tuple[int, int]]:
    """Return starts within a year, and amounts of one to forty hours."""
    random = Random(1)
    first = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    return [(first + random.randrange(365 * 86_400), random.choice(AMOUNTS)) for _ in range(count)]


def dues(clock: Clock) -> float:
    """Return how many due times a second one calendar answers."""
    asked = questions(QUESTIONS)
    due = clock.table.due
    return QUESTIONS / timed(lambda: [due(start, seconds) for start, seconds in asked])


def dues_of_many(clocks: list[Clock]) -> float:
    """Return how many due times a second many calendars answer in random order."""
    random = Random(2)
    asked = [(random.choice(clocks).table, *question) for question in questions(QUESTIONS)]
    return QUESTIONS / timed(lambda: [table.due(start, amount) for table, start, amount in asked])


def bare(clock: Clock) -> float:
    """Return how many due times a second two searches with nothing around them answer."""
    asked = questions(QUESTIONS)
    starts, ends, totals = clock.table.starts, clock.table.ends, clock.table.totals

    def work() -> list[int]:
        found = []
        for start, amount in asked:
            index = bisect_right(starts, start) - 1
            target = totals[index] - max(ends[index] - start, 0) + amount
            index = bisect_left(totals, target)
            found.append(ends[index] - totals[index] + target)
        return found

    return QUESTIONS / timed(work)


def built(calendar: Calendar) -> float:
    """Return the seconds it takes to build ten years of a calendar, from nothing."""

    def work() -> Clock:
        load_zone.cache_clear()
        return Calendars((calendar,), (holidays_of_run,), "Etc/UTC", HORIZON).clock(calendar.name)

    return timed(work)


def counted(calendar: Calendar) -> float:
    """Return the seconds it takes to number the business days of ten years."""
    calendars = Calendars((calendar,), (holidays_of_run,), "Etc/UTC", HORIZON)
    clock = calendars.clock(calendar.name)

    def work() -> object:
        clock.__dict__.pop("days", None)
        return clock.days

    return timed(work)


def in_pandas() -> float | None:
    """Return how many due times a second pandas answers with `CustomBusinessHour`."""
    try:
        import pandas as pd
    except ImportError:
        return None
    closed = [day.date for day in holidays_of_run.holidays]
    offsets = {
        amount: pd.offsets.CustomBusinessHour(
            amount // 3_600, start="09:00", end="17:00", holidays=closed
        )
        for amount in AMOUNTS
    }
    asked = [
        (pd.Timestamp(start, unit="s", tz="UTC").tz_convert("America/New_York"), offsets[amount])
        for start, amount in questions(SLOW_QUESTIONS)
    ]
    return SLOW_QUESTIONS / timed(lambda: [start + offset for start, offset in asked], 5)


def in_businesstimedelta() -> float | None:
    """Return how many due times a second businesstimedelta answers."""
    try:
        import businesstimedelta as btd
        import pytz
    except ImportError:
        return None
    zone = pytz.timezone("America/New_York")
    days = btd.WorkDayRule(time(9), time(17), working_days=list(range(5)), tz=zone)
    closed = {date.fromisoformat(day.date): day.name for day in holidays_of_run.holidays}
    rules = btd.Rules([days, btd.HolidayRule(closed, tz=zone)])
    asked = [
        (
            zone.normalize(datetime.fromtimestamp(start, UTC).astimezone(zone)),
            btd.BusinessTimeDelta(rules, seconds=amount),
        )
        for start, amount in questions(SLOW_QUESTIONS)
    ]
    return SLOW_QUESTIONS / timed(lambda: [start + amount for start, amount in asked], 3)


holidays_of_run = holidays()


def main() -> None:
    """Measure, and print a line for each figure."""
    one = office("office", "America/New_York")
    many = tuple(fifty())
    calendars = Calendars((one, *many), (holidays_of_run,), "Etc/UTC", HORIZON)
    clock = calendars.clock("office")
    clocks = [calendars.clock(calendar.name) for calendar in many]
    night = Calendar(
        "night", Rules(tuple(Window(day, 79_200, 108_000) for day in range(5))), one.zone
    )
    rate = dues(clock)
    lines = [
        ("due, one calendar", f"{rate:,.0f} a second, {1e6 / rate:.2f} µs each"),
        ("due, fifty calendars in random order", f"{dues_of_many(clocks):,.0f} a second"),
        ("two bare searches, one calendar", f"{bare(clock):,.0f} a second"),
        ("ten years of an office with holidays", f"{1e3 * built(one):.1f} ms"),
        ("ten years of a night desk", f"{1e3 * built(night):.1f} ms"),
        ("business days of ten years", f"{1e3 * counted(one):.1f} ms"),
    ]
    for name, rate_of in (("pandas", in_pandas), ("businesstimedelta", in_businesstimedelta)):
        found = rate_of()
        lines.append((f"due, {name}", f"{found:,.0f} a second" if found else NOT_INSTALLED))
    for what, figure in lines:
        sys.stdout.write(f"{what:40} {figure}\n")


if __name__ == "__main__":
    main()
