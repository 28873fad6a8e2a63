"""Stretches in which all parts of an intersection are open, and never together."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from milepost.checks.open_time import table_of
from milepost.frozen import frozen
from milepost.ir.calendars import Algebra, Calendar, Difference, Intersection, Same, Union
from milepost.semantics.model import Model

if TYPE_CHECKING:
    from milepost.clock import Table

DAY = 86400
#: Longer than a week and the weekends around it.
_LEAST = 9 * DAY
#: A part that opens on fewer days than a working week has is away itself, on holidays for example.
_WORKING_WEEK = 5
_WEEKEND = 2


@frozen
class Apart:
    """From when to when the parts have no hours in common (instants), and their names."""

    starts: int
    ends: int
    parts: tuple[str, ...]


def first_apart(model: Model, calendar: Calendar) -> Apart | None:
    """Return the first such stretch of a week or more, or None: also where it is not told."""
    parts = tuple(dict.fromkeys(_parts(calendar.open_time)))
    if len(parts) < 2:
        return None
    named = {one.name: one for one in model.calendars}
    whole = table_of(model, calendar)
    tables = [table_of(model, named[name]) for name in parts if name in named]
    if whole is None or len(tables) < len(parts):
        return None
    for closed, opens in zip(whole.ends, whole.starts[1:], strict=False):
        if opens - closed > _LEAST and all(
            table is not None and _works(table, closed, opens) for table in tables
        ):
            return Apart(closed, opens, parts)
    return None


def day_of(instant: int) -> str:
    """Return the day (UTC) of an instant, as a policy would write it."""
    return datetime.fromtimestamp(instant, UTC).date().isoformat()


def is_told_by_a_part(model: Model, calendar: Calendar, begins: int, ends: int) -> bool:
    """Say whether a calendar that others are combined of is closed all that time itself."""
    named = {one.name: one for one in model.calendars}
    names = [one.calendar for one in _leaves(calendar.open_time) if one.calendar in named]
    tables = (table_of(model, named[name]) for name in names)
    return any(table is not None and not _days_open(table, begins, ends) for table in tables)


def _parts(algebra: object) -> Iterator[str]:
    """Yield the named calendars of an intersection; nothing where it has other parts, too."""
    found = tuple(_flat(algebra)) if isinstance(algebra, Intersection) else ()
    if all(isinstance(one, Same) for one in found):
        yield from (one.calendar for one in found if isinstance(one, Same))


def _flat(algebra: Algebra) -> Iterator[Algebra]:
    if isinstance(algebra, Intersection):
        yield from _flat(algebra.left)
        yield from _flat(algebra.right)
    else:
        yield algebra


def _leaves(algebra: object) -> Iterator[Same]:
    """Yield the named calendars whose open time may be open in a combination."""
    if isinstance(algebra, Same):
        yield algebra
    elif isinstance(algebra, Union | Intersection):
        yield from _leaves(algebra.left)
        yield from _leaves(algebra.right)
    elif isinstance(algebra, Difference):
        yield from _leaves(algebra.left)


def _works(table: "Table", begins: int, ends: int) -> bool:
    """Say whether a calendar opens on a working week's days, week by week, between two instants."""
    days = len(_days_open(table, begins, ends))
    return days >= _WORKING_WEEK and 2 * days >= (ends - begins) // DAY - _WEEKEND


def _days_open(table: "Table", begins: int, ends: int) -> set[int]:
    """Return the days (UTC, counted from 1970) on which a calendar is open between two instants."""
    found: set[int] = set()
    for place in range(bisect_right(table.ends, begins), bisect_left(table.starts, ends)):
        first, last = max(table.starts[place], begins), min(table.ends[place], ends)
        found.update(range(first // DAY, (last - 1) // DAY + 1))
    return found
