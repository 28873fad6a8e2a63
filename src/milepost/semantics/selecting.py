"""Which fields of a case select what a milestone promises: its target line, its cell, its calendar.

When such a field changes, a running clock has another target, and a change rule has to say what
becomes of the time used. Fields that a due follows by itself (`by FIELD`, a time field as anchor)
select nothing; nor do those that never change.
"""

from collections.abc import Iterable, Iterator

from milepost.ir import targets as t
from milepost.ir.calendars import Rules
from milepost.ir.conditions import Choice, Named
from milepost.ir.processes import Milestone, Process
from milepost.semantics.clocks import TIER, clocks_of, plain_targets
from milepost.semantics.model import Model
from milepost.semantics.regions.reading import fields_in
from milepost.semantics.regions.tables import MILESTONE

_NEVER_CHANGE = ("created", "id")


def selecting(model: Model, process: Process, milestone: Milestone) -> tuple[str, ...]:
    """Return the fields that select a milestone's promise, in the order in which they are read."""
    if all(isinstance(line.target, t.NoTarget) for line in milestone.lines):
        return ()
    declared = {field.name for field in model.record(process.record).fields}
    found = dict.fromkeys(
        name
        for name in _fields(model, process, milestone)
        if name != MILESTONE and name in declared and name not in _NEVER_CHANGE
    )
    return tuple(found)


def _fields(model: Model, process: Process, milestone: Milestone) -> Iterator[str]:
    tables = {table.name: table for table in model.tables}
    for line in milestone.lines:
        if line.when:
            yield from sorted(fields_in(line.when))
        yield from _chosen_by(line.anchor.of if line.anchor else ())
        if line.rolling:
            yield from sorted(fields_in(line.rolling.when) if line.rolling.when else ())
            yield from _calendars(model, line.rolling.calendar)
        if isinstance(line.target, t.TableTarget) and line.target.table in tables:
            yield from tables[line.target.table].by
    yield from _chosen_by(milestone.anchor.of if milestone.anchor else ())
    yield from _clock_fields(model, process, milestone)


def _clock_fields(model: Model, process: Process, milestone: Milestone) -> Iterator[str]:
    hours = milestone.hours or process.hours
    for clocked in clocks_of(model).of(process, milestone):
        for target in plain_targets(clocked.target):
            if isinstance(target, t.DurationOf):
                yield target.field
            own = getattr(target, "calendar", None) or hours
            if own is not None:
                yield from _calendars(model, own)
            elif len(clocked.calendars) > 1:
                yield TIER


def _calendars(model: Model, named: Named) -> Iterator[str]:
    """Yield the fields that choose a calendar, and a member of its family."""
    yield from _chosen_by((named,))
    calendars = {calendar.name: calendar for calendar in model.calendars}
    for name in (named,) if isinstance(named, str) else named.names:
        calendar = calendars.get(name)
        if calendar is None:
            continue
        yield from _chosen_by((calendar.zone,) if calendar.zone else ())
        if isinstance(calendar.open_time, Rules):
            yield from _chosen_by(line.holiday_set for line in calendar.open_time.holidays)


def _chosen_by(names: Iterable[Named]) -> Iterator[str]:
    yield from (name.by for name in names if isinstance(name, Choice))
