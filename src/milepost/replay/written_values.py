"""What somebody wrote for a field, an instant or a duration, as the runtime holds it."""

import re
from datetime import datetime

from milepost.clock import DAY, Zone, day_number
from milepost.diagnostics import nearest
from milepost.frozen import frozen
from milepost.ir.schedule import Field, Horizon

#: How remedies call what a field takes.
_WANTED = {
    "yes_no": "write `yes` or `no`",
    "integer": "write a whole number",
    "time": "write an instant such as `2026-12-24T17:00`",
    "date": "write a date such as `2026-12-24`",
    "duration": "write a duration such as `4h` or `1h30m`",
}
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SHOWN = 8
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}

_is_length = re.compile(r"(?:[0-9]{1,9}[wdhms])+").fullmatch
_pieces = re.compile(r"([0-9]+)([wdhms])").findall
_is_instant = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?").fullmatch
_is_date = re.compile(r"\d{4}-\d\d-\d\d").fullmatch
_is_integer = re.compile(r"-?[0-9]{1,15}").fullmatch
_between_tags = re.compile(r"[,\s]+").split


class MisreadError(Exception):
    """A text that does not say what its place asks for, and what to write instead."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@frozen
class Surroundings:
    """What instants are read in: a zone for those without `Z`, and the dates that can be told."""

    zone: Zone
    horizon: Horizon


def seconds_of(text: str) -> int:
    """Return the seconds of a duration such as `1h30m`."""
    if not _is_length(text):
        raise MisreadError(f"`{text}` is not a duration", _WANTED["duration"])
    return sum(int(count) * _SECONDS[unit] for count, unit in _pieces(text))


def instant_of(text: str, around: Surroundings) -> int:
    """Return the instant of a local time, or of a UTC time with `Z`, within the horizon.

    In the gap of a clock change it is moved forward by the gap; in the overlap it is the first.
    """
    if not _is_instant(text):
        raise MisreadError(f"`{text}` is not an instant", "write it as `2027-04-02T17:30`")
    day, clock = text.rstrip("Z")[:10], text.rstrip("Z")[11:]
    ends_day = clock in ("24:00", "24:00:00")
    try:
        read = datetime.fromisoformat(f"{day}T{'00:00' if ends_day else clock}")
    except ValueError:
        raise MisreadError(f"there is no instant `{text}`", "check the date and time") from None
    seconds = read.hour * 3600 + read.minute * 60 + read.second
    local = day_number(day) * DAY + seconds + (DAY if ends_day else 0)
    instant = local if text.endswith("Z") else around.zone.instant(local)
    horizon = around.horizon
    if not horizon.starts <= day <= horizon.ends:
        raise MisreadError(
            f"`{text}` lies outside the horizon, {horizon.starts} to {horizon.ends}",
            "calendars are compiled for these dates only: `horizon` in `milepost.toml` sets them",
        )
    return instant


def value_of(field: Field, text: str, around: Surroundings) -> str | int | bool | list[str] | None:
    """Return the value that a text stands for in a field; None for `none`, which clears it."""
    if text == "none" and "none" not in field.values:
        return None
    match field.type:
        case "choice" | "zone":
            return _listed(field, text)
        case "tags":
            return [_listed(field, tag) for tag in _between_tags(text.strip("()[] ")) if tag]
        case "yes_no":
            if text.lower() not in _YES_NO:
                raise _no_value(field, text)
            return _YES_NO[text.lower()]
        case "integer":
            return _integer(field, text)
        case "time":
            return instant_of(text, around)
        case "duration":
            return seconds_of(text)
        case "date":
            return _date(field, text)
    return text[1:-1] if text[:1] == text[-1:] == '"' and len(text) > 1 else text


def _listed(field: Field, text: str) -> str:
    if text in field.values:
        return text
    message = f"`{field.name}` has no value `{text}`"
    if text.lower() in field.values:
        raise MisreadError(message, f"values are lower case: `{text.lower()}`")
    meant = nearest(text, field.values)
    some = ", ".join(f"`{value}`" for value in field.values[:_SHOWN])
    more = ", …" if len(field.values) > _SHOWN else ""
    raise MisreadError(message, f"did you mean `{meant}`?" if meant else f"values: {some}{more}")


def _integer(field: Field, text: str) -> int:
    if not _is_integer(text):
        raise _no_value(field, text)
    number, low, high = int(text), field.low, field.high
    if (low is not None and number < low) or (high is not None and number > high):
        raise MisreadError(
            f"`{field.name}` cannot be {number}", f"it is declared as `{low}..{high}`"
        )
    return number


def _date(field: Field, text: str) -> str:
    try:
        if _is_date(text) and datetime.fromisoformat(text):
            return text
    except ValueError:
        pass
    raise _no_value(field, text)


def _no_value(field: Field, text: str) -> MisreadError:
    return MisreadError(f"`{text}` is no value of `{field.name}`", _WANTED[field.type])
