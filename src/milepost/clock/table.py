"""The interval table: the open time of a calendar as numbers that two binary searches answer from.

Open intervals `[start, end)` are sorted and do not touch, and `totals[i]` is the open time up to
the end of interval `i`. The open time up to an instant is then one search by `starts`; the instant
at which an amount of open time has passed is one search by `totals`, whose side decides what
happens on closing time: the first total *not below* the amount stays at the closing, the first
total *above* it rolls to the next opening.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from milepost.clock.intervals import Interval, Intervals, clipped
from milepost.clock.limits import BEFORE, BEYOND, ClockError, HorizonError
from milepost.frozen import frozen


@frozen
class Table:
    """The open intervals of a calendar between two instants, with running totals.

    Outside `since` and `until` nothing is known: a question about an instant before `since` is an
    error, what would happen after `until` happens at `BEYOND`.
    """

    name: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    totals: tuple[int, ...]
    since: int
    until: int

    def total(self, instant: int) -> int:
        """Return the open seconds from the beginning of the horizon to an instant."""
        if not self.since <= instant <= self.until:
            raise self._outside(instant)
        index = bisect_right(self.starts, instant) - 1
        if index < 0:
            return 0
        left = self.ends[index] - instant
        return self.totals[index] - left if left > 0 else self.totals[index]

    def worked(self, start: int, end: int) -> int:
        """Return the open seconds between two instants in order."""
        if start > end:
            raise ClockError(f"reversed: from {start} to {end}, which is earlier")
        return self.total(end) - self.total(start)

    def due(self, start: int, seconds: int, *, roll: bool = False) -> int:
        """Return the earliest instant at which so many open seconds have passed since `start`.

        With `roll`, an instant on closing time (or outside hours) moves to the next opening.
        """
        if seconds < 0:
            raise ClockError(f"a negative amount of time: {seconds} seconds")
        if start > self.until:
            return BEYOND
        target = self.total(start) + seconds
        if roll:
            index = bisect_right(self.totals, target)
        elif seconds:
            index = bisect_left(self.totals, target)
        else:
            return start
        if index == len(self.totals):
            return self._never_again()
        return self.ends[index] - self.totals[index] + target

    def subtract(self, instant: int, seconds: int) -> int:
        """Return the latest instant from which so many open seconds are left until `instant`."""
        if seconds < 0:
            raise ClockError(f"a negative amount of time: {seconds} seconds")
        if instant > self.until:
            return BEYOND
        target = self.total(instant) - seconds
        if not seconds:
            return instant
        if not self.totals:
            raise self._never_open()
        if target < 0:
            return BEFORE
        index = bisect_right(self.totals, target)
        return self.ends[index] - self.totals[index] + target

    def is_open(self, instant: int) -> bool:
        """Say whether an instant falls into open time."""
        if not self.since <= instant < self.until:
            raise self._outside(instant)
        index = bisect_right(self.starts, instant) - 1
        return index >= 0 and instant < self.ends[index]

    def next_open(self, instant: int) -> int:
        """Return the instant itself when it is open, else the next opening."""
        return self.due(instant, 0, roll=True)

    def next_close(self, instant: int) -> int:
        """Return the first closing after an instant."""
        if instant > self.until:
            return BEYOND
        if instant < self.since:
            raise self._outside(instant)
        index = bisect_right(self.ends, instant)
        if index == len(self.ends) or self.ends[index] == self.until:
            return self._never_again()
        return self.ends[index]

    def stretches(self, start: int, end: int) -> Iterator[Interval]:
        """Yield the open intervals between two instants, cut at both."""
        if start >= end:
            return
        for index in range(bisect_right(self.ends, start), bisect_left(self.starts, end)):
            yield max(start, self.starts[index]), min(end, self.ends[index])

    def intervals(self) -> Intervals:
        """Return all open intervals as pairs."""
        return tuple(zip(self.starts, self.ends, strict=True))

    def _never_again(self) -> int:
        if not self.totals:
            raise self._never_open()
        return BEYOND

    def _never_open(self) -> ClockError:
        return ClockError(f"calendar `{self.name}` never opens within the horizon")

    def _outside(self, instant: int) -> HorizonError:
        edge = "begins" if instant < self.since else "ends"
        at = self.since if instant < self.since else self.until
        return HorizonError(
            f"instant {instant} lies outside the horizon, "
            f"which {edge} at {at} for calendar `{self.name}`"
        )


def tabulated(name: str, intervals: Intervals, since: int, until: int) -> Table:
    """Return the table of the open time between two instants.

    >>> table = tabulated("office", ((0, 8), (24, 32)), 0, 48)
    >>> table.totals, table.worked(4, 26), table.due(4, 4), table.due(4, 4, roll=True)
    ((8, 16), 6, 8, 24)
    """
    kept = clipped(intervals, since, until)
    return Table(
        name,
        tuple(start for start, _ in kept),
        tuple(end for _, end in kept),
        tuple(accumulate(end - start for start, end in kept)),
        since,
        until,
    )
