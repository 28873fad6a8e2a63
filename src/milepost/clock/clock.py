"""One calendar with everything that can be asked of it: its table, its zone, its business days.

Amounts of open time are questions to `Clock.table`. What is here keeps local time: business days,
calendar days, months, times of counted days. All need a zone, and count local dates. Instants go in
and come out; `BEYOND` comes out as it went in.
"""

from functools import cached_property

from milepost.clock.almanac import Almanac, Note
from milepost.clock.dates import DAY, months_later
from milepost.clock.days import Days, business_days
from milepost.clock.limits import BEFORE, BEYOND, ClockError, HorizonError
from milepost.clock.table import Table
from milepost.clock.zones import Zone
from milepost.ir.calendars import Calendar
from milepost.ir.targets import DayTime

HOUR = 3_600
_SHORTEST_MONTH = 28 * DAY


class Clock:
    """A calendar, or one member of a family, compiled over the horizon.

    `almanacs` are the calendars with rules of their own that it is made of: itself, or its parts.
    """

    def __init__(
        self, calendar: Calendar, table: Table, zone: Zone | None, almanacs: tuple[Almanac, ...]
    ) -> None:
        self.calendar = calendar
        self.table = table
        self.almanacs = almanacs
        self._zone = zone

    @property
    def name(self) -> str:
        """Return the name of the calendar."""
        return self.calendar.name

    @property
    def has_zone(self) -> bool:
        """Say whether the calendar has a time zone of its own."""
        return self._zone is not None

    @property
    def zone(self) -> Zone:
        """Return the time zone of the calendar; raise `ClockError` when it has none of its own."""
        if self._zone is None:
            raise ClockError(
                f"calendar `{self.name}` has no time zone of its own, so it has no local dates"
            )
        return self._zone

    @cached_property
    def days(self) -> Days:
        """Return the business days."""
        # Which dates are exceptions is known of rules; a combination has open time and no more.
        own = next((part for part in self.almanacs if part.name == self.name), None)
        return business_days(self.calendar, self.table, self.zone, own)

    def business_days(self, start: int, count: int) -> int:
        """Return the same local time on the n-th business day after `start`.

        A start that is closed, or on a date that is no business day, first moves to the next
        opening of a business day. If the time is closed on the target day: the next opening on
        that day, else its closing, else (a listed day that never opens) the time itself.
        """
        start = self._counted_from(start, count)
        if not count or start == BEYOND:
            return start
        opening = self.days.opening(self.table.next_open(start))
        target = self.days.following(opening[1], count) if opening else None
        if opening is None or target is None:
            return BEYOND
        wished = self._same_time(*opening, target)
        hours = self.days.hours.get(target, ())
        for opens, closes in hours:
            if wished < closes:
                return max(opens, wished)
        return hours[-1][1] if hours else wished

    def business_days_before(self, end: int, count: int) -> int:
        """Return the same local time on the n-th business day before `end`.

        The mirror of `business_days`: an end outside hours first moves to the closing before it.
        """
        end = self._counted_from(end, count)
        if not count or end == BEYOND:
            return end
        closing = self.days.closing(end)
        target = self.days.preceding(closing[1], count) if closing else None
        if closing is None or target is None:
            return BEFORE
        wished = self._same_time(*closing, target)
        hours = self.days.hours.get(target, ())
        for opens, closes in reversed(hours):
            if opens <= wished:
                return min(closes, wished)
        return hours[0][0] if hours else wished

    def calendar_days(self, start: int, count: int) -> int:
        """Return the same local time so many local dates later."""
        start = self._counted_from(start, count)
        return self._days_on(start, count)

    def calendar_days_before(self, end: int, count: int) -> int:
        """Return the same local time so many local dates earlier."""
        end = self._counted_from(end, count)
        return self._days_on(end, -count)

    def months(self, start: int, count: int) -> int:
        """Return the same local time so many months later; a short month lends its last day."""
        start = self._counted_from(start, count)
        return self._months_on(start, count)

    def months_before(self, end: int, count: int) -> int:
        """Return the same local time so many months earlier; a short month lends its last day."""
        end = self._counted_from(end, count)
        return self._months_on(end, -count)

    def day_time(self, anchor: int, target: DayTime) -> int:
        """Return the time of a counted day: days count after the local date of the anchor.

        An anchor later than the cut-off counts for the next business day. Where there is a cut-off,
        so does an anchor on a date that is no business day: else what comes in on Saturday would be
        due before what came in late on Friday.
        """
        anchor = self._counted_from(anchor, target.day)
        if anchor == BEYOND:
            return BEYOND
        day = self._day_counted(anchor, target)
        if day is None:
            return BEYOND
        if target.edge == "time" and target.time is not None:
            return self._known(self.zone.instant(day * DAY + target.time))
        hours = self.days.hours.get(day) if target.edge == "close" else None
        return self._known(hours[-1][1] if hours else self.zone.midnight(day + 1))

    def rolled(self, due: int, time: int, *, ends_day: bool = False) -> int:
        """Return the due when its local date has open time, else `time` of the next business day.

        `ends_day` says that the due ends a date, at 24:00: then that date counts, not the next.
        """
        due = self._counted_from(due, 0)
        if due == BEYOND:
            return BEYOND
        day = self.zone.day(due - ends_day)
        if day in self.days.open_dates:
            return due
        target = self.days.following(day, 1)
        return BEYOND if target is None else self.zone.instant(target * DAY + time)

    def end_of_day(self, instant: int) -> int:
        """Return the end of the local day an instant falls in."""
        instant = self._counted_from(instant, 0)
        if instant == BEYOND:
            return BEYOND
        day, seconds = divmod(self.zone.local(instant), DAY)
        end = self.zone.midnight(day + 1)
        # Where the clock is set back just after midnight the evening returns, and ends once more.
        return self._known(end if end > instant else instant + DAY - seconds)

    def end_of_hour(self, instant: int) -> int:
        """Return the instant at which the wall clock, running on, comes to the next full hour."""
        instant = self._counted_from(instant, 0)
        return self._known(instant + HOUR - self.zone.local(instant) % HOUR)

    def notes(self, day: int) -> tuple[Note, ...]:
        """Return what each calendar in this one says of a date: why it is closed, or differs."""
        return tuple(note for part in self.almanacs for note in part.notes(day))

    def _day_counted(self, anchor: int, target: DayTime) -> int | None:
        day, seconds = divmod(self.zone.local(anchor), DAY)
        late = target.cut_off is not None and seconds > target.cut_off
        if not target.business:
            return day + late + target.day
        days = self.days
        if late or (target.cut_off is not None and not days.is_business(day)):
            following = days.following(day, 1)
            if following is None:
                return None
            day = following
        if target.day == 0 and days.is_business(day):
            return day
        return days.following(day, max(target.day, 1))

    def _same_time(self, instant: int, day: int, target: int) -> int:
        """Return the local time that an instant has on the date it belongs to, on another date."""
        return self.zone.instant(self.zone.local(instant) + (target - day) * DAY)

    def _days_on(self, instant: int, count: int) -> int:
        if not count or instant == BEYOND:
            return instant
        return self._known(self.zone.instant(self.zone.local(instant) + count * DAY))

    def _months_on(self, instant: int, count: int) -> int:
        if not count or instant == BEYOND:
            return instant
        if abs(count) * _SHORTEST_MONTH > self.table.until - self.table.since + _SHORTEST_MONTH:
            return BEYOND if count > 0 else BEFORE
        day, seconds = divmod(self.zone.local(instant), DAY)
        return self._known(self.zone.instant(months_later(day, count) * DAY + seconds))

    def _counted_from(self, instant: int, count: int) -> int:
        """Return an instant that a count may begin from: `BEYOND` for all after the horizon."""
        if count < 0:
            raise ClockError(f"a negative count: {count}")
        if instant < self.table.since:
            raise HorizonError(
                f"instant {instant} is before the horizon of calendar `{self.name}`, "
                f"which begins at {self.table.since}"
            )
        return BEYOND if instant > self.table.until else instant

    def _known(self, instant: int) -> int:
        """Return an instant as it is within the horizon, else the constant for its side."""
        if instant > self.table.until:
            return BEYOND
        return instant if instant >= self.table.since else BEFORE
