"""Calendars for tests, written as one would say them, and instants as local times."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from milepost.clock import Calendars, Clock
from milepost.ir.calendars import (
    Calendar,
    Dates,
    Holiday,
    Holidays,
    HolidaySet,
    Hours,
    Override,
    Regime,
    Rules,
    Window,
)
from milepost.ir.schedule import Horizon

DAY = 86_400
HOUR = 3_600
MINUTE = 60
NEW_YORK = "America/New_York"
TWO_YEARS = Horizon("2026-01-01", "2027-12-31")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MON_FRI = (0, 1, 2, 3, 4)
ALL_DAY = tuple(f"{day} 00:00-24:00" for day in WEEKDAYS)


def at(local: str, zone: str = "UTC", fold: int = 0) -> int:
    """Return the instant of a local time such as `2026-05-04 09:00`."""
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return int(moment.timestamp())


def windows(*lines: str) -> tuple[Window, ...]:
    """Return windows written `mon-fri 09:00-12:00, 13:00-17:00` or `sun 14:00 - fri 17:00`."""
    found = []
    for line in lines:
        if " - " in line:
            found.append(span_of(line))
            continue
        days, _, written = line.partition(" ")
        first, _, last = days.partition("-")
        numbers = range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
        hours = [hours_of(pair) for pair in written.split(", ")]
        found += [Window(day, one.opens, one.closes) for day in numbers for one in hours]
    return tuple(found)


def span_of(written: str) -> Window:
    """Return a window over several days, written `sun 14:00 - fri 17:00`."""
    start, end = (text.split(" ") for text in written.split(" - "))
    day, last = WEEKDAYS.index(start[0]), WEEKDAYS.index(end[0])
    return Window(day, seconds_of(start[1]), (last - day) % 7 * DAY + seconds_of(end[1]))


def seconds_of(time: str) -> int:
    return int(time[:2]) * HOUR + int(time[3:]) * MINUTE


def hours_of(written: str) -> Hours:
    opens, closes = (seconds_of(time) for time in written.split("-"))
    return Hours(opens, closes if closes > opens else closes + DAY)


def opened(date: str, *written: str) -> Override:
    return Override(True, Dates(date, date), tuple(hours_of(one) for one in written))


def closed(date: str, *written: str, label: str | None = None) -> Override:
    return Override(False, Dates(date, date), tuple(hours_of(one) for one in written), label)


def calendar(
    name: str,
    zone: str | None,
    *lines: str,
    overrides: tuple[Override, ...] = (),
    regimes: tuple[Regime, ...] = (),
    holidays: tuple[Holidays, ...] = (Holidays("XX"),),
    business_days: tuple[int, ...] | None = None,
    by_shift: bool = False,
) -> Calendar:
    rules = Rules(windows(*lines), regimes, holidays, overrides)
    return Calendar(name, rules, zone, business_days, by_shift)


def clocks(
    *calendars: Calendar,
    days_off: Iterable[str] = (),
    timezone: str | None = "UTC",
    horizon: Horizon = TWO_YEARS,
) -> Calendars:
    off = HolidaySet("XX", tuple(Holiday(date, "a day off") for date in days_off))
    return Calendars(calendars, (off,), timezone, horizon)


def clock(calendar: Calendar, days_off: Iterable[str] = (), horizon: Horizon = TWO_YEARS) -> Clock:
    return clocks(calendar, days_off=days_off, horizon=horizon).clock(calendar.name)


def office(zone: str = NEW_YORK, *days_off: str) -> Clock:
    """Return the clock of an office open on weekdays from 09:00 to 17:00."""
    return clock(calendar("office", zone, "mon-fri 09:00-17:00"), days_off)


def desk(*lines: str, days_off: tuple[str, ...] = (), **more: Any) -> Clock:
    """Return the clock of a desk in New York."""
    return clock(calendar("desk", NEW_YORK, *lines, **more), days_off)


def local(text: str) -> int:
    """Return the instant of a local time in New York."""
    return at(text, NEW_YORK)
