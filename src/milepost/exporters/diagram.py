"""A process as a picture in data: what starts what, and a bar a milestone on a time axis.

The axis shows nominal time since the process started: calendars are not consulted, a business day
counts as a day and a month as thirty. It answers "in which order and how far apart", not "when".
"""

from collections.abc import Iterable, Iterator

from milepost.exporters.words import (
    anchor_text,
    condition_text,
    moment_text,
    named_text,
    target_text,
)
from milepost.frozen import frozen
from milepost.ir import processes as p
from milepost.ir import targets as t
from milepost.ir.conditions import Choice, Named
from milepost.ir.schedule import Schedule

DAY = 86400
MONTH = 30 * DAY
START = "start"
END = "end"
#: The gravest first.
SEVERITIES = ("error", "warning", "information")


@frozen
class Node:
    """A thing that happens: `kind` is `start`, `milestone`, `event` or `end`."""

    id: str
    kind: str
    title: str
    lines: tuple[str, ...] = ()


@frozen
class Edge:
    """One thing lets another begin, or ends it; `promise` is the target that runs between them."""

    source: str
    target: str
    promise: str = ""


@frozen
class Mark:
    """A trigger on a bar.

    Nominal seconds since the process started, None when it has no fixed place.
    """

    at: int | None
    text: str


@frozen
class Bar:
    """A milestone on the axis: where it starts, every due it may have, and its triggers."""

    milestone: str
    title: str
    starts: int
    dues: tuple[int, ...]
    promise: str
    marks: tuple[Mark, ...]


@frozen
class Remark:
    """Something found in a process: the node it is about, and how much it matters."""

    node: str
    severity: str
    text: str


@frozen
class Diagram:
    """A process, drawn."""

    title: str
    subtitle: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    bars: tuple[Bar, ...]
    remarks: tuple[Remark, ...] = ()

    def remarks_on(self, node: str) -> tuple[Remark, ...]:
        """Return what was found at a node."""
        return tuple(remark for remark in self.remarks if remark.node == node)

    def worst_at(self, node: str) -> str | None:
        """Return the severity of the gravest remark on a node, or None without one."""
        found = {remark.severity for remark in self.remarks_on(node)}
        return next((severity for severity in SEVERITIES if severity in found), None)


def diagram_of(schedule: Schedule, process: p.Process, remarks: tuple[Remark, ...] = ()) -> Diagram:
    """Return the diagram of a process, with what was found in it."""
    names = {milestone.name for milestone in process.milestones}
    nodes = [Node(START, "start", named_text(process.starts_from), tuple(_entry_lines(process)))]
    edges: dict[Edge, None] = {}
    seen_events: dict[str, None] = {}
    for milestone in process.milestones:
        lines = tuple(
            f"{moment_text(trigger.moment)}: {', '.join(map(named_text, trigger.actions))}"
            for trigger in milestone.triggers
        )
        nodes.append(Node(milestone.name, "milestone", _title(milestone), lines))
        for source, promise in _beginnings(process, milestone):
            if source not in names and source != START:
                seen_events[source] = None
            edges[Edge(source, milestone.name, promise)] = None
    nodes += [Node(event, "event", event) for event in seen_events]
    if process.until is not None:
        nodes.append(Node(END, "end", f"until {condition_text(process.until)}"))
        edges |= {Edge(name, END): None for name in _last_ones(process, edges)}
    return Diagram(
        process.label or process.name,
        _subtitle(schedule, process),
        tuple(nodes),
        tuple(edges),
        _bars(schedule, process),
        remarks,
    )


def nominal_seconds(schedule: Schedule, milestone: p.Milestone) -> tuple[int, ...]:
    """Return every nominal length that a milestone's targets may have, shortest first."""
    found = {
        seconds
        for line in milestone.lines
        for seconds in _nominal(schedule, line.target, milestone.name)
    }
    return tuple(sorted(found))


def _nominal(schedule: Schedule, target: t.Target, milestone: str) -> Iterator[int]:
    match target:
        case t.Duration():
            yield target.seconds
        case t.BusinessDays() | t.CalendarDays():
            yield target.count * DAY
        case t.Months():
            yield target.count * MONTH
        case t.DayTime():
            yield max(target.day, 1) * DAY
        case t.Earliest() | t.Latest():
            for part in target.alternatives:
                yield from _nominal(schedule, part.target, milestone)
        case t.TableTarget():
            for cell in _cells(schedule, target.table, milestone):
                yield from _nominal(schedule, cell.target, milestone)


def _cells(schedule: Schedule, name: str, milestone: str) -> Iterator[t.TargetCell]:
    """Yield the target cells of a table that a milestone can reach."""
    table = next(table for table in schedule.tables if table.name == name)
    for row in table.rows:
        labels = dict(zip(table.by, row.keys, strict=False))
        for column, cell in zip(table.columns or ((),), row.cells, strict=False):
            if table.columns:
                labels[table.by[-1]] = column
            wanted = labels.get("milestone", ())
            if isinstance(cell, t.TargetCell) and (not wanted or milestone in wanted):
                yield cell


def _beginnings(process: p.Process, milestone: p.Milestone) -> Iterator[tuple[str, str]]:
    """Yield what a milestone's time is counted from, and the promise that runs from there."""
    if milestone.start is not None:
        word = "each time " if milestone.start.each else ""
        yield f"{word}{condition_text(milestone.start.when)}", _promise(milestone)
        return
    for line in milestone.lines:
        promise = target_text(line.target)
        word = "every " if milestone.repeats == "every" else ""
        if isinstance(line.target, t.Earliest | t.Latest):
            for part in line.target.alternatives:
                anchor = part.anchor or line.anchor or milestone.anchor
                for name in _anchor_names(process, anchor):
                    yield name, target_text(part.target)
            continue
        for name in _anchor_names(process, line.anchor or milestone.anchor):
            yield name, f"{word}{promise}"


def _anchor_names(process: p.Process, anchor: t.Anchor | None) -> Iterator[str]:
    if anchor is None:
        yield START
        return
    for named in anchor.of:
        for name in _names(named):
            yield START if name == process.starts_from else name


def _names(named: Named) -> Iterable[str]:
    if not isinstance(named, Choice):
        return (named,)
    names = [case.then for case in named.cases]
    return (*names, named.otherwise) if named.otherwise else names


def _bars(schedule: Schedule, process: p.Process) -> tuple[Bar, ...]:
    ends: dict[str, int] = {}
    bars: list[Bar] = []
    waiting = list(process.milestones)
    names = {milestone.name for milestone in waiting}
    while waiting:
        ready = [one for one in waiting if not (_needs(process, one) & names - set(ends))]
        milestone = (ready or waiting)[0]
        waiting.remove(milestone)
        needed = _needs(process, milestone)
        starts = max((ends[name] for name in needed if name in ends), default=0)
        lengths = nominal_seconds(schedule, milestone)
        ends[milestone.name] = starts + (lengths[-1] if lengths else 0)
        marks = tuple(
            Mark(_mark_at(trigger.moment, starts, lengths), _mark_text(trigger))
            for trigger in milestone.triggers
        )
        dues = tuple(starts + length for length in lengths)
        bars.append(
            Bar(milestone.name, _title(milestone), starts, dues, _promise(milestone), marks)
        )
    order = {milestone.name: place for place, milestone in enumerate(process.milestones)}
    return tuple(sorted(bars, key=lambda bar: order[bar.milestone]))


def _needs(process: p.Process, milestone: p.Milestone) -> set[str]:
    return {source for source, _ in _beginnings(process, milestone)}


def _mark_at(moment: p.Moment, starts: int, lengths: tuple[int, ...]) -> int | None:
    if not lengths:
        return None
    length = lengths[-1]
    match moment:
        case p.AtPercent():
            return starts + length * moment.basis_points // 10000
        case p.AtUsed():
            return starts + moment.seconds
        case p.AtBreach():
            return starts + length
        case p.BeforeDue():
            return max(starts, starts + length - _offset_seconds(moment.offset))
        case p.AfterDue() | p.EveryAfterDue():
            return starts + length + _offset_seconds(moment.offset)
    return None


def _offset_seconds(offset: p.Offset) -> int:
    unit = {"seconds": 1, "business_days": DAY, "calendar_days": DAY, "months": MONTH}
    return offset.count * unit[offset.unit]


def _mark_text(trigger: p.Trigger) -> str:
    return f"{moment_text(trigger.moment)}: {', '.join(map(named_text, trigger.actions))}"


def _title(milestone: p.Milestone) -> str:
    return milestone.label or milestone.name


def _promise(milestone: p.Milestone) -> str:
    shown = dict.fromkeys(
        target_text(line.target) + (f" {anchor_text(line.anchor)}" if line.anchor else "")
        for line in milestone.lines
    )
    word = "every " if milestone.repeats == "every" else ""
    return f"{word}{', else '.join(shown)}"


def _entry_lines(process: p.Process) -> Iterator[str]:
    if process.tiers:
        yield f"for {', '.join(process.tiers)}"
    if process.when is not None:
        yield f"when {condition_text(process.when)}"


def _subtitle(schedule: Schedule, process: p.Process) -> str:
    parts = [schedule.project, f"version {process.version}"]
    if process.effective:
        parts.append(f"effective {process.effective}")
    return ", ".join(parts)


def _last_ones(process: p.Process, edges: Iterable[Edge]) -> Iterator[str]:
    followed = {edge.source for edge in edges}
    for milestone in process.milestones:
        if milestone.name not in followed:
            yield milestone.name
