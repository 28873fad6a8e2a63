"""Proofs that need no calendar compiled: a promise that is never due later than another.

Compiling a calendar over its horizon costs more than all other checks of a small policy. Most pairs
of promises are settled by what their wording says: four hours are never more than eight, hours day
and night never end after as many hours of an office, and as much as the shortest day has open ends
within a business day. Where none of that helps the answer is "not sure", and the calendars decide.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from milepost.frozen import frozen
from milepost.ir import targets as t
from milepost.ir.calendars import (
    ALWAYS,
    Calendar,
    Difference,
    Intersection,
    Rules,
    Same,
    Union,
)
from milepost.semantics.ordering.shapes import (
    Before,
    Combined,
    Leaf,
    Opaque,
    Rolled,
    Shape,
    Start,
    Unpromised,
)
from milepost.semantics.ordering.unrolled import LONGEST_SHIFT, QUIET, QUIET_SINCE, Unrolled
from milepost.semantics.week import DAY, stretches_by_day

#: In so many days on end no zone sets its clocks twice.
MOST_AT_ONCE = 5


@frozen
class _Week:
    """The open hours of the days of a week that has nothing unusual, each kind of day once.

    `slack` is how much of them may be missing in a week in which clocks are set while it is open.
    """

    days: tuple[tuple[tuple[int, int], ...], ...]
    slack: int

    @property
    def least(self) -> int:
        """The open seconds of the shortest day."""
        return min(sum(ends - opens for opens, ends in day) for day in self.days)


class Sureness:
    """What is sure about the promises of a model, by wording alone."""

    def __init__(self, calendars: tuple[Calendar, ...], horizon_starts: str) -> None:
        self.calendars: Mapping[str, Calendar] = {one.name: one for one in calendars}
        self.is_quiet = horizon_starts >= QUIET_SINCE
        self.unrolled = Unrolled(self.calendars)
        self._weeks: dict[str, _Week | None] = {}
        self._known: dict[tuple[Shape, Shape], bool] = {}

    def never_later(self, one: Shape, other: Shape) -> bool:
        """Say whether the first is surely never due after the second."""
        key = (one, other)
        if key not in self._known:
            self._known[key] = self._never_later(one, other)
        return self._known[key]

    def _never_later(self, one: Shape, other: Shape) -> bool:
        if one == other:
            return True
        match (one, other):
            case (_, Unpromised()):
                return True
            case (Opaque() | Unpromised(), _) | (_, Opaque()):
                return False
            case (Start(), Before()):
                return self._after_start(other)
            case (_, Rolled()):
                return self.never_later(one, other.of)
            case (Combined(), _):
                found = (self.never_later(part, other) for part in one.parts)
                return any(found) if one.is_earliest else all(found)
            case (_, Combined()):
                found = (self.never_later(one, part) for part in other.parts)
                return all(found) if other.is_earliest else any(found)
            case (Leaf(), Leaf()):
                if self._leaves(one, other):
                    return True
                return self.is_quiet and self.unrolled.never_later(one, other)
        return False

    def _after_start(self, warning: Before) -> bool:
        """Say whether so much time before a due surely lies behind the start."""
        count, due = warning.offset.count, warning.of
        if warning.offset.unit == "seconds":
            spent = Leaf(t.Duration(count), warning.calendar, members=warning.members)
            return self.never_later(spent, due)
        return (
            warning.offset.unit == "business_days"
            and isinstance(due, Leaf)
            and isinstance(due.target, t.BusinessDays)
            and (due.calendar, due.members) == (warning.calendar, warning.members)
            and count < due.target.count
        )

    def _leaves(self, one: Leaf, other: Leaf) -> bool:
        same = one.calendar == other.calendar and one.members == other.members
        if one.rolls and not (same and other.rolls):
            return False
        match (one.target, other.target):
            case (t.Duration(seconds=less), t.Duration(seconds=more)):
                return less <= more and (same or self._covers(one.calendar, other.calendar))
            case (t.BusinessDays(count=less), t.BusinessDays(count=more)):
                return same and less <= more
            case (t.CalendarDays(count=less), t.CalendarDays(count=more)):
                return same and less <= more
            case (t.Months(count=less), t.Months(count=more)):
                return same and less <= more
            case (t.DayTime() as early, t.DayTime() as late):
                return same and _is_no_later(early, late)
            case (t.Duration(seconds=seconds), t.BusinessDays(count=count)):
                return self._within_days(seconds, one.calendar, other.calendar, count, same=same)
            case (t.Duration(seconds=seconds), t.CalendarDays(count=count)):
                spare = count * DAY - LONGEST_SHIFT
                return self.is_quiet and one.calendar == ALWAYS and seconds <= spare
            case (t.Duration(seconds=seconds), t.DayTime() as late):
                return self._before_day_time(seconds, one.calendar, other.calendar, late, same=same)
        return False

    def _within_days(
        self, seconds: int, name: str | None, counted: str | None, count: int, *, same: bool
    ) -> bool:
        """Say whether so much time has surely passed when so many business days are over.

        On the same calendar it is open time that must have passed: what is left of the first day,
        whole days between, and the last day up to the same hour. On a calendar that is open every
        day alike, `always` among them, it is a day for each.
        """
        week = self._week(counted)
        daily = self._daily(name)
        if week is None or not count or not (same or daily):
            return False
        if week.slack and count > MOST_AT_ONCE:
            return False
        if same:
            passed = min(_worked(*pair) for pair in product(week.days, repeat=2))
            return seconds <= passed + (count - 1) * week.least - week.slack
        passed = min(_elapsed(*pair) for pair in product(week.days, repeat=2))
        return seconds <= passed + count * daily - 2 * LONGEST_SHIFT

    def _daily(self, name: str | None) -> int:
        """Return how long a calendar is open on every single date, or nought where dates differ."""
        if name == ALWAYS:
            return DAY
        week = self._week(name)
        if week is None or name is None or len(week.days) > 1:
            return 0
        rules = self.calendars[name].open_time
        assert isinstance(rules, Rules)
        is_daily = all(stretches_by_day(rules.windows)) and not rules.holidays
        return week.least if is_daily and not rules.overrides else 0

    def _before_day_time(
        self, seconds: int, name: str | None, counted: str | None, late: t.DayTime, *, same: bool
    ) -> bool:
        """Say whether so much time has surely passed at a time of a counted business day.

        On the day itself, that is, and on whole days before it.
        """
        week = self._week(counted)
        if week is None or not late.business or not 0 < late.day <= MOST_AT_ONCE:
            return False
        until = DAY if late.time is None else late.time
        if same:
            passed = min(_open_before(until, day) for day in week.days) - week.slack
            return seconds <= passed + (late.day - 1) * week.least
        daily = self._daily(name)
        if late.edge == "close":
            until = min(day[-1][1] for day in week.days)
        own = self._week(name)
        passed = _open_before(until, own.days[0] if own is not None else ((0, DAY),))
        return bool(daily) and seconds <= passed + (late.day - 1) * daily - 2 * LONGEST_SHIFT

    def _covers(self, wide: str | None, narrow: str | None) -> bool:
        """Say whether one calendar is surely open whenever another is."""
        if wide in (ALWAYS, narrow):
            return True
        more, less = self.calendars.get(str(wide)), self.calendars.get(str(narrow))
        if more is None or less is None:
            return False
        if wide in tuple(_inside(less)) or narrow in tuple(_added(more)):
            return True
        left, right = more.open_time, less.open_time
        if not isinstance(left, Rules) or not isinstance(right, Rules) or more.zone != less.zone:
            return False
        plain = not (left.regimes or right.regimes) and isinstance(more.zone, str)
        holidays = not left.holidays or left.holidays == right.holidays
        overrides = left.overrides == right.overrides or (
            not left.overrides and not any(line.opens for line in right.overrides)
        )
        return (
            plain
            and holidays
            and overrides
            and all(
                any(opens <= start and end <= ends for opens, ends in by_day)
                for by_day, other_day in zip(
                    stretches_by_day(left.windows), stretches_by_day(right.windows), strict=True
                )
                for start, end in other_day
            )
        )

    def _week(self, name: str | None) -> _Week | None:
        """Return the usual week of a calendar on which nothing but whole days ever differs."""
        if name is None or name not in self.calendars:
            return None
        if name not in self._weeks:
            self._weeks[name] = self._usual(self.calendars[name])
        return self._weeks[name]

    def _usual(self, calendar: Calendar) -> _Week | None:
        rules = calendar.open_time
        if not self.is_quiet or not isinstance(rules, Rules) or rules.regimes:
            return None
        if calendar.business_by_shift or any(line.by_shift for line in rules.holidays):
            return None
        if any(line.opens or line.hours for line in rules.overrides):
            return None
        by_day = stretches_by_day(rules.windows)
        open_days = tuple(day for day, hours in enumerate(by_day) if hours)
        if not open_days or calendar.business_days not in (None, open_days):
            return None
        days = tuple(by_day[day] for day in open_days)
        quiet = all(QUIET[0] <= day[0][0] and day[-1][1] <= QUIET[1] for day in days)
        return _Week(tuple(dict.fromkeys(days)), 0 if quiet else LONGEST_SHIFT)


def _open_before(until: int, day: tuple[tuple[int, int], ...]) -> int:
    """Return how much of a day is open before a time of it."""
    return sum(max(0, min(ends, until) - opens) for opens, ends in day)


def _worked(first: tuple[tuple[int, int], ...], last: tuple[tuple[int, int], ...]) -> int:
    """Return the least open time from an open hour of one day to the same hour of another."""
    hours = {edge for day in (first, last) for stretch in day for edge in stretch}
    return min(
        sum(max(0, ends - max(opens, hour)) for opens, ends in first)
        + sum(max(0, min(ends, hour) - opens) for opens, ends in last)
        for hour in hours
        if first[0][0] <= hour <= first[-1][1]
    )


def _elapsed(first: tuple[tuple[int, int], ...], last: tuple[tuple[int, int], ...]) -> int:
    """Return the least time by which the due lies behind the same hour: below nought if before."""
    return min(0, last[-1][1] - first[-1][1])


def _is_no_later(early: t.DayTime, late: t.DayTime) -> bool:
    """Say whether a time of a counted day never comes after another one of the same calendar."""
    if (early.business, early.cut_off) != (late.business, late.cut_off):
        return False
    if early.edge == late.edge != "time":
        return early.day <= late.day
    if late.edge == "close" or early.edge == "close":
        return False
    times = tuple(DAY if one.time is None else one.time for one in (early, late))
    return early.day <= late.day and times[0] <= times[1]


def _inside(calendar: Calendar) -> Iterator[str]:
    """Yield names of calendars that are open whenever this one is."""
    waiting = [calendar.open_time]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Same):
            yield found.calendar
        elif isinstance(found, Intersection):
            waiting += [found.left, found.right]
        elif isinstance(found, Difference):
            waiting.append(found.left)


def _added(calendar: Calendar) -> Iterator[str]:
    """Yield names of calendars that are open only when this one is."""
    waiting = [calendar.open_time]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Same):
            yield found.calendar
        elif isinstance(found, Union):
            waiting += [found.left, found.right]
