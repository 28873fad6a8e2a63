"""What a promise says for a case: which line holds, on which calendar, counted from where."""

from collections.abc import Iterator

from milepost.clock import chosen
from milepost.ir import targets as t
from milepost.ir.conditions import CalendarRef
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Place
from milepost.replay.explanation import (
    AlternativeDue,
    CellFound,
    CountedFrom,
    HoursFrom,
    LineJudged,
)
from milepost.replay.places import Places
from milepost.replay.reasons import judge
from milepost.replay.views import Reckoned, View
from milepost.runtime import RunningSchedule
from milepost.runtime.anchors import anchor_instant
from milepost.runtime.case import Claim
from milepost.runtime.conditions import Facts
from milepost.runtime.reckoner import ROUND_THE_CLOCK, Unreckonable
from milepost.runtime.tables import lookup

_ANEW = ("restart", "reset")


class Promises:
    """The promises of a schedule with their places."""

    def __init__(self, running: RunningSchedule) -> None:
        self.program = running.program
        self.schedule = running.schedule
        self.places = Places(running.schedule)

    def way(self, view: View) -> tuple[str | int, ...]:
        """Return the way to the milestone of a view in the schedule."""
        return self.milestone_way(view.process, view.milestone)

    def milestone_way(self, process: Process, milestone: Milestone) -> tuple[str | int, ...]:
        """Return the way to a milestone in the schedule."""
        number = _index(process.milestones, milestone)
        return "processes", _index(self.schedule.processes, process), "milestones", number

    def process_place(self, process: object) -> Place | None:
        """Return where a process was written."""
        return self.places.of("processes", _index(self.schedule.processes, process))

    def lines(self, view: View, fields: dict[str, object] | None) -> Iterator[LineJudged]:
        """Yield the lines of targets up to the first that holds."""
        return self.judged_lines(view.process, view.milestone, view.reckoner.facts(fields))

    def judged_lines(
        self, process: Process, milestone: Milestone, facts: Facts
    ) -> Iterator[LineJudged]:
        """Yield the lines of a milestone's targets up to the first that holds."""
        for number, line in enumerate(milestone.lines):
            judged = None if line.when is None else judge(line.when, facts)
            place = self.places.of(*self.milestone_way(process, milestone), "lines", number)
            holds = judged is None or judged.holds
            yield LineJudged(number + 1, line, holds, judged, place)
            if holds:
                return

    def cell(self, view: View, number: int, fields: dict[str, object] | None) -> CellFound | None:
        """Return the cell of the table that a line names, or None where it names none."""
        target = view.milestone.lines[number].target
        if not isinstance(target, t.TableTarget):
            return None
        table = self.program.tables[target.table]
        found = lookup(table, view.reckoner.facts(fields).fields, view.milestone.name)
        for row_number, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                if cell is found:
                    way = (_index(self.schedule.tables, table), "rows", row_number, "cells", column)
                    keys = table.columns[column] if table.columns else None
                    return CellFound(table, row, keys, self.places.of("tables", *way))
        return None

    def hours(self, view: View, target: t.Target, where: Place | None) -> HoursFrom | None:
        """Return the calendar that a target runs on and what names it; None where nothing does."""
        if isinstance(target, t.NoTarget | t.ByField):
            return HoursFrom(ROUND_THE_CLOCK, "nothing", None, None)
        case, program, schedule = view.case, self.program, self.schedule
        entitlement = program.entitlements.get(case.entitlement or "")
        tier = program.tiers.get(case.fields.get("tier") or "")
        milestone, process = view.milestone, view.process
        levels: list[tuple[CalendarRef | None, str, str | None, Place | None]] = [
            (getattr(target, "calendar", None), "target", None, where),
            (milestone.hours, "milestone", milestone.name, self.places.of(*self.way(view))),
            (process.hours, "process", process.name, self.process_place(process)),
        ]
        if entitlement is not None:
            place = self.places.of("entitlements", _index(schedule.entitlements, entitlement))
            levels.append((entitlement.hours, "entitlement", entitlement.name, place))
        if tier is not None:
            place = self.places.of("tiers", _index(schedule.tiers, tier))
            levels.append((tier.hours, "tier", tier.name, place))
        for reference, level, holder, place in levels:
            if reference is not None:
                return HoursFrom(chosen(reference, case.fields), level, holder, place)
        return None

    def counted_from(self, view: View, found: Reckoned | None) -> CountedFrom:
        """Return what the time of an instance is counted from."""
        case, instance, milestone = view.case, view.instance, view.milestone
        at = instance.anchor
        inner = self.own_anchor(view, found)
        if found is not None and inner is not None:
            return CountedFrom("anchor", found.claim.start, anchor=inner)
        others = [
            one
            for one in case.instances
            if one.id < instance.id
            and one.milestone == instance.milestone
            and one.level == instance.level
        ]
        if others and others[-1].reason in _ANEW and others[-1].ended == instance.started:
            return CountedFrom(others[-1].reason or "", at)
        if milestone.start is not None:
            return CountedFrom("start", at, start=milestone.start.when)
        if milestone.repeats == "every" and others:
            return CountedFrom("round", at)
        anchor = (found.selection.anchor if found else None) or milestone.anchor
        if anchor is not None:
            return CountedFrom("anchor", at, anchor=anchor)
        if case.passage is not None:
            return CountedFrom("reopened", at)
        return CountedFrom("process", at, field=chosen(view.process.starts_from, case.fields))

    def own_anchor(self, view: View, found: Reckoned | None) -> t.Anchor | None:
        """Return the anchor of the alternative that a due comes from, if it has one of its own."""
        counting = (one for one in self.alternatives(view, found) if one.counts) if found else ()
        return next((one.anchor for one in counting), None)

    def alternatives(self, view: View, found: Reckoned) -> Iterator[AlternativeDue]:
        """Yield the alternatives of `earliest(…)` and `latest(…)`, each with its due."""
        whole = found.selection.target
        if not isinstance(whole, t.Earliest | t.Latest):
            return
        told = False
        for part in whole.alternatives:
            claim = view.instance.claims[found.number]
            since: int | None = claim.start
            if part.anchor is not None:
                since = anchor_instant(self.program, view.case, view.process, part.anchor)
                claim = Claim(since or 0, 0, claim.fields)
            due = None
            if since is not None:
                try:
                    due = view.reckoner.raw_due(view.milestone, view.instance, claim, part.target)
                except Unreckonable:
                    due = None
            counts = due is not None and due == found.raw and not told
            told = told or counts
            yield AlternativeDue(part.target, part.anchor, since, due, counts)


def _index(parts: tuple[object, ...], part: object) -> int:
    """Return the index of a part, by identity."""
    return next(number for number, one in enumerate(parts) if one is part)
