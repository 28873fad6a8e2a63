"""A schedule in a few readable lines: who is promised what."""

from collections.abc import Iterator
from typing import Any

from milepost.ir import targets as ir
from milepost.ir.conditions import Choice
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Schedule



def describe(schedule: Schedule) -> str:
    """Return the summary of a schedule: its processes with their milestones, and what else it holds."""
    return "\n".join(_lines(schedule))


def _lines(schedule: Schedule) -> Iterator[str]:
    zone = f", {schedule.timezone}" if schedule.timezone else ""
    yield f"{schedule.project}{zone}, {schedule.horizon.starts} to {schedule.horizon.ends}"
    for process in schedule.processes:
        yield f"  {_title(process)}"
        for milestone in process.milestones:
            yield f"    {milestone.name:<24} {_promise(milestone)}"
    counted = (
        (schedule.calendars, "calendar"),
        (schedule.tiers, "tier"),
        (schedule.actions, "action"),
        (schedule.tables, "table"),
        (schedule.entitlements, "entitlement"),
        (schedule.tests, "test"),
    )
    parts = [f"{len(found)} {word}{'' if len(found) == 1 else 's'}" for found, word in counted]
    yield f"  {', '.join(parts)}"


def _title(process: Process) -> str:
    version = f" version {process.version}" if process.version != 1 else ""
    tiers = f" for {', '.join(process.tiers)}" if process.tiers else ""
    return f"{process.label or process.name}{version}{tiers}"


def _promise(milestone: Milestone) -> str:
    shown = [describe_target(line.target) for line in milestone.lines]
    word = "every " if milestone.repeats == "every" else ""
    actions = len(milestone.triggers)
    tail = f"  ({actions} trigger{'' if actions == 1 else 's'})" if actions else ""
    return f"{word}{' | '.join(dict.fromkeys(shown))}{tail}"


def describe_target(target: Any) -> str:
    """Return a target in words."""
    on = f" on {_named(target.calendar)}" if getattr(target, "calendar", None) else ""
    match target:
        case ir.Duration():
            return f"{duration_text(target.seconds)}{on}"
        case ir.BusinessDays():
            return f"{target.count} business day{_s(target.count)}{on}"
        case ir.CalendarDays():
            return f"{target.count} calendar day{_s(target.count)}{on}"
        case ir.Months():
            return f"{target.count} month{_s(target.count)}{on}"
        case ir.DayTime():
            kind = "business day" if target.business else "day"
            edge = clock_text(target.time) if target.time is not None else target.edge
            return f"by {edge} of {kind} {target.day}{on}"
        case ir.ByField() | ir.DurationOf():
            return f"as `{target.field}` says{on}"
        case ir.TableTarget():
            return f"as table `{target.table}` says"
        case ir.External():
            return f'as "{target.name}" answers{on}'
        case ir.NoTarget():
            return target.words or "no limit"
        case ir.Earliest() | ir.Latest():
            inner = ", ".join(describe_target(part.target) for part in target.alternatives)
            return f"{target.kind} of {inner}"
    raise AssertionError(target)


def duration_text(seconds: int) -> str:
    """Return a duration as policies write it; hours are not folded into days."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (rest, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"


def clock_text(seconds: int) -> str:
    """Return a local time of day, `HH:MM`."""
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def _named(calendar: str | Choice) -> str:
    if isinstance(calendar, str):
        return calendar
    names = [case.then for case in calendar.cases]
    names += [calendar.otherwise] if calendar.otherwise else []
    return f"{' / '.join(dict.fromkeys(names))} (by {calendar.by})"


def _s(count: int) -> str:
    return "" if count == 1 else "s"
