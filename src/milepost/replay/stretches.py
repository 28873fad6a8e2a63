"""The time between two instants as a clock sees it: counted, closed or paused, with the total.

Every due of so much open time unfolds into stretches whose counted seconds add up to the target.
A change of the clocks for summer or winter cuts a stretch, so that each one is as long as the wall
clock says it is.
"""

from collections.abc import Iterator
from itertools import pairwise

from milepost.clock import Change, Clock, ClockError, Note
from milepost.frozen import frozen
from milepost.ir.calendars import Calendar
from milepost.replay.closings import closings

COUNTED = "counted"
CLOSED = "closed"
PAUSED = "paused"


@frozen
class Pause:
    """A stretch of real time in which a clock stands; `causes` number the conditions that held.

    `ends` None means that it still stands; no cause means that the case was closed meanwhile.
    """

    starts: int
    ends: int | None
    causes: tuple[int, ...] = ()


@frozen
class Stretch:
    """A stretch of real time on a calendar: what became of it, and the total counted at its end.

    `seconds` is the open time in it: counted, or lost to a pause. `notes` say what closed it;
    `pause` is what stopped the clock.
    """

    kind: str
    starts: int
    ends: int
    seconds: int
    total: int
    calendar: str
    notes: tuple[Note, ...] = ()
    pause: Pause | None = None


@frozen
class Course:
    """A clock to count on from one instant to another, and the pauses that it kept."""

    clock: Clock
    starts: int
    ends: int
    pauses: tuple[Pause, ...] = ()


def stretches_of(
    courses: tuple[Course, ...], calendars: tuple[Calendar, ...], counted: int = 0
) -> Iterator[Stretch]:
    """Yield the stretches of one course after the other, with the running total."""
    total = counted
    for course in courses:
        for stretch in _stretches(course, calendars, total):
            total = stretch.total
            yield stretch


def changes_of(clock: Clock, start: int, end: int) -> tuple[Change, ...]:
    """Return the changes of the clock's time zone between two instants."""
    try:
        zone = clock.zone
    except ClockError:
        return ()
    return tuple(zone.changes_between(start, end))


def _stretches(course: Course, calendars: tuple[Calendar, ...], total: int) -> Iterator[Stretch]:
    at = course.starts
    for pause in course.pauses:
        begins = max(pause.starts, at)
        ends = course.ends if pause.ends is None else min(pause.ends, course.ends)
        if begins >= ends:
            continue
        for stretch in _running(course.clock, calendars, at, begins, total):
            total = stretch.total
            yield stretch
        lost = course.clock.table.worked(begins, ends)
        yield Stretch(PAUSED, begins, ends, lost, total, course.clock.name, pause=pause)
        at = ends
    yield from _running(course.clock, calendars, at, course.ends, total)


def _running(
    clock: Clock, calendars: tuple[Calendar, ...], start: int, end: int, total: int
) -> Iterator[Stretch]:
    at = start
    for opens, closes in [*clock.table.stretches(start, end), (end, end)]:
        if at < opens:
            for closing in closings(clock, calendars, at, opens):
                yield Stretch(
                    CLOSED, closing.starts, closing.ends, 0, total, clock.name, closing.notes
                )
        edges = [opens, *(change.at for change in changes_of(clock, opens, closes)), closes]
        for begins, ends in pairwise(edges):
            if begins < ends:
                total += ends - begins
                yield Stretch(COUNTED, begins, ends, ends - begins, total, clock.name)
        at = closes
