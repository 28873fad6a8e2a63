"""Targets and triggers as they were written, each once."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from milepost.frozen import frozen
from milepost.ir.processes import AfterDue, AtUsed, BeforeDue, EveryAfterDue, Offset, Trigger
from milepost.ir.schedule import RequireWithin
from milepost.ir.targets import Target, TargetCell
from milepost.semantics.choices import names_in
from milepost.semantics.clocks import clocks_of, plain_targets
from milepost.semantics.model import Model
from milepost.source import Span

_AMOUNT = re.compile(
    r"(?:every\s+|at\s+)?(\d+(?:\s+(?:business|calendar)\s+days?|\s+months?|[\dwdhms]*))"
)


class Written(Protocol):
    """Something that was written, maybe in a table."""

    @property
    def span(self) -> Span:
        """Where it stands."""

    @property
    def table(self) -> str | None:
        """The table it stands in."""


W = TypeVar("W", bound=Written)


@frozen
class WrittenTarget:
    """A plain target, where it stands, and the table it stands in."""

    target: Target
    span: Span
    table: str | None = None


@frozen
class WrittenOffset:
    """An amount of time in a trigger: where it stands, and the calendars it may count on."""

    trigger: Trigger
    offset: Offset
    span: Span
    calendars: tuple[str, ...]


def written_targets(model: Model) -> Iterator[WrittenTarget]:
    """Yield every plain target of milestones, tables, contracts and requirements, each once."""
    whole: list[tuple[Target, str | None]] = []
    for _, milestone in model.milestones():
        whole += [(line.target, None) for line in milestone.lines]
    for table in model.tables:
        cells = (cell for row in table.rows for cell in row.cells)
        whole += [(cell.target, table.name) for cell in cells if isinstance(cell, TargetCell)]
    for contract in model.contracts:
        whole += [(promise.target, None) for promise in contract.promises]
    for requirement in model.requirements:
        if isinstance(requirement, RequireWithin):
            whole.append((requirement.target, None))
    for target, table_name in whole:
        for plain in plain_targets(target):
            span = model.spans.find(plain)
            if span is not None:
                yield WrittenTarget(plain, span, table_name)


def by_table(written: Iterable[W]) -> Iterator[tuple[W, list[W]]]:
    """Yield the first of each table with the others of the table, and what stands in none alone."""
    groups: dict[object, list[W]] = {}
    for one in written:
        key = one.table if one.table is not None else (one.span.path, one.span.start)
        groups.setdefault(key, []).append(one)
    for first, *others in groups.values():
        yield first, others


def written_triggers(model: Model) -> Iterator[Trigger]:
    """Yield every trigger of milestones and ladders, each line once."""
    seen: set[tuple[str, int]] = set()
    lists = [milestone.triggers for _, milestone in model.milestones()]
    lists += [ladder.triggers for ladder in model.escalations]
    for trigger in (trigger for triggers in lists for trigger in triggers):
        span = model.span_of(trigger)
        if (span.path, span.start) not in seen:
            seen.add((span.path, span.start))
            yield trigger


def written_offsets(model: Model) -> Iterator[WrittenOffset]:
    """Yield every amount of time in the triggers of milestones, with its calendars."""
    clocks = clocks_of(model)
    for process, milestone in model.milestones():
        if not milestone.triggers:
            continue
        on_clock: tuple[str, ...] | None = None
        for trigger in milestone.triggers:
            offset = offset_of(trigger)
            if offset is None:
                continue
            names = names_in(offset.calendar)
            if not names:
                if on_clock is None:
                    found = clocks.of(process, milestone)
                    every = (name for clocked in found for name in clocked.calendars)
                    on_clock = tuple(dict.fromkeys(every))
                names = on_clock
            yield WrittenOffset(trigger, offset, amount_span(model, trigger), names)


def offset_of(trigger: Trigger) -> Offset | None:
    """Return the amount of time of a trigger, or None for one without."""
    moment = trigger.moment
    if isinstance(moment, BeforeDue | AfterDue | EveryAfterDue):
        return moment.offset
    return Offset("seconds", moment.seconds) if isinstance(moment, AtUsed) else None


def amount_span(model: Model, trigger: Trigger) -> Span:
    """Return where the amount of time of a trigger stands, or the whole line."""
    span = model.span_of(trigger)
    found = _AMOUNT.match(span.text)
    return (
        Span(span.source, span.start + found.start(1), span.start + found.end(1)) if found else span
    )
