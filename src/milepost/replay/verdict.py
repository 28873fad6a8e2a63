"""The tests of a policy, run: what was expected, what was found, and what the tests touched.

Without an ordinal an expectation about a milestone is kept when some instance of it keeps it.
`met` means done in time, `late` done after its due, `breached` that the due passed. A test looks
ahead of its log as far as its expectations and a hundred timers reach, as if nothing more came.
"""

from collections.abc import Iterable
from typing import Any

from milepost.frozen import frozen
from milepost.ir.schedule import Expectation, Schedule, Test
from milepost.runtime import Happening, RunningSchedule, Timeline

_ENDS = {"met", "cancelled", "missed", "waived"}


@frozen
class Judged:
    """An expectation, whether it was kept, and what was found instead."""

    expectation: Expectation
    kept: bool
    found: str


@frozen
class Verdict:
    """A test, its judged expectations in order, and the timeline they were judged by."""

    test: Test
    judged: tuple[Judged, ...]
    timeline: Timeline

    @property
    def passed(self) -> bool:
        """Whether every expectation was kept."""
        return all(one.kept for one in self.judged)


def log_of(test: Test) -> list[dict[str, Any]]:
    """Return the entries of a test's log, the first with what is given."""
    log: list[dict[str, Any]] = []
    for number, entry in enumerate(test.log):
        changes = (*test.given, *entry.changes) if number == 0 else entry.changes
        log.append(
            {
                "at": entry.at,
                "set": {change.field: _json(change.value) for change in changes},
                "events": list(entry.events),
            }
        )
    return log


def judge(schedule: RunningSchedule, test: Test) -> Verdict:
    """Return the verdict on one test."""
    instants = [one.at for one in test.expectations if one.at is not None]
    until = max([test.log[-1].at, *instants]) + 1
    timeline = schedule.run(log_of(test), test.record, until)
    ended = test.log[-1].at
    judged = tuple(_judge(one, timeline, ended) for one in test.expectations)
    return Verdict(test, judged, timeline)


def judge_all(schedule: Schedule, chosen: Iterable[Test] | None = None) -> tuple[Verdict, ...]:
    """Return the verdicts on the tests of a schedule, or on some of them."""
    running = RunningSchedule(schedule)
    return tuple(judge(running, test) for test in (schedule.tests if chosen is None else chosen))


def _json(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _judge(expectation: Expectation, timeline: Timeline, ended: int) -> Judged:
    if expectation.outcome == "process":
        return _process(expectation, timeline)
    if expectation.outcome == "sent":
        return _sent(expectation, timeline)
    histories = _histories(expectation, timeline)
    match expectation.outcome:
        case "starts":
            started = [one for one in histories if _first(one, "started")]
            times = [one.at for history in started for one in history if one.kind == "started"]
            return Judged(expectation, not started, _listed("starts", times) or "never starts")
        case "due":
            dues = [_due(history) for history in histories]
            kept = expectation.at in dues if expectation.at else not any(dues)
            return Judged(expectation, kept, _listed("due", dues) or "not due: it never starts")
        case "open" | "paused":
            at = ended if expectation.at is None else expectation.at
            states = [_state(history, at) for history in histories]
            wanted = {"open": ("open", "paused"), "paused": ("paused",)}[expectation.outcome]
            kept = any(state in wanted for state in states)
            found = ", ".join(dict.fromkeys(state for state in states if state))
            return Judged(expectation, kept, found or "not started")
    return _ending(expectation, histories)


def _ending(expectation: Expectation, histories: list[list[Happening]]) -> Judged:
    """Judge `met`, `late`, `breached`, `cancelled`, `missed` and `waived`."""
    found: list[str] = []
    instants: list[int | None] = []
    for history in histories:
        for one in history:
            name = _name(one)
            if name == expectation.outcome:
                instants.append(one.at)
            if name in ("met", "late", "breached", "cancelled", "missed", "waived"):
                found.append(f"{name} at {{{one.at}}}")
    at = expectation.at
    kept = bool(instants) if at is None else at in instants
    return Judged(expectation, kept, ", ".join(found) or _how_far(histories))


def _name(one: Happening) -> str:
    return "late" if one.kind == "met" and one.detail.get("late") else one.kind


def _how_far(histories: list[list[Happening]]) -> str:
    if not histories:
        return "it never starts"
    due = _due(histories[-1])
    return "still open" if due is None else f"still open, due {{{due}}}"


def _process(expectation: Expectation, timeline: Timeline) -> Judged:
    names = [one.subject for one in timeline.happenings if one.kind == "entered"]
    last = names[-1] if names else ""
    kept = last == expectation.subject
    reason = next(
        (one.detail["reason"] for one in timeline.happenings if one.detail.get("reason")), None
    )
    why = f" (entitlement: {reason})" if reason and not names else ""
    return Judged(expectation, kept, f"process {last}" if last else f"no process{why}")


def _sent(expectation: Expectation, timeline: Timeline) -> Judged:
    instants = [
        one.at
        for one in timeline.happenings
        if one.kind == "sent" and one.subject == expectation.subject
    ]
    if expectation.times is not None:
        kept = len(instants) == expectation.times
    else:
        kept = expectation.at in instants
    times = f"{len(instants)} times" if len(instants) != 1 else "once"
    shown = _listed("sent", instants[:6])
    return Judged(expectation, kept, f"{times}: {shown}" if instants else "never sent")


def _histories(expectation: Expectation, timeline: Timeline) -> list[list[Happening]]:
    """Return the happenings of each instance that an expectation is about, in order."""
    by_instance: dict[int, list[Happening]] = {}
    for one in timeline.happenings:
        if one.subject == expectation.subject and one.instance is not None:
            by_instance.setdefault(one.instance, []).append(one)
    if expectation.level is not None:
        by_instance = {
            number: history
            for number, history in by_instance.items()
            if any(one.detail.get("level") == expectation.level for one in history)
        }
    histories = [by_instance[number] for number in sorted(by_instance)]
    if expectation.nth is not None:
        return histories[expectation.nth - 1 : expectation.nth]
    return histories


def _first(history: list[Happening], kind: str) -> Happening | None:
    return next((one for one in history if one.kind == kind), None)


def _due(history: list[Happening]) -> int | None:
    due = None
    for one in history:
        if one.kind in ("due", "breached"):
            due = one.detail["due"]
    return due


def _state(history: list[Happening], at: int) -> str | None:
    """Return the state of an instance at an instant: entries at that instant have happened."""
    state = None
    for one in history:
        if one.at > at:
            break
        if one.kind in ("started", "resumed"):
            state = "open"
        elif one.kind == "paused":
            state = "paused"
        elif one.kind in _ENDS:
            state = _name(one)
    return state


def _listed(word: str, instants: Iterable[int | None]) -> str:
    """Return instants in braces, for the reporter to write in the test's zone."""
    known = dict.fromkeys(one for one in instants if one is not None)
    return ", ".join(f"{word} {{{one}}}" for one in known)
