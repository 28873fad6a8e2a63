"""Two promises compared on a handful of equal days: enough where every working day is like another.

Calendars of the same working days, each with the same hours every day, differ from day to day in
nothing but the dates that lie between. Left out of both, those dates change no comparison: what is
due first on the days that are left is due first in the year. So a few days, all alike, stand for
the whole horizon.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from milepost.ir import targets as t
from milepost.ir.calendars import Calendar, Rules, Window
from milepost.ir.schedule import Horizon
from milepost.semantics.ordering.shapes import Leaf
from milepost.semantics.week import stretches_by_day

HOUR = 3600
#: Since 2020 no zone has set its clocks while these local hours passed, nor by more than this.
QUIET = (5 * HOUR, 21 * HOUR)
LONGEST_SHIFT = 3 * HOUR
QUIET_SINCE = "2020-01-01"
MOST_DAYS = 40
_FIRST = date(2024, 1, 1)


class Unrolled:
    """Comparisons on equal days."""

    def __init__(self, calendars: Mapping[str, Calendar]) -> None:
        self.calendars = calendars
        self._days: dict[str, tuple[tuple[int, int], ...] | None] = {}

    def never_later(self, one: Leaf, other: Leaf) -> bool:
        """Say whether the first is surely never due after the second; no where days differ."""
        names = str(one.calendar), str(other.calendar)
        hours = tuple(self._hours(name) for name in names)
        if None in hours or one.rolls or other.rolls or one.members != other.members:
            return False
        left, right = (self.calendars[name] for name in names)
        if left is not right and not _have_the_same_days(left, right):
            return False
        days = [day for day in hours if day is not None]
        length = max(_days_of(leaf, day) for leaf, day in zip((one, other), days, strict=True))
        if length > MOST_DAYS:
            return False
        quiet = all(QUIET[0] <= day[0][0] and day[-1][1] <= QUIET[1] for day in days)
        from milepost.clock import ClockError

        try:
            # Where clocks may be set while a calendar is open, a due may shift by so much.
            margin = 0 if quiet else -2 * LONGEST_SHIFT
            return not any(_later(one, other, days, length, margin))
        except ClockError:
            return False

    def _hours(self, name: str) -> tuple[tuple[int, int], ...] | None:
        """Return the hours of the working days of a calendar on which they are all alike."""
        if name not in self._days:
            calendar = self.calendars.get(name)
            self._days[name] = None if calendar is None else _equal_days(calendar)
        return self._days[name]


def _later(
    one: Leaf, other: Leaf, days: list[tuple[tuple[int, int], ...]], length: int, margin: int
) -> Iterator[object]:
    from milepost.clock import Calendars
    from milepost.clock.breaks import pieces_of
    from milepost.clock.pieces import later

    names = ("one", "other")
    horizon = Horizon(_FIRST.isoformat(), (_FIRST + timedelta(days=2 * length + 3)).isoformat())
    made = tuple(
        Calendar(name, Rules(tuple(_every_day(hours))), "Etc/UTC")
        for name, hours in zip(names, days, strict=True)
    )
    calendars = Calendars(made, (), "Etc/UTC", horizon)
    dues = [
        pieces_of(leaf.target, calendars.clock(name))  # type: ignore[arg-type]
        for leaf, name in zip((one, other), names, strict=True)
    ]
    return later(dues[0], dues[1], margin)


def _every_day(hours: Iterable[tuple[int, int]]) -> Iterator[Window]:
    for day in range(7):
        for opens, closes in hours:
            yield Window(day, opens, closes)


def _days_of(leaf: Leaf, hours: tuple[tuple[int, int], ...]) -> int:
    """Return how many working days a target reaches over, or more than any where it is unfit."""
    match leaf.target:
        case t.Duration():
            return leaf.target.seconds // sum(ends - opens for opens, ends in hours) + 2
        case t.BusinessDays():
            return leaf.target.count + 2
        case t.DayTime(business=True, cut_off=None):
            return leaf.target.day + 2
    return MOST_DAYS + 1


def _equal_days(calendar: Calendar) -> tuple[tuple[int, int], ...] | None:
    rules = calendar.open_time
    if not isinstance(rules, Rules) or rules.regimes or calendar.business_by_shift:
        return None
    if any(line.by_shift for line in rules.holidays):
        return None
    if any(line.opens or line.hours for line in rules.overrides):
        return None
    by_day = stretches_by_day(rules.windows)
    kinds = {day for day in by_day if day}
    if len(kinds) != 1 or calendar.business_days not in (None, _open_weekdays(calendar)):
        return None
    return kinds.pop()


def _have_the_same_days(one: Calendar, other: Calendar) -> bool:
    """Say whether two calendars are open on the same dates."""
    left, right = one.open_time, other.open_time
    assert isinstance(left, Rules)
    assert isinstance(right, Rules)
    return (
        (one.zone, left.holidays, left.overrides) == (other.zone, right.holidays, right.overrides)
    ) and _open_weekdays(one) == _open_weekdays(other)


def _open_weekdays(calendar: Calendar) -> tuple[int, ...]:
    assert isinstance(calendar.open_time, Rules)
    by_day = stretches_by_day(calendar.open_time.windows)
    return tuple(day for day, hours in enumerate(by_day) if hours)
