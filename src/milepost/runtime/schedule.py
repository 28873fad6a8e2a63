"""A compiled schedule that runs: what a host calls.

    schedule = load_schedule("schedule.json")
    state, effects = schedule.step(None, {"at": 1775165400, "set": {"priority": "p2"}})
    state, effects = schedule.wake(state, effects.wake)

Entries at an instant come before timers of that instant: a timer at t is settled once time has
passed t, so a host is asked to wake one second after. An entry older than the last settled instant
is refused.
"""

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any

from milepost.clock import BEYOND
from milepost.frozen import frozen
from milepost.ir.codec import load_schedule as read_schedule
from milepost.ir.schedule import Field, Schedule
from milepost.runtime.case import RUNNING, Case, Claim, State
from milepost.runtime.engine import Engine, Entry
from milepost.runtime.enrolment import Entitled, entitled, is_over
from milepost.runtime.entering import CLOSED, enrol, exit_process, link_entitlement
from milepost.runtime.happenings import Effects, Happening
from milepost.runtime.pausing import pause_and_resume
from milepost.runtime.program import Program
from milepost.runtime.progress import (
    Before,
    apply_changes,
    end_what_ends,
    follow_anchors,
    happens,
    take_answers,
)
from milepost.runtime.starting import next_round, note_edges, start_what_starts
from milepost.runtime.timers import catch_up, happen, next_timers

#: Timers that `run` settles after the last entry of a log, unless it is told how far to look.
FUTURE = 100


class EntryError(ValueError):
    """An entry that does not fit the record.

    An unknown field, event or value, or one that comes late.
    """


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
        """Return the state after an entry, and what it brought about; state None creates a case.

        An entry has `at` (Unix seconds), `set` (fields and their new values, null to clear),
        `events`, and `minutes` (the host's answers: milestone → minutes). The created entry may
        name an `entitlement` under `set`.
        """
        if state is None:
            case = Case(record, self.program.digest)
            case.created = case.settled = _instant(entry)
        else:
            case = self._case(state)
        checked = self._checked(case, entry)
        engine = Engine(self.program, case)
        self._settle(engine, checked.at)
        engine.now = checked.at
        engine.tell(
            "created" if state is None else "entry",
            set=_plain(checked.set),
            events=list(checked.events),
        )
        self._apply(engine, checked, first=state is None)
        return self._leave(engine, checked.at)

    def wake(self, state: State, at: int) -> tuple[State, Effects]:
        """Return the state after settling every timer before an instant, and what happened."""
        case = self._case(state)
        if at < case.settled:
            raise EntryError(f"late: timers are settled up to {case.settled}, not only to {at}")
        engine = Engine(self.program, case)
        self._settle(engine, at)
        return self._leave(engine, at)

    def run(
        self,
        log: Iterable[Mapping[str, Any]],
        record: str = "case",
        until: int | None = None,
    ) -> Timeline:
        """Return the timeline of a whole log: its entries one after another, then its timers.

        Beyond `until` (or the last entry), timers are settled as long as there are any, up to 100
        of them.
        """
        state: State | None = None
        happenings: list[Happening] = []
        wake: int | None = None
        for entry in log:
            state, effects = self.step(state, entry, record)
            happenings += effects.happenings
            wake = effects.wake
        if state is None:
            raise EntryError("the log has no entries")
        left = FUTURE
        while wake is not None and (left or (until is not None and wake <= until)):
            left -= wake > (until or 0) and left > 0
            state, effects = self.wake(state, wake)
            happenings += effects.happenings
            wake = effects.wake
        return Timeline(tuple(happenings), state, wake)

    def adopt(self, state: State, at: int, earlier: "RunningSchedule") -> tuple[State, Effects]:
        """Return the state of a case moved from an earlier schedule to this one at an instant.

        Timers before the instant are settled under the earlier schedule; time used is carried over.
        """
        settled, effects = earlier.wake(state, at)
        case = Case.of(settled)
        old = Engine(earlier.program, case)
        old.now = at
        used = {
            instance.id: old.reckoner().used(old.milestones()[instance.milestone], instance, at)
            for instance in case.open_instances()
            if instance.milestone in old.milestones()
        }
        case.digest = self.program.digest
        engine = Engine(self.program, case)
        engine.now = at
        self._find_version(engine)
        milestones = engine.milestones()
        for instance in case.open_instances():
            milestone = milestones.get(instance.milestone)
            if milestone is None:
                engine.cancel(instance, "the new schedule has no such milestone")
                continue
            before = used.get(instance.id)
            governing = engine.reckoner().governing(milestone, instance)
            if before is None or governing is None or instance.state != RUNNING:
                continue
            table = governing[0].table
            if table.intervals() != before[0].table.intervals():
                start = table.subtract(at, before[2]) if before[2] else at
                instance.claims = [Claim(start, at)]
        catch_up(engine)
        moved, later = self._leave(engine, at)
        return moved, Effects((*effects.happenings, *later.happenings), later.wake)

    def entitled(
        self, asked: Mapping[str, Any], at: int, cases_left: Mapping[str, int] | None = None
    ) -> Entitled:
        """Return the entitlement that fits an account, channel and instant, or why none does."""
        return entitled(self.schedule, asked, at, self.program.zone, cases_left)

    def _find_version(self, engine: Engine) -> None:
        case = engine.case
        versions = engine.program.versions.get(case.process or "", ())
        if case.process is not None and case.version not in [one.version for one in versions]:
            if versions:
                case.version = versions[-1].version
            else:
                for instance in case.open_instances():
                    engine.cancel(instance, "the new schedule has no such process")
                case.process = case.version = None

    def _case(self, state: State) -> Case:
        case = Case.of(state)
        if case.digest != self.program.digest:
            raise EntryError(
                "the case runs under another schedule; `adopt` moves it and carries its clocks"
            )
        return case

    def _apply(self, engine: Engine, entry: Entry, *, first: bool) -> None:
        """Apply an entry, then what `set` actions assigned, until nothing is assigned any more."""
        rounds = len(engine.milestones()) + 8
        while True:
            self._apply_one(engine, entry, first=first)
            if not engine.assigned:
                return
            entry = Entry(engine.now, engine.assigned)
            engine.assigned = {}
            first = False
            rounds -= 1
            if rounds < 0:
                engine.tell("unstable", set=_plain(entry.set))
                return
            engine.tell("entry", set=_plain(entry.set), events=[], by="set")

    def _apply_one(self, engine: Engine, entry: Entry, *, first: bool) -> None:
        case = engine.case
        engine.started = set()
        milestones = engine.milestones()
        before = {
            instance.id: Before(engine, milestones[instance.milestone], instance)
            for instance in case.open_instances()
            if instance.milestone in milestones
        }
        running = case.open_instances()
        fields_before = dict(case.fields)
        self._change_fields(case, entry, first=first)
        if first or "entitlement" in entry.set:
            link_entitlement(engine, entry.set)
        engine.program.derive(case.record, case.fields)
        changed = {
            name
            for name in {*fields_before, *case.fields}
            if fields_before.get(name) != case.fields.get(name)
        }
        entry = Entry(entry.at, dict.fromkeys(changed), entry.events, entry.minutes)
        handed = enrol(engine)
        for event in entry.events:
            case.events.setdefault(event, [engine.now, engine.now])[1] = engine.now
        take_answers(engine, entry)
        met = [] if case.exited is not None else end_what_ends(engine, entry, running)
        if engine.process is not None and case.exited is None:
            if changed or handed is not None:
                apply_changes(engine, entry, before, handed)
            follow_anchors(engine)
            for instance in met:
                milestone = engine.milestones()[instance.milestone]
                if milestone.repeats == "every":
                    next_round(engine, milestone, instance, engine.now)
            names = {instance.milestone for instance in met}
            start_what_starts(engine, frozenset({*entry.events, *names}))
            note_edges(engine)
            pause_and_resume(engine)
            self._exit(engine, entry)
        catch_up(engine)
        engine.show_dues()

    def _exit(self, engine: Engine, entry: Entry) -> None:
        process = engine.process
        if process is None:
            return
        case, program = engine.case, engine.program
        if is_over(process, program.facts(case.record, case.fields, case.met)):
            exit_process(engine, CLOSED)
        elif any(happens(engine, one, entry, process.name) for one in process.cancel):
            exit_process(engine, "cancelled")

    def _change_fields(self, case: Case, entry: Entry, *, first: bool) -> None:
        if first:
            for field in self.program.records[case.record].fields:
                if field.default is not None:
                    value = field.default
                    case.fields[field.name] = list(value) if isinstance(value, tuple) else value
        for name, value in entry.set.items():
            if value is None:
                case.fields.pop(name, None)
            else:
                case.fields[name] = list(value) if isinstance(value, tuple) else value
        if first:
            case.fields["created"] = case.created

    def _settle(self, engine: Engine, until: int) -> None:
        """Let every timer before an instant happen, in order."""
        while True:
            timers = next_timers(engine)
            if not timers or timers[0].at >= until:
                return
            engine.now = max(timers[0].at, engine.now)
            engine.started = set()
            for timer in timers:
                happen(engine, timer)
            if engine.assigned:
                entry = Entry(engine.now, engine.assigned)
                engine.assigned = {}
                engine.tell("entry", set=_plain(entry.set), events=[], by="set")
                self._apply(engine, entry, first=False)
            else:
                start_what_starts(engine, frozenset())
                engine.show_dues()

    def _leave(self, engine: Engine, at: int) -> tuple[State, Effects]:
        engine.case.settled = at
        engine.now = at
        timers = next_timers(engine)
        wake = timers[0].at + 1 if timers and timers[0].at < BEYOND else None
        if wake is not None:
            wake = max(wake, at + 1)
        return engine.case.state(), Effects(tuple(engine.happenings), wake)

    def _checked(self, case: Case, entry: Mapping[str, Any]) -> Entry:
        """Return an entry whose fields, values and events the record knows; refuse another."""
        at = _instant(entry)
        if at < case.settled:
            raise EntryError(
                f"late: timers are settled up to {case.settled}; an entry at {at} is refused"
            )
        for key in entry:
            if key not in ("at", "set", "events", "minutes"):
                raise EntryError(f"an entry has `at`, `set`, `events` and `minutes`, not `{key}`")
        fields = self.program.fields_of(case.record)
        changes = dict(entry.get("set") or {})
        for name, value in changes.items():
            if name not in fields:
                raise EntryError(f"unknown field `{name}`")
            if fields[name].derived_from is not None:
                raise EntryError(f"field `{name}` is computed from a table and is never set")
            if value is not None and not _fits(fields[name], value):
                raise EntryError(f"field `{name}` cannot be {value!r}")
        known = self.program.records[case.record].events
        events = tuple(entry.get("events") or ())
        for event in events:
            if event not in known and not str(event).startswith("done:"):
                raise EntryError(f"unknown event `{event}`")
        return Entry(at, changes, events, dict(entry.get("minutes") or {}))


def load_schedule(path: str | PathLike[str]) -> RunningSchedule:
    """Return the schedule in a `schedule.json`, ready to run."""
    return RunningSchedule(read_schedule(path))


def _instant(entry: Mapping[str, Any]) -> int:
    at = entry.get("at")
    if not isinstance(at, int) or isinstance(at, bool):
        raise EntryError("an entry needs `at`, in whole seconds since 1970 (UTC)")
    return at


def _plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in changes.items()
    }


def _fits(field: Field, value: Any) -> bool:
    match field.type:
        case "choice" | "zone":
            return value in field.values
        case "yes_no":
            return isinstance(value, bool)
        case "integer":
            whole = isinstance(value, int) and not isinstance(value, bool)
            low, high = field.low, field.high
            return whole and (low is None or low <= value) and (high is None or value <= high)
        case "time" | "duration":
            return isinstance(value, int) and not isinstance(value, bool)
        case "tags":
            return isinstance(value, list | tuple) and all(one in field.values for one in value)
    return isinstance(value, str)
