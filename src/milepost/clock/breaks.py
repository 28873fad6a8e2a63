"""The due of every start of a target on a clock, and the starts at which it breaks.

For durations these are openings, closings, and the starts from which a due falls on a closing. For
what counts dates they are midnights, hours and cut-offs, those of the date counted to carried back,
and whatever a zone does to its clocks on either date.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from milepost.clock.clock import Clock
from milepost.clock.dates import DAY, months_later
from milepost.clock.dues import Clocked, due_of
from milepost.clock.limits import BEYOND
from milepost.clock.pieces import Pieces, composed, traced
from milepost.clock.table import Table
from milepost.clock.zones import Zone
from milepost.ir.processes import Offset
from milepost.ir.targets import BusinessDays, CalendarDays, DayTime, Duration, Months


def pieces_of(target: Clocked, clock: Clock, *, roll: bool = False) -> Pieces:
    """Return the dues of a target for every start in the horizon; `roll` concerns durations only.

    Raises `ClockError` where the clock cannot tell them.
    """
    table = clock.table

    def at(start: int) -> int:
        return due_of(target, start, clock, roll=roll)

    return traced(at, breaks_of(target, clock, roll=roll), table.since, table.until)


def breaks_of(target: Clocked, clock: Clock, *, roll: bool = False) -> Iterable[int]:
    """Return every start at which the due of a target may break, in no order."""
    match target:
        case Duration():
            return _of_duration(clock.table, target.seconds, roll=roll)
        case BusinessDays():
            return _of_business_days(clock, target.count)
        case CalendarDays():
            return _of_calendar_days(clock.zone, target.count)
        case Months():
            return _of_months(clock, target.count)
        case DayTime():
            return _of_day_time(clock, target)


def rolled(due: Pieces, clock: Clock, time: int, *, ends_day: bool) -> Pieces:
    """Return dues moved on where their date has no open time: to a time of a business day."""
    zone = clock.zone

    def outer(instant: int) -> int:
        return clock.rolled(instant, time, ends_day=ends_day)

    def breaks(first: int, last: int) -> Iterator[int]:
        for day in range(zone.day(first) - 1, zone.day(last) + 2):
            for midnight in _instants(zone, day * DAY):
                yield midnight
                yield midnight + 1
        yield from (change.at for change in zone.changes_between(first, last))

    return composed(due, outer, breaks)


def before(due: Pieces, clock: Clock, offset: Offset) -> Pieces:
    """Return the instants that lie an amount of time before dues."""
    table = clock.table
    edges = sorted(set(_of_offset(clock, offset)))

    def outer(instant: int) -> int:
        if not table.since <= instant <= table.until:
            return BEYOND
        match offset.unit:
            case "seconds":
                return table.subtract(instant, offset.count)
            case "business_days":
                return clock.business_days_before(instant, offset.count)
            case "calendar_days":
                return clock.calendar_days_before(instant, offset.count)
        return clock.months_before(instant, offset.count)

    def breaks(first: int, last: int) -> Iterator[int]:
        return iter(edges[bisect_left(edges, first) : bisect_right(edges, last)])

    return composed(due, outer, breaks)


def _of_offset(clock: Clock, offset: Offset) -> Iterator[int]:
    """Yield the dues at which an amount of time before them breaks."""
    match offset.unit:
        case "seconds":
            table = clock.table
            yield from table.starts
            yield from table.ends
            # Back from an opening or closing: what ends there is what began so much earlier.
            for edge in (*table.starts, *table.ends):
                due = table.due(edge, offset.count)
                yield from (due, due + 1)
        case "business_days":
            yield from _of_business_days(clock, offset.count, back=True)
        case "calendar_days":
            yield from _of_calendar_days(clock.zone, -offset.count)
        case _:
            yield from _of_months(clock, -offset.count)


def _of_duration(table: Table, seconds: int, *, roll: bool) -> Iterator[int]:
    yield from table.starts
    yield from table.ends
    for closes, total in zip(table.ends, table.totals, strict=True):
        if total >= seconds:
            latest = table.subtract(closes, seconds)
            yield latest if roll else latest + 1


def _of_business_days(clock: Clock, count: int, *, back: bool = False) -> Iterator[int]:
    zone, days, table = clock.zone, clock.days, clock.table
    yield from table.starts
    yield from table.ends
    yield from zone.changes
    for opens, closes, day in zip(days.openings, days.closings, days.opened, strict=True):
        yield opens
        yield closes
        target = (days.preceding if back else days.following)(day, count) if count else day
        if target is None:
            continue
        on = (target - day) * DAY
        for edge in (edge for hours in days.hours.get(target, ()) for edge in hours):
            for local in _locals(zone, edge):
                yield from _instants(zone, local - on)
        lowest, highest = zone.local(opens) + on, zone.local(closes) + on
        for turn in zone.turns[bisect_left(zone.turns, lowest - DAY) :]:
            if turn > highest + DAY:
                break
            yield from _instants(zone, turn - on)


def _of_calendar_days(zone: Zone, count: int) -> Iterator[int]:
    yield from zone.changes
    for turn in zone.turns:
        yield from _instants(zone, turn - count * DAY)


def _of_months(clock: Clock, count: int) -> Iterator[int]:
    zone = clock.zone
    yield from zone.changes
    turns = {turn // DAY: turn % DAY for turn in zone.turns}
    for day in _dates(clock):
        yield from _instants(zone, day * DAY)
        of_day = turns.get(months_later(day, count))
        if of_day is not None:
            yield from _instants(zone, day * DAY + of_day)


def _of_day_time(clock: Clock, target: DayTime) -> Iterator[int]:
    zone = clock.zone
    yield from zone.changes
    for day in _dates(clock):
        yield from _instants(zone, day * DAY)
        if target.cut_off is not None:
            yield from _instants(zone, day * DAY + target.cut_off + 1)


def _dates(clock: Clock) -> range:
    zone, table = clock.zone, clock.table
    return range(zone.day(table.since) - 1, zone.day(table.until) + 2)


def _instants(zone: Zone, local: int) -> Iterator[int]:
    """Yield the instants at which the wall clock may show a time: two where it was set near it."""
    index = bisect_right(zone.turns, local)
    yield local - zone.offsets[index]
    if index and local - zone.turns[index - 1] <= 2 * DAY:
        yield local - zone.offsets[index - 1]
    if index < len(zone.turns) and zone.turns[index] - local <= 2 * DAY:
        yield local - zone.offsets[index + 1]


def _locals(zone: Zone, instant: int) -> Iterator[int]:
    """Yield the local times that may mean an instant."""
    index = bisect_right(zone.changes, instant)
    yield instant + zone.offsets[index]
    if index and instant - zone.changes[index - 1] <= 2 * DAY:
        yield instant + zone.offsets[index - 1]
    if index < len(zone.changes) and zone.changes[index] - instant <= 2 * DAY:
        yield instant + zone.offsets[index + 1]
