"""Weekly windows of business hours: which fields of the data hold which day's times."""

import re

from milepost.salesforce.metadata import BusinessHours

#: The days as the data calls them, Monday first.
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_SECONDS = 86400
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")


def seconds_of(time: str) -> int | None:
    """Return the seconds since midnight of a time of day, or None when it is none.

    The `Z` behind it means nothing: it is a time on the wall.

    >>> seconds_of("09:30:00.000Z")
    34200
    """
    found = _TIME.fullmatch(time.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)


def time_of(seconds: int) -> str:
    """Return a time of day as the data writes it; the end of a day is its beginning.

    >>> time_of(34200), time_of(86400)
    ('09:30:00.000Z', '00:00:00.000Z')
    """
    hours, rest = divmod(seconds % DAY_SECONDS, 3600)
    return f"{hours:02}:{rest // 60:02}:{rest % 60:02}.000Z"


def windows_of(hours: BusinessHours) -> dict[int, tuple[int, int]]:
    """Return the window of each day that has one, in seconds from its midnight.

    `00:00` to `00:00` is a whole day, and an end at `00:00` is that of the day. A window that ends
    before it begins runs over midnight.
    """
    found: dict[int, tuple[int, int]] = {}
    for day, name in enumerate(DAYS):
        starts = getattr(hours, f"{name}_start_time")
        ends = getattr(hours, f"{name}_end_time")
        if starts is None or ends is None:
            continue
        opens, closes = seconds_of(starts), seconds_of(ends)
        if opens is None or closes is None:
            continue
        if closes == 0:
            closes = DAY_SECONDS
        found[day] = (opens, closes if closes > opens else closes + DAY_SECONDS)
    return found
