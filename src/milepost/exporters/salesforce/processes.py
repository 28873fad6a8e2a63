"""Processes as entitlement processes, a file for each version."""

from milepost.exporters.salesforce.actions import Actions
from milepost.exporters.salesforce.calendars import Hours
from milepost.exporters.salesforce.criteria import Criteria
from milepost.exporters.salesforce.losses import (
    CHANGE,
    CONDITION,
    ENDING,
    ENTRY,
    HOURS,
    PAUSE,
    VERSION,
    Losses,
)
from milepost.exporters.salesforce.milestones import HINTS, Milestones, Types, stops_with
from milepost.exporters.salesforce.names import Names
from milepost.exporters.salesforce.promises import Promises
from milepost.exporters.salesforce.triggers import Triggers
from milepost.frozen import frozen, replace
from milepost.ir.conditions import Choice
from milepost.ir.processes import Process
from milepost.ir.schedule import Schedule
from milepost.salesforce.criteria import Formula, items_of
from milepost.salesforce.metadata import EntitlementProcess
from milepost.salesforce.names import version_name
from milepost.salesforce.shapes import element_of, shape_of

_HINTS = HINTS | {
    ENTRY: "in Salesforce the entitlement of a record names its process; nothing else does",
    VERSION: "deploy on the day, and move running cases with an update rule",
}


@frozen
class Workshop:
    """What the processes of one object share."""

    criteria: Criteria
    actions: Actions
    promises: Promises
    triggers: Triggers


class Processes:
    """The entitlement processes of a schedule."""

    def __init__(self, schedule: Schedule, names: Names, losses: Losses) -> None:
        self.schedule = schedule
        self.names = names
        self.losses = losses
        self.hours = Hours(schedule, names, losses)
        self.types = Types(schedule, names)
        self.workshops: dict[str, Workshop] = {}
        versions: dict[str, list[Process]] = {}
        for process in schedule.processes:
            versions.setdefault(process.name, []).append(process)
        self.newest = {
            name: max((one.version for one in every if not one.retired), default=None)
            for name, every in versions.items()
        }
        said = names.setting("versions")
        self.has_versions = (
            said if isinstance(said, bool) else any(one.version > 1 for one in schedule.processes)
        )

    def all(self) -> tuple[EntitlementProcess, ...]:
        """Return every version of every process."""
        return tuple(
            self._process(process, f"/processes/{index}")
            for index, process in enumerate(self.schedule.processes)
        )

    def workshop(self, record: str) -> Workshop:
        """Return what the processes about a record share."""
        if record not in self.workshops:
            declared = next(one for one in self.schedule.records if one.name == record)
            criteria = Criteria(declared, self.names, self.losses)
            actions = Actions(self.schedule, self.names, criteria, self.losses)
            self.workshops[record] = Workshop(
                criteria,
                actions,
                Promises(self.schedule, criteria, self.hours, self.losses),
                Triggers(actions, self.names, self.losses),
            )
        return self.workshops[record]

    def full_name(self, process: Process) -> str:
        """Return the name of the file of a version."""
        kept = self.names.elements("process_element", process.name, process.version)
        version = process.version if self.has_versions else None
        return str(kept.get("fullName") or version_name(process.label or process.name, version))

    def _process(self, process: Process, part: str) -> EntitlementProcess:
        shop = self.workshop(process.record)
        criteria = shop.criteria
        self._lose_what_is_not_said(process, criteria, part)
        leaving = criteria.of(process.until, f"{part}/until") if process.until else None
        written = items_of(leaving) if leaving is not None else None
        formula = leaving.text if isinstance(leaving, Formula) else None
        if leaving is not None and written is None and formula is None:
            self._lose(CONDITION, f"{part}/until", "a formula cannot be joined with other criteria")
        items, boolean_filter = written or ((), None)
        milestones = Milestones(
            process,
            part,
            criteria,
            shop.promises,
            shop.triggers,
            self.types,
            self.hours,
            self.losses,
        )
        made = EntitlementProcess(
            self.full_name(process),
            object=criteria.object,
            active=not process.retired,
            business_hours=self._hours(process, part),
            entry_start_date_field=self._entry(process, criteria, part),
            exit_criteria_boolean_filter=boolean_filter,
            exit_criteria_filter_items=items,
            exit_criteria_formula=formula,
            milestones=tuple(milestones.items()),
        )
        if self.has_versions:
            made = replace(
                made,
                is_version_default=process.version == self.newest[process.name],
                name=process.label or process.name,
                version_number=process.version,
            )
        return self._kept(made, process)

    def _kept(self, made: EntitlementProcess, process: Process) -> EntitlementProcess:
        """Return a process with the elements that the export block keeps for it."""
        kept = self.names.elements("process_element", process.name, process.version)
        org = self.names.setting("org")
        for values in self.names.settings("version_master"):
            if values[:2] == (org, process.name) and len(values) == 3:
                kept = kept | {"versionMaster": values[2]}
        known = {element_of(member.name): member.name for member in shape_of(EntitlementProcess)}
        return replace(
            made,
            **{
                known[element]: None if value == "" else value
                for element, value in kept.items()
                if element in known
            },
        )

    def _hours(self, process: Process, part: str) -> str | None:
        if isinstance(process.hours, Choice):
            self._lose(HOURS, part, "the hours of a process cannot be chosen by a field")
            return None
        return None if process.hours is None else self.hours.name(process.hours)

    def _entry(self, process: Process, criteria: Criteria, part: str) -> str | None:
        if isinstance(process.starts_from, Choice):
            self._lose(ENTRY, part, "the field that a process counts from cannot be chosen")
            return None
        return criteria.field(process.starts_from, part)

    def _lose_what_is_not_said(self, process: Process, criteria: Criteria, part: str) -> None:
        name = process.name
        if process.when is not None:
            self._lose(ENTRY, f"{part}/when", f"process `{name}` takes only some cases")
        if process.ahead_of:
            self._lose(ENTRY, part, f"process `{name}` goes ahead of others")
        for index, _ in enumerate(process.cancel):
            self._lose(
                ENDING,
                f"{part}/cancel/{index}",
                f"process `{name}` can be cancelled",
                "add it to the exit criteria: write it behind `until`",
            )
        if process.pause and not stops_with(process.pause, criteria):
            self._lose(PAUSE, f"{part}/pause/0", f"clocks of `{name}` stop with the record only")
        for index, rule in enumerate(process.changes):
            if rule.rule != "carry":
                self._lose(CHANGE, f"{part}/changes/{index}", "time used is kept on a change")
        if process.on_reopening != "ignore":
            self._lose(
                ENDING,
                part,
                f"process `{name}` says what happens on reopening",
                "the organisation decides what a reopened record does: write `ignore`, or build it",
            )
        if process.effective is not None:
            self._lose(VERSION, part, f"version {process.version} of `{name}` begins on a date")

    def _lose(self, code: str, part: str, message: str, hint: str | None = None) -> None:
        self.losses.lose(code, part, message, hint or _HINTS[code])
