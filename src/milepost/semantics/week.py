"""The weekly face of calendars: what their lines say about a week, without compiling any dates.

Most questions of checks are answered by the weekly windows alone. A combination of calendars is
compiled over one year when its parts do not settle the matter; what cannot be compiled is not
judged.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from milepost.ir.calendars import (
    ALWAYS,
    Algebra,
    Calendar,
    Complement,
    Difference,
    Intersection,
    Rules,
    Same,
    Window,
)
from milepost.ir.conditions import Named
from milepost.ir.schedule import Horizon
from milepost.semantics.model import Model
from milepost.semantics.whole import whole_parts

if TYPE_CHECKING:
    from milepost.clock import Calendars, Table

DAY = 86400
WEEK = 7 * DAY
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MIDNIGHT = time()
#: How many calendars may stand on each other before nobody follows them any more.
TALLEST = 50


def stretches(windows: Iterable[Window]) -> tuple[tuple[int, int], ...]:
    """Return the open time of a week, joined: seconds from Monday 00:00, cut at the week's end.

    >>> stretches([Window(6, 79200, 108000), Window(0, 21600, 28800)])
    ((0, 28800), (597600, 604800))
    """
    pieces: list[tuple[int, int]] = []
    for window in windows:
        start, end = window.day * DAY + window.opens, window.day * DAY + window.closes
        pieces += [(start, end)] if end <= WEEK else [(start, WEEK), (0, end - WEEK)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def stretches_by_day(windows: Iterable[Window]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return the open time of each weekday from Monday on, joined, cut at midnight."""
    days: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for start, end in stretches(windows):
        for day in range(start // DAY, (end - 1) // DAY + 1):
            midnight = day * DAY
            days[day].append((max(start - midnight, 0), min(end - midnight, DAY)))
    return tuple(tuple(found) for found in days)


def open_seconds(windows: Iterable[Window]) -> int:
    """Return the open seconds of a week."""
    return sum(end - start for start, end in stretches(windows))


def working_day(calendar: Calendar | None) -> int | None:
    """Return the open seconds of a working day where all open weekdays have as many, else None."""
    if calendar is None or not isinstance(calendar.open_time, Rules):
        return None
    days = stretches_by_day(calendar.open_time.windows)
    lengths = {sum(end - start for start, end in day) for day in days if day}
    return lengths.pop() if len(lengths) == 1 else None


def working_days(calendar: Calendar | None) -> int | None:
    """Return how many days of a week are business days, or None where that is not plain."""
    if calendar is None:
        return None
    if calendar.business_days is not None:
        return len(calendar.business_days)
    if not isinstance(calendar.open_time, Rules) or calendar.business_by_shift:
        return None
    return sum(bool(day) for day in stretches_by_day(calendar.open_time.windows)) or None


class Weeks:
    """What is plain about the calendars of a model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.calendars = {calendar.name: calendar for calendar in model.calendars}
        self.zones: dict[str, frozenset[Named | None]] = {}
        self.passing: dict[str, bool] = {}
        self.compiled: Calendars | None = None
        self.heights: dict[str, int] = {}
        self.whole: dict[str, bool] = {ALWAYS: True}
        is_whole = whole_parts(model)
        parts = {name: _parts_of(calendar) for name, calendar in self.calendars.items()}
        for name in TopologicalSorter(parts).static_order():
            below = parts.get(name, ())
            self.heights[name] = 1 + max((self.heights[part] for part in below), default=0)
            self.zones[name] = self._zones(name, below)
            if name in self.calendars:
                parts_are = all(self.whole.get(part, False) for part in below)
                self.whole[name] = parts_are and is_whole(self.calendars[name])

    def is_whole(self, name: str) -> bool:
        """Say whether a calendar, and every calendar it is made of, was read as a whole."""
        return self.whole.get(name, False)

    def zones_in(self, name: str) -> frozenset[Named | None]:
        """Return the zone of a calendar, or those of its parts where it has none of its own.

        The round-the-clock calendar is the same in every zone, so it follows those it is joined
        with.
        """
        return self.zones.get(name, frozenset())

    def zone_of(self, name: str) -> Named | None:
        """Return the zone in which a calendar has local dates, or None for none or several."""
        zones = self.model.timezone if name == ALWAYS else self.zones_in(name)
        if isinstance(zones, frozenset):
            return next(iter(zones)) if len(zones) == 1 else None
        return zones

    def is_round_the_clock(self, name: str) -> bool | None:
        """Say whether a calendar never closes, or None when that cannot be said."""
        if name == ALWAYS:
            return True
        calendar = self.calendars.get(name)
        if calendar is None:
            return None
        rules = calendar.open_time
        if isinstance(rules, Rules):
            weeks = (rules.windows, *(regime.windows for regime in rules.regimes))
            is_open = all(open_seconds(windows) == WEEK for windows in weeks)
            return is_open and not rules.holidays and not rules.overrides
        table = self._table(name)
        return None if table is None else bool(table.intervals() == ((table.since, table.until),))

    def passes_midnight(self, name: str) -> bool:
        """Say whether a shift of a calendar passes midnight, or none ever ends.

        Then its lines alone do not tell which date a night belongs to. A whole day after a whole
        day is plain.
        """
        if name not in self.passing:
            self.passing[name] = self._passes_midnight(name)
        return self.passing[name]

    def _passes_midnight(self, name: str) -> bool:
        if name == ALWAYS:
            return True
        calendar = self.calendars.get(name)
        if calendar is None:
            return False
        if isinstance(calendar.open_time, Rules):
            return _windows_pass(calendar.open_time) or self.is_round_the_clock(name) is True
        zone = self.zone_of(name)
        table = self._table(name)
        if table is None or not isinstance(zone, str):
            return False
        if not self._parts_pass(calendar.open_time, zone):
            return False
        local = ZoneInfo(zone)
        return self.is_round_the_clock(name) is True or any(
            _is_over_midnight(start, end, local) for start, end in table.intervals()
        )

    def _parts_pass(self, algebra: Algebra, zone: str) -> bool:
        """Say whether a combination may be open over midnight, going by its parts."""
        if isinstance(algebra, Same):
            name = algebra.calendar
            return self.passes_midnight(name) or self.zone_of(name) != zone
        if isinstance(algebra, Complement):
            return True
        left = self._parts_pass(algebra.left, zone)
        if isinstance(algebra, Difference):
            return left
        right = self._parts_pass(algebra.right, zone)
        return (left and right) if isinstance(algebra, Intersection) else (left or right)

    def _zones(self, name: str, parts: tuple[str, ...]) -> frozenset[Named | None]:
        calendar = self.calendars.get(name)
        if name == ALWAYS or calendar is None:
            return frozenset()
        if calendar.zone is not None or isinstance(calendar.open_time, Rules):
            return frozenset({calendar.zone})
        joined = frozenset().union(*(self.zones[part] for part in parts))
        return joined or frozenset({self.model.timezone})

    def _table(self, name: str) -> "Table | None":
        """Return the open time of a calendar over the middle year of the horizon, or None."""
        if self.heights.get(name, 0) > TALLEST:
            return None
        from milepost.clock import Calendars, ClockError

        if self.compiled is None:
            model = self.model
            settings = model.project.settings
            year = (int(settings.horizon_starts[:4]) + int(settings.horizon_ends[:4])) // 2
            horizon = Horizon(f"{year}-01-01", f"{year}-12-31")
            self.compiled = Calendars(model.calendars, model.holiday_sets, model.timezone, horizon)
        try:
            return self.compiled.clock(name).table
        except ClockError:
            return None


def _windows_pass(rules: Rules) -> bool:
    regimes = (regime for regime in rules.regimes if regime.business_days is None)
    windows = (*rules.windows, *(window for regime in regimes for window in regime.windows))
    return any(window.closes > DAY for window in windows)


def _parts_of(calendar: Calendar) -> tuple[str, ...]:
    if isinstance(calendar.open_time, Rules):
        return ()
    return tuple(dict.fromkeys(_named(calendar.open_time)))


def _named(algebra: Algebra) -> Iterator[str]:
    """Yield the names of the calendars in a combination."""
    if isinstance(algebra, Same):
        yield algebra.calendar
    elif isinstance(algebra, Complement):
        yield from _named(algebra.inner)
    else:
        yield from _named(algebra.left)
        yield from _named(algebra.right)


def _is_over_midnight(start: int, end: int, zone: ZoneInfo) -> bool:
    opens, closes = datetime.fromtimestamp(start, zone), datetime.fromtimestamp(end, zone)
    return opens.date() != closes.date() and _MIDNIGHT not in (opens.time(), closes.time())


def changing_calendars(model: Model) -> frozenset[str]:
    """Return the calendars of which it is plain that they open and close."""
    found: set[str] = set()
    left = list(model.calendars)
    while True:
        more = [one for one in left if _changes(one.open_time, found)]
        if not more:
            return frozenset(found)
        found |= {one.name for one in more}
        left = [one for one in left if one.name not in found]


def _changes(open_time: Rules | Algebra, changing: set[str]) -> bool:
    if isinstance(open_time, Rules):
        return 0 < open_seconds(open_time.windows) < WEEK and not open_time.regimes
    if isinstance(open_time, Complement):
        return _changes(open_time.inner, changing)
    if isinstance(open_time, Difference):
        return open_time.left == Same(ALWAYS) and _changes(open_time.right, changing)
    return isinstance(open_time, Same) and open_time.calendar in changing
