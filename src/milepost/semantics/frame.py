"""What names mean inside one process, table or test.

The fields and events of a record, and milestones.
"""

from collections.abc import Mapping

from milepost.diagnostics import Note
from milepost.frozen import frozen
from milepost.ir.schedule import Field, Record
from milepost.semantics import codes
from milepost.semantics.context import Context
from milepost.syntax.ast.literals import Name


@frozen
class Frame:
    """A record's fields and events, and the milestones that conditions and anchors may name."""

    record: str
    fields: Mapping[str, Field]
    events: frozenset[str]
    milestones: tuple[str, ...] = ()


def frame_of(record: Record, milestones: tuple[str, ...] = ()) -> Frame:
    """Return the frame of a record."""
    fields = {field.name: field for field in record.fields}
    return Frame(record.name, fields, frozenset(record.events), milestones)


def find_field(context: Context, frame: Frame, name: Name) -> Field | None:
    """Return the field that a name refers to, or report that there is none."""
    field = frame.fields.get(name.text)
    if field:
        return field
    if name.text in frame.events:
        context.error(
            codes.EVENT_AS_FIELD,
            f"`{name.text}` is an event, not a field",
            name.span,
            "an event has no value: use it behind `on` or `after`",
        )
    else:
        context.unknown("field", name, frame.fields)
    return None


def find_event(context: Context, frame: Frame, name: Name) -> str | None:
    """Return the event that a name refers to, or report that there is none."""
    if name.text in frame.events:
        return name.text
    if name.text in frame.fields:
        context.error(
            codes.EVENT_AS_FIELD,
            f"`{name.text}` is a field, not an event",
            name.span,
            "use it in a condition: `when …`",
            (Note("events are listed in the record, behind `events`"),),
        )
    else:
        context.unknown("event", name, sorted(frame.events))
    return None


def find_milestone(context: Context, frame: Frame, name: Name) -> str | None:
    """Return the milestone that a name refers to, or report that there is none."""
    if name.text in frame.milestones:
        return name.text
    context.unknown("milestone", name, frame.milestones)
    return None
