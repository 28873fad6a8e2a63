"""Cases and instants in the sentences of findings about dues."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from milepost.diagnostics import Note
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Later
from milepost.semantics.ordering.kinds import Side
from milepost.semantics.ordering.promised import CREATED, Promised
from milepost.source import Span


def at(instant: int, zone: str | None) -> str:
    """Return an instant as the wall clock shows it, to the minute where that is exact.

    >>> at(1798124400, "Europe/London")
    'Thu 2026-12-24 15:00'
    """
    local = datetime.fromtimestamp(instant, ZoneInfo(zone) if zone else UTC)
    return local.strftime("%a %Y-%m-%d %H:%M:%S" if local.second else "%a %Y-%m-%d %H:%M")


def case_of(found: Later, promised: Promised) -> str:
    """Return the case and the start for which something was found."""
    features = f" with {found.case}" if found.case.features else ""
    begins = "created" if promised.origin == CREATED else "counted from"
    return f"a case{features} {begins} {at(found.start, found.zone)}"


def due_notes(model: Model, found: Later, one: Promised, other: Promised) -> tuple[Note, ...]:
    """Return notes that say when both promises are due."""
    first = "never due" if found.due is None else f"due {at(found.due, found.zone)}"
    return (
        Note(f"`{one.milestone.name}` is {first}", place_of(model, one)),
        Note(
            f"`{other.milestone.name}` is due {at(found.other, found.zone)}", place_of(model, other)
        ),
    )


def value_notes(model: Model, found: Later, one: Side, other: Side) -> tuple[Note, ...]:
    """Return notes that say when a promise is due for either value of a field."""
    first = "never due" if found.due is None else f"due {at(found.due, found.zone)}"
    return (
        Note(f"`{one.value}` is {first}", place_of(model, one.promised)),
        Note(
            f"`{other.value}` is due {at(found.other, found.zone)}", place_of(model, other.promised)
        ),
    )


def place_of(model: Model, promised: Promised) -> Span:
    """Return where a promise was written: its target, its line, or its milestone.

    A `none` has no place of its own, nor has a milestone that was given a customer's hours.
    """
    for part in (promised.part, promised.cell, promised.line, promised.milestone):
        span = model.spans.find(part)
        if span is not None:
            return span
    name = promised.milestone.name
    return next(model.span_of(one) for one in promised.process.milestones if one.name == name)
