"""A compiled schedule that runs: what a host calls.

    schedule = load_schedule("schedule.json")
    state, effects = schedule.step(None, {"at": 1775165400, "set": {"priority": "p2"}})
    state, effects = schedule.wake(state, effects.wake)

Entries at an instant come before timers of that instant: a timer at t is settled once time has
passed t, so a host is asked to wake one second after. An entry older than the last settled instant
is refused. Between two calls a case is its state, and the state is JSON: `step` and `wake` read it,
work on a copy (`applying` for entries, `timers` for what time brings), and write the next one.

However long a case was left alone, one call settles so many timers at most: `wake` then asks to be
called again at once, `step` refuses the entry until the case was woken up to it.
"""

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any

from milepost.frozen import frozen
from milepost.ir.codec import load_schedule as read_schedule
from milepost.ir.schedule import Schedule
from milepost.runtime.adopting import adopt
from milepost.runtime.applying import apply
from milepost.runtime.case import Case, State
from milepost.runtime.engine import Engine
from milepost.runtime.enrolment import Entitled, entitled
from milepost.runtime.entries import EntryError, instant_of, is_instant, read_entry
from milepost.runtime.forgetting import forget
from milepost.runtime.happenings import Effects, Happening
from milepost.runtime.program import Program
from milepost.runtime.saved import load_case, save_case
from milepost.runtime.timers import next_timers, settle

#: Instants with timers that `run` looks at beyond the end of a log, unless it is told how far.
FUTURE = 100
#: Timers that one call settles at most.
MOST_TIMERS = 10_000
#: Timers that `run` settles at most between two entries.
MOST_BETWEEN = 200_000


@frozen
class Timeline:
    """Everything that happened to a case and, if nothing more comes, will happen."""

    happenings: tuple[Happening, ...]
    state: State
    wake: int | None


class RunningSchedule:
    """A schedule and everything needed to run cases through it. It is shared and never changes."""

    def __init__(self, schedule: Schedule) -> None:
        self.program = Program(schedule)

    @property
    def schedule(self) -> Schedule:
        """The compiled schedule."""
        return self.program.schedule

    def step(
        self, state: State | None, entry: Mapping[str, Any], record: str = "case"
    ) -> tuple[State, Effects]:
        """Return the state after an entry, and what it brought about.

        The first entry (state None) creates the case. An entry has `at` (Unix seconds), `set`
        (fields and their new values, null to clear), `events`, and `minutes` (the host's answers:
        milestone → minutes). `set` may name the `entitlement` that the host chose; the event
        `done:MILESTONE` says that a milestone was done by hand.
        """
        is_new = state is None
        case = self._created(entry, record) if is_new else load_case(state, self.program)
        effects = self._enter(case, entry, first=is_new)
        return save_case(case), effects

    def wake(self, state: State, at: int) -> tuple[State, Effects]:
        """Return the state after settling the timers before an instant, and what happened then."""
        case = load_case(state, self.program)
        effects = self._settle(case, at)
        return save_case(case), effects

    def run(
        self, log: Iterable[Mapping[str, Any]], record: str = "case", until: int | None = None
    ) -> Timeline:
        """Return the timeline of a whole log: its entries one after another, then its timers.

        Without `until`, they are settled as long as there are any, at 100 more instants at most.
        With it, they are settled up to that instant, and then as far again.
        """
        case: Case | None = None
        happenings: list[Happening] = []
        for entry in log:
            if case is None:
                case = self._created(entry, record)
                effects = self._enter(case, entry, first=True)
            else:
                happenings += self._pass(case, instant_of(entry))
                effects = self._enter(case, entry, first=False)
            happenings += effects.happenings
        if case is None:
            raise EntryError("the log has no entries")
        if until is not None and until > case.settled:
            happenings += self._pass(case, until)
        for _ in range(FUTURE):
            if case.next is None:
                break
            happenings += self._settle(case, case.next + 1).happenings
        return Timeline(tuple(happenings), save_case(case), _wake_of(case))

    def adopt(self, state: State, at: int, earlier: "RunningSchedule") -> tuple[State, Effects]:
        """Return the state of a case moved from an earlier schedule to this one at an instant.

        Timers before the instant are settled under the earlier schedule; time used is carried over.
        """
        case = load_case(state, earlier.program)
        settled = earlier._settle(case, at)  # noqa: SLF001 - another of our own kind
        if case.settled < at:
            raise EntryError(f"more than {MOST_TIMERS} timers lie before: wake the case up to {at}")
        engine = adopt(self.program, case, earlier.program)
        effects = _left(engine)
        return save_case(case), Effects((*settled.happenings, *effects.happenings), effects.wake)

    def entitled(
        self, asked: Mapping[str, Any], at: int, cases_left: Mapping[str, int] | None = None
    ) -> Entitled:
        """Return the entitlement that fits an account, channel and instant, or why none does."""
        return entitled(self.schedule, asked, at, self.program.zone, cases_left)

    def _created(self, entry: Mapping[str, Any], record: str) -> Case:
        if record not in self.program.records:
            raise EntryError(f"there is no record `{record}`")
        case = Case()
        case.record, case.digest = record, self.program.digest
        case.created = case.settled = instant_of(entry)
        return case

    def _enter(self, case: Case, written: Mapping[str, Any], *, first: bool) -> Effects:
        """Settle what lies before an entry, then apply it."""
        entry = read_entry(self.program, case.record, written)
        if entry.at < case.settled:
            raise EntryError(
                f"late: timers are settled up to {case.settled}; an entry at {entry.at} is refused"
            )
        engine = Engine(self.program, case)
        if not _settled(engine, entry.at):
            raise EntryError(
                f"more than {MOST_TIMERS} timers lie before: wake the case up to {entry.at} first"
            )
        engine.now = case.settled = entry.at
        engine.tell_entry(entry, "created" if first else "entry")
        apply(engine, entry, first=first)
        return _left(engine)

    def _settle(self, case: Case, at: int) -> Effects:
        """Settle the timers before an instant, at most so many."""
        if not is_instant(at):
            raise EntryError("a case is woken at whole seconds since 1970 (UTC)")
        if at < case.settled:
            raise EntryError(f"late: timers are settled up to {case.settled}, not only to {at}")
        engine = Engine(self.program, case)
        if _settled(engine, at):
            case.settled = at
        return _left(engine)

    def _pass(self, case: Case, at: int) -> list[Happening]:
        """Settle every timer before an instant, however many calls of `wake` that would take."""
        happenings: list[Happening] = []
        for _ in range(MOST_BETWEEN // MOST_TIMERS):
            if case.next is None or case.next >= at or at < case.settled:
                return happenings
            happenings += self._settle(case, at).happenings
        raise EntryError(f"more than {MOST_BETWEEN} timers lie between two entries")


def load_schedule(path: str | PathLike[str]) -> RunningSchedule:
    """Return the schedule in a `schedule.json`, ready to run."""
    return RunningSchedule(read_schedule(path))


def _settled(engine: Engine, at: int) -> bool:
    """Settle the timers before an instant, if there are any; say whether that were all."""
    earliest = engine.case.next
    return earliest is None or earliest >= at or settle(engine, at, MOST_TIMERS)


def _left(engine: Engine) -> Effects:
    """Leave a case until the next call: note its earliest timer and forget what is over."""
    case = engine.case
    engine.now = case.settled
    timers = next_timers(engine)
    case.next = timers[0].at if timers else None
    forget(engine)
    return Effects(tuple(engine.happenings), _wake_of(case))


def _wake_of(case: Case) -> int | None:
    return None if case.next is None else max(case.next, case.settled) + 1
