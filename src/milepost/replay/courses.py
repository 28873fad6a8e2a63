"""On which clock, from when to when, a promise was counted; and what moved its start.

A change of calendar leaves a claim that begins at the change, with a start reckoned back on the new
calendar so that the time used is kept. What was really counted before is found in the state before
the change, and so on back to the anchor.
"""

from collections.abc import Iterator

from milepost.clock import Clock
from milepost.ir.targets import Target
from milepost.replay.explanation import ChangeMade, FieldChange, MovedStart
from milepost.replay.replaying import Replay
from milepost.replay.stretches import Course, Pause
from milepost.replay.views import Reckoned, View, pauses_of, reckoned, view_of
from milepost.runtime import RunningSchedule
from milepost.runtime.case import OPEN, Claim


class History:
    """The states of a replayed case, and what they say of one instance."""

    def __init__(self, running: RunningSchedule, replay: Replay, instance: int) -> None:
        self.running = running
        self.moments = replay.moments
        self.states = tuple(moment.after for moment in replay.moments)
        self.instance = instance
        self._views: dict[int, View | None] = {}

    def view(self, index: int) -> View | None:
        """Return the instance in the state after a moment; -1 is before the first."""
        if index not in self._views:
            state = self.states[index] if index >= 0 else None
            self._views[index] = view_of(self.running, state, self.instance)
        return self._views[index]

    def view_without_actions(self, index: int) -> View | None:
        """Return the instance after a moment as it stood before `set` actions changed fields."""
        moment = self.moments[index]
        assigned = {
            field
            for one in moment.happenings
            if one.kind == "entry" and one.detail.get("by")
            for field in one.detail["set"]
        }
        if not assigned or moment.before is None:
            return None
        given = {**moment.before["fields"], **(moment.entry or {}).get("set", {})}
        fields = dict(moment.after["fields"])
        for field in assigned:
            fields.pop(field, None)
            if given.get(field) is not None:
                fields[field] = given[field]
        return view_of(self.running, {**moment.after, "fields": fields}, self.instance)

    def courses(
        self, index: int, view: View, claim: Claim, clock: Clock, end: int
    ) -> tuple[Course, ...]:
        """Return the courses that a claim was counted on, up to an instant."""
        pauses = pauses_of(self.running, view, self.states[: index + 1])
        earlier = self.origin(index, claim) if claim.since else None
        before = self.view(earlier - 1) if earlier is not None else None
        found = reckoned(before) if before is not None else None
        if earlier is None or before is None or found is None:
            return (Course(clock, claim.start, end, pauses),)
        old = before.reckoner.clock(before.milestone, found.target, found.claim.fields)
        counted = self.courses(earlier - 1, before, found.claim, old, claim.since)
        return (*counted, Course(clock, claim.since, end, pauses))

    def origin(self, index: int, claim: Claim) -> int | None:
        """Return the moment at which a claim came about."""
        for number in range(index + 1):
            view = self.view(number)
            if view is not None and any(
                (one.start, one.since) == (claim.start, claim.since) for one in view.instance.claims
            ):
                return number
        return None

    def moved_starts(
        self, index: int, view: View, claim: Claim, clock: Clock
    ) -> Iterator[MovedStart]:
        """Yield each pause that moved the start of a claim, as the reckoner moves it."""
        start, table = claim.start, clock.table
        for pause in pauses_of(self.running, view, self.states[: index + 1]):
            begins = max(pause.starts, start, claim.since)
            if pause.ends is None or pause.ends <= begins:
                continue
            lost = table.worked(begins, pause.ends)
            if lost:
                used = table.worked(start, begins)
                moved = table.subtract(pause.ends, used) if used else pause.ends
                yield MovedStart(pause, lost, start, moved)
                start = moved

    def standing(self, index: int, view: View) -> Pause | None:
        """Return the pause in which a clock stands."""
        pauses = pauses_of(self.running, view, self.states[: index + 1])
        return pauses[-1] if pauses and pauses[-1].ends is None else None

    def changes(self, index: int) -> Iterator[ChangeMade]:
        """Yield the changes of target, calendar or process up to a moment, while the clock ran."""
        for number in range(1, index + 1):
            before, after = self.view(number - 1), self.view(number)
            if before is None or after is None:
                continue
            if before.instance.breached or before.instance.state not in OPEN:
                continue
            change = _change(before, after, self.moments[number].at)
            if change is not None:
                yield change


def _change(before: View, after: View, at: int) -> ChangeMade | None:
    old, new = reckoned(before), reckoned(after)
    targets = (_target(old), _target(new))
    clocks = (_clock(before, old), _clock(after, new))
    processes = (before.process, after.process)
    if targets[0] == targets[1] and clocks[0] is clocks[1] and processes[0] is processes[1]:
        return None
    fields = tuple(
        FieldChange(name, before.case.fields.get(name), after.case.fields.get(name))
        for name in sorted({*before.case.fields, *after.case.fields})
        if before.case.fields.get(name) != after.case.fields.get(name)
    )
    changed = {one.field for one in fields}
    rules = (*after.milestone.changes, *after.process.changes)
    rule = next((rule for rule in rules if changed & set(rule.fields)), None)
    named = tuple(one for one in fields if rule and one.field in rule.fields) or fields
    used = before.reckoner.used(before.milestone, before.instance, at)
    return ChangeMade(
        at,
        rule.rule if rule else None,
        named,
        targets,
        (clocks[0].name if clocks[0] else None, clocks[1].name if clocks[1] else None),
        processes,
        used[2] if used else None,
    )


def _target(found: Reckoned | None) -> Target | None:
    return None if found is None else found.selection.target


def _clock(view: View, found: Reckoned | None) -> Clock | None:
    if found is None:
        return None
    governing = view.reckoner.governing(view.milestone, view.instance)
    return governing[0] if governing else None
