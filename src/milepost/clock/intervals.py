"""Sets of seconds as sorted, disjoint, half-open intervals that do not touch, and their algebra.

The seconds may be instants or local times: the algebra is the same.
"""

from collections.abc import Iterable
from typing import TypeAlias

Interval: TypeAlias = tuple[int, int]
Intervals: TypeAlias = tuple[Interval, ...]


def coalesced(pieces: Iterable[Interval]) -> Intervals:
    """Return pieces in any order as intervals: without the empty, with those that touch joined.

    >>> coalesced([(5, 7), (1, 3), (3, 4), (9, 9)])
    ((1, 4), (5, 7))
    """
    joined: list[Interval] = []
    start = end = 0
    for opens, closes in sorted(pieces):
        if opens >= closes:
            continue
        if start < end and opens <= end:
            end = max(end, closes)
            continue
        if start < end:
            joined.append((start, end))
        start, end = opens, closes
    if start < end:
        joined.append((start, end))
    return tuple(joined)


def union(left: Intervals, right: Intervals) -> Intervals:
    """Return the seconds in either set."""
    return coalesced(left + right)


def intersection(left: Intervals, right: Intervals) -> Intervals:
    """Return the seconds in both sets.

    >>> intersection(((0, 5), (7, 9)), ((3, 8),))
    ((3, 5), (7, 8))
    """
    common: list[Interval] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start = max(left[i][0], right[j][0])
        end = min(left[i][1], right[j][1])
        if start < end:
            common.append((start, end))
        if left[i][1] <= right[j][1]:
            i += 1
        else:
            j += 1
    return tuple(common)


def complement(intervals: Intervals, since: int, until: int) -> Intervals:
    """Return the seconds from `since` to `until` that are not in the set.

    >>> complement(((2, 3), (7, 9)), 0, 5)
    ((0, 2), (3, 5))
    """
    missing: list[Interval] = []
    for start, end in intervals:
        if since < start:
            missing.append((since, min(start, until)))
        since = max(since, end)
        if since >= until:
            return tuple(missing)
    if since < until:
        missing.append((since, until))
    return tuple(missing)


def difference(left: Intervals, right: Intervals) -> Intervals:
    """Return the seconds of the left set that are not in the right one."""
    if not left or not right:
        return left
    return intersection(left, complement(right, left[0][0], left[-1][1]))


def clipped(intervals: Intervals, since: int, until: int) -> Intervals:
    """Return the part of the set between two bounds."""
    return intersection(intervals, ((since, until),)) if since < until else ()
