"""Where a step is worked out: the program, the case, the present instant, what has happened.

Everything a part of the runtime does to a case goes through here, so that dues are reckoned once
and again only after something changed: whoever changes what a due depends on says `touch`.
"""

from collections.abc import Mapping
from typing import Any

from milepost.ir.conditions import Condition
from milepost.ir.processes import Milestone, Process
from milepost.runtime.case import CANCELLED, MET, WAIVED, Case, Delivery, Instance
from milepost.runtime.conditions import holds
from milepost.runtime.entries import Entry
from milepost.runtime.happenings import Happening
from milepost.runtime.program import Program
from milepost.runtime.reckoner import Reckoner, Reckoning


class Engine:
    """A case being worked on.

    `started` are the milestones that began at this entry, with their levels. `assigned` is what
    `set` actions gave to fields: the entry that follows this one.
    """

    def __init__(self, program: Program, case: Case) -> None:
        self.program = program
        self.case = case
        self.now = case.settled
        self.happenings: list[Happening] = []
        self.assigned: dict[str, Any] = {}
        self.started: set[tuple[str, Any]] = set()
        self.facts = program.facts(case.record, case.fields, case.met)
        self._rounds: dict[str, int] = {}
        self._counted_at = self.now
        self._reckoner: Reckoner | None = None
        self._reckoned: dict[int, Reckoning] = {}

    @property
    def process(self) -> Process | None:
        """The process that holds the case, or None."""
        case = self.case
        if case.holder is None:
            return None
        return self.program.process(case.holder, case.passages[case.holder].version)

    @property
    def milestones(self) -> Mapping[str, Milestone]:
        """The milestones of the process that holds the case."""
        case = self.case
        if case.holder is None:
            return {}
        return self.program.milestones(
            self.program.process(case.holder, case.passages[case.holder].version)
        )

    @property
    def reckoner(self) -> Reckoner:
        """What reckons dues in the process that holds the case."""
        if self._reckoner is None:
            process = self.process
            assert process is not None, "dues are reckoned in a process"
            self._reckoner = Reckoner(self.program, self.case, process)
        return self._reckoner

    def touch(self) -> None:
        """Forget what was reckoned: something changed that dues depend on."""
        self._reckoner = None
        self._reckoned = {}

    def reckon(self, instance: Instance) -> Reckoning:
        """Return what an instance's due comes from; trouble with it is recorded once."""
        found = self._reckoned.get(instance.id)
        if found is None:
            milestone = self.milestones[instance.milestone]
            found = self.reckoner.reckon(milestone, instance)
            self._reckoned[instance.id] = found
            if found.trouble != instance.trouble:
                instance.trouble = found.trouble
                if found.trouble is not None:
                    self.tell("error", instance.milestone, instance, {"reason": found.trouble})
        return found

    def is_paused(self, milestone: Milestone) -> bool:
        """Say whether the milestone's clock stands."""
        return self.case.stay.is_paused(self.reckoner.pause_key(milestone))

    def holds(self, condition: Condition | None) -> bool:
        """Say whether a condition is there and holds for the case as it is."""
        return condition is not None and holds(condition, self.facts)

    def tell(
        self,
        kind: str,
        subject: str | None = None,
        instance: Instance | int | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Record that something happened now."""
        number = instance.id if isinstance(instance, Instance) else instance
        self.happenings.append(Happening(self.now, kind, subject, number, detail or {}))

    def tell_entry(self, entry: Entry, kind: str = "entry", *, by_action: bool = False) -> None:
        """Record an entry: one from outside, or what `set` actions assigned."""
        changes = {
            name: list(value) if isinstance(value, list | tuple) else value
            for name, value in entry.set.items()
        }
        detail = {"set": changes, "events": list(entry.events)}
        self.tell(kind, detail=detail | {"by": "set"} if by_action else detail)

    def meet(self, instance: Instance, state: str = MET) -> None:
        """End an instance as met or waived, and remember the instant for what follows."""
        instance.end(state, self.now)
        met = self.case.met.setdefault(instance.milestone, [self.now, self.now])
        met[1] = self.now
        if state == WAIVED:
            self.tell("waived", instance.milestone, instance)
        else:
            self.tell("met", instance.milestone, instance, {"late": instance.breached})
        self.touch()

    def cancel(self, instance: Instance, reason: str) -> None:
        """End an instance without its being done, and drop what it held back."""
        instance.end(CANCELLED, self.now, reason)
        self.tell("cancelled", instance.milestone, instance, {"reason": reason})
        self.drop_deliveries(instance, "it was cancelled")
        self.touch()

    def drop_deliveries(self, instance: Instance, reason: str) -> None:
        """Drop what an instance held back for open time."""
        kept: list[Delivery] = []
        for one in self.case.deliveries:
            if one.instance == instance.id:
                self.tell_skipped(one, reason)
            else:
                kept.append(one)
        self.case.deliveries = kept

    def tell_skipped(self, one: Delivery, reason: str) -> None:
        """Record that the actions of a delivery are not sent after all."""
        for action in one.actions:
            detail = {
                "reason": reason,
                "reached": one.reached,
                "trigger": one.trigger,
                "milestone": one.milestone,
            }
            self.tell("skipped", action, one.instance, detail)

    def show_dues(self) -> None:
        """Record every due that became known, moved or went away."""
        for instance in self.case.open_instances():
            self.show_due(instance)

    def show_due(self, instance: Instance) -> None:
        """Record a due that became known, moved or went away since it was last recorded."""
        if instance.breached or not instance.is_running or instance.paused:
            return
        found = self.reckon(instance)
        if found.due != instance.shown:
            instance.shown = found.due
            detail = {"due": found.due, "line": found.line}
            self.tell("due", instance.milestone, instance, detail)

    def take_assigned(self) -> Entry:
        """Return what `set` actions assigned as the entry that follows, at the same instant."""
        entry = Entry(self.now, self.assigned)
        self.assigned = {}
        return entry

    def may_repeat(self, what: str, most: int) -> bool:
        """Say whether something may be done once more at this instant; `most` bounds how often."""
        if self._counted_at != self.now:
            self._counted_at, self._rounds = self.now, {}
        self._rounds[what] = self._rounds.get(what, 0) + 1
        return self._rounds[what] <= most
