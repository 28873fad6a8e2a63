"""The normal form of metadata: what has to be equal for two files to say the same.

Left out is what does not change the meaning. Each line here is told in `docs/salesforce.md`:

* criteria are compared as conditions (`criteria`), not as items, filters and formulas;
* offsets in minutes, whatever their unit; triggers at one offset joined, in order of offsets, the
  actions of each in order of names; names of actions without the object before them;
* a milestone without criteria starts with the process, whatever `useCriteriaStartTime` says, if
  the process starts when the record is created;
* no object means `Case`, no recurrence type means `none`, no `isPerIncident` means false;
* names that are percent-encoded are compared decoded, those of processes without regard to case;
* holidays are compared hours by hours; `RecursEveryWeekday` is weekly from Monday to Friday;
  holidays of no hours close nothing and are not compared.
"""

import re
from collections.abc import Iterator
from typing import Any

from milepost.frozen import frozen
from milepost.salesforce.criteria import CriteriaError, Criterion, criterion_of
from milepost.salesforce.metadata import (
    ActionReference,
    BusinessHours,
    EntitlementProcess,
    EntitlementTemplate,
    Holiday,
    MilestoneItem,
    MilestoneType,
    Org,
)
from milepost.salesforce.names import bare, decoded, qualified
from milepost.salesforce.weeks import DAYS, seconds_of, windows_of

#: Minutes of each unit of an offset.
UNITS = {"Minutes": 1, "Hours": 60, "Days": 1440}
CREATED = "CreatedDate"
WEEKLY = "RecursWeekly"

Normal = dict[str, Any]


@frozen
class Recurrence:
    """The dates of a holiday: one date (`once`, in `starts`), or those of a recurrence type."""

    kind: str
    days: tuple[int, ...] = ()
    day_of_month: int | None = None
    instance: str | None = None
    interval: int = 1
    month: str | None = None
    starts: str | None = None
    ends: str | None = None


def normal_org(org: Org) -> dict[str, dict[str, Normal]]:
    """Return the normal form of everything in an organisation, by kind and name."""
    return {
        "process": {one.full_name.lower(): normal_process(one) for one in org.processes},
        "milestone type": {one.full_name: normal_type(one) for one in org.milestone_types},
        "template": {one.full_name: normal_template(one) for one in org.templates},
        "business hours": dict(_calendars(org)),
    }


def normal_process(process: EntitlementProcess) -> Normal:
    """Return the normal form of a process."""
    record = process.object or "Case"
    exit_criterion = _criterion(
        process.exit_criteria_filter_items,
        process.exit_criteria_boolean_filter,
        process.exit_criteria_formula,
        record,
    )
    entry = qualified(process.entry_start_date_field or CREATED, record)
    starts_created = bare(entry, record) == CREATED
    return {
        "object": record,
        "active": bool(process.active),
        "business hours": process.business_hours,
        "description": _words(process.description),
        "entry": entry,
        "exit": exit_criterion,
        "record type": (process.record_type, bool(process.is_record_type_applied)),
        "default version": process.is_version_default,
        "name": process.name,
        "version": process.version_number,
        "version master": process.version_master,
        "version notes": _words(process.version_notes),
        "milestones": [
            _milestone(item, record, starts_created=starts_created) for item in process.milestones
        ],
    }


def normal_type(kind: MilestoneType) -> Normal:
    """Return the normal form of a milestone type."""
    return {
        "description": _words(kind.description),
        "recurrence": kind.recurrence_type or "none",
    }


def normal_template(template: EntitlementTemplate) -> Normal:
    """Return the normal form of a template."""
    return {
        "business hours": template.business_hours,
        "cases": template.cases_per_entitlement,
        "process": template.entitlement_process and template.entitlement_process.lower(),
        "per incident": bool(template.is_per_incident),
        "term": template.term,
        "type": template.type,
    }


def differences(left: Any, right: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield where two normal forms differ: the path, and what each has there."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in (*left, *(key for key in right if key not in left)):
            yield from differences(left.get(key), right.get(key), f"{path}/{key}")
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for at, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from differences(one, other, f"{path}/{at}")
    elif left != right:
        yield path, left, right


def trigger_minutes(length: int | None, unit: str | None) -> int:
    """Return the minutes of an offset."""
    return (length or 0) * UNITS.get(unit or "Minutes", 1)


def recurrence_of(holiday: Holiday) -> Recurrence:
    """Return the dates of a holiday as data that can be compared."""
    if not holiday.is_recurring:
        return Recurrence("once", starts=holiday.activity_date)
    kind = holiday.recurrence_type or ""
    days = tuple(sorted({DAYS.index(day.lower()) for day in weekdays_of(holiday)}))
    if kind == "RecursEveryWeekday":
        kind, days = WEEKLY, tuple(range(5))
    return Recurrence(
        kind,
        days,
        holiday.recurrence_day_of_month,
        holiday.recurrence_instance,
        holiday.recurrence_interval or 1,
        holiday.recurrence_month_of_year,
        holiday.recurrence_start_date,
        holiday.recurrence_end_date,
    )


def weekdays_of(holiday: Holiday) -> tuple[str, ...]:
    """Return the weekdays of a holiday, of the list or of the mask (Sunday is 1, Monday 2 …)."""
    listed = tuple(day for day in holiday.recurrence_day_of_week if day.lower() in DAYS)
    mask = holiday.recurrence_day_of_week_mask or 0
    if listed or not mask:
        return listed
    return tuple(day for at, day in enumerate(DAYS) if mask & (1 << (at + 1) % 7))


def _milestone(item: MilestoneItem, record: str, *, starts_created: bool) -> Normal:
    criterion = _criterion(
        item.milestone_criteria_filter_items,
        item.criteria_boolean_filter,
        item.milestone_criteria_formula,
        record,
    )
    triggers: dict[int, set[tuple[str, str]]] = {}
    for trigger in item.time_triggers:
        offset = trigger_minutes(trigger.time_length, trigger.workflow_time_trigger_unit)
        triggers.setdefault(offset, set()).update(_action(one, record) for one in trigger.actions)
    starts = bool(item.use_criteria_start_time) and not (criterion is None and starts_created)
    return {
        "type": decoded(item.milestone_name or ""),
        "business hours": item.business_hours,
        "criteria": criterion,
        "completion": _words(item.milestone_completion_criteria),
        "displayed": bool(item.is_displayed_on_linked_entity),
        "target": item.minutes_custom_class or item.minutes_to_complete,
        "success": sorted({_action(one, record) for one in item.success_actions}),
        "triggers": {offset: sorted(triggers[offset]) for offset in sorted(triggers)},
        "starts with criteria": starts,
    }


def _calendars(org: Org) -> Iterator[tuple[str, Normal]]:
    if org.hours is None:
        return
    for hours in org.hours.business_hours:
        attached = [one for one in org.hours.holidays if hours.name in one.business_hours]
        yield hours.name or "", normal_hours(hours, attached)


def normal_hours(hours: BusinessHours, holidays: list[Holiday]) -> Normal:
    """Return the normal form of business hours with the holidays attached to them."""
    return {
        "active": bool(hours.active),
        "default": bool(hours.default),
        "time zone": hours.time_zone_id,
        "windows": windows_of(hours),
        "holidays": sorted(map(_holiday, holidays), key=repr),
    }


def _holiday(holiday: Holiday) -> tuple[Any, ...]:
    hours = holiday.start_time, holiday.end_time
    return (
        holiday.name,
        _words(holiday.description),
        recurrence_of(holiday),
        *(seconds_of(one) if one else None for one in hours),
    )


def _criterion(
    items: Any, boolean_filter: str | None, formula: str | None, record: str
) -> Criterion | str | None:
    try:
        return criterion_of(items, boolean_filter, formula, record)
    except CriteriaError as error:
        return str(error)


def _action(reference: ActionReference, record: str) -> tuple[str, str]:
    return reference.type or "", bare(reference.name or "", record)


def _words(text: str | None) -> str | None:
    return re.sub(r"\s+", " ", text).strip() or None if text else None
