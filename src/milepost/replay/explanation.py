"""An explanation: everything that a due follows from, as data.

It is put together by `explain`, and told by the command line in words and as JSON. Parts of the
policy are given as they stand in the schedule, with the place where each was written.
"""

from typing import Any

from milepost.clock import Change, Zone
from milepost.frozen import frozen
from milepost.ir.conditions import Condition
from milepost.ir.processes import Milestone, Process
from milepost.ir.processes import Pause as PauseLine
from milepost.ir.schedule import Place
from milepost.ir.targets import Anchor, Rolling, Row, Table, Target, TargetLine
from milepost.replay.day_counts import DayCount, DayStep
from milepost.replay.enrolments import Enrolment
from milepost.replay.lives import Life
from milepost.replay.reasons import Judged
from milepost.replay.stretches import Pause, Stretch


@frozen
class LineJudged:
    """A line of targets, from 1: whether it holds, and the place it was written."""

    number: int
    line: TargetLine
    holds: bool
    judged: Judged | None
    place: Place | None


@frozen
class CellFound:
    """The cell of a table that a case selected."""

    table: Table
    row: Row
    column: tuple[Any, ...] | None
    place: Place | None


@frozen
class HoursFrom:
    """The calendar that a clock runs on, and what names it.

    `level` is `target`, `milestone`, `process`, `entitlement`, `tier` or `nothing` (a due that no
    clock counts); `holder` is the name of that milestone, process and so on.
    """

    calendar: str
    level: str
    holder: str | None
    place: Place | None


@frozen
class CountedFrom:
    """What time is counted from, and the instant.

    `kind` is `process` (its start), `anchor`, `start` (a condition), `round` (the end of the round
    before), `reopened`, `restart` or `reset`.
    """

    kind: str
    at: int
    anchor: Anchor | None = None
    field: str | None = None
    start: Condition | None = None


@frozen
class AlternativeDue:
    """One alternative of `earliest(…)` or `latest(…)`: since when, its due, whether it counts."""

    target: Target
    anchor: Anchor | None
    since: int | None
    due: int | None
    counts: bool


@frozen
class FieldChange:
    """A field and what it changed from and to; None is unset."""

    field: str
    before: Any
    after: Any


@frozen
class ChangeMade:
    """A change of target, calendar or process while the clock ran, and what was done about it.

    `rule` is `carry`, `tighten`, or None where no rule was asked for; `used` is the time kept.
    """

    at: int
    rule: str | None
    fields: tuple[FieldChange, ...]
    target: tuple[Target | None, Target | None]
    calendar: tuple[str | None, str | None]
    process: tuple[Process, Process]
    used: int | None


@frozen
class MovedStart:
    """A pause that moved the start of a promise counted in dates: from where, to where."""

    pause: Pause
    lost: int
    before: int
    after: int


@frozen
class RolledForward:
    """A due on a date without open time, moved on over the dates `passed`."""

    before: int
    after: int
    rolling: Rolling
    calendar: str
    passed: tuple[DayStep, ...]


@frozen
class Explanation:
    """Why a promise is due when it is.

    `status` is `due`, `paused` (the clock stands, and the due waits), `waiting` (for its anchor),
    `no due` or `unknown`. A promise of open time has `stretches`, whose total is `limit` at the
    due; one counted in dates has a `day_count` and the pauses that `moved` its start. Where more
    time had been used than a changed target allows, the due lies back in time, and the stretches
    are those from `reckoned_from` on, a start that keeps the time used. `standing` is the pause in
    which the clock stands.
    """

    life: Life
    milestone: Milestone
    process: Process
    zone: Zone
    status: str
    due: int | None
    trouble: str | None
    enrolment: Enrolment
    process_place: Place | None
    lines: tuple[LineJudged, ...]
    target: Target | None
    cell: CellFound | None
    hours: HoursFrom | None
    counted_from: CountedFrom
    alternatives: tuple[AlternativeDue, ...]
    earlier_promise: bool
    changes: tuple[ChangeMade, ...]
    limit: int | None
    stretches: tuple[Stretch, ...]
    reckoned_from: int | None
    moved: tuple[MovedStart, ...]
    day_count: DayCount | None
    clock_changes: tuple[Change, ...]
    clock_zone: str | None
    rolled: RolledForward | None
    pause_lines: tuple[PauseLine, ...]
    standing: Pause | None

    @property
    def counted(self) -> int:
        """The open time counted, in seconds."""
        return self.stretches[-1].total if self.stretches else 0


@frozen
class NotStarted:
    """Why a milestone never began: what was found, line by line, in the last state of the case.

    `reason` is `no process`, `elsewhere` (another process has it), `anchor`, `when`, `line`,
    `done`, `start` or `level`.
    """

    milestone: str
    reason: str
    enrolment: Enrolment
    process: Process | None = None
    judged: Judged | None = None
    anchor: Anchor | None = None
    lines: tuple[LineJudged, ...] = ()
    place: Place | None = None
