"""The slow clock for local dates: it walks from day to day, over the cells of the slow clock."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property

from oracle import EARLIER, LATER, Answer, Oracle
from wall import DAY, EPOCH, seconds_of

from milepost.ir.calendars import Rules
from milepost.ir.targets import DayTime


class DayOracle(Oracle):
    """One calendar over a horizon, with its local dates."""

    @cached_property
    def judged(self) -> dict[date, bool]:
        """The dates of which it is known whether they are business days."""
        return {}

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
        return EPOCH.date() + timedelta(days=self.wall().local(instant) // DAY)

    def is_business(self, day: date) -> bool:
        if day not in self.judged:
            self.judged[day] = self.lies_inside(day) and self.counts(day)
        return self.judged[day]

    def lies_inside(self, day: date) -> bool:
        """Say whether a date exists, and lies within the horizon as a whole."""
        if not self.first <= day <= self.last:
            return False
        wall = self.wall()
        begins, ends = wall.instant(seconds_of(day)), wall.instant(seconds_of(day) + DAY)
        return seconds_of(day) // DAY in wall.dates and self.since <= begins and ends <= self.until

    def counts(self, day: date) -> bool:
        listed = self.calendar.business_days
        rulebook = self.rulebook(self.calendar)
        if rulebook is None:
            return self.has_hours(day) and (listed is None or day.weekday() in listed)
        regime = rulebook.regime(day)
        if regime is not None and regime.business_days is not None:
            listed = regime.business_days
        holiday = any(rulebook.is_holiday(day, by_shift=one) for one in (False, True))
        if holiday and not rulebook.is_reopened(day):
            return False
        if listed is None:
            return self.has_hours(day)
        if day.weekday() not in listed:
            return False
        sheet = rulebook.sheet(day)
        if any(sheet.shift_at(second) for second in range(0, DAY, self.grain)):
            return True
        closed = [span for layer in sheet.layers for span in layer.closed]
        return not any(start < DAY and end > 0 for start, end, _ in closed)

    def has_hours(self, day: date) -> bool:
        if not self.calendar.business_by_shift:
            return day in self.open_dates
        return any(self.date_at(cell) == day for cell in self.cells_of.get(day, ()))

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
        """Return the business day of an instant that is open or, failing that, ends its hours."""
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
        day = later(EPOCH.date() + timedelta(days=local // DAY))
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
        day = EPOCH.date() + timedelta(days=local // DAY)
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
