"""The matrix of targets as CSV, for spreadsheets: a row for each promise.

Bounds are seconds of wall-clock time without pauses, over every start in the horizon and every
calendar the promise may run on; empty where the calendar alone does not decide.
"""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from milepost.exporters.artifact import Artifact, Existing, Exported, Exporter
from milepost.exporters.promised import Promised, bounds_for, promises_of
from milepost.exporters.words import anchor_text, condition_text, named_text, target_text, time_text
from milepost.ir.schedule import Place, Schedule
from milepost.ir.targets import ByField, NoTarget, Rolling

COLUMNS = (
    "process",
    "version",
    "milestone",
    "for",
    "line",
    "when",
    "row",
    "target",
    "clock",
    "repeats",
    "counted_from",
    "rolling",
    "shortest_seconds",
    "longest_seconds",
    "file",
    "line_number",
)
#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(schedule: Schedule, _existing: Existing) -> Exported:
    """Return `targets.csv`: UTF-8, RFC 4180, a header and a row for each promise."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows_of(schedule):
        writer.writerow([_harmless(cell) for cell in row])
    return Exported((Artifact("targets.csv", text.getvalue().encode()),))


def rows_of(schedule: Schedule) -> Iterator[tuple[str | int, ...]]:
    """Yield the rows below the header."""
    places = {place.part: place for place in schedule.source_map}
    for promised in promises_of(schedule):
        bounds = bounds_for(schedule, promised)
        place = _place(places, promised.part)
        yield (
            promised.process.name,
            promised.process.version,
            promised.milestone.name,
            " or ".join(promised.process.tiers),
            promised.line + 1,
            condition_text(promised.when) if promised.when else "",
            _row_text(promised),
            target_text(promised.target),
            _clock_text(schedule, promised),
            promised.milestone.repeats,
            anchor_text(promised.anchor) if promised.anchor else "",
            _rolling_text(promised.rolling),
            min((bound.shortest for bound in bounds), default=""),
            max((bound.longest for bound in bounds), default=""),
            place.path if place else "",
            place.line if place else "",
        )


def _row_text(promised: Promised) -> str:
    said = [
        f"{one.field} = {' or '.join(one.values)}" if one.values else f"{one.field} = any"
        for one in promised.selectors
    ]
    return ", ".join(said)


def _place(places: Mapping[str, Place], part: str) -> Place | None:
    """Return where a part was written, or the nearest part around it."""
    while part not in places and part:
        part = part.rpartition("/")[0]
    return places.get(part)


def _clock_text(schedule: Schedule, promised: Promised) -> str:
    if isinstance(promised.target, NoTarget | ByField):
        return ""
    return named_text(promised.clock) if promised.clock else _hours_of_tiers(schedule, promised)


def _hours_of_tiers(schedule: Schedule, promised: Promised) -> str:
    """Return the calendars that the tiers bring, `gold always, silver office`."""
    served = promised.process.tiers or tuple(tier.name for tier in schedule.tiers)
    hours = {tier.name: tier.hours for tier in schedule.tiers if tier.hours}
    return ", ".join(f"{name} {named_text(hours[name])}" for name in served if name in hours)


def _rolling_text(rolling: Rolling | None) -> str:
    if rolling is None:
        return ""
    condition = f" when {condition_text(rolling.when)}" if rolling.when else ""
    calendar = named_text(rolling.calendar)
    return f"to {time_text(rolling.time)} next business day on {calendar}{condition}"


def _harmless(cell: str | int) -> str | int:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


EXPORTER = Exporter("csv", "the matrix of targets as CSV, a row for each promise", export)
