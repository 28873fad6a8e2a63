"""Everything that counts local dates: business days, calendar days, months, times of a day."""

from collections.abc import Iterator
from typing import Any

from milepost.checks.written import written_offsets
from milepost.diagnostics import Note
from milepost.frozen import frozen
from milepost.ir.processes import Offset
from milepost.ir.schedule import RequireWithin
from milepost.ir.targets import BusinessDays, CalendarDays, DayTime, Months
from milepost.semantics.choices import names_in
from milepost.semantics.clocks import clocks_of, plain_targets
from milepost.semantics.model import Model
from milepost.source import Span


@frozen
class DateCount:
    """An amount that counts dates: where it stands, and on which calendars."""

    span: Span
    calendars: tuple[str, ...]
    is_business: bool


def date_counts(model: Model) -> Iterator[DateCount]:
    """Yield every amount that counts dates, in milestones, triggers, contracts and requirements."""
    for clocked in clocks_of(model).of_milestones():
        yield from _counted(model, clocked.target, clocked.calendars)
        if clocked.rolling is not None:
            names = names_in(clocked.rolling.calendar)
            yield DateCount(model.span_of(clocked.rolling), names, is_business=True)
    for written in written_offsets(model):
        if written.offset.unit != "seconds":
            yield DateCount(written.span, written.calendars, _is_business(written.offset))
    promised: list[Any] = [promise for one in model.contracts for promise in one.promises]
    promised += [one for one in model.requirements if isinstance(one, RequireWithin)]
    for promise in promised:
        for target in plain_targets(promise.target):
            yield from _counted(model, target, names_in(getattr(target, "calendar", None)))


def by_calendar(counts: Iterator[DateCount]) -> dict[str, list[DateCount]]:
    """Return the amounts that count dates by the calendars they may count on, in order of place."""
    found: dict[str, dict[tuple[str, int], DateCount]] = {}
    for count in counts:
        for name in count.calendars:
            found.setdefault(name, {})[count.span.path, count.span.start] = count
    return {name: [places[key] for key in sorted(places)] for name, places in found.items()}


def counted_here(counts: list[DateCount]) -> list[Note]:
    """Return a note for each place where dates are counted."""
    return [Note(f"`{count.span.text}` is counted on it", count.span) for count in counts]


def _counted(model: Model, target: Any, names: tuple[str, ...]) -> Iterator[DateCount]:
    if isinstance(target, BusinessDays | CalendarDays | Months | DayTime):
        business = isinstance(target, BusinessDays) or (
            isinstance(target, DayTime) and target.business
        )
        yield DateCount(model.span_of(target), names, business)


def _is_business(offset: Offset) -> bool:
    return offset.unit == "business_days"
