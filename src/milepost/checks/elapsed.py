"""How long a target takes at the very least, going by the weekly windows alone."""

from collections.abc import Iterable

from milepost.ir.calendars import Calendar, Rules
from milepost.ir.targets import (
    BusinessDays,
    CalendarDays,
    DayTime,
    Duration,
    Earliest,
    Months,
    Target,
)
from milepost.semantics.clocks import Clocked
from milepost.semantics.week import DAY, WEEK, open_seconds, working_days

_SHORTEST_MONTH = 28 * DAY


def least_seconds(clocked: Clocked, calendars: Iterable[Calendar | None]) -> int:
    """Return a number of seconds that surely pass between start and due, whatever the calendar."""
    whole = clocked.cell.target if clocked.cell else clocked.line.target
    if isinstance(whole, Earliest):
        return 0
    found = [_least(clocked.target, calendar) for calendar in calendars]
    return max(0, min(found, default=_least(clocked.target, None)))


def _least(target: Target, calendar: Calendar | None) -> int:
    if isinstance(target, Duration):
        weekly = _most_open(calendar)
        return max(target.seconds, (target.seconds // weekly - 1) * WEEK)
    if isinstance(target, BusinessDays):
        return _least_for_days(target.count, calendar)
    if isinstance(target, CalendarDays):
        return (target.count - 1) * DAY
    if isinstance(target, Months):
        return target.count * _SHORTEST_MONTH - DAY
    if isinstance(target, DayTime):
        return _least_for_days(target.day, calendar) if target.business else (target.day - 1) * DAY
    return 0


def _least_for_days(count: int, calendar: Calendar | None) -> int:
    weekly = working_days(calendar) or 7
    if (
        calendar is not None
        and isinstance(calendar.open_time, Rules)
        and calendar.open_time.regimes
    ):
        weekly = 7
    return max(count - 1, (count // weekly - 1) * 7) * DAY


def _most_open(calendar: Calendar | None) -> int:
    """Return how much open time a week has at most."""
    rules = calendar.open_time if calendar else None
    if not isinstance(rules, Rules) or rules.regimes or any(line.opens for line in rules.overrides):
        return WEEK
    return open_seconds(rules.windows) or WEEK
