"""The due time of a target that the clock alone can tell, in the target's own wording."""

from typing import TypeAlias

from milepost.clock.clock import Clock
from milepost.ir.targets import BusinessDays, CalendarDays, DayTime, Duration, Months, Target

Clocked: TypeAlias = Duration | BusinessDays | CalendarDays | Months | DayTime


def due_of(target: Clocked, start: int, clock: Clock, *, roll: bool = False) -> int:
    """Return when a target that starts at an instant is due; `roll` concerns durations only."""
    match target:
        case Duration():
            return clock.table.due(start, target.seconds, roll=roll)
        case BusinessDays():
            return clock.business_days(start, target.count)
        case CalendarDays():
            return clock.calendar_days(start, target.count)
        case Months():
            return clock.months(start, target.count)
        case DayTime():
            return clock.day_time(start, target)


def ends_day(target: Target) -> bool:
    """Say whether a due of this target at midnight ends a date (24:00), and begins none (0:00)."""
    return isinstance(target, DayTime) and target.time != 0
