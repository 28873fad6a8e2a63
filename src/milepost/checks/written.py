"""Targets and triggers as they were written, each once."""

import re
from collections.abc import Iterator

from milepost.frozen import frozen
from milepost.ir.processes import AfterDue, AtUsed, BeforeDue, EveryAfterDue, Offset, Trigger
from milepost.ir.schedule import RequireWithin
from milepost.ir.targets import Target, TargetCell
from milepost.semantics.choices import names_in
from milepost.semantics.clocks import Clocks, plain_targets
from milepost.semantics.model import Model
from milepost.source import Span

_AMOUNT = re.compile(r"(?:every\s+|at\s+)?(\d+(?:\s+(?:business|calendar)\s+days?|\s+months?|[\dwdhms]*))")


@frozen
class WrittenOffset:
    """An amount of time in a trigger: where it stands, and the calendars it may count on."""

    trigger: Trigger
    offset: Offset
    span: Span
    calendars: tuple[str, ...]


def written_targets(model: Model) -> Iterator[tuple[Target, Span]]:
    """Yield every plain target of milestones, tables, contracts and requirements, each once."""
    whole: list[Target] = []
    for _, milestone in model.milestones():
        whole += [line.target for line in milestone.lines]
    for table in model.tables:
        cells = (cell for row in table.rows for cell in row.cells)
        whole += [cell.target for cell in cells if isinstance(cell, TargetCell)]
    for contract in model.contracts:
        whole += [promise.target for promise in contract.promises]
    for requirement in model.requirements:
        if isinstance(requirement, RequireWithin):
            whole.append(requirement.target)
    for target in whole:
        for plain in plain_targets(target):
            span = model.spans.find(plain)
            if span is not None:
                yield plain, span


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
    """Yield every amount of time in the triggers of milestones, with the calendars it may count on."""
    clocks = Clocks(model)
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
    return Span(span.source, span.start + found.start(1), span.start + found.end(1)) if found else span
