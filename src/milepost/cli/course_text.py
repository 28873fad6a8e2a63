"""How time was counted, for people: stretch by stretch with the total, or date by date."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from milepost.clock import DAY, Change, Note, Why, Zone, ends_day
from milepost.frozen import frozen
from milepost.ir.targets import Target
from milepost.replay.day_counts import DayCount, DayStep
from milepost.replay.local_times import day_text, is_told, moment_text, time_text
from milepost.replay.shown_values import length_text
from milepost.replay.stretches import COUNTED, PAUSED, Pause, Stretch

_FROM = len("Mon 2027-04-05 13:30")
_AMOUNT = 9
_MOST = 80
_ENDS = 30
_BY_HOURS = "outside hours"
_WORDS = {
    Why.HOLIDAY: "holiday",
    Why.CLOSED: "closed",
    Why.OPENED: "other hours",
    Why.SKIPPED: "this date does not exist here",
}


@frozen
class Row:
    """A line of the account: from when to when, what was counted, the total, and a remark."""

    at: int
    starts: str
    ends: str = ""
    counted: str = ""
    total: str = ""
    remark: str = ""


def stretch_rows(
    stretches: Iterable[Stretch], zone: Zone, cause: Callable[[Pause], str] | None = None
) -> Iterator[Row]:
    """Yield a row for each stretch; `cause` says why a clock stood."""
    stretches = tuple(stretches)
    is_one = len({one.calendar for one in stretches}) < 2
    for one in stretches:
        starts = moment_text(one.starts, zone)
        ends = until_text(one.starts, one.ends, zone)
        lasts = length_text(one.ends - one.starts)
        if one.kind == COUNTED:
            counted, total = length_text(one.seconds), length_text(one.total)
            yield Row(
                one.starts, starts, ends, counted, total, "" if is_one else f"on {one.calendar}"
            )
        elif one.kind == PAUSED:
            why = f": {cause(one.pause)}" if cause and one.pause else ""
            lost = length_text(one.seconds) if one.seconds else "none"
            remark = f"paused {lasts}{why}; open time not counted: {lost}"
            yield Row(one.starts, starts, ends, remark=remark)
        else:
            remark = f"closed {lasts}: {notes_text(one.notes)}"
            yield Row(one.starts, starts, ends, remark=remark)


def change_rows(changes: Iterable[Change], zone: Zone, name: str) -> Iterator[Row]:
    """Yield a row for each change of the clocks; `name` is the zone they change in."""
    for change in changes:
        shift = change.after - change.before
        way = "forward" if shift > 0 else "back"
        where = "" if name == zone.name else f" in {name}"
        remark = f"clocks go {way} {length_text(abs(shift))}{where}"
        yield Row(change.at, moment_text(change.at, zone), remark=remark)


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Yield rows in order of time as aligned lines; the middle of a long account is left out."""
    ordered = sorted(rows, key=lambda row: row.at)
    width = max([_FROM, *(len(text) for row in ordered for text in (row.starts, row.ends))])
    yield f"  {'from':<{width}}  {'to':<{width}}{'counted':>{_AMOUNT}}{'total':>{_AMOUNT}}"
    left_out = len(ordered) - 2 * _ENDS if len(ordered) > _MOST else 0
    for number, row in enumerate(ordered):
        if left_out and _ENDS <= number < len(ordered) - _ENDS:
            if number == _ENDS:
                yield f"  … {left_out} more lines"
            continue
        lead = f"  {row.starts:<{width}}  {row.ends:<{width}}"
        lead += f"{row.counted:>{_AMOUNT}}{row.total:>{_AMOUNT}}"
        yield f"{lead}  {row.remark}".rstrip()


def due_text(due: int, zone: Zone, target: Target | None) -> str:
    """Return a due; one at midnight that ends a date says which."""
    text = moment_text(due, zone)
    if target is None or not is_told(due) or not ends_day(target) or zone.local(due) % DAY:
        return text
    return f"{text}, the end of {day_text(zone.day(due - 1))}"


def until_text(starts: int, ends: int, zone: Zone) -> str:
    """Return the end of a stretch: only its time where the date is the same, 24:00 at its end."""
    day = zone.day(starts)
    if zone.day(ends) == day and ends > starts:
        return time_text(ends, zone)
    if zone.midnight(day + 1) == ends:
        return "24:00"
    return moment_text(ends, zone)


def notes_text(notes: tuple[Note, ...]) -> str:
    """Return what closed a stretch: `Christmas Day (holiday, US-NY)`, `stand-up`."""
    if not notes:
        return _BY_HOURS
    return " and ".join(dict.fromkeys(map(_note_text, notes)))


def _note_text(note: Note) -> str:
    word = _WORDS.get(note.why, note.why.value)
    if note.label is None:
        return {Why.CLOSED: "closed by the calendar"}.get(note.why, word)
    if note.why is Why.HOLIDAY:
        estimated = ", estimated" if note.estimated else ""
        return f"{note.label} (holiday, {note.origin}{estimated})"
    return f"{note.label} ({note.origin})" if note.origin else note.label


def day_lines(count: DayCount, zone: Zone, promise: str) -> Iterator[str]:
    """Yield the dates of a count, from the one counted from to the due; `promise` is the target."""
    if count.begins != count.starts:
        yield f"  {moment_text(count.starts, zone)} is closed: counted from the next opening"
    yield f"  {moment_text(count.begins, zone)}  counted from"
    if count.late:
        yield f"  {day_text(count.origin):<{_FROM}}  after the cut-off: counts as this day's"
    yield from passed_lines(count.steps)
    if count.wished != count.due:
        closed = moment_text(count.wished, zone)
        yield f"  {closed} is closed: {moment_text(count.due, zone)} instead"
    elif not count.steps:
        yield f"  {moment_text(count.due, zone)}  {promise}"
    if count.clamped:
        yield "  that month is too short for the day: its last day counts"


def passed_lines(steps: Iterable[DayStep]) -> Iterator[str]:
    """Yield dates that count with their numbers, and stretches of those that do not with why."""
    for (number, notes), group in groupby(steps, key=lambda step: (step.number, step.notes)):
        dates = [step.day for step in group]
        text = day_text(dates[0])
        if len(dates) > 1:
            text = f"{text} to {day_text(dates[-1])}"
        if number is not None:
            yield f"  {text:<{_FROM}}  business day {number}"
        else:
            why = notes_text(notes) if notes else "no business day"
            yield f"  {text:<{_FROM}}  not counted: {why}"


def in_days(seconds: int, working_day: int) -> str:
    """Return an amount of open time in working days, where it comes to whole ones."""
    count, rest = divmod(seconds, working_day)
    if rest or working_day == DAY:
        return ""
    return f"{count} working day{'' if count == 1 else 's'} of {length_text(working_day)}"
