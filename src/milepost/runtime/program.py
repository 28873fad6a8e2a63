"""A schedule made ready to run: its parts by name, its calendars, its zone."""

from collections.abc import Mapping
from typing import Any

from milepost.clock import Calendars, ClockError
from milepost.clock.dates import day_number
from milepost.clock.zones import Zone, load_zone
from milepost.ir.codec import digest
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Action, Entitlement, Field, Record, Schedule, Tier
from milepost.ir.targets import Table, ValueCell
from milepost.runtime.conditions import Facts
from milepost.runtime.enrolment import in_order
from milepost.runtime.tables import lookup

_NO_ZONE = "Etc/UTC"


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
        self.tables: dict[str, Table] = {table.name: table for table in schedule.tables}
        self.actions: dict[str, Action] = {action.name: action for action in schedule.actions}
        self.tiers: dict[str, Tier] = {tier.name: tier for tier in schedule.tiers}
        self.entitlements: dict[str, Entitlement] = {
            entitlement.name: entitlement for entitlement in schedule.entitlements
        }
        self.versions: dict[str, tuple[Process, ...]] = {}
        for process in schedule.processes:
            self.versions[process.name] = (*self.versions.get(process.name, ()), process)
        self.order = in_order(schedule.processes)
        self.ranks: dict[str, dict[str, dict[str, int]]] = {
            record.name: {
                field.name: {value: rank for rank, value in enumerate(field.values)}
                for field in record.fields
                if field.type == "choice"
            }
            for record in schedule.records
        }
        self._milestones = {
            (process.name, process.version): {one.name: one for one in process.milestones}
            for process in schedule.processes
        }

    def fields_of(self, record: str) -> dict[str, Field]:
        """Return the fields of a kind of record by name."""
        return {field.name: field for field in self.records[record].fields}

    def process(self, name: str, version: int | None) -> Process:
        """Return a version of a process."""
        return next(one for one in self.versions[name] if one.version == version)

    def milestones(self, process: Process) -> Mapping[str, Milestone]:
        """Return the milestones of a process by name."""
        return self._milestones[process.name, process.version]

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

    def has_clock(self, calendar: Any, fields: Mapping[str, Any]) -> bool:
        """Say whether a calendar reference has a branch for a case."""
        try:
            self.calendars.clock(calendar, fields)
        except ClockError:
            return False
        return True
