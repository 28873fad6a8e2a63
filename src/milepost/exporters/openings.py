"""The open time of a calendar as lines of a diary: what recurs every week, and what stands alone.

Made from the compiled intervals, not from the rules, so it holds for every calendar: with regimes,
closures, holidays, or combined from others. Intervals that begin at the same local time of the same
weekday and last equally long are one recurring opening, with the weeks left out in which it does
not take place; what recurs in less than half of its weeks, or cannot be said in local time (it
begins in an hour that the clock shows twice), stands alone. What is open for longer than a day is
cut at midnight: a holiday then takes one opening away and leaves the rest of the week alike.
"""

from collections.abc import Iterator

from milepost.clock import DAY, Clock, Zone
from milepost.clock.dates import WEEK, weekday
from milepost.frozen import frozen


@frozen
class Recurring:
    """An opening every week: the first local start, its length, the last start, and weeks without.

    Local times are seconds since 1970-01-01 00:00 local.
    """

    first: int
    seconds: int
    last: int
    without: tuple[int, ...]


@frozen
class Single:
    """An opening that stands alone, as instants."""

    opens: int
    closes: int


def openings_of(clock: Clock, zone: Zone) -> tuple[Recurring | Single, ...]:
    """Return the openings of a clock over its horizon in the order of their first start."""
    alike: dict[tuple[int, int, int, int], list[int]] = {}
    alone: list[Single] = []
    for opens, closes in _by_day(clock, zone):
        local = zone.local(opens)
        if zone.instant(local) != opens:
            alone.append(Single(opens, closes))
            continue
        day, time = divmod(local, DAY)
        # Both lengths: a night on which the clock changes is longer or shorter than it looks.
        key = (weekday(day), time, zone.local(closes) - local, closes - opens)
        alike.setdefault(key, []).append(local)
    found: list[tuple[int, Recurring | Single]] = [(one.opens, one) for one in alone]
    for (_, _, _, seconds), starts in alike.items():
        recurring = _recurring(starts, seconds)
        if recurring is not None:
            found.append((zone.instant(recurring.first), recurring))
            continue
        singles = (zone.instant(start) for start in starts)
        found += [(opens, Single(opens, opens + seconds)) for opens in singles]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _by_day(clock: Clock, zone: Zone) -> Iterator[tuple[int, int]]:
    """Yield the open intervals, those longer than a day cut at every local midnight."""
    for opens, closes in clock.table.intervals():
        start = opens
        if closes - opens > DAY:
            midnight = (zone.local(opens) // DAY + 1) * DAY
            while (cut := zone.instant(midnight)) < closes:
                if cut > start:
                    yield start, cut
                    start = cut
                midnight += DAY
        yield start, closes


def _recurring(starts: list[int], seconds: int) -> Recurring | None:
    """Return starts, in order and on one weekday, as one line, or None when they are too few."""
    weeks = range(starts[0], starts[-1] + 1, WEEK * DAY)
    if len(starts) < 3 or 2 * len(starts) < len(weeks):
        return None
    taken = set(starts)
    return Recurring(
        starts[0], seconds, starts[-1], tuple(start for start in weeks if start not in taken)
    )


def starts_of(opening: Recurring) -> Iterator[int]:
    """Yield the local starts of a recurring opening."""
    without = set(opening.without)
    for start in range(opening.first, opening.last + 1, WEEK * DAY):
        if start not in without:
            yield start
