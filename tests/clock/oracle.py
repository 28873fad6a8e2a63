"""The slow clock: it looks at the wall clock minute by minute, and shares nothing with the table.

For each cell of time (a minute, or a finer grain) the wall clock is read with `zoneinfo`. For each cell of
local time the rules of the calendar are asked, from the strongest to the weakest, whether it is open.
Runs of open local time become instants by looking their ends up in what the wall clock showed: the first
instant that showed the time or, if none did, the time moved on by the length of the hole around it.
All questions are then answered by walking over the cells, and over the local dates.

The compiler's answers are about whole dates and sorted intervals; nothing of that is used here.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple
from zoneinfo import ZoneInfo

from milepost.ir.calendars import (
    Algebra,
    Calendar,
    Complement,
    DateRule,
    Dates,
    Difference,
    HolidaySet,
    Intersection,
    MonthDay,
    NthWeekday,
    Override,
    Periodic,
    Regime,
    Rules,
    Same,
    Union,
    Weekly,
)
from milepost.ir.schedule import Horizon
from milepost.ir.targets import DayTime

DAY = 86_400
LATER = "beyond the horizon"
EARLIER = "before the horizon"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARGIN = 3

Answer = int | bool | str
Span = tuple[int, int, date]


class Layer(NamedTuple):
    """What the overrides of one kind close and open on a date, and whether they replace its hours."""

    closed: list[Span]
    opened: list[Span]
    replaces: bool


class Sheet(NamedTuple):
    """What the rules of a calendar say of a date, each with the date its hours began on."""

    layers: tuple[Layer, Layer]
    is_holiday: bool
    windows: list[Span]


def seconds_of(day: date) -> int:
    """Return the local seconds of a date's midnight."""
    return (day - _EPOCH.date()).days * DAY


class Wall:
    """What the wall clock of a zone shows in each cell of time."""

    def __init__(self, zone: str, start: int, end: int, grain: int) -> None:
        with files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as file:
            self.zone = ZoneInfo.from_file(file, key=zone)
        self.grain = grain
        self.first: dict[int, int] = {}
        self.shown: dict[int, int] = {}
        for instant in range(start, end, grain):
            local = (_EPOCH + timedelta(seconds=instant)).astimezone(self.zone)
            wall = seconds_of(local.date()) + local.hour * 3600 + local.minute * 60 + local.second
            self.shown[instant] = wall
            self.first.setdefault(wall, instant)
        self.dates = {wall // DAY for wall in self.first}

    def local(self, instant: int) -> int:
        rest = instant % self.grain
        return self.shown[instant - rest] + rest

    def instant(self, wall: int) -> int:
        rest = wall % self.grain
        cell = wall - rest
        if cell in self.first:
            return self.first[cell] + rest
        assert min(self.first) < cell < max(self.first), "nothing is known of that time"
        begins = ends = cell
        while begins - self.grain not in self.first:
            begins -= self.grain
        while ends not in self.first:
            ends += self.grain
        return self.first[cell + ends - begins] + rest


@lru_cache(maxsize=24)
def wall_of(zone: str, start: int, end: int, grain: int) -> Wall:
    return Wall(zone, start, end, grain)


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

    def rule_cells(self, calendar: Calendar, *, by_shift: bool) -> dict[int, date]:
        """Return the open cells of a calendar of its own, with the date the run of time began on."""
        wall = self.wall(calendar.zone)
        rules = calendar.open_time
        assert isinstance(rules, Rules)
        cells: dict[int, date] = {}
        since, until = self.span(calendar.name)
        for start, end, began in self.runs(rules, wall, by_shift=by_shift):
            for instant in range(wall.instant(start), wall.instant(end), self.grain):
                if since <= instant < until:
                    cells.setdefault(instant, began)
        return cells

    def runs(self, rules: Rules, wall: Wall, *, by_shift: bool) -> Iterator[tuple[int, int, date]]:
        """Yield the longest stretches of open local time, of one shift or of any."""
        started, began = 0, None
        end = seconds_of(self.last) + DAY
        for day in self.each_date():
            exists = seconds_of(day) // DAY in wall.dates
            sheet = self.sheet(rules, day)
            for second in range(0, DAY, self.grain):
                shift = self.shift_at(sheet, second) if exists else None
                if shift and began and not by_shift:
                    continue
                if shift != began:
                    if began:
                        yield started, seconds_of(day) + second, began
                    started, began = seconds_of(day) + second, shift
        if began:
            yield started, end, began

    def each_date(self) -> Iterator[date]:
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)

    # What the rules say about a local time, the strongest first.

    def shift_at(self, sheet: Sheet, second: int) -> date | None:
        """Return the date on which the shift of a local time began, or None when it is closed."""
        for layer in sheet.layers:
            if any(start <= second < end for start, end, _ in layer.closed):
                return None
            for start, end, began in layer.opened:
                if start <= second < end:
                    return began
            if layer.replaces:
                return None
        if sheet.is_holiday:
            return None
        for start, end, began in sheet.windows:
            if start <= second < end:
                return began
        return None

    def sheet(self, rules: Rules, day: date) -> Sheet:
        """Return what each rule says of a date, in seconds of that date."""
        dated = [line for line in rules.overrides if isinstance(line.dates, Dates)]
        recurring = [line for line in rules.overrides if not isinstance(line.dates, Dates)]
        regime = self.regime(rules, day)
        windows = regime.windows if regime else rules.windows
        return Sheet(
            (_layer(dated, day), _layer(recurring, day)),
            self.is_holiday(rules, day, by_shift=False),
            [
                (window.opens - back * DAY, window.closes - back * DAY, began)
                for window in windows
                for back, began in _dates_back(day, window.closes)
                if began.weekday() == window.day
                and not self.is_holiday(rules, began, by_shift=True)
            ],
        )

    def is_holiday(self, rules: Rules, day: date, *, by_shift: bool) -> bool:
        text = day.isoformat()
        return any(
            text in self.holidays[str(line.holiday_set)]
            for line in rules.holidays
            if line.by_shift == by_shift
            and (line.starts is None or line.starts <= text)
            and (line.ends is None or text <= line.ends)
        )

    def regime(self, rules: Rules, day: date) -> Regime | None:
        text = day.isoformat()
        for regime in rules.regimes:
            if regime.starts <= text and (regime.ends is None or text <= regime.ends):
                return regime
        return None

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

    # Local dates: walking over days.

    @cached_property
    def belongs(self) -> dict[int, date]:
        """The date each open cell belongs to: the wall's, or the date its shift began."""
        if self.calendar.business_by_shift and isinstance(self.calendar.open_time, Rules):
            return self.rule_cells(self.calendar, by_shift=True)
        if self.calendar.business_by_shift:
            return self.interval_cells()
        return {cell: self.date_at(cell) for cell in self.inside()}

    def inside(self) -> list[int]:
        return sorted(cell for cell in self.open if self.since <= cell < self.until)

    def interval_cells(self) -> dict[int, date]:
        belongs: dict[int, date] = {}
        for cell in self.inside():
            belongs[cell] = belongs.get(cell - self.grain) or self.date_at(cell)
        return belongs

    @cached_property
    def cells_of(self) -> dict[date, list[int]]:
        """The open cells that belong to each date, in order."""
        days: dict[date, list[int]] = {}
        for cell in sorted(self.belongs):
            days.setdefault(self.belongs[cell], []).append(cell)
        return days

    @cached_property
    def open_dates(self) -> set[date]:
        return {self.date_at(cell) for cell in self.inside()}

    def date_at(self, instant: int) -> date:
        return _EPOCH.date() + timedelta(days=self.wall().local(instant) // DAY)

    @cache  # noqa: B019 - an oracle lives as long as its case
    def is_business(self, day: date) -> bool:
        wall = self.wall()
        if seconds_of(day) // DAY not in wall.dates:
            return False
        begins = wall.instant(seconds_of(day))
        if begins < self.since or wall.instant(seconds_of(day) + DAY) > self.until:
            return False
        weekdays = self.calendar.business_days
        rules = self.calendar.open_time
        if self.calendar.business_by_shift:
            has_hours = any(self.date_at(cell) == day for cell in self.cells_of.get(day, ()))
        else:
            has_hours = day in self.open_dates
        if not isinstance(rules, Rules):
            return has_hours and (weekdays is None or day.weekday() in weekdays)
        regime = self.regime(rules, day)
        if regime is not None and regime.business_days is not None:
            weekdays = regime.business_days
        closed_by_holiday = self.is_holiday(rules, day, by_shift=False) or self.is_holiday(
            rules, day, by_shift=True
        )
        if closed_by_holiday and not any(
            line.opens and _names(line.dates, day) for line in rules.overrides
        ):
            return False
        if weekdays is None:
            return has_hours
        if day.weekday() not in weekdays:
            return False
        sheet = self.sheet(rules, day)
        if any(self.shift_at(sheet, second) for second in range(0, DAY, self.grain)):
            return True
        closed = [span for layer in sheet.layers for span in layer.closed]
        return not any(start < DAY and end > 0 for start, end, _ in closed)

    def business_days(self, start: int, count: int) -> Answer:
        if count == 0:
            return start
        opening = next(
            (
                begin
                for begin, _, is_open in self.walk(start, self.until)
                if is_open and self.is_business(self.belonging(begin))
            ),
            None,
        )
        if opening is None:
            return LATER
        day = self.belonging(opening)
        target = self.counted(day, count, 1)
        if target is None:
            return LATER
        wall = self.wall()
        wished = wall.instant(wall.local(opening) + seconds_of(target) - seconds_of(day))
        cells = self.cells_of.get(target, [])
        for cell in cells:
            if wished < cell + self.grain:
                return max(cell, wished)
        return cells[-1] + self.grain if cells else wished

    def business_days_before(self, end: int, count: int) -> Answer:
        if count == 0:
            return end
        closing, day = end, self.held(end)
        while day is None:
            closing = (closing - 1) // self.grain * self.grain
            if closing < self.since:
                return EARLIER
            day = self.held(closing)
        target = self.counted(day, count, -1)
        if target is None:
            return EARLIER
        wall = self.wall()
        wished = wall.instant(wall.local(closing) - seconds_of(day) + seconds_of(target))
        cells = self.cells_of.get(target, [])
        for cell in reversed(cells):
            if cell <= wished:
                return min(cell + self.grain, wished)
        return cells[0] if cells else wished

    def held(self, instant: int) -> date | None:
        """Return the business day of an instant that is open, or else ends open time of that day."""
        cell = instant // self.grain * self.grain
        for seen in (cell, cell - self.grain) if cell == instant else (cell,):
            if seen in self.belongs and self.is_business(self.belongs[seen]):
                return self.belongs[seen]
        return None

    def belonging(self, instant: int) -> date:
        return self.belongs[instant // self.grain * self.grain]

    def counted(self, day: date, count: int, step: int) -> date | None:
        """Return the n-th business day after a date (step 1) or before it (step -1)."""
        while count:
            day += timedelta(days=step)
            if not self.first - timedelta(days=2) <= day <= self.last + timedelta(days=2):
                return None
            count -= self.is_business(day)
        return day

    def calendar_days(self, start: int, count: int) -> Answer:
        return self.moved(start, count, lambda day: day + timedelta(days=count))

    def months(self, start: int, count: int) -> Answer:
        def later(day: date) -> date:
            number = day.year * 12 + day.month - 1 + count
            year, month = number // 12, number % 12 + 1
            return date(year, month, min(day.day, monthrange(year, month)[1]))

        return self.moved(start, count, later)

    def moved(self, start: int, count: int, later: Callable[[date], date]) -> Answer:
        if count == 0:
            return start
        local = self.wall().local(start)
        day = later(_EPOCH.date() + timedelta(days=local // DAY))
        return self.at(day, local % DAY)

    def at(self, day: date, second: int) -> Answer:
        if day > self.last + timedelta(days=1):
            return LATER
        if day < self.first - timedelta(days=1):
            return EARLIER
        instant = self.wall().instant(seconds_of(day) + second)
        if instant > self.until:
            return LATER
        return instant if instant >= self.since else EARLIER

    def day_time(self, anchor: int, target: DayTime) -> Answer:
        local = self.wall().local(anchor)
        day = _EPOCH.date() + timedelta(days=local // DAY)
        late = target.cut_off is not None and local % DAY > target.cut_off
        if not target.business:
            return self.edge(day + timedelta(days=target.day + late), target)
        wanted = target.day
        if late or (target.cut_off is not None and not self.is_business(day)):
            counts_as = self.counted(day, 1, 1)
            if counts_as is None:
                return LATER
            day = counts_as
        if wanted == 0:
            if self.is_business(day):
                return self.edge(day, target)
            wanted = 1
        found = self.counted(day, wanted, 1)
        return LATER if found is None else self.edge(found, target)

    def edge(self, day: date, target: DayTime) -> Answer:
        if target.edge == "time":
            assert target.time is not None
            return self.at(day, target.time)
        if target.edge == "close" and self.cells_of.get(day):
            return self.cells_of[day][-1] + self.grain
        return self.at(day, DAY)

    def rolled(self, due: int, time: int) -> Answer:
        day = self.date_at(due)
        if day in self.open_dates:
            return due
        target = self.counted(day, 1, 1)
        return LATER if target is None else self.wall().instant(seconds_of(target) + time)


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


def _layer(lines: list[Override], day: date) -> Layer:
    return Layer(
        [span for line in lines if not line.opens for span in _spans(line, day)],
        [span for line in lines if line.opens for span in _spans(line, day)],
        any(line.opens and _names(line.dates, day) for line in lines),
    )


def _spans(line: Override, day: date) -> Iterator[Span]:
    """Yield the hours of an override, of the date and of dates before it, in seconds of the date."""
    pairs = [(hours.opens, hours.closes) for hours in line.hours] or [(0, DAY)]
    for opens, closes in pairs:
        for back, began in _dates_back(day, closes):
            if _names(line.dates, began):
                yield opens - back * DAY, closes - back * DAY, began


def _dates_back(day: date, closes: int) -> Iterator[tuple[int, date]]:
    """Yield the dates from which hours that close so late can reach a date."""
    back = 0
    while back * DAY < closes:
        yield back, day - timedelta(days=back)
        back += 1


@lru_cache(maxsize=100_000)
def _names(rule: DateRule, day: date) -> bool:
    """Say whether a rule names a date, from the words of the rule."""
    text = day.isoformat()
    if (rule.starts is not None and text < rule.starts) or (
        rule.ends is not None and text > rule.ends
    ):
        return False
    match rule:
        case Dates():
            return True
        case Weekly():
            if day.weekday() not in rule.days:
                return False
            if rule.interval == 1:
                return True
            start = date.fromisoformat(str(rule.starts))
            monday = start - timedelta(days=start.weekday())
            return (day - monday).days // 7 % rule.interval == 0
        case Periodic():
            start = date.fromisoformat(rule.starts)
            if rule.unit == "days":
                return (day - start).days % rule.interval == 0
            months = (day.year - start.year) * 12 + day.month - start.month
            return day.day == start.day and months % rule.interval == 0
        case MonthDay():
            return day.day == rule.day and rule.month in (None, day.month)
        case NthWeekday():
            if day.weekday() != rule.day or rule.month not in (None, day.month):
                return False
            if rule.nth > 0:
                return (day.day + 6) // 7 == rule.nth
            return (monthrange(day.year, day.month)[1] - day.day) // 7 == -rule.nth - 1
