"""Versions of processes, with their entry, their exit, and what stops their clocks."""

from milepost.importers.salesforce.conditions import condition_of
from milepost.importers.salesforce.families import Family, shown
from milepost.importers.salesforce.fields import CREATED, STOPPED, Fields
from milepost.importers.salesforce.ledger import Ledger
from milepost.importers.salesforce.milestones import Milestones, Surroundings
from milepost.importers.salesforce.trees import NOWHERE, label, name, names, path
from milepost.salesforce.criteria import CriteriaError, Criterion, criterion_of
from milepost.salesforce.metadata import EntitlementProcess
from milepost.salesforce.names import bare, qualified, version_name
from milepost.salesforce.shapes import element_of
from milepost.syntax.ast.conditions import Holds
from milepost.syntax.ast.processes import (
    ForTiers,
    From,
    Hours,
    Pause,
    Process,
    ProcessLine,
    Until,
)

_KEPT = (
    "description",
    "version_master",
    "version_notes",
    "record_type",
    "is_record_type_applied",
)


def entry_field(process: EntitlementProcess, fields: Fields) -> str | None:
    """Return the field that a process counts from, None when it is the creation."""
    entry = qualified(process.entry_start_date_field or CREATED, fields.object)
    return None if bare(entry, fields.object) == CREATED else entry


def exit_of(process: EntitlementProcess, fields: Fields, ledger: Ledger) -> Criterion | None:
    """Return the criteria on which records leave; what cannot be read is reported."""
    try:
        return criterion_of(
            process.exit_criteria_filter_items,
            process.exit_criteria_boolean_filter,
            process.exit_criteria_formula,
            fields.object,
        )
    except CriteriaError as error:
        ledger.not_understood(str(error), process.span, "the process is imported without an exit")
        return None


def process_trees(
    family: Family, tiers: tuple[str, ...], fields: Fields, around: Surroundings
) -> tuple[Process, ...]:
    """Return the versions of a process, oldest first."""
    return tuple(_version(one, family, tiers, fields, around) for one in family.versions)


def _version(
    process: EntitlementProcess,
    family: Family,
    tiers: tuple[str, ...],
    fields: Fields,
    around: Surroundings,
) -> Process:
    lines: list[ProcessLine] = []
    if tiers:
        lines.append(ForTiers(names(tiers), NOWHERE))
    entry = entry_field(process, fields)
    if entry is not None:
        lines.append(From(name(fields.name(entry)), NOWHERE))
    leaving = exit_of(process, fields, around.ledger)
    if leaving is not None:
        lines.append(Until(condition_of(leaving, fields), NOWHERE))
    lines.append(Hours(name(_hours(process, around)), NOWHERE))
    stopped = fields.name(qualified(STOPPED, fields.object))
    lines.append(Pause(Holds(path(stopped), NOWHERE), NOWHERE))
    lines += Milestones(process, family.word, fields, around).trees()
    _keep(process, family, around)
    return Process(
        name(family.word),
        label(shown(process)),
        None if fields.record == "case" else name(fields.record),
        process.version_number,
        None,
        False,
        not process.active,
        tuple(lines),
        NOWHERE,
    )


def _hours(process: EntitlementProcess, around: Surroundings) -> str:
    if process.business_hours:
        return around.calendars.name(process.business_hours, process.span)
    return around.calendars.of_cases(process.span)


def _keep(process: EntitlementProcess, family: Family, around: Surroundings) -> None:
    """Keep what the policy has no words for."""
    ledger = around.ledger
    place = (family.word, process.version_number or 1)
    for element in _KEPT:
        value = getattr(process, element)
        if value is not None:
            ledger.keep("process_element", *place, element_of(element), value)
    newest = max((one.version_number or 1 for one in family.versions if one.active), default=None)
    versions = around.has_versions
    expected = (process.version_number or 1) == newest if versions else None
    if process.is_version_default != expected:
        given = "" if process.is_version_default is None else process.is_version_default
        ledger.keep("process_element", *place, "isVersionDefault", given)
    if versions and process.version_number is None:
        ledger.keep("process_element", *place, "versionNumber", "")
    if process.name != (shown(process) if versions else None):
        ledger.keep("process_element", *place, "name", process.name or "")
    number = (process.version_number or 1) if versions else None
    if process.full_name != version_name(shown(process), number):
        ledger.keep("process_element", *place, "fullName", process.full_name)
