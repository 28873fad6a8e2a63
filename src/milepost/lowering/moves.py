"""Which due times move when holidays or clocks are others: over every start, exactly."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice, product
from typing import Any

from milepost.clock import BEYOND, Calendars, ClockError, ends_day
from milepost.clock.breaks import pieces_of, rolled
from milepost.clock.pieces import Pieces, later
from milepost.frozen import frozen, replace
from milepost.ir import targets as t
from milepost.ir.schedule import Horizon
from milepost.semantics.clocks import clocks_of
from milepost.semantics.lock import Lock, sets_under, zone_under
from milepost.semantics.model import Model

_PLAIN = (t.Duration, t.BusinessDays, t.CalendarDays, t.Months, t.DayTime)
_MAX_MEMBERS = 64


@frozen
class Move:
    """A target whose dues move: how many stretches of starts, and the first start of them all.

    Where it is one of the dues of an `earliest` or `latest`, another one may count in its stead.
    """

    process: str
    version: int
    milestone: str
    target: Any
    calendar: str
    stretches: int
    start: int
    before: int
    after: int
    is_alternative: bool = False


def moves_between(model: Model, old: Lock, new: Lock) -> Iterator[Move]:
    """Yield each target on a calendar whose dues differ under two locks, in the order written."""
    before, after = _calendars(model, old), _calendars(model, new)
    seen: set[tuple[Any, ...]] = set()
    for clocked in clocks_of(model).of_milestones():
        target, process, milestone = clocked.target, clocked.process, clocked.milestone
        if not isinstance(target, _PLAIN):
            continue
        rolls = (milestone.at_close or process.at_close) == "rolls"
        plain = replace(target, calendar=None) if hasattr(target, "calendar") else target
        for calendar in clocked.calendars:
            for rolling in _variants(clocked.rolling):
                key = (process.name, process.version, milestone.name, target, calendar)
                if (*key, rolling) in seen:
                    continue
                seen.add((*key, rolling))
                promise = _Promise(process.record, calendar, plain, rolling, rolls)
                found = _first_move(model, promise, before, after)
                if found is not None:
                    whole = clocked.cell.target if clocked.cell else clocked.line.target
                    is_alternative = isinstance(whole, t.Earliest | t.Latest)
                    yield Move(*key, *found, is_alternative=is_alternative)
                    break


@frozen
class _Promise:
    """A target without its calendar, the calendar, and how a due is moved on."""

    record: str
    calendar: str
    target: Any
    rolling: t.Rolling | None
    rolls: bool

    def dues(self, calendars: Calendars, fields: Mapping[str, Any]) -> Pieces:
        """Return the dues for cases with some fields."""
        due = pieces_of(self.target, calendars.clock(self.calendar, fields), roll=self.rolls)
        if self.rolling is None:
            return due
        clock = calendars.clock(self.rolling.calendar, fields)
        return rolled(due, clock, self.rolling.time, ends_day=ends_day(self.target))


def _variants(rolling: t.Rolling | None) -> tuple[t.Rolling | None, ...]:
    """Return the ways in which a due may be moved on: a condition makes it two."""
    return (rolling, None) if rolling is not None and rolling.when is not None else (rolling,)


def _calendars(model: Model, lock: Lock) -> Calendars:
    settings = model.project.settings
    horizon = Horizon(settings.horizon_starts, settings.horizon_ends)
    sets = sets_under(lock, model.holiday_sets)
    zones = partial(zone_under, lock)
    return Calendars(model.calendars, sets, model.timezone, horizon, zones)


def _first_move(
    model: Model, promise: _Promise, before: Calendars, after: Calendars
) -> tuple[int, int, int, int] | None:
    """Return how many stretches differ, the first start that does, and its dues."""
    declared = {field.name: field for field in model.record(promise.record).fields}
    names = set(before.fields_of(promise.calendar))
    if promise.rolling is not None and isinstance(promise.rolling.calendar, str):
        names |= set(before.fields_of(promise.rolling.calendar))
    values = [declared[name].values or (True, False) for name in sorted(names)]
    best: tuple[int, int, int, int] | None = None
    for chosen in islice(product(*values), _MAX_MEMBERS):
        fields = dict(zip(sorted(names), chosen, strict=True))
        try:
            one, other = promise.dues(before, fields), promise.dues(after, fields)
        except ClockError:
            continue
        starts = sorted({*_differing(one, other)})
        if starts and (best is None or starts[0] < best[1]):
            best = (len(starts), starts[0], one.at(starts[0]), other.at(starts[0]))
    return best


def _differing(one: Pieces, other: Pieces) -> Iterator[int]:
    for stretch in (*later(one, other), *later(other, one)):
        if max(one.at(stretch.first), other.at(stretch.first)) < BEYOND:
            yield stretch.first
