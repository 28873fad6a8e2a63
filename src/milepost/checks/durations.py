"""Durations as they were written, with the calendars they may run on."""

from collections.abc import Iterator

from milepost.checks.written import written_offsets
from milepost.frozen import frozen
from milepost.ir.schedule import RequireWithin
from milepost.ir.targets import Duration
from milepost.semantics.choices import names_in
from milepost.semantics.clocks import clocks_of, plain_targets
from milepost.semantics.model import Model
from milepost.source import Span


@frozen
class WrittenDuration:
    """A duration, where it stands, the calendars it may run on, and the table it stands in."""

    span: Span
    seconds: int
    calendars: tuple[str, ...]
    table: str | None = None


def durations_in(model: Model) -> Iterator[WrittenDuration]:
    """Yield the durations of milestones and their triggers; a line may be met more than once."""
    for clocked in clocks_of(model).of_milestones():
        if isinstance(clocked.target, Duration):
            table = getattr(clocked.line.target, "table", None)
            span = model.span_of(clocked.target)
            yield WrittenDuration(span, clocked.target.seconds, clocked.calendars, table)
    for written in written_offsets(model):
        if written.offset.unit == "seconds":
            yield WrittenDuration(written.span, written.offset.count, written.calendars)


def promised_in(model: Model) -> Iterator[WrittenDuration]:
    """Yield the durations of contracts and requirements."""
    promised = [promise.target for one in model.contracts for promise in one.promises]
    promised += [one.target for one in model.requirements if isinstance(one, RequireWithin)]
    for target in (plain for whole in promised for plain in plain_targets(whole)):
        if isinstance(target, Duration):
            calendars = names_in(target.calendar)
            yield WrittenDuration(model.span_of(target), target.seconds, calendars)
