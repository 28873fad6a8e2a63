"""Time zones as arithmetic: the offsets in force over a stretch of days, and local time to instant.

`zoneinfo` knows the offset at an instant but does not list its changes. They are found by asking
once a day and halving the day on which two answers differ. Since 1970 no zone has changed twice
within six days (a test reads the data to be sure), so that no change can hide between two answers.

From local time to instant there is one rule for the two nights that are odd: read the clock with
the offset in force *before* the change. In a gap that moves the time forward by the true length of
the gap; in an overlap it takes the first occurrence.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from milepost.clock.dates import DAY
from milepost.clock.limits import ClockError
from milepost.frozen import frozen

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARGIN = 3

#: Keys of the database, and nothing that could lead out of its folder.
_is_key = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*").fullmatch


@frozen
class Change:
    """An instant at which a zone's offset changes: seconds east of UTC before it and after."""

    at: int
    before: int
    after: int


@frozen
class Zone:
    """The offsets of a time zone over a stretch of days.

    `offsets[i]` is in force before `changes[i]`; local times from `turns[i]` on are read with
    `offsets[i + 1]`. `skipped` are the local dates that do not exist.
    """

    name: str
    changes: tuple[int, ...]
    turns: tuple[int, ...]
    offsets: tuple[int, ...]
    skipped: frozenset[int]

    def local(self, instant: int) -> int:
        """Return what the wall clock shows: seconds since 1970-01-01 00:00 local."""
        return instant + self.offsets[bisect_right(self.changes, instant)]

    def instant(self, local: int) -> int:
        """Return the instant of a local time: moved on by the gap, or the first of two."""
        return local - self.offsets[bisect_right(self.turns, local)]

    def day(self, instant: int) -> int:
        """Return the local date of an instant, as a day number."""
        return self.local(instant) // DAY

    def midnight(self, day: int) -> int:
        """Return the instant at which a local date begins."""
        return self.instant(day * DAY)

    def by_date(self, start: int, end: int) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield the time between two instants by the local date that the wall clock shows.

        A date may come twice: where the clock is set back just after midnight, the evening returns.
        """
        while start < end:
            index = bisect_right(self.changes, start)
            day = (start + self.offsets[index]) // DAY
            stop = min(end, (day + 1) * DAY - self.offsets[index])
            if index < len(self.changes):
                stop = min(stop, self.changes[index])
            yield day, (start, stop)
            start = stop

    def changes_between(self, start: int, end: int) -> Iterator[Change]:
        """Yield the changes of the offset after one instant and up to another."""
        for index in range(bisect_right(self.changes, start), bisect_right(self.changes, end)):
            yield Change(self.changes[index], self.offsets[index], self.offsets[index + 1])


@cache
def load_zone(name: str, days: range) -> Zone:
    """Return a zone of the IANA database as it is over a range of day numbers."""
    zone = _read(name)
    start, end = (days.start - _MARGIN) * DAY, (days.stop + _MARGIN) * DAY
    changes = tuple(_changes(zone, start, end))
    return Zone(
        name,
        tuple(change.at for change in changes),
        tuple(change.at + max(change.before, change.after) for change in changes),
        (_offset(zone, start), *(change.after for change in changes)),
        frozenset(day for change in changes for day in _skipped(change)),
    )


def _read(name: str) -> ZoneInfo:
    """Return a zone from the `tzdata` package, the same on every machine, else the system's."""
    if not _is_key(name):
        raise ClockError(f"`{name}` is not the name of a time zone")
    try:
        with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except (OSError, ImportError):
        pass
    except ValueError:
        raise ClockError(f"`{name}` is not a time zone") from None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ClockError(f"there is no time zone `{name}`") from None


def _changes(zone: ZoneInfo, start: int, end: int) -> Iterator[Change]:
    before = _offset(zone, start)
    for instant in range(start + DAY, end + DAY, DAY):
        after = _offset(zone, instant)
        if after != before:
            low, high = instant - DAY, instant
            while high - low > 1:
                middle = (low + high) // 2
                if _offset(zone, middle) == before:
                    low = middle
                else:
                    high = middle
            yield Change(high, before, after)
            before = after


def _offset(zone: ZoneInfo, instant: int) -> int:
    offset = (_EPOCH + timedelta(seconds=instant)).astimezone(zone).utcoffset()
    assert offset is not None
    return offset.days * DAY + offset.seconds


def _skipped(change: Change) -> range:
    """Return the dates that a change leaps over as a whole."""
    return range(-(-(change.at + change.before) // DAY), (change.at + change.after) // DAY)
