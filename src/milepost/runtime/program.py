"""A schedule made ready to run: its parts by name, and what is asked again and again."""

from collections.abc import Iterator, Mapping
from typing import Any

from milepost.clock import Calendars, Clock
from milepost.clock.dates import day_number
from milepost.clock.zones import Zone, load_zone
from milepost.ir.calendars import ALWAYS
from milepost.ir.codec import digest
from milepost.ir.conditions import Choice
from milepost.ir.processes import Milestone, Pause, Process
from milepost.ir.schedule import Action, Entitlement, Field, Record, Schedule, Tier
from milepost.ir.targets import (
    Anchor,
    ByField,
    DurationOf,
    Earliest,
    External,
    Latest,
    NoTarget,
    Table,
    TableTarget,
    Target,
    TargetCell,
    ValueCell,
)
from milepost.runtime.case import PROCESS
from milepost.runtime.conditions import Facts, fields_read
from milepost.runtime.enrolment import in_order
from milepost.runtime.tables import MILESTONE, lookup

_NO_ZONE = "Etc/UTC"
_HOURS_BY = ("entitlement", "tier")
_RULES = ("restart", "tighten", "carry")
_FOLLOWING = ("last", "due")
_CREATED = "created"


class Program:
    """The parts of a schedule by name. It is shared by all cases and never changes."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.digest = digest(schedule)
        self.calendars = Calendars.of(schedule)
        horizon = schedule.horizon
        days = range(day_number(horizon.starts), day_number(horizon.ends) + 1)
        self.zone: Zone = load_zone(schedule.timezone or _NO_ZONE, days)
        self.records: dict[str, Record] = {record.name: record for record in schedule.records}
        self.fields: dict[str, dict[str, Field]] = {
            record.name: {field.name: field for field in record.fields}
            for record in schedule.records
        }
        self.tables: dict[str, Table] = {table.name: table for table in schedule.tables}
        self.actions: dict[str, Action] = {action.name: action for action in schedule.actions}
        self.tiers: dict[str, Tier] = {tier.name: tier for tier in schedule.tiers}
        self.entitlements: dict[str, Entitlement] = {
            entitlement.name: entitlement for entitlement in schedule.entitlements
        }
        self.processes: dict[tuple[str, int | None], Process] = {
            (process.name, process.version): process for process in schedule.processes
        }
        self.versions: dict[str, tuple[Process, ...]] = {}
        for process in schedule.processes:
            self.versions[process.name] = (*self.versions.get(process.name, ()), process)
        self.order = in_order(schedule.processes)
        self.ranks = {record.name: _ranks(record) for record in schedule.records}
        self.done_by_hand = self._milestones_where(
            lambda one: any(occasion.by_hand for occasion in one.done)
        )
        self.external = self._milestones_where(
            lambda one: any(isinstance(part, External) for part in self._targets(one))
        )
        self._milestones = {
            key: {one.name: one for one in process.milestones}
            for key, process in self.processes.items()
        }
        self._due_anchored = {
            key
            for key, process in self.processes.items()
            if any(
                anchor is not None and anchor.how in ("due", "chained")
                for milestone in process.milestones
                for anchor in (milestone.anchor, *(line.anchor for line in milestone.lines))
            )
        }
        self._selecting: dict[tuple[str, int, str], frozenset[str]] = {}
        self._pauses: dict[tuple[str, int], tuple[tuple[str, tuple[Pause, ...]], ...]] = {}

    def process(self, name: str, version: int | None) -> Process:
        """Return a version of a process."""
        return self.processes[name, version]

    def milestones(self, process: Process) -> Mapping[str, Milestone]:
        """Return the milestones of a version of a process by name."""
        return self._milestones[process.name, process.version]

    def fields_of(self, record: str) -> dict[str, Field]:
        """Return the fields of a kind of record by name."""
        return self.fields[record]

    def facts(self, record: str, fields: Mapping[str, Any], met: Mapping[str, list[int]]) -> Facts:
        """Return what conditions may ask of a case."""
        return Facts(fields, met, self.calendars, self.ranks[record])

    def derive(self, record: str, fields: dict[str, Any]) -> None:
        """Recompute the fields that tables derive, in the order declared."""
        for field in self.records[record].fields:
            if field.derived_from is not None:
                cell = lookup(self.tables[field.derived_from], fields)
                value = cell.value if isinstance(cell, ValueCell) else None
                if value is None:
                    fields.pop(field.name, None)
                else:
                    fields[field.name] = value

    def clock_of_days(self) -> Clock | None:
        """Return the clock of local dates that belong to no calendar: that of the project."""
        return self.calendars.clock(ALWAYS) if self.schedule.timezone else None

    def pauses(self, process: Process) -> tuple[tuple[str, tuple[Pause, ...]], ...]:
        """Return the pause lines of a process and of its milestones that have their own, by key."""
        key = process.name, process.version
        if key not in self._pauses:
            own = ((one.name, one.pause) for one in process.milestones if one.pause is not None)
            self._pauses[key] = ((PROCESS, process.pause), *own)
        return self._pauses[key]

    def rule(
        self, process: Process, milestone: Milestone, changed: set[str], *, handed: bool
    ) -> str | None:
        """Return what a change of fields does to a running clock: the strongest rule that applies.

        A milestone's own rules apply whenever a field they list changes; those of its process, when
        the field selects its target, calendar or process, or when it was handed over.
        """
        own = {name: one.rule for one in milestone.changes for name in one.fields}
        shared = {name: one.rule for one in process.changes for name in one.fields}
        found = {own[name] for name in changed if name in own}
        selecting = self.selecting(process, milestone)
        found |= {
            shared[name]
            for name in changed
            if name in shared and name not in own and (handed or name in selecting)
        }
        return next((rule for rule in _RULES if rule in found), None)

    def kept_by(self, process: Process, milestone: Milestone) -> tuple[str, ...]:
        """Return the fields whose change tightens: what an earlier promise is held fast with."""
        rules = (*milestone.changes, *process.changes)
        return tuple(name for one in rules if one.rule == "tighten" for name in one.fields)

    def selecting(self, process: Process, milestone: Milestone) -> frozenset[str]:
        """Return the fields that select a milestone's target, its calendar or its process."""
        key = process.name, process.version, milestone.name
        if key not in self._selecting:
            found = set(fields_read(process.when)) | ({"tier"} if process.tiers else set())
            for line in milestone.lines:
                found |= fields_read(line.when)
                found |= set(_choosing(line.anchor))
                if line.rolling is not None:
                    found |= fields_read(line.rolling.when) | self._choice(line.rolling.calendar)
                for part in self._parts(line.target, milestone.name, found):
                    found |= self._read_by(process, milestone, part)
            self._selecting[key] = frozenset(found)
        return self._selecting[key]

    def counts_from_dues(self, process: Process) -> bool:
        """Say whether a milestone counts from the due of another, or from its turn in a chain."""
        return (process.name, process.version) in self._due_anchored

    def moves(self, process: Process, milestone: Milestone) -> bool:
        """Say whether what a milestone counts from may lie, or come to lie, in the past.

        It follows a field or another milestone, has alternatives with anchors of their own, or
        begins again at each level.
        """
        anchors = [milestone.anchor, *(line.anchor for line in milestone.lines)]
        if None in anchors and process.starts_from != _CREATED:
            return True
        named = [anchor for anchor in anchors if anchor is not None]
        plain = all(anchor.how not in _FOLLOWING for anchor in named)
        milestones = self.milestones(process)
        events = self.records[process.record].events
        steady = all(
            name in milestones or name in events or name == _CREATED
            for anchor in named
            for name in anchor.of
        )
        combined = any(isinstance(line.target, Earliest | Latest) for line in milestone.lines)
        several = len(set(map(repr, anchors))) > 1
        return combined or several or not plain or not steady or milestone.per is not None

    def _milestones_where(self, holds: Any) -> dict[str, frozenset[str]]:
        return {
            record: frozenset(
                milestone.name
                for process in self.schedule.processes
                for milestone in process.milestones
                if process.record == record and holds(milestone)
            )
            for record in self.records
        }

    def _targets(self, milestone: Milestone) -> Iterator[Target]:
        for line in milestone.lines:
            yield from self._parts(line.target, milestone.name, set())

    def _parts(self, target: Target, milestone: str, found: set[str]) -> Iterator[Target]:
        """Yield the plain targets in one; the fields that tables look up are added to `found`."""
        if isinstance(target, Earliest | Latest):
            for part in target.alternatives:
                found |= set(_choosing(part.anchor))
                yield from self._parts(part.target, milestone, found)
        elif isinstance(target, TableTarget):
            table = self.tables[target.table]
            found |= {name for name in table.by if name != MILESTONE}
            for row in table.rows:
                for cell in row.cells:
                    if isinstance(cell, TargetCell):
                        if cell.rolling is not None:
                            found |= fields_read(cell.rolling.when)
                            found |= self._choice(cell.rolling.calendar)
                        yield from self._parts(cell.target, milestone, found)
        else:
            yield target

    def _read_by(self, process: Process, milestone: Milestone, target: Target) -> set[str]:
        found: set[str] = set()
        if isinstance(target, ByField | DurationOf):
            found.add(target.field)
        if isinstance(target, External):
            found |= set(target.fields)
        own = getattr(target, "calendar", None)
        calendar = own or milestone.hours or process.hours
        if calendar is not None:
            return found | self._choice(calendar)
        if isinstance(target, NoTarget):
            return found
        hours = [tier.hours for tier in self.schedule.tiers]
        hours += [entitlement.hours for entitlement in self.schedule.entitlements]
        for given in dict.fromkeys(hours):
            found |= set() if given is None else self._choice(given)
        return found | set(_HOURS_BY)

    def _choice(self, calendar: Any) -> set[str]:
        """Return the fields that choose a calendar, or a member of its family."""
        if isinstance(calendar, Choice):
            names = {case.then for case in calendar.cases} | {calendar.otherwise or ""}
            return {calendar.by}.union(*(self._choice(name) for name in names if name))
        return set(self.calendars.fields_of(calendar))


def _ranks(record: Record) -> dict[str, dict[str, int]]:
    return {
        field.name: {value: rank for rank, value in enumerate(field.values)}
        for field in record.fields
        if field.type == "choice"
    }


def _choosing(anchor: Anchor | None) -> Iterator[str]:
    return (name.by for name in (anchor.of if anchor else ()) if isinstance(name, Choice))
