"""The explanation of a due: read from the states of a replayed case and from the reckoner.

The state that explains an instance is the last in which it was open and not overdue: what comes
later (a field that changes after the breach, another process) does not explain its due any more.
Where one entry changed a due and ended the instance, or found it passed already, it is the state
after that entry, before what its actions set; the due that the timeline told decides between them.
"""

from milepost.clock import BEYOND, Clock, Clocked, ClockError, ends_day
from milepost.ir import targets as t
from milepost.replay.courses import History
from milepost.replay.day_counts import count_days, passed_over
from milepost.replay.enrolments import enrolment_of
from milepost.replay.explanation import Explanation, RolledForward
from milepost.replay.lives import Life
from milepost.replay.promises import Promises
from milepost.replay.replaying import Replay
from milepost.replay.stretches import Course, Stretch, changes_of, stretches_of
from milepost.replay.views import View, reckoned
from milepost.runtime import RunningSchedule
from milepost.runtime.case import OPEN, WAITING, Claim
from milepost.runtime.reckoner import Unreckonable


def explain(running: RunningSchedule, replay: Replay, life: Life) -> Explanation:
    """Return why one instance of a milestone is due when it is."""
    return _Explainer(running, replay, life).explanation()


class _Explainer:
    """The working place of one explanation."""

    def __init__(self, running: RunningSchedule, replay: Replay, life: Life) -> None:
        self.running = running
        self.replay = replay
        self.life = life
        self.history = History(running, replay, life.instance)
        self.promises = Promises(running)
        self.index, self.view = self.telling_state()
        self.found = reckoned(self.view)

    def telling_state(self) -> tuple[int, View]:
        """Return the state that explains the due, and its index."""
        seen: list[tuple[int, View]] = []
        ended: list[tuple[int, View]] = []
        for index in range(len(self.history.states)):
            view = self.history.view(index)
            if view is None:
                continue
            is_open = view.instance.state in OPEN and not view.instance.breached
            (seen if is_open else ended).append((index, view))
        after = [one for one in ended if not seen or one[0] > seen[-1][0]][:1]
        undone = [(index, self.history.view_without_actions(index)) for index, _ in after]
        candidates = [*seen[-1:], *after, *((at, view) for at, view in undone if view)]
        for index, view in candidates:
            found = reckoned(view)
            if (found.due if found else None) == self.life.due:
                return index, view
        return candidates[0]

    def explanation(self) -> Explanation:
        view, found = self.view, self.found
        clock, trouble = self.clock()
        due = found.due if found else None
        status = self.status(due, trouble)
        plain = self.plain(found.target) if found else None
        where = None
        lines = tuple(self.promises.lines(view, found.claim.fields if found else None))
        cell = None
        if found is not None:
            cell = self.promises.cell(view, found.selection.line, found.claim.fields)
            where = cell.place if cell else lines[-1].place
        end = self.end(due, status)
        stretches: tuple[Stretch, ...] = ()
        reckoned_from = None
        if isinstance(plain, t.Duration) and found and clock and end is not None:
            reckoned_from, stretches = self.counted(plain, found.claim, clock, end)
        is_dated = clock is not None and not isinstance(plain, t.Duration | None)
        moved = (
            tuple(self.history.moved_starts(self.index, view, found.claim, clock))
            if is_dated and found and clock
            else ()
        )
        start = moved[-1].after if moved else (found.claim.start if found else 0)
        count = (
            count_days(plain, start, clock, self.running.schedule.calendars)
            if plain is not None and clock and status != "paused"
            else None
        )
        begins = stretches[0].starts if stretches else start
        return Explanation(
            self.life,
            view.milestone,
            view.process,
            self.replay.case.zone,
            status,
            due if status in ("due", "waiting") else None,
            trouble,
            enrolment_of(self.running, view.case),
            self.promises.process_place(view.process),
            lines,
            found.selection.target if found else None,
            cell,
            self.promises.hours(view, found.target, where) if found else None,
            self.promises.counted_from(view, found),
            tuple(self.promises.alternatives(view, found)) if found else (),
            found is not None and found.number < len(view.instance.claims) - 1,
            tuple(self.history.changes(self.index)),
            plain.seconds if isinstance(plain, t.Duration) else None,
            stretches,
            reckoned_from,
            moved,
            count,
            changes_of(clock, begins, end) if clock and end is not None else (),
            _zone_name(clock),
            self.rolled(),
            view.process.pause if view.milestone.pause is None else view.milestone.pause,
            self.history.standing(self.index, view) if status == "paused" else None,
        )

    def counted(
        self, target: t.Duration, claim: Claim, clock: Clock, end: int
    ) -> tuple[int | None, tuple[Stretch, ...]]:
        """Return the stretches up to an instant; with the start they are reckoned back from."""
        calendars = self.running.schedule.calendars
        view = self.view
        courses = self.history.courses(self.index, view, claim, clock, end)
        stretches = tuple(stretches_of(courses, calendars))
        if not stretches or stretches[-1].total <= target.seconds:
            return None, stretches
        start = view.reckoner.moved(view.milestone, clock, claim.start, claim.since)
        return start, tuple(stretches_of((Course(clock, start, end),), calendars))

    def clock(self) -> tuple[Clock | None, str | None]:
        """Return the clock that the due runs on, or why there is none."""
        if self.found is None:
            return None, "no line of targets holds"
        try:
            fields = self.found.claim.fields
            return self.view.reckoner.clock(self.view.milestone, self.found.target, fields), None
        except Unreckonable as trouble:
            return None, str(trouble)

    def status(self, due: int | None, trouble: str | None) -> str:
        if trouble is not None:
            return "unknown"
        if self.view.instance.state == WAITING:
            return "waiting"
        if self.view.reckoner.is_paused(self.view.milestone) and not self.view.instance.breached:
            return "paused"
        return "no due" if due is None else "due"

    def plain(self, target: t.Target) -> Clocked | None:
        """Return a target as the clock counts it, or None where it counts nothing."""
        match target:
            case t.External():
                minutes = self.view.instance.minutes
                return None if minutes is None else t.Duration(minutes * 60)
            case t.DurationOf():
                fields = (self.found.claim.fields if self.found else None) or self.view.case.fields
                length = fields.get(target.field)
                return None if length is None else t.Duration(length)
            case t.Duration() | t.BusinessDays() | t.CalendarDays() | t.Months() | t.DayTime():
                return target
        return None

    def end(self, due: int | None, status: str) -> int | None:
        """Return up to when time is counted: the due before any roll-forward, or the pause."""
        if status == "paused":
            return self.view.reckoner.paused_at(self.view.milestone)
        if due is None or self.found is None:
            return None
        raw = due if self.found.raw is None else self.found.raw
        if raw < BEYOND:
            return raw
        clock, _ = self.clock()
        return clock.table.until if clock else None

    def rolled(self) -> RolledForward | None:
        found = self.found
        if found is None or found.due is None or found.raw is None or found.due == found.raw:
            return None
        rolling = found.selection.rolling
        if rolling is None or found.due >= BEYOND:
            return None
        clock = self.running.program.calendars.clock(rolling.calendar, self.view.case.fields)
        # A due at 24:00 belongs to the date it ends.
        first = clock.zone.day(found.raw - ends_day(found.selection.target))
        last = clock.zone.day(found.due)
        passed = passed_over(clock, self.running.schedule.calendars, first, last)
        return RolledForward(found.raw, found.due, rolling, clock.name, passed)


def _zone_name(clock: Clock | None) -> str | None:
    if clock is None:
        return None
    try:
        return clock.zone.name
    except ClockError:
        return None
