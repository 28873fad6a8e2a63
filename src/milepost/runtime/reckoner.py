"""When a promise is due: target lines, clocks, pauses and moved starts.

One rule for every target: a pause moves the start forward by the open time it lasted, and the due
is the target's wording applied to the moved start.
"""

from typing import Any

from milepost.clock import BEYOND, Clock, ClockError, HorizonError, due_of, ends_day
from milepost.clock.dates import day_number
from milepost.frozen import frozen
from milepost.ir import targets as t
from milepost.ir.conditions import CalendarRef
from milepost.ir.processes import Milestone, Process
from milepost.runtime.anchors import anchor_instant
from milepost.runtime.case import Case, Claim, Instance
from milepost.runtime.conditions import Facts, holds
from milepost.runtime.program import Program
from milepost.runtime.tables import lookup

ROUND_THE_CLOCK = "always"


class Unreckonable(Exception):  # noqa: N818 - it is an answer: there is no due, and this is why
    """A due that cannot be told: the reason is shown in the timeline."""


@frozen
class Selection:
    """The target line that counts for a case.

    Its number, its target with tables resolved, its roll-forward.
    """

    line: int
    target: t.Target
    anchor: t.Anchor | None
    rolling: t.Rolling | None


class Reckoner:
    """Reckons dues for one case in one process at one moment of its life."""

    def __init__(self, program: Program, case: Case, process: Process) -> None:
        self.program = program
        self.case = case
        self.process = process

    def facts(self, fields: dict[str, Any] | None = None) -> Facts:
        """Return what conditions may ask, of the case or of a snapshot of its fields."""
        case = self.case
        return self.program.facts(case.record, case.fields if fields is None else fields, case.met)

    def select(
        self, milestone: Milestone, fields: dict[str, Any] | None = None
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

    def hours(self, milestone: Milestone, target: Any) -> CalendarRef | None:
        """Return the calendar a target runs on.

        Its own, else the milestone's, process's, entitlement's, tier's.
        """
        entitlement = self.program.entitlements.get(self.case.entitlement or "")
        tier = self.program.tiers.get(self.case.fields.get("tier") or "")
        candidates = (
            getattr(target, "calendar", None),
            milestone.hours,
            self.process.hours,
            entitlement.hours if entitlement else None,
            tier.hours if tier else None,
        )
        return next((found for found in candidates if found is not None), None)

    def clock(self, milestone: Milestone, target: Any, fields: Any = None) -> Clock:
        """Return the clock a target runs on; raise Unreckonable when nothing says which."""
        reference = self.hours(milestone, target)
        if reference is None:
            if not isinstance(target, t.NoTarget | t.ByField):
                raise Unreckonable("no calendar says when this clock runs")
            reference = ROUND_THE_CLOCK
        try:
            return self.program.calendars.clock(reference, fields or self.case.fields)
        except ClockError as trouble:
            raise Unreckonable(str(trouble)) from trouble

    def due(self, milestone: Milestone, instance: Instance) -> int | None:
        """Return the due of a running instance: the earliest of its claims; None for none."""
        if instance.breached:
            return instance.due
        dues = [self.claimed(milestone, instance, claim) for claim in instance.claims]
        known = [due for due in dues if due is not None]
        return min(known) if known else None

    def claimed(self, milestone: Milestone, instance: Instance, claim: Claim) -> int | None:
        """Return the due of one claim, rolled forward where the line says so."""
        selection = self.select(milestone, claim.fields)
        if selection is None:
            return None
        target = selection.target
        try:
            due = self.raw_due(milestone, instance, claim, target)
            if due is None or due >= BEYOND:
                return due
            return self.rolled(selection, due)
        except HorizonError:
            return BEYOND
        except ClockError as trouble:
            raise Unreckonable(str(trouble)) from trouble

    def raw_due(
        self, milestone: Milestone, instance: Instance, claim: Claim, target: t.Target
    ) -> int | None:
        """Return the due of a target before any roll-forward."""
        fields = claim.fields or self.case.fields
        match target:
            case t.NoTarget():
                return None
            case t.ByField():
                return self.field_instant(milestone, target, fields.get(target.field))
            case t.Earliest() | t.Latest():
                return self.combined(milestone, instance, claim, target)
            case t.External():
                if instance.minutes is None:
                    return None
                plain: Any = t.Duration(instance.minutes * 60, target.calendar)
            case t.DurationOf():
                length = fields.get(target.field)
                if length is None:
                    return None
                plain = t.Duration(length, target.calendar)
            case _:
                plain = target
        clock = self.clock(milestone, plain, fields)
        start = self.moved(milestone, clock, claim.start, claim.since)
        return due_of(plain, start, clock, roll=self.rolls(milestone))

    def combined(
        self, milestone: Milestone, instance: Instance, claim: Claim, target: Any
    ) -> int | None:
        """Return the earliest due of those whose anchors exist, or the latest once all do."""
        dues: list[int] = []
        for part in target.alternatives:
            inner = claim
            if part.anchor is not None:
                anchor = anchor_instant(self.program, self.case, self.process, part.anchor)
                if anchor is None:
                    if isinstance(target, t.Latest):
                        return None
                    continue
                inner = Claim(anchor, 0, claim.fields)
            due = self.raw_due(milestone, instance, inner, part.target)
            if due is not None:
                dues.append(due)
            elif isinstance(target, t.Latest):
                return None
        if not dues:
            return None
        return min(dues) if isinstance(target, t.Earliest) else max(dues)

    def field_instant(self, milestone: Milestone, target: t.ByField, value: Any) -> int | None:
        """Return the instant a time field holds, or the end of the date a date field holds."""
        if value is None or isinstance(value, int):
            return value
        clock = self.clock(milestone, target)
        try:
            return clock.zone.midnight(day_number(value) + 1)
        except ClockError:
            return self.program.zone.midnight(day_number(value) + 1)

    def rolled(self, selection: Selection, due: int) -> int:
        """Return a due rolled forward when its date has no open time and the line says so."""
        rolling = selection.rolling
        if rolling is None or (rolling.when is not None and not holds(rolling.when, self.facts())):
            return due
        clock = self.program.calendars.clock(rolling.calendar, self.case.fields)
        return clock.rolled(due, rolling.time, ends_day=ends_day(selection.target))

    def rolls(self, milestone: Milestone) -> bool:
        """Say whether a due on closing time moves to the next opening."""
        return (milestone.at_close or self.process.at_close) == "rolls"

    def pause_key(self, milestone: Milestone) -> str:
        """Return under which name the pauses that concern a milestone are kept.

        Its own, or the process's.
        """
        return "" if milestone.pause is None else milestone.name

    def moved(self, milestone: Milestone, clock: Clock, start: int, since: int) -> int:
        """Return the start, moved forward by the open time that every pause since took."""
        for begun, ended in self.case.pauses.get(self.pause_key(milestone), ()):
            begins = max(begun or 0, start, since)
            if ended is None or ended <= begins:
                continue
            if clock.table.worked(begins, ended) == 0:
                continue
            used = clock.table.worked(start, begins)
            start = clock.table.subtract(ended, used) if used else ended
        return start

    def is_paused(self, milestone: Milestone) -> bool:
        """Say whether the milestone's clock stands."""
        pauses = self.case.pauses.get(self.pause_key(milestone))
        return bool(pauses and pauses[-1][1] is None)

    def paused_at(self, milestone: Milestone) -> int:
        """Return since when the milestone's clock stands."""
        at = self.case.pauses[self.pause_key(milestone)][-1][0]
        assert at is not None
        return at

    def governing(
        self, milestone: Milestone, instance: Instance
    ) -> tuple[Clock, int, t.Target] | None:
        """Return the clock, the moved start and the target that the instance's due comes from."""
        best: tuple[int, Clock, int, t.Target] | None = None
        for claim in instance.claims:
            selection = self.select(milestone, claim.fields)
            if selection is None:
                continue
            for target, inner in self.parts(selection.target, claim):
                try:
                    due = self.raw_due(milestone, instance, inner, target)
                    clock = self.clock(milestone, target, claim.fields)
                    start = self.moved(milestone, clock, inner.start, inner.since)
                except (ClockError, Unreckonable):
                    continue
                rank = BEYOND if due is None else due
                if best is None or rank < best[0]:
                    best = (rank, clock, start, target)
        return best[1:] if best else None

    def parts(self, target: t.Target, claim: Claim) -> list[tuple[t.Target, Claim]]:
        """Return a target, or the alternatives it combines, each with what it is reckoned from."""
        if not isinstance(target, t.Earliest | t.Latest):
            return [(target, claim)]
        found: list[tuple[t.Target, Claim]] = []
        for part in target.alternatives:
            inner = claim
            if part.anchor is not None:
                anchor = anchor_instant(self.program, self.case, self.process, part.anchor)
                if anchor is None:
                    continue
                inner = Claim(anchor, 0, claim.fields)
            found += self.parts(part.target, inner)
        return found

    def used(
        self, milestone: Milestone, instance: Instance, at: int
    ) -> tuple[Clock, int, int] | None:
        """Return the clock, the moved start and the open seconds used by an instant."""
        governing = self.governing(milestone, instance)
        if governing is None:
            return None
        clock, start, _ = governing
        until = min(at, self.paused_at(milestone)) if self.is_paused(milestone) else at
        if until <= start:
            return clock, start, 0
        try:
            return clock, start, clock.table.worked(start, until)
        except HorizonError:
            return clock, start, 0
