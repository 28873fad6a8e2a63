"""When a promise is due: target lines, clocks, and starts moved by pauses.

One rule for every target: a pause moves the start forward by the open time it lasted, and the due
is the target's wording applied to the moved start. So it is with a change of calendar: the start is
the latest instant from which as much open time was used as on the old one.

In `earliest` and `latest`, an alternative with an anchor of its own counts from there; the one that
decides the due also decides the clock that percentages and offsets run on.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from milepost.clock import BEYOND, Clock, ClockError, ends_day
from milepost.frozen import frozen
from milepost.ir import targets as t
from milepost.ir.calendars import ALWAYS
from milepost.ir.conditions import CalendarRef
from milepost.ir.processes import Milestone, Process
from milepost.runtime.anchors import Anchored, anchored
from milepost.runtime.case import CANCELLED, PROCESS, Case, Claim, Instance
from milepost.runtime.conditions import Facts, holds
from milepost.runtime.program import Program
from milepost.runtime.promise import Promise, Reckoning, Unreckonable, own_claim
from milepost.runtime.tables import lookup

__all__ = ["ROUND_THE_CLOCK", "Reckoner", "Reckoning", "Selection", "Unreckonable"]

ROUND_THE_CLOCK = ALWAYS


@frozen
class Selection:
    """The target line that counts: its number, its target (looked up), its roll-forward."""

    line: int
    target: t.Target
    anchor: t.Anchor | None
    rolling: t.Rolling | None

    @property
    def is_promise(self) -> bool:
        """Whether something is promised: `none` is only words."""
        return not isinstance(self.target, t.NoTarget)


class Reckoner:
    """Reckons dues for one case in one version of a process, with the fields it has or had."""

    def __init__(
        self,
        program: Program,
        case: Case,
        process: Process,
        fields: Mapping[str, Any] | None = None,
    ) -> None:
        self.program = program
        self.case = case
        self.process = process
        self.fields = case.fields if fields is None else fields
        self.milestones = program.milestones(process)
        self._facts = program.facts(case.record, self.fields, case.met)
        self._asked: set[str] = set()

    def facts(self, fields: Mapping[str, Any] | None = None) -> Facts:
        """Return what conditions may ask of the case; `fields` are held to be what they were."""
        if fields is None:
            return self._facts
        return self.program.facts(self.case.record, {**self.fields, **fields}, self.case.met)

    def select(
        self, milestone: Milestone, fields: Mapping[str, Any] | None = None
    ) -> Selection | None:
        """Return the first target line that holds, or None when none does."""
        facts = self.facts(fields)
        for number, line in enumerate(milestone.lines):
            if line.when is not None and not holds(line.when, facts):
                continue
            target, rolling = line.target, line.rolling
            if isinstance(target, t.TableTarget):
                cell = lookup(self.program.tables[target.table], facts.fields, milestone.name)
                if not isinstance(cell, t.TargetCell):
                    return None
                target, rolling = cell.target, cell.rolling or rolling
            return Selection(number, target, line.anchor, rolling)
        return None

    def anchor_of(self, milestone: Milestone) -> Anchored | None:
        """Return what the line that counts (else the milestone) counts from, or None: not yet."""
        selection = self.select(milestone)
        if selection is None:
            return None
        anchor = selection.anchor or milestone.anchor
        clock = None
        if anchor is not None and anchor.how in ("day", "hour") and selection.is_promise:
            try:
                clock = self.clock(milestone, selection.target)
            except Unreckonable:
                clock = None
        return anchored(self, anchor, clock)

    def reckon(self, milestone: Milestone, instance: Instance) -> Reckoning:
        """Return the earliest due of an instance's claims; the frozen one after a breach."""
        best: Reckoning | None = None
        try:
            for claim in instance.claims:
                found = self.reckon_claim(milestone, instance, claim)
                if best is None or found.rank < best.rank:
                    best = found
        except (Unreckonable, ClockError) as trouble:
            best = Reckoning(None, None, instance.anchor, trouble=str(trouble))
        if best is None:
            best = Reckoning(None, None, instance.anchor)
        if instance.breached:
            return Reckoning(instance.due, best.clock, best.start, best.target, best.line)
        return best

    def reckon_claim(self, milestone: Milestone, instance: Instance, claim: Claim) -> Reckoning:
        """Return what one claim comes to, rolled forward where the line says so."""
        reckoner: Reckoner = self
        if claim.fields is not None:
            milestone, reckoner = self._made_under(milestone, claim)
        selection = reckoner.select(milestone)
        if selection is None:
            return Reckoning(None, None, claim.start)
        found = Promise(reckoner, milestone, instance, claim).of(selection.target)
        due = found.due
        if due is not None and due < BEYOND and selection.rolling is not None:
            due = reckoner.rolled(selection, due)
        if milestone.repeats == "every" and due is not None and due <= found.start:
            raise Unreckonable("a rhythm needs a length")
        return Reckoning(due, found.clock, found.start, found.target, selection.line)

    def hours(self, milestone: Milestone, target: t.Target) -> CalendarRef | None:
        """Return the calendar of a target.

        Its own, else that of the milestone, the process, the entitlement or the tier.
        """
        found = getattr(target, "calendar", None) or milestone.hours or self.process.hours
        if found is not None:
            return found
        entitlement = self.program.entitlements.get(str(self.fields.get("entitlement")))
        if entitlement is not None and entitlement.hours is not None:
            return entitlement.hours
        tier = self.program.tiers.get(str(self.fields.get("tier")))
        return tier.hours if tier else None

    def clock(
        self, milestone: Milestone, target: t.Target, fields: Mapping[str, Any] | None = None
    ) -> Clock:
        """Return the clock of a target; one due `by` a field needs it only for its triggers."""
        reference = self.hours(milestone, target)
        if reference is None:
            if not isinstance(target, t.ByField | t.NoTarget):
                raise Unreckonable("no calendar says when this clock runs")
            reference = ROUND_THE_CLOCK
        return self.clock_named(reference, fields)

    def clock_named(self, reference: CalendarRef, fields: Mapping[str, Any] | None = None) -> Clock:
        """Return the clock of a calendar."""
        known = self.fields if fields is None else {**self.fields, **fields}
        try:
            return self.program.calendars.clock(reference, known)
        except ClockError as trouble:
            raise Unreckonable(str(trouble)) from trouble

    def rolled(self, selection: Selection, due: int) -> int:
        """Return a due rolled forward when its date has no open time and the line says so."""
        rolling = selection.rolling
        if rolling is None or (rolling.when is not None and not holds(rolling.when, self._facts)):
            return due
        clock = self.clock_named(rolling.calendar)
        return clock.rolled(due, rolling.time, ends_day=ends_day(selection.target))

    def pause_key(self, milestone: Milestone) -> str:
        """Return under which key the pauses of a milestone are kept."""
        return PROCESS if milestone.pause is None else milestone.name

    def is_paused(self, milestone: Milestone) -> bool:
        """Say whether the milestone's clock stands."""
        passage = self.case.passages.get(self.process.name)
        return passage is not None and passage.is_paused(self.pause_key(milestone))

    def paused_at(self, milestone: Milestone) -> int | None:
        """Return since when the milestone's clock stands, or None when it runs."""
        passage = self.case.passages.get(self.process.name)
        history = passage.pauses.get(self.pause_key(milestone)) if passage else None
        return history[-1][0] if history and history[-1][1] is None else None

    def moved(
        self,
        milestone: Milestone,
        clock: Clock,
        start: int,
        since: int,
        instance: Instance | None = None,
        before: int = BEYOND,
    ) -> int:
        """Return the start, moved forward by the open time of every pause that ended since.

        Of an instance that was handed over, the pauses it had before count as well. Pauses that
        began at `before` or later move nothing: the due was passed, and is frozen.
        """
        for begun, ended in self._pauses(milestone, instance):
            if begun >= before:
                continue
            begins = max(begun, start, since)
            if ended > begins and clock.table.worked(begins, ended):
                used = clock.table.worked(start, begins)
                start = clock.table.subtract(ended, used) if used else ended
        return start

    def used_by(
        self, milestone: Milestone, instance: Instance, claim: Claim, at: int
    ) -> tuple[Clock, int] | None:
        """Return the clock of a claim and the open time used so far; None where none counts."""
        try:
            found = self.reckon_claim(milestone, instance, claim)
            if found.clock is None or not found.counts:
                return None
            stands = self.paused_at(milestone)
            until = at if stands is None else min(at, max(stands, claim.since, instance.handed))
            return found.clock, found.clock.table.worked(found.start, max(found.start, until))
        except (ClockError, Unreckonable):
            return None

    def due_of(self, name: str) -> int | None:
        """Return the due of a milestone's latest instance: None for none, or while it stands."""
        instance = self.case.latest(name)
        if instance is None or instance.state == CANCELLED or name in self._asked:
            return None
        if not instance.is_open or instance.breached:
            return instance.last_due
        milestone = self.milestones[name]
        if self.is_paused(milestone):
            return None
        self._asked.add(name)
        due = self.reckon(milestone, instance).due
        self._asked.discard(name)
        return due

    def claimed(self, milestone: Milestone, instance: Instance, claim: Claim) -> int | None:
        """Return the due of one claim, rolled forward where the line says so."""
        return self.reckon_claim(milestone, instance, claim).due

    def raw_due(
        self, milestone: Milestone, instance: Instance, claim: Claim, target: t.Target
    ) -> int | None:
        """Return the due of a target before any roll-forward."""
        reckoner: Reckoner = self
        if claim.fields is not None:
            milestone, reckoner = self._made_under(milestone, claim)
        return Promise(reckoner, milestone, instance, claim).of(target).due

    def governing(
        self, milestone: Milestone, instance: Instance
    ) -> tuple[Clock, int, t.Target] | None:
        """Return the clock, the moved start and the target that the instance's due comes from."""
        found = self.reckon(milestone, instance)
        if found.clock is None or found.target is None:
            return None
        return found.clock, found.start, found.target

    def parts(self, target: t.Target, claim: Claim) -> list[tuple[t.Target, Claim]]:
        """Return a target, or the alternatives it combines, each with what it is reckoned from."""
        if not isinstance(target, t.Earliest | t.Latest):
            return [(target, claim)]
        found: list[tuple[t.Target, Claim]] = []
        for part in target.alternatives:
            own = own_claim(self, next(iter(self.milestones.values())), part, claim)
            if own is not None:
                found += self.parts(part.target, own)
        return found

    def used(
        self, milestone: Milestone, instance: Instance, at: int
    ) -> tuple[Clock, int, int] | None:
        """Return the clock, the moved start and the open seconds used by an instant."""
        found = self.governing(milestone, instance)
        if found is None:
            return None
        clock, start, _ = found
        stands = self.paused_at(milestone)
        until = at if stands is None else min(at, stands)
        try:
            return clock, start, clock.table.worked(start, max(start, until))
        except ClockError:
            return clock, start, 0

    def _made_under(self, milestone: Milestone, claim: Claim) -> tuple[Milestone, "Reckoner"]:
        """Return the milestone and the reckoner that a promise was made under."""
        fields = {**self.fields, **(claim.fields or {})}
        process = self.process
        if claim.of is not None:
            process = self.program.processes.get((claim.of[0], claim.of[1]), process)
        earlier = Reckoner(self.program, self.case, process, fields)
        if milestone.name not in earlier.milestones:
            earlier = Reckoner(self.program, self.case, self.process, fields)
        earlier._asked = self._asked
        return earlier.milestones.get(milestone.name, milestone), earlier

    def _pauses(self, milestone: Milestone, instance: Instance | None) -> Iterator[tuple[int, int]]:
        handed = 0
        if instance is not None:
            handed = instance.handed
            yield from ((begun, ended) for begun, ended in instance.pauses)
        name = self.process.name if instance is None else instance.process
        passage = self.case.passages.get(name)
        history = passage.pauses.get(self.pause_key(milestone), ()) if passage else ()
        for begins, ends in history:
            if begins is not None and ends is not None and ends > handed:
                yield max(begins, handed), ends
