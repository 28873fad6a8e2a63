"""When trigger lines are reached: each at an instant of its own, moving with the due.

A line is reached once an instance, `every … after due` again and again. Nothing is reached while
the clock stands, nor before it began. A line whose condition did not hold when it was reached has
lapsed: it is reached again only if its instant moves on.
"""

from milepost.clock import BEFORE, BEYOND, Clock, ClockError
from milepost.frozen import frozen
from milepost.ir import processes as p
from milepost.runtime.case import Instance
from milepost.runtime.engine import Engine
from milepost.runtime.reckoner import Reckoning, Unreckonable

#: At one instant: warnings, then the breach, then what follows it.
BEFORE_BREACH, BREACH, AFTER_BREACH = 1, 2, 3
_WHOLE = 10_000


@frozen
class Firing:
    """A trigger line that is reached at an instant, for the n-th time (from 0)."""

    at: int
    rank: int
    trigger: int
    nth: int


def firings(engine: Engine, instance: Instance) -> list[Firing]:
    """Return the next time each trigger line of a running instance is reached."""
    milestone = engine.milestones[instance.milestone]
    if not milestone.triggers or instance.paused:
        return []
    found = []
    for index in range(len(milestone.triggers)):
        nth = instance.fired.get(str(index), 0)
        firing = firing_of(engine, instance, index, nth)
        if firing is not None and not _has_lapsed(instance, firing):
            found.append(firing)
    return found


def firing_of(engine: Engine, instance: Instance, index: int, nth: int) -> Firing | None:
    """Return when a trigger line is reached for the n-th time, or None: never, as things are."""
    milestone = engine.milestones[instance.milestone]
    moment = milestone.triggers[index].moment
    if nth and not isinstance(moment, p.EveryAfterDue):
        return None
    found = engine.reckon(instance)
    if found.clock is None:
        return None
    try:
        placed = _Placing(engine, milestone, instance, found, found.clock).at(moment, nth)
    except (ClockError, Unreckonable):
        return None
    if placed is None or not found.start <= placed[0] < BEYOND:
        return None
    return Firing(placed[0], placed[1], index, nth)


def _has_lapsed(instance: Instance, firing: Firing) -> bool:
    lapsed = instance.lapsed.get(str(firing.trigger))
    return lapsed is not None and firing.at <= lapsed


class _Placing:
    """The moments of one instance's trigger lines, placed in time."""

    def __init__(
        self,
        engine: Engine,
        milestone: p.Milestone,
        instance: Instance,
        found: Reckoning,
        clock: Clock,
    ) -> None:
        self.engine = engine
        self.milestone = milestone
        self.instance = instance
        self.start = found.start
        self.due = BEYOND if found.due is None else found.due
        self.clock = clock

    def at(self, moment: p.Moment, nth: int) -> tuple[int, int] | None:
        """Return the instant and rank at which a moment is reached, or None when it is not."""
        if isinstance(moment, p.AtUsed):
            return self._used(moment.seconds), BEFORE_BREACH
        if self.due >= BEYOND:
            return None
        match moment:
            case p.AtPercent():
                whole = self.clock.table.worked(self.start, max(self.due, self.start))
                share = whole * moment.basis_points // _WHOLE
                return self.clock.table.due(self.start, share), BEFORE_BREACH
            case p.AtBreach():
                # A due that lay in the past from the first is breached when it becomes known.
                return max(self.due, self.start), AFTER_BREACH
            case p.BeforeDue():
                at = self._earlier(moment.offset)
                return (at, BEFORE_BREACH) if at > BEFORE else None
            case p.AfterDue():
                return self._later(self._base(self.due), moment.offset, 1), AFTER_BREACH
            case p.EveryAfterDue():
                if not moment.offset.count or (moment.times is not None and nth >= moment.times):
                    return None
                base = self._base(max(self.due, self.start))
                return self._later(base, moment.offset, nth + 1), AFTER_BREACH
        return None

    def _used(self, seconds: int) -> int:
        """Return when so much time is used; after the due, too, a pause uses none."""
        table = self.clock.table
        if self.instance.breached and self.start <= self.due < BEYOND:
            by_due = table.worked(self.start, self.due)
            if seconds > by_due:
                return table.due(self._base(self.due), seconds - by_due)
        return table.due(self.start, seconds)

    def _base(self, due: int) -> int:
        """Return the due, moved by the pauses after it: they stop what counts from it."""
        return self.engine.reckoner.moved(self.milestone, self.clock, due, due, self.instance)

    def _own(self, offset: p.Offset) -> Clock:
        if offset.calendar is None:
            return self.clock
        return self.engine.reckoner.clock_named(offset.calendar)

    def _later(self, at: int, offset: p.Offset, times: int) -> int:
        clock, count = self._own(offset), offset.count * times
        match offset.unit:
            case "seconds":
                return clock.table.due(at, count)
            case "business_days":
                return clock.business_days(at, count)
            case "calendar_days":
                return clock.calendar_days(at, count)
        return clock.months(at, count)

    def _earlier(self, offset: p.Offset) -> int:
        clock = self._own(offset)
        match offset.unit:
            case "seconds":
                return clock.table.subtract(self.due, offset.count)
            case "business_days":
                return clock.business_days_before(self.due, offset.count)
            case "calendar_days":
                return clock.calendar_days_before(self.due, offset.count)
        return clock.months_before(self.due, offset.count)


def reached_before(engine: Engine, instance: Instance, index: int, at: int) -> int:
    """Return how often in all a repeating line is reached before an instant: a search, no walk."""
    nth = instance.fired.get(str(index), 0)

    def is_past(count: int) -> bool:
        firing = firing_of(engine, instance, index, count)
        return firing is not None and firing.at < at

    if not is_past(nth):
        return nth
    step = 1
    while is_past(nth + step):
        step *= 2
    low, high = nth + step // 2, nth + step
    while high - low > 1:
        middle = (low + high) // 2
        if is_past(middle):
            low = middle
        else:
            high = middle
    return high
