"""One step of one case: an entry applied, or timers settled, in the order the language lays down.

For an entry: (1) fields and events; (2) derived fields; (3) enrolment; (4) done, reset, cancel of
what was running; then changed targets and anchors; (5) starts, repeated as milestones met release
others; (6) pauses; (7) exits. What `set` actions assigned becomes one following entry at the same
instant.
"""

from collections.abc import Iterable
from typing import Any

from milepost.ir.processes import Milestone, Process
from milepost.runtime.case import CANCELLED, MET, RUNNING, WAIVED, Case, Instance
from milepost.runtime.conditions import holds
from milepost.runtime.happenings import Happening
from milepost.runtime.program import Program
from milepost.runtime.reckoner import Reckoner, Unreckonable


class Entry:
    """What happens at one instant.

    Changes, events, and the answers of the host to what it was asked.
    """

    __slots__ = ("at", "events", "minutes", "set")

    def __init__(
        self,
        at: int,
        changes: dict[str, Any],
        events: Iterable[str] = (),
        minutes: dict[str, Any] | None = None,
    ) -> None:
        self.at = at
        self.set = changes
        self.events = tuple(events)
        self.minutes = minutes or {}


class Engine:
    """The working place of a step.

    The program, the case, the present instant and what has happened.
    """

    def __init__(self, program: Program, case: Case) -> None:
        self.program = program
        self.case = case
        self.now = case.settled
        self.happenings: list[Happening] = []
        self.assigned: dict[str, Any] = {}
        self.started: set[tuple[str, Any]] = set()

    @property
    def process(self) -> Process | None:
        """The process that holds the case, or None."""
        case = self.case
        if case.process is None:
            return None
        return self.program.process(case.process, case.version)

    def reckoner(self) -> Reckoner:
        """Return what reckons dues in the process that holds the case."""
        process = self.process
        assert process is not None, "dues are reckoned in a process"
        return Reckoner(self.program, self.case, process)

    def milestones(self) -> dict[str, Milestone]:
        """Return the milestones of the process that holds the case."""
        process = self.process
        return dict(self.program.milestones(process)) if process else {}

    def tell(
        self,
        kind: str,
        subject: str | None = None,
        instance: Instance | None = None,
        **detail: Any,
    ) -> None:
        """Record that something happened now."""
        number = None if instance is None else instance.id
        self.happenings.append(Happening(self.now, kind, subject, number, detail))

    def tell_entry(self, kind: str, changes: dict[str, Any], events: Any = (), **more: Any) -> None:
        """Record an entry: what it set, and its events."""
        detail = {"set": changes, "events": list(events), **more}
        self.happenings.append(Happening(self.now, kind, None, None, detail))

    def holds(self, condition: Any) -> bool:
        """Say whether a condition holds for the case as it is."""
        case = self.case
        return holds(condition, self.program.facts(case.record, case.fields, case.met))

    def due(self, milestone: Milestone, instance: Instance) -> int | None:
        """Return an instance's due; when it cannot be told, record why, once, and return None."""
        try:
            return self.reckoner().due(milestone, instance)
        except Unreckonable as trouble:
            reason = str(trouble)
            if instance.reason != reason:
                instance.reason = reason
                self.tell("error", instance.milestone, instance, reason=reason)
            return None

    def meet(self, milestone: Milestone, instance: Instance, state: str = MET) -> None:
        """End an instance as met or waived, and remember the instant for what follows."""
        self.show_due(milestone, instance)
        late = instance.breached
        instance.end(state, self.now)
        met = self.case.met.setdefault(milestone.name, [self.now, self.now])
        met[1] = self.now
        if state == WAIVED:
            self.tell("waived", milestone.name, instance)
        else:
            self.tell("met", milestone.name, instance, late=late)

    def cancel(self, instance: Instance, reason: str) -> None:
        """End an instance without its being done."""
        instance.end(CANCELLED, self.now, reason)
        instance.held = []
        self.tell("cancelled", instance.milestone, instance, reason=reason)

    def show_dues(self) -> None:
        """Record every due that became known, moved or went away."""
        milestones = self.milestones()
        for instance in self.case.open_instances():
            milestone = milestones.get(instance.milestone)
            if milestone is not None:
                self.show_due(milestone, instance)

    def show_due(self, milestone: Milestone, instance: Instance) -> None:
        """Record a due that became known, moved or went away since it was last recorded."""
        if instance.breached or instance.state != RUNNING:
            return
        if self.reckoner().is_paused(milestone):
            return
        due = self.due(milestone, instance)
        if due != instance.shown:
            instance.shown = due
            line = self.line_of(milestone)
            self.tell("due", instance.milestone, instance, due=due, line=line)

    def line_of(self, milestone: Milestone) -> int | None:
        """Return the number of the target line that counts now, from 0."""
        selection = self.reckoner().select(milestone)
        return None if selection is None else selection.line
