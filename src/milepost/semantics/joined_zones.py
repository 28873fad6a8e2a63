"""The zone of joined calendars: that of their parts, where all have the same.

The round-the-clock calendar is the same in every zone, so it follows those it is joined with. Parts
in several zones leave the calendar without one: then it needs a `timezone` of its own for dates.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from milepost.frozen import replace
from milepost.ir.calendars import Calendar, Rules
from milepost.ir.conditions import Named
from milepost.semantics.context import Context


def share_zones(
    context: Context, calendars: Iterable[Calendar], parts: Mapping[str, tuple[str, ...]]
) -> tuple[Calendar, ...]:
    """Return calendars, each joined one in the zone its parts share; `parts` has no circles."""
    declared = {calendar.name: calendar for calendar in calendars}
    known: dict[str, frozenset[Named]] = {}

    def zones(name: str) -> frozenset[Named]:
        if name not in known:
            calendar: Any = declared.get(name)
            own = getattr(calendar, "zone", None)
            inner = (zones(part) for part in parts.get(name, ()))
            known[name] = frozenset((own,)) if own is not None else frozenset().union(*inner)
        return known[name]

    shared = []
    for calendar in declared.values():
        if calendar.zone is None and not isinstance(calendar.open_time, Rules):
            found = zones(calendar.name)
            zone = context.zone if not found else next(iter(found)) if len(found) == 1 else None
            span = context.spans.of(calendar)
            shared.append(context.spans.place(replace(calendar, zone=zone), span))
        else:
            shared.append(calendar)
    return tuple(shared)
