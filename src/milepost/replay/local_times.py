"""Instants as people write them: local date and time with the weekday, in one zone."""

from datetime import UTC, datetime, timedelta, timezone
from typing import TypeGuard

from milepost.clock import BEFORE, BEYOND, DAY, Zone, date_of

BEYOND_TEXT = "beyond the horizon"

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HOUR = 3600
_MINUTE = 60


def is_told(instant: int | None) -> TypeGuard[int]:
    """Say whether an instant is one that a date can be written for."""
    return instant is not None and BEFORE < instant < BEYOND


def day_text(day: int) -> str:
    """Return a day number as `Mon 2027-04-05`."""
    date = date_of(day)
    return f"{_WEEKDAYS[date.weekday()]} {date.isoformat()}"


def short_day_text(day: int) -> str:
    """Return a day number as `Mon 5 Apr`."""
    date = date_of(day)
    return f"{_WEEKDAYS[date.weekday()]} {date.day} {_MONTHS[date.month - 1]}"


def time_text(instant: int, zone: Zone) -> str:
    """Return the local time of an instant as `13:30`, with seconds where there are some.

    In the hour that the clock shows twice, the second one names its offset.
    """
    local = zone.local(instant)
    seconds = local % DAY
    text = f"{seconds // _HOUR:02}:{seconds % _HOUR // _MINUTE:02}"
    if seconds % _MINUTE:
        text += f":{seconds % _MINUTE:02}"
    repeated = zone.instant(local) != instant
    return f"{text} {offset_text(local - instant)}" if repeated else text


def moment_text(instant: int, zone: Zone) -> str:
    """Return an instant as `Mon 2027-04-05 13:30`."""
    if not is_told(instant):
        return BEYOND_TEXT
    return f"{day_text(zone.day(instant))} {time_text(instant, zone)}"


def iso_text(instant: int | None, zone: Zone) -> str | None:
    """Return an instant as `2027-04-05T13:30:00-04:00`; None when there is none to write."""
    if not is_told(instant):
        return None
    offset = timezone(timedelta(seconds=zone.local(instant) - instant))
    return datetime.fromtimestamp(instant, UTC).astimezone(offset).isoformat()


def offset_text(seconds: int) -> str:
    """Return an offset from UTC as `UTC-05:00`."""
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), _HOUR)
    return f"UTC{sign}{hours:02}:{rest // _MINUTE:02}"
