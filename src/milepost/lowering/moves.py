"""Which due times move when holidays or clocks are others: over every start, exactly."""

from collections.abc import Iterator
from functools import partial
from itertools import islice, product
from typing import Any

from milepost.clock import BEYOND, Calendars, ClockError
from milepost.clock.breaks import pieces_of
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
    """A target whose dues move: how many stretches of starts, and the first start of them all."""

    process: str
    version: int
    milestone: str
    target: Any
    calendar: str
    stretches: int
    start: int
    before: int
    after: int


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
            key = (process.name, process.version, milestone.name, target, calendar)
            if key in seen:
                continue
            seen.add(key)
            found = _first_move(model, process.record, calendar, plain, before, after, rolls=rolls)
            if found is not None:
                yield Move(*key, *found)


def _calendars(model: Model, lock: Lock) -> Calendars:
    settings = model.project.settings
    horizon = Horizon(settings.horizon_starts, settings.horizon_ends)
    sets = sets_under(lock, model.holiday_sets)
    zones = partial(zone_under, lock)
    return Calendars(model.calendars, sets, model.timezone, horizon, zones)


def _first_move(
    model: Model,
    record: str,
    calendar: str,
    target: Any,
    before: Calendars,
    after: Calendars,
    *,
    rolls: bool,
) -> tuple[int, int, int, int] | None:
    """Return how many stretches differ, the first start that does, and its dues."""
    declared = {field.name: field for field in model.record(record).fields}
    names = before.fields_of(calendar)
    values = [declared[name].values or (True, False) for name in names]
    best: tuple[int, int, int, int] | None = None
    for chosen in islice(product(*values), _MAX_MEMBERS):
        fields = dict(zip(names, chosen, strict=True))
        try:
            one = pieces_of(target, before.clock(calendar, fields), roll=rolls)
            other = pieces_of(target, after.clock(calendar, fields), roll=rolls)
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
