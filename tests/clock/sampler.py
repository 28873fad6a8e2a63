"""Random calendars around the odd days of odd zones, and random questions about them."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from milepost.ir.calendars import (
    Algebra,
    Calendar,
    Complement,
    DateRule,
    Dates,
    Difference,
    Holiday,
    Holidays,
    HolidaySet,
    Hours,
    Intersection,
    MonthDay,
    NthWeekday,
    Override,
    Periodic,
    Regime,
    Rules,
    Same,
    Union,
    Weekly,
    Window,
)
from milepost.ir.schedule import Horizon
from milepost.ir.targets import DayTime

DAY = 86_400

#: Dates on or near which a zone does something: sets its clocks, or leaves a date out.
ODD_DAYS = (
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Antarctica/Troll", "2026-03-29"),
    ("Antarctica/Troll", "2026-10-25"),
    ("Pacific/Apia", "2011-12-30"),
    ("Pacific/Kwajalein", "1993-08-21"),
    ("Pacific/Kiritimati", "1994-12-31"),
    ("Europe/Dublin", "2026-03-29"),
    ("Europe/Dublin", "2026-10-25"),
    ("Europe/Moscow", "2011-03-27"),
    ("Europe/Moscow", "2014-10-26"),
    ("Pacific/Chatham", "2026-04-05"),
    ("Pacific/Chatham", "2026-09-27"),
    ("Asia/Kathmandu", "1986-01-01"),
    ("Asia/Kathmandu", "2026-07-01"),
    ("America/Sao_Paulo", "2018-02-18"),
    ("America/Sao_Paulo", "2018-11-04"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("America/Havana", "2026-03-08"),
    ("America/Havana", "2026-11-01"),
    ("America/St_Johns", "2010-03-14"),
    ("America/St_Johns", "2010-11-07"),
    ("America/Caracas", "2007-12-09"),
    ("America/Caracas", "2016-05-01"),
    ("Asia/Pyongyang", "2015-08-15"),
    ("Asia/Pyongyang", "2018-05-05"),
    ("Africa/Casablanca", "2026-02-15"),
    ("Africa/Casablanca", "2026-03-22"),
    ("Africa/Cairo", "2026-04-24"),
    ("Asia/Tehran", "2022-03-22"),
    ("Asia/Gaza", "2011-04-01"),
    ("America/Toronto", "1919-03-30"),
    ("Europe/Lisbon", "1992-09-27"),
    ("America/Santiago", "2026-09-06"),
    ("Europe/London", "2026-12-28"),
    ("Etc/UTC", "2026-02-27"),
)

CODES = ("one", "two")


class World(NamedTuple):
    """Calendars that may name each other; questions are asked of the last."""

    calendars: tuple[Calendar, ...]
    holiday_sets: tuple[HolidaySet, ...]
    horizon: Horizon
    grain: int


class Question(NamedTuple):
    """An operation and what it is given."""

    op: str
    instant: int
    amount: int = 0
    target: DayTime | None = None


def world(random: Random, number: int) -> World:
    """Return a calendar, alone or combined of others, over some days around an odd one."""
    zone, around = ODD_DAYS[number % len(ODD_DAYS)]
    grain, before, length = 60, random.choice((2, 5)), random.choice((7, 7, 12, 40))
    if random.random() < 0.06:
        zone, around, grain = random.choice(
            (("Africa/Monrovia", "1972-01-07", 30), (zone, around, 10))
        )
        before, length = 1, 4
    start = date.fromisoformat(around) - timedelta(days=before)
    end = start + timedelta(days=length)
    horizon = Horizon(start.isoformat(), end.isoformat())
    maker = _Maker(random, start, end, grain)
    sets = tuple(HolidaySet(code, maker.holidays()) for code in CODES)
    if random.random() < 0.8:
        return World((maker.calendar("main", zone),), sets, horizon, grain)
    # Before 1920 Kathmandu kept its own mean time, to the second.
    others = ("America/New_York", "Asia/Kathmandu") if around > "1920" else ()
    zones = (zone, zone, *others)
    names = ("left", "right", "third")
    parts = tuple(maker.calendar(name, random.choice(zones)) for name in names)
    listed = tuple(range(5)) if random.random() < 0.3 else None
    by_shift = listed is None and random.random() < 0.2
    main = Calendar("main", maker.algebra(names, 2), zone, listed, by_shift)
    return World((*parts, main), sets, horizon, grain)


def questions(random: Random, count: int, since: int, until: int) -> list[Question]:
    """Return questions about instants between two others."""
    return [_question(random, since, until) for _ in range(count)]


OPERATIONS = (
    ("worked", 4),
    ("due", 4),
    ("roll", 4),
    ("subtract", 3),
    ("is_open", 2),
    ("next_open", 1),
    ("next_close", 1),
    ("business_days", 3),
    ("business_days_before", 2),
    ("day_time", 3),
    ("rolled", 1),
    ("calendar_days", 1),
    ("months", 1),
)


def _question(random: Random, since: int, until: int) -> Question:
    names, weights = zip(*OPERATIONS, strict=True)
    op = random.choices(names, weights)[0]
    rhythm = random.choice((1, 60, 900, 3600))
    instant = random.randrange(since, until) // rhythm * rhythm
    instant = max(instant, since)
    match op:
        case "worked":
            return Question(op, instant, random.randrange(instant, until + 1))
        case "due" | "roll" | "subtract":
            amount = random.choice(
                (0, 900, 3600, random.randrange(6 * 3600), 8 * 3600, 86_400, 259_200)
            )
            return Question(op, instant, amount)
        case "business_days" | "business_days_before" | "calendar_days":
            return Question(op, instant, random.choice((0, 1, 1, 2, 3, 5)))
        case "months":
            return Question(op, instant, random.choice((0, 1, 2)))
        case "rolled":
            return Question(op, instant, random.choice((0, 9 * 3600, 12 * 3600)))
        case "day_time":
            return Question(op, instant, 0, _day_time(random))
    return Question(op, instant)


def _day_time(random: Random) -> DayTime:
    edge = random.choice(("time", "time", "close", "end"))
    time = random.choice((0, 1800, 9000, 9 * 3600, 17 * 3600, DAY)) if edge == "time" else None
    cut_off = random.choice((None, None, 9000, 12 * 3600, 63_000))
    return DayTime(edge, random.randint(0, 4), random.random() < 0.75, time, cut_off)


class _Maker:
    def __init__(self, random: Random, start: date, end: date, grain: int) -> None:
        self.random = random
        self.start = start
        self.days = (end - start).days
        self.grain = grain

    def calendar(self, name: str, zone: str) -> Calendar:
        random = self.random
        windows = self.windows()
        regimes = tuple(self.regime() for _ in range(random.choices((0, 1, 2), (7, 2, 1))[0]))
        lines = tuple(
            Holidays(code, *self.bounds(), by_shift=random.random() < 0.3)
            for code in CODES
            if random.random() < 0.4
        )
        overrides = tuple(
            self.override() for _ in range(random.choices(range(5), (5, 3, 2, 2, 1))[0])
        )
        rules = Rules(windows, regimes, lines, overrides)
        listed = self.weekdays() if random.random() < 0.3 else None
        by_shift = listed is None and random.random() < 0.3
        return Calendar(name, rules, zone, listed, by_shift)

    def algebra(self, names: tuple[str, ...], depth: int) -> Algebra:
        kind = self.random.random()
        if depth == 0 or kind < 0.2:
            return Same(self.random.choice(names))
        if kind < 0.3:
            return Complement(self.algebra(names, depth - 1))
        combine = self.random.choice((Union, Intersection, Difference))
        return combine(self.algebra(names, depth - 1), self.algebra(names, depth - 1))

    def regime(self) -> Regime:
        starts, ends = self.range()
        listed = self.weekdays() if self.random.random() < 0.4 else None
        return Regime(starts, self.windows(), self.random.choice((ends, None)), listed)

    def holidays(self) -> tuple[Holiday, ...]:
        count = self.random.choices((0, 1, 2, 4), (2, 3, 2, 1))[0]
        days = sorted({self.day() for _ in range(count)})
        return tuple(Holiday(day, "a holiday") for day in days)

    def windows(self) -> tuple[Window, ...]:
        random = self.random
        kind = random.choice(("office", "split", "night", "round", "span", "odd", "odd", "none"))
        weekdays = random.choice((range(5), range(7), (0, 2, 4), (5, 6)))
        opens, closes = sorted((self.time(), self.time()))
        match kind:
            case "office":
                return tuple(
                    Window(day, opens, max(closes, opens + self.grain)) for day in weekdays
                )
            case "split":
                cuts = sorted({self.time() for _ in range(4)} | {0, DAY})
                pairs = tuple(zip(cuts[::2], cuts[1::2], strict=False))
                return tuple(Window(day, *pair) for day in weekdays for pair in pairs)
            case "night":
                late, early = 79_200 - 3600 * random.randint(0, 2), DAY + min(opens, 28_800)
                return tuple(Window(day, late, early + self.grain) for day in weekdays)
            case "round":
                return tuple(Window(day, 0, DAY) for day in weekdays)
            case "span":
                return (Window(random.randrange(7), opens, DAY * random.randint(1, 5) + closes),)
            case "odd":
                return tuple(self.window() for _ in range(random.randint(1, 6)))
        return ()

    def window(self) -> Window:
        opens = self.time()
        length = self.random.choice((self.grain, 1800, 5400, 3600 * 8, 3600 * 20, DAY))
        return Window(self.random.randrange(7), min(opens, DAY - self.grain), opens + length)

    def override(self) -> Override:
        opens = self.random.random() < 0.5
        hours = tuple(self.hours() for _ in range(self.random.choices((0, 1, 2), (2, 4, 1))[0]))
        return Override(opens, self.rule(), hours)

    def hours(self) -> Hours:
        window = self.window()
        return Hours(window.opens, window.closes)

    def rule(self) -> DateRule:
        random = self.random
        day = self.day()
        moment = date.fromisoformat(day)
        match random.randrange(9):
            case 0:
                return Weekly(self.weekdays(), 1, *self.bounds())
            case 1:
                return Weekly(self.weekdays(), 2, day)
            case 2:
                return Periodic("days", random.randint(1, 9), day)
            case 3:
                return Periodic("months", random.randint(1, 2), day)
            case 4:
                return MonthDay(moment.day, random.choice((None, moment.month)), *self.bounds())
            case 5:
                nth = random.choice(((moment.day + 6) // 7, -1, 1))
                month = random.choice((None, moment.month))
                return NthWeekday(nth, moment.weekday(), month, *self.bounds())
            case 6:
                return Dates(*self.range())
        return Dates(day, day)

    def time(self) -> int:
        """Return a time of day, often one near which clocks are set."""
        random = self.random
        night = [
            60 * minute for minute in (0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180)
        ]
        late = [DAY, DAY - 900, DAY - 1800, DAY - 3600]
        hours = [3600 * hour for hour in range(24)]
        odd = random.randrange(DAY // self.grain) * self.grain
        return random.choice((random.choice(night), random.choice(late), random.choice(hours), odd))

    def day(self) -> str:
        return (self.start + timedelta(days=self.random.randint(0, self.days))).isoformat()

    def range(self) -> tuple[str, str]:
        low, high = sorted((self.day(), self.day()))
        return low, high

    def bounds(self) -> tuple[str | None, str | None]:
        low, high = self.range()
        return self.random.choice(((None, None), (None, None), (low, high), (low, None)))

    def weekdays(self) -> tuple[int, ...]:
        return tuple(day for day in range(7) if self.random.random() < 0.6) or (0,)
