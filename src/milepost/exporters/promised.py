"""The promises of a schedule one by one: each target line of each milestone, tables laid open."""

from collections.abc import Iterator

from milepost.exporters.words import constant_text
from milepost.frozen import frozen
from milepost.ir.conditions import CalendarRef, Condition
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Bound, Schedule
from milepost.ir.targets import Anchor, Rolling, Table, TableTarget, Target, TargetCell

MILESTONE = "milestone"


@frozen
class Selector:
    """A field and those of its values that a row or column is for; none means all others."""

    field: str
    values: tuple[str, ...]


@frozen
class Promised:
    """A target, for whom it counts, and where it stands in the schedule.

    `line` is the number of the target line; it counts for cases that no line above it took.
    `selectors` come from the table the line looks up. `part` is the JSON pointer of the target.
    """

    process: Process
    milestone: Milestone
    line: int
    when: Condition | None
    selectors: tuple[Selector, ...]
    target: Target
    anchor: Anchor | None
    rolling: Rolling | None
    part: str

    @property
    def clock(self) -> CalendarRef | None:
        """The calendar that the target, the milestone or the process names; None: the tier's."""
        own: CalendarRef | None = getattr(self.target, "calendar", None)
        return own or self.milestone.hours or self.process.hours


def promises_of(schedule: Schedule) -> Iterator[Promised]:
    """Yield every promise in the order of processes, milestones, lines, rows and columns."""
    tables = {table.name: (index, table) for index, table in enumerate(schedule.tables)}
    for number, process in enumerate(schedule.processes):
        for place, milestone in enumerate(process.milestones):
            for index, line in enumerate(milestone.lines):
                anchor = line.anchor or milestone.anchor
                if not isinstance(line.target, TableTarget):
                    part = f"/processes/{number}/milestones/{place}/lines/{index}/target"
                    yield Promised(
                        process,
                        milestone,
                        index,
                        line.when,
                        (),
                        line.target,
                        anchor,
                        line.rolling,
                        part,
                    )
                    continue
                position, table = tables[line.target.table]
                for selectors, cell, pointer in cells_of(table, milestone.name):
                    yield Promised(
                        process,
                        milestone,
                        index,
                        line.when,
                        selectors,
                        cell.target,
                        anchor,
                        cell.rolling or line.rolling,
                        f"/tables/{position}{pointer}/target",
                    )


def cells_of(
    table: Table, milestone: str
) -> Iterator[tuple[tuple[Selector, ...], TargetCell, str]]:
    """Yield what a table promises a milestone: selectors, cell, and pointer within the table."""
    columns = table.columns or ((),)
    rows_by = table.by[:-1] if table.columns else table.by
    for number, row in enumerate(table.rows):
        for place, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
            if not isinstance(cell, TargetCell):
                continue
            names = list(zip(rows_by, row.keys, strict=True))
            if table.columns:
                names.append((table.by[-1], column))
            if any(name == MILESTONE and keys and milestone not in keys for name, keys in names):
                continue
            yield (
                tuple(
                    Selector(name, tuple(_key_text(key) for key in keys))
                    for name, keys in names
                    if name != MILESTONE
                ),
                cell,
                f"/rows/{number}/cells/{place}",
            )


def bounds_for(schedule: Schedule, promised: Promised) -> tuple[Bound, ...]:
    """Return the bounds of a promise, one for each calendar that it may run on."""
    return tuple(
        bound
        for bound in schedule.bounds
        if bound.process == promised.process.name
        and bound.version == promised.process.version
        and bound.milestone == promised.milestone.name
        and bound.target == promised.target
    )


def _key_text(key: str | int | bool | tuple[int, int]) -> str:
    return f"{key[0]}..{key[1]}" if isinstance(key, tuple) else constant_text(key)
