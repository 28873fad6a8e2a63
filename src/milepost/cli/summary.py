"""A schedule in a few readable lines: who is promised what."""

from collections.abc import Iterator

from milepost.exporters.words import counted, target_text
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Schedule


def describe(schedule: Schedule) -> str:
    """Return the summary of a schedule.

    Its processes with their milestones, and what else it holds.
    """
    return "\n".join(_lines(schedule))


def _lines(schedule: Schedule) -> Iterator[str]:
    zone = f", {schedule.timezone}" if schedule.timezone else ""
    yield f"{schedule.project}{zone}, {schedule.horizon.starts} to {schedule.horizon.ends}"
    for process in schedule.processes:
        yield f"  {_title(process)}"
        for milestone in process.milestones:
            yield f"    {milestone.name:<24} {_promise(milestone)}"
    parts = (
        (schedule.calendars, "calendar"),
        (schedule.tiers, "tier"),
        (schedule.actions, "action"),
        (schedule.tables, "table"),
        (schedule.entitlements, "entitlement"),
        (schedule.tests, "test"),
    )
    yield f"  {', '.join(counted(len(found), word) for found, word in parts if found)}"


def _title(process: Process) -> str:
    version = f", version {process.version}" if process.version != 1 else ""
    tiers = f" for {', '.join(process.tiers)}" if process.tiers else ""
    return f"{process.label or process.name}{version}{tiers}"


def _promise(milestone: Milestone) -> str:
    shown = dict.fromkeys(target_text(line.target) for line in milestone.lines)
    word = "every " if milestone.repeats == "every" else ""
    triggers = len(milestone.triggers)
    tail = f"  ({counted(triggers, 'trigger')})" if triggers else ""
    return f"{word}{', else '.join(shown)}{tail}"
