"""A replayed case as a picture in data: a lane a milestone on one axis of real time.

What a clock did is read from the states between the moments of the replay: it waited, ran (through
open and closed hours), stood, or was late. The picture ends where the promises that the log began
are decided; `until` of the case says otherwise.
"""

from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import groupby
from typing import Any

from milepost.clock import Clock, Zone
from milepost.frozen import frozen
from milepost.replay.lives import Life, begun, lives_of
from milepost.replay.local_times import is_told
from milepost.replay.replaying import Moment, Replay
from milepost.replay.shown_values import entry_words
from milepost.runtime import Happening, RunningSchedule
from milepost.runtime.case import RUNNING, WAITING, Case
from milepost.runtime.entering import EARLIER
from milepost.runtime.reckoner import Reckoner

#: Actions of one promise that the picture still shows after the log and after its due.
_LAST_SENT = 4
_MARGIN = 25


class Phase(Enum):
    """What a clock does during a stretch of time."""

    WAITING = "waiting"
    RUNNING = "running"
    CLOSED = "closed"
    PAUSED = "paused"
    LATE = "late"
    LATE_CLOSED = "late, closed"


@frozen
class Bar:
    """A stretch of real time in which a clock does one thing."""

    starts: int
    ends: int
    phase: Phase


@frozen
class Flag:
    """Something at an instant: an entry, `sent`, `due`, `moved` (an earlier due), or an ending."""

    at: int
    kind: str
    text: str


@frozen
class Lane:
    """What there is to see of one milestone: open hours of its calendar, bars, and flags."""

    title: str
    lives: tuple[Life, ...]
    calendar: str | None
    open_hours: tuple[tuple[int, int], ...]
    bars: tuple[Bar, ...]
    flags: tuple[Flag, ...]


@frozen
class Scene:
    """A case, ready to be drawn."""

    title: str
    subtitle: str
    zone: Zone
    begins: int
    ends: int
    entries: tuple[Flag, ...]
    lanes: tuple[Lane, ...]


def scene_of(running: RunningSchedule, replay: Replay, title: str, subtitle: str) -> Scene:
    """Return the picture of a replayed case."""
    lives = lives_of(replay)
    last = _last_instant(replay, lives)
    case = replay.case
    margin = max(last - case.created, 3600) // _MARGIN
    begins, ends = case.created - margin, last + margin
    shown = [life for life in lives if life.starts <= last]
    lanes = [
        _lane(running, replay, rows, (begins, ends))
        for _, rows in groupby(sorted(shown, key=_lane_key(shown)), key=_lane_key(shown))
    ]
    entries = tuple(_entries(running, replay))
    return Scene(title, subtitle, case.zone, begins, ends, entries, tuple(lanes))


def _lane_key(lives: list[Life]) -> Any:
    """Return a key that groups the instances of a milestone and orders them by the first start."""
    first: dict[tuple[str, Any], int] = {}
    for place, life in enumerate(lives):
        first.setdefault((life.milestone, life.level), place)
    return lambda life: first[life.milestone, life.level]


def _last_instant(replay: Replay, lives: tuple[Life, ...]) -> int:
    """Return the last instant worth showing: of the log, its dues, and the first actions after."""
    case = replay.case
    if case.until is not None:
        return case.until
    first = begun(replay, lives)
    dues = [life.due for life in first if life.outcome != "cancelled"]
    last = max([case.ends, *(due for due in dues if is_told(due))])
    for life in first:
        sent = [
            one.at
            for one in replay.happenings
            if one.kind == "sent" and one.instance == life.instance and one.at > case.ends
        ]
        last = max([last, *sent[:_LAST_SENT]])
    return last


def _lane(
    running: RunningSchedule, replay: Replay, rows: Iterable[Life], view: tuple[int, int]
) -> Lane:
    lives = tuple(rows)
    numbers = {life.instance for life in lives}
    bars: list[Bar] = []
    clocks: list[tuple[int, Clock]] = []
    for moment, until in _intervals(replay, view[1]):
        case = Case.of(moment.after)
        for data in case.instances:
            if data.id not in numbers:
                continue
            phase, clock = _phase(running, case, data)
            if clock is not None and (not clocks or clocks[-1][1] is not clock):
                clocks.append((moment.at, clock))
            starts, ends = max(moment.at, view[0]), min(until, view[1])
            if phase is not None and starts < ends:
                bars += _bars(starts, ends, phase, clock)
    first = lives[0]
    level = "" if first.level is None else f" {first.level}"
    return Lane(
        f"{first.milestone}{level}",
        lives,
        clocks[-1][1].name if clocks else None,
        tuple(_open_hours(clocks, view)),
        tuple(_joined(bars)),
        tuple(flag for life in lives for flag in _flags(replay, life)),
    )


def _intervals(replay: Replay, ends: int) -> Iterator[tuple[Moment, int]]:
    """Yield each moment with the instant of the next one."""
    moments = replay.moments
    for moment, following in zip(moments, [*(one.at for one in moments[1:]), ends], strict=True):
        if following > moment.at:
            yield moment, following


def _phase(
    running: RunningSchedule, case: Case, instance: Any
) -> tuple[Phase | None, Clock | None]:
    """Return what an instance does in a state, and the clock that it does it by."""
    if case.process is None or case.exited is not None or instance.milestone.endswith(EARLIER):
        return None, None
    process = running.program.process(case.process, case.version)
    milestone = running.program.milestones(process).get(instance.milestone)
    if milestone is None or instance.state not in (WAITING, RUNNING):
        return None, None
    reckoner = Reckoner(running.program, case, process)
    governing = reckoner.governing(milestone, instance)
    clock = governing[0] if governing else None
    if instance.state == WAITING:
        return Phase.WAITING, clock
    if reckoner.is_paused(milestone):
        return Phase.PAUSED, clock
    return (Phase.LATE if instance.breached else Phase.RUNNING), clock


def _bars(starts: int, ends: int, phase: Phase, clock: Clock | None) -> Iterator[Bar]:
    """Yield a stretch as bars; running and late ones are told apart into open and closed hours."""
    closed = {Phase.RUNNING: Phase.CLOSED, Phase.LATE: Phase.LATE_CLOSED}.get(phase)
    if closed is None or clock is None:
        yield Bar(starts, ends, phase)
        return
    at = starts
    for opens, closes in clock.table.stretches(starts, ends):
        if at < opens:
            yield Bar(at, opens, closed)
        yield Bar(opens, closes, phase)
        at = closes
    if at < ends:
        yield Bar(at, ends, closed)


def _joined(bars: Iterable[Bar]) -> Iterator[Bar]:
    """Yield bars with those that go on as they were made one."""
    last: Bar | None = None
    for bar in sorted(bars, key=lambda one: one.starts):
        if last is not None and last.phase is bar.phase and last.ends >= bar.starts:
            last = Bar(last.starts, max(last.ends, bar.ends), bar.phase)
            continue
        if last is not None:
            yield last
        last = bar
    if last is not None:
        yield last


def _open_hours(
    clocks: list[tuple[int, Clock]], view: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the open hours over the whole picture, by the clock that counted last."""
    if not clocks:
        return
    starts = [view[0], *(at for at, _ in clocks[1:])]
    for (_, clock), start, end in zip(clocks, starts, [*starts[1:], view[1]], strict=True):
        known = max(start, clock.table.since), min(end, clock.table.until)
        if known[0] < known[1]:
            yield from clock.table.stretches(*known)


def _flags(replay: Replay, life: Life) -> Iterator[Flag]:
    """Yield the dues of a life, the actions it sent, and its ending."""
    last = life.due
    for told in dict.fromkeys(due for _, due in life.dues[:-1]):
        if is_told(told) and told != last:
            yield Flag(told, "moved", "")
    if is_told(last) and (life.ended != last or life.outcome == "met"):
        yield Flag(last, "due", "")
    yield from _sent(one for one in replay.happenings if one.instance == life.instance)
    if life.ended is not None:
        yield Flag(life.ended, life.outcome, "")


def _sent(history: Iterable[Happening]) -> Iterator[Flag]:
    """Yield the actions sent, those of one instant together; what repeats is named once."""
    times: dict[int, list[str]] = {}
    for one in history:
        if one.kind == "sent" and one.subject:
            times.setdefault(one.at, []).append(one.subject)
    texts = {at: ", ".join(actions) for at, actions in times.items()}
    named: set[str] = set()
    for at, text in texts.items():
        count = list(texts.values()).count(text)
        yield Flag(at, "sent", "" if text in named else text + (f" x{count}" if count > 1 else ""))
        named.add(text)


def _entries(running: RunningSchedule, replay: Replay) -> Iterator[Flag]:
    case = replay.case
    fields = running.program.fields_of(case.record)
    for number, entry in enumerate(case.log):
        words = entry_words(fields, entry["set"], entry["events"], case.zone)
        yield Flag(entry["at"], "entry", ", ".join(words) if number else "created")
