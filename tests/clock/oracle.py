"""The slow clock: it looks at the wall clock minute by minute, and shares nothing with the table.

For each cell of time (a minute, or a finer grain) the wall clock is read with `zoneinfo`. For each
cell of local time the rules of the calendar are asked, the strongest first, whether it is open.
Runs of open local time become instants by looking their ends up in what the wall clock showed: the
first instant that showed the time or, if none did, the time moved on by the length of the hole.
Questions are then answered by walking over the cells. The whole dates and sorted intervals of the
clock that is tested are nowhere used.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from rulebook import Rulebook
from wall import DAY, Wall, seconds_of, wall_of

from milepost.ir.calendars import (
    Algebra,
    Calendar,
    Complement,
    Difference,
    HolidaySet,
    Intersection,
    Rules,
    Same,
    Union,
)
from milepost.ir.schedule import Horizon

LATER = "beyond the horizon"
EARLIER = "before the horizon"
_MARGIN = 3

Answer = int | bool | str


class Oracle:
    """One calendar over a horizon, known cell by cell."""

    def __init__(
        self,
        name: str,
        calendars: tuple[Calendar, ...],
        holiday_sets: tuple[HolidaySet, ...],
        horizon: Horizon,
        grain: int = 60,
    ) -> None:
        self.grain = grain
        self.calendars = {calendar.name: calendar for calendar in calendars}
        self.holidays = {
            one.code: {holiday.date for holiday in one.holidays} for one in holiday_sets
        }
        self.first = date.fromisoformat(horizon.starts)
        self.last = date.fromisoformat(horizon.ends)
        self.base = seconds_of(self.first) - _MARGIN * DAY
        self.limit = seconds_of(self.last) + (_MARGIN + 1) * DAY
        self.calendar = self.calendars[name]
        self.parts = sorted(_parts(self.calendar, self.calendars))
        spans = [self.span(part) for part in self.parts]
        self.since = max(since for since, _ in spans)
        self.until = min(until for _, until in spans)
        self.open = self.cells(self.calendar)

    # What is open.

    def wall(self, zone: object = None) -> Wall:
        zone = zone or self.calendar.zone
        assert isinstance(zone, str)
        return wall_of(zone, self.base, self.limit, self.grain)

    def span(self, name: str) -> tuple[int, int]:
        wall = self.wall(self.calendars[name].zone)
        after = seconds_of(self.last) + DAY
        return wall.instant(seconds_of(self.first)), wall.instant(after)

    def cells(self, calendar: Calendar) -> set[int]:
        """Return the instants that begin an open cell."""
        if isinstance(calendar.open_time, Rules):
            return set(self.rule_cells(calendar, by_shift=False))
        return self.combined(calendar.open_time)

    def combined(self, algebra: Algebra) -> set[int]:
        match algebra:
            case Same():
                return self.cells(self.calendars[algebra.calendar])
            case Union():
                return self.combined(algebra.left) | self.combined(algebra.right)
            case Intersection():
                return self.combined(algebra.left) & self.combined(algebra.right)
            case Difference():
                return self.combined(algebra.left) - self.combined(algebra.right)
            case Complement():
                every = set(range(self.base, self.limit, self.grain))
                return every - self.combined(algebra.inner)

    def rulebook(self, calendar: Calendar) -> Rulebook | None:
        rules = calendar.open_time
        return Rulebook(rules, self.holidays) if isinstance(rules, Rules) else None

    def rule_cells(self, calendar: Calendar, *, by_shift: bool) -> dict[int, date]:
        """Return the open cells of a calendar with rules, and when each run of them began."""
        wall = self.wall(calendar.zone)
        cells: dict[int, date] = {}
        since, until = self.span(calendar.name)
        for start, end, began in self.runs(calendar, wall, by_shift=by_shift):
            for instant in range(wall.instant(start), wall.instant(end), self.grain):
                if since <= instant < until:
                    cells.setdefault(instant, began)
        return cells

    def runs(
        self, calendar: Calendar, wall: Wall, *, by_shift: bool
    ) -> Iterator[tuple[int, int, date]]:
        """Yield the longest stretches of open local time, of one shift or of any."""
        rulebook = self.rulebook(calendar)
        assert rulebook is not None
        started, began = 0, None
        for day in self.each_date():
            exists = seconds_of(day) // DAY in wall.dates
            sheet = rulebook.sheet(day)
            for second in range(0, DAY, self.grain):
                shift = sheet.shift_at(second) if exists else None
                if shift and began and not by_shift:
                    continue
                if shift != began:
                    if began:
                        yield started, seconds_of(day) + second, began
                    started, began = seconds_of(day) + second, shift
        if began:
            yield started, seconds_of(self.last) + DAY, began

    def each_date(self) -> Iterator[date]:
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)

    # Amounts of open time: walking over cells.

    def worked(self, start: int, end: int) -> int:
        return sum(stop - begin for begin, stop, is_open in self.walk(start, end) if is_open)

    def due(self, start: int, seconds: int, *, roll: bool = False) -> Answer:
        return self.next_open(self.stay(start, seconds)) if roll else self.stay(start, seconds)

    def stay(self, start: int, seconds: int) -> Answer:
        if start > self.until:
            return LATER
        if seconds == 0:
            return start
        left = seconds
        for begin, stop, is_open in self.walk(start, self.until):
            if is_open:
                if left <= stop - begin:
                    return begin + left
                left -= stop - begin
        return LATER

    def subtract(self, instant: int, seconds: int) -> Answer:
        if seconds == 0:
            return instant
        left = seconds
        stop = instant
        while stop > self.since:
            begin = max((stop - 1) // self.grain * self.grain, self.since)
            if begin // self.grain * self.grain in self.open:
                if left <= stop - begin:
                    return stop - left
                left -= stop - begin
            stop = begin
        return EARLIER

    def is_open(self, instant: int) -> bool:
        return instant // self.grain * self.grain in self.open

    def next_open(self, instant: Answer) -> Answer:
        if isinstance(instant, str):
            return instant
        for begin, _, is_open in self.walk(instant, self.until):
            if is_open:
                return begin
        return LATER

    def next_close(self, instant: int) -> Answer:
        was_open = False
        for begin, _, is_open in self.walk(instant, self.until):
            if was_open and not is_open:
                return begin
            was_open = is_open
        return LATER

    def walk(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Yield the cells from one instant to another: beginning, end, and whether it is open."""
        while start < end:
            cell = start // self.grain * self.grain
            stop = min(cell + self.grain, end)
            yield start, stop, cell in self.open
            start = stop


def _parts(calendar: Calendar, calendars: dict[str, Calendar]) -> set[str]:
    if isinstance(calendar.open_time, Rules):
        return {calendar.name}
    return {
        part for name in _named(calendar.open_time) for part in _parts(calendars[name], calendars)
    }


def _named(algebra: Algebra) -> set[str]:
    match algebra:
        case Same():
            return {algebra.calendar}
        case Complement():
            return _named(algebra.inner)
        case _:
            return _named(algebra.left) | _named(algebra.right)
