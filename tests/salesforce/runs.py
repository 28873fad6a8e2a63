"""Random cases, and whether two schedules make the same of them."""

from random import Random
from typing import Any

from milepost.ir.processes import Process
from milepost.ir.schedule import Field, Record, Schedule
from milepost.ir.targets import External
from milepost.runtime import RunningSchedule

STARTS = 1_830_000_000  # the end of 2027
DAY = 86400
COMPUTED = ("created", "id", "entitlement")


def random_log(schedule: Schedule, process: Process, chance: Random) -> list[dict[str, Any]]:
    """Return the log of a case that enters a process, with fields that change on the way."""
    record = next(one for one in schedule.records if one.name == process.record)
    at = STARTS + chance.randrange(300 * DAY)
    first = {field.name: _value(field, chance, at) for field in _settable(record)}
    if process.tiers:
        first["tier"] = process.tiers[0]
    minutes = {
        milestone.name: chance.randrange(5, 5000)
        for milestone in process.milestones
        for line in milestone.lines
        if isinstance(line.target, External)
    }
    log = [{"at": at, "set": first, "events": [], "minutes": minutes}]
    for _ in range(chance.randrange(6)):
        at += chance.randrange(60, 2 * DAY)
        events = []
        if chance.random() < 0.4:
            events = [f"done:{chance.choice(process.milestones).name}"]
        changed = [field for field in _settable(record) if chance.random() < 0.3]
        values = {field.name: _value(field, chance, at) for field in changed}
        log.append({"at": at, "set": values, "events": events, "minutes": minutes})
    return log


def same_timelines(
    one: RunningSchedule, other: RunningSchedule, log: list[dict[str, Any]], record: str
) -> bool:
    """Say whether two schedules bring forth the same happenings."""
    return one.run(log, record).happenings == other.run(log, record).happenings


def _settable(record: Record) -> list[Field]:
    return [field for field in record.fields if field.name not in COMPUTED and field.name != "tier"]


def _value(field: Field, chance: Random, at: int) -> Any:
    if field.type == "choice":
        return chance.choice(field.values)
    if field.type == "yes_no":
        return chance.random() < 0.5
    if field.type == "time":
        return at - chance.randrange(DAY)
    if field.type == "integer":
        return chance.randrange(field.low or 0, 1 + (field.high or 0))
    return chance.choice(("text", None))
