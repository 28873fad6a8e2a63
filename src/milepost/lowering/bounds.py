"""The shortest and longest wall-clock time of every target, over every start in the horizon.

Exact, not sampled: a due time is linear in its start between two breaks (`milepost.clock.pieces`),
so the time taken has its extremes at the ends of pieces.
"""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any

from milepost.clock import BEYOND, Calendars, Clock, ClockError, ends_day
from milepost.clock.breaks import pieces_of, rolled
from milepost.clock.table import Table
from milepost.frozen import frozen
from milepost.ir import targets as t
from milepost.ir.schedule import Bound, Horizon
from milepost.semantics.clocks import Clocked, clocks_of
from milepost.semantics.model import Model

#: Of a calendar family with more members, no bounds are told: they could not be exact.
MAX_MEMBERS = 512
_PLAIN = (t.Duration, t.BusinessDays, t.CalendarDays, t.Months, t.DayTime)


@frozen
class Extremes:
    """The least and the most seconds a target takes, and the start instants at which it does."""

    least: int
    least_from: int
    most: int
    most_from: int


def bounds_of(model: Model, *, families: bool = True) -> tuple[Bound, ...]:
    """Return the bounds of every target whose due the calendar alone decides, in the order written.

    Without `families`, targets on calendars that have a member for each zone or holiday set are
    left out.
    """
    return tuple(found.bound for found in reckoned_bounds(model, families=families))


@frozen
class Reckoned:
    """A bound, and the clock on which the target takes longest: of a family, the member."""

    bound: Bound
    longest_on: Clock


def reckoned_bounds(model: Model, *, families: bool = True) -> tuple[Reckoned, ...]:
    """Return the bounds of targets, each with the clock on which it takes longest."""
    settings = model.project.settings
    horizon = Horizon(settings.horizon_starts, settings.horizon_ends)
    calendars = Calendars(model.calendars, model.holiday_sets, model.timezone, horizon)
    return _Bounds(model, calendars, families=families).all()


class _Bounds:
    def __init__(self, model: Model, calendars: Calendars, *, families: bool) -> None:
        self.model = model
        self.calendars = calendars
        self.families = families
        self.known: dict[Any, Extremes | None] = {}

    def all(self) -> tuple[Reckoned, ...]:
        found: dict[Bound, Reckoned] = {}
        for clocked in clocks_of(self.model).of_milestones():
            if isinstance(clocked.target, _PLAIN):
                for calendar in clocked.calendars:
                    one = self.reckoned(clocked, calendar)
                    if one is not None:
                        found.setdefault(one.bound, one)
        return tuple(found.values())

    def reckoned(self, clocked: Clocked, calendar: str) -> Reckoned | None:
        process, milestone = clocked.process, clocked.milestone
        rolls = (milestone.at_close or process.at_close) == "rolls"
        best: Extremes | None = None
        longest_on: Clock | None = None
        members = tuple(self.members(process.record, calendar, clocked.rolling))
        if len(members) > (MAX_MEMBERS if self.families else 1):
            return None
        for fields in members:
            for rolling in _variants(clocked.rolling):
                found = self.extremes(calendar, fields, clocked.target, rolling, rolls=rolls)
                if found is None:
                    return None
                if best is None or found.most > best.most:
                    longest_on = self.calendars.clock(calendar, fields)
                best = found if best is None else _wider(best, found)
        if best is None or longest_on is None:
            return None
        bound = Bound(
            process.name,
            process.version,
            milestone.name,
            clocked.target,
            calendar,
            best.least,
            best.least_from,
            best.most,
            best.most_from,
        )
        return Reckoned(bound, longest_on)

    def members(
        self, record: str, calendar: str, rolling: t.Rolling | None
    ) -> Iterator[Mapping[str, Any]]:
        """Yield the field values that choose the members of a calendar family, one too many."""
        names = set(self.calendars.fields_of(calendar))
        if rolling is not None and isinstance(rolling.calendar, str):
            names |= set(self.calendars.fields_of(rolling.calendar))
        declared = {field.name: field for field in self.model.record(record).fields}
        values = [declared[name].values or (True, False) for name in sorted(names)]
        for chosen in islice(product(*values), MAX_MEMBERS + 1):
            yield dict(zip(sorted(names), chosen, strict=True))

    def extremes(
        self,
        calendar: str,
        fields: Mapping[str, Any],
        target: Any,
        rolling: t.Rolling | None,
        *,
        rolls: bool,
    ) -> Extremes | None:
        """Return the extremes of a target on one clock.

        None when it never is due within the horizon.
        """
        try:
            clock = self.calendars.clock(calendar, fields)
            other = self.calendars.clock(rolling.calendar, fields) if rolling else None
        except ClockError:
            return None
        plain = _without_calendar(target)
        key = (id(clock), plain, rolling, id(other), rolls)
        if key not in self.known:
            self.known[key] = _extremes(clock, plain, rolling, other, rolls=rolls)
        return self.known[key]


def _extremes(
    clock: Clock, target: Any, rolling: t.Rolling | None, other: Clock | None, *, rolls: bool
) -> Extremes | None:
    """Return the extremes of one target over every start whose due lies within the horizon."""
    if isinstance(target, t.Duration) and rolling is None:
        return _of_duration(clock.table, target.seconds, rolls=rolls)
    try:
        dues = pieces_of(target, clock, roll=rolls)
        if rolling is not None and other is not None:
            dues = rolled(dues, other, rolling.time, ends_day=ends_day(target))
    except ClockError:
        return None
    found: Extremes | None = None
    for first, last, due, runs in dues.segments():
        for start in (first, last):
            taken = due + runs * (start - first) - start
            if due < BEYOND and taken >= 0:
                one = Extremes(taken, start, taken, start)
                found = one if found is None else _wider(found, one)
    return found


def _of_duration(table: Table, seconds: int, *, rolls: bool) -> Extremes | None:
    """Return the extremes of an amount of open time, in one sweep over the open intervals.

    While the clock runs, the time taken only grows: by a gap, each time the due passes one. While
    it stands, the time taken only shrinks. So it is least at an opening, and most at a closing or
    at the last start whose due is known. Of a family with many members this takes a tenth of the
    time that all its pieces would.
    """
    ends, totals, count = table.ends, table.totals, len(table.totals)
    starts: list[int] = []
    dues: list[int] = []
    passed, begins, at = 0, table.since, 0
    # Each turn looks at one closed stretch, from `begins` to an opening.
    for opens, closes, total in zip(table.starts, ends, totals, strict=True):
        while at < count and totals[at] < passed + seconds + rolls:
            at += 1
        if at == count:
            break
        due = ends[at] - totals[at] + passed + seconds
        starts += (begins, opens)
        dues += (due, due)
        passed, begins = total, closes
    if not starts:
        return None
    last = table.subtract(table.until, seconds + rolls)
    due = table.due(last, seconds, roll=rolls) if last >= table.since else BEYOND
    if due < BEYOND:
        starts.append(last)
        dues.append(due)
    taken = [due - start for start, due in zip(starts, dues, strict=True)]
    least, most = min(taken), max(taken)
    return Extremes(least, starts[taken.index(least)], most, starts[taken.index(most)])


def _variants(rolling: t.Rolling | None) -> tuple[t.Rolling | None, ...]:
    """Return the roll-forward of a line, and none where it depends on the case."""
    return (rolling, None) if rolling is not None and rolling.when is not None else (rolling,)


def _without_calendar(target: Any) -> Any:
    values = {name: getattr(target, name) for name in target.__match_args__}
    return type(target)(**(values | {"calendar": None}))


def _wider(one: Extremes, other: Extremes) -> Extremes:
    least = one if one.least <= other.least else other
    most = one if one.most >= other.most else other
    return Extremes(least.least, least.least_from, most.most, most.most_from)
