"""An explanation in words: from the process that took the case to the due, line by line."""

from collections.abc import Iterator
from typing import Any

from milepost.cli.course_text import (
    change_rows,
    day_lines,
    due_text,
    passed_lines,
    stretch_rows,
    table,
)
from milepost.clock import Zone
from milepost.exporters.words import (
    anchor_text,
    condition_text,
    constant_text,
    target_text,
    time_text,
)
from milepost.ir import targets as t
from milepost.ir.schedule import Field, Place
from milepost.replay import enrolments as e
from milepost.replay.explanation import ChangeMade, Explanation, LineJudged, NotStarted
from milepost.replay.local_times import is_told, moment_text
from milepost.replay.reasons import Fact, Judged
from milepost.replay.shown_values import length_text, value_text
from milepost.replay.stretches import Pause

_LEVELS = {
    "milestone": "the hours of milestone {}",
    "process": "the hours of process {}",
    "entitlement": "the hours of entitlement {}",
    "tier": "the hours of tier {}",
}


class ExplanationText:
    """Words for what explanations are made of, in a zone, with places seen from a folder."""

    def __init__(self, fields: dict[str, Field], zone: Zone, folder: str) -> None:
        self.fields = fields
        self.zone = zone
        self.folder = folder

    def at(self, instant: int | None) -> str:
        """Return an instant."""
        return "never" if instant is None else moment_text(instant, self.zone)

    def place(self, place: Place | None) -> str:
        """Return ` (path:line)`, seen from where the reader stands."""
        if place is None:
            return ""
        folder = "" if self.folder in ("", ".") else f"{self.folder}/"
        return f" ({folder}{place.path}:{place.line})"

    def fact(self, fact: Fact) -> str:
        """Return what was found: `vip is no`, `region is not set`."""
        if fact.is_milestone:
            return f"{fact.name} was " + (
                "not met" if fact.value is None else f"met {self.at(fact.value)}"
            )
        if fact.value is None:
            return f"{fact.name} is not set"
        return f"{fact.name} is {value_text(self.fields.get(fact.name), fact.value, self.zone)}"

    def facts(self, judged: Judged | None) -> str:
        """Return everything that decided a condition."""
        return "" if judged is None else ", ".join(map(self.fact, judged.facts))

    def considered(self, enrolment: e.Enrolment) -> Iterator[str]:
        """Yield a line for each process that did not take the case, with the reason.

        None takes what is not entitled: then there is nothing to say of any.
        """
        if enrolment.refused is not None:
            return
        for one in enrolment.considered:
            if one.reason != e.TAKEN:
                yield f"not {one.process.name}: {self.refusal(one, enrolment)}"

    def refusal(self, one: e.Considered, enrolment: e.Enrolment) -> str:
        """Return why a process did not take a case."""
        process = one.process
        match one.reason:
            case e.TIER:
                tier = f"tier is {enrolment.tier}" if enrolment.tier else "no tier is set"
                return f"it is for {', '.join(process.tiers)}; {tier}"
            case e.WHEN:
                assert one.judged is not None, "a `when` was judged"
                return f"when {condition_text(one.judged.condition)}; {self.facts(one.judged)}"
            case e.OVER:
                assert one.judged is not None, "an `until` was judged"
                return f"until {condition_text(one.judged.condition)} holds already"
            case e.LATER:
                return "it comes later in the order of processes"
            case e.NOT_YET:
                return f"effective from {process.effective} only"
            case e.RETIRED:
                return "retired"
        return "the case has passed it"

    def line(self, one: LineJudged) -> str:
        """Return a line of targets, and whether it holds."""
        when = "" if one.judged is None else f" when {condition_text(one.judged.condition)}"
        why = self.facts(one.judged)
        said = f"; {why}" if why else ""
        verdict = "holds" if one.holds else "does not hold"
        promise = target_text(one.line.target)
        return f"line {one.number} {verdict}: {promise}{when}{said}{self.place(one.place)}"


class DueText(ExplanationText):
    """Says why an instance is due when it is."""

    def __init__(self, told: Explanation, fields: dict[str, Field], folder: str) -> None:
        super().__init__(fields, told.zone, folder)
        self.told = told

    def lines(self) -> Iterator[str]:
        """Yield the explanation."""
        yield self.headline()
        yield ""
        yield from self.process()
        yield from self.target()
        if self.told.hours is not None and self.told.hours.level != "nothing":
            yield f"Calendar {self.told.hours.calendar}: {self.hours()}"
        yield f"Counted from {self.at(self.told.counted_from.at)}: {self.anchor()}"
        yield from self.changes()
        yield from self.account()
        yield from self.conclusion()

    def headline(self) -> str:
        """Return the answer in one line."""
        told = self.told
        said = {
            "due": f"due {self.at(told.due)}",
            "waiting": f"waits until {self.at(told.counted_from.at)}; due {self.at(told.due)}",
            "paused": "paused: it has no due while its clock stands",
            "no due": "has no due",
            "unknown": f"has no due: {told.trouble}",
        }[told.status]
        ended = ""
        if told.life.ended is not None:
            word = "done late" if told.life.outcome == "late" else told.life.outcome
            ended = f"; {word} {self.at(told.life.ended)}"
        elif told.life.breached is not None:
            ended = "; overdue"
        return f"{told.life.title} {said} ({self.zone.name}){ended}"

    def process(self) -> Iterator[str]:
        """Yield which process and version took the case, and why the others did not."""
        told, enrolment = self.told, self.told.enrolment
        process = told.process
        yield f"Process {process.name}, version {process.version}{self.place(told.process_place)}"
        if enrolment.entitlement:
            yield f"  entitled by {enrolment.entitlement}"
        if process.tiers:
            yield f"  for {', '.join(process.tiers)}: tier is {enrolment.tier}"
        taken = enrolment.taken
        if taken is not None and taken.judged is not None:
            yield f"  when {condition_text(taken.judged.condition)}: {self.facts(taken.judged)}"
        for one in enrolment.versions:
            why = {
                e.NOT_YET: f"effective from {one.process.effective} only",
                e.RETIRED: "retired",
                e.OLDER: "a newer one is effective",
            }[one.reason]
            yield f"  not version {one.process.version}: {why}"
        for text in self.considered(enrolment):
            yield f"  {text}"

    def target(self) -> Iterator[str]:
        """Yield the target, its line, and why earlier lines do not hold."""
        told = self.told
        if told.target is None:
            yield "No target: no line holds"
        else:
            place = told.cell.place if told.cell else told.lines[-1].place
            yield f"Target {target_text(told.target)}{self.place(place)}"
        if told.cell is not None:
            yield f"  {self.cell()}"
        if len(told.lines) > 1 or (told.lines and told.lines[0].judged is not None):
            for one in told.lines:
                yield f"  {self.line(one)}"
        for part in told.alternatives:
            anchor = f" {anchor_text(part.anchor)}" if part.anchor else ""
            since = (
                "its anchor is still to come" if part.since is None else f"due {self.at(part.due)}"
            )
            mark = "; this one counts" if part.counts else ""
            yield f"  {target_text(part.target)}{anchor}: {since}{mark}"

    def cell(self) -> str:
        """Return which cell of a table was selected."""
        cell = self.told.cell
        assert cell is not None, "only asked of a table"
        names = cell.table.by if cell.column is None else cell.table.by[:-1]
        keys = zip(names, cell.row.keys, strict=True)
        row = ", ".join(f"{name} {_keys(values)}" for name, values in keys)
        column = "" if cell.column is None else f"; {cell.table.by[-1]} {_keys(cell.column)}"
        return f"from table {cell.table.name}, row {row}{column}"

    def hours(self) -> str:
        """Return what names the calendar."""
        hours = self.told.hours
        assert hours is not None, "only asked of a clock"
        said = _LEVELS.get(hours.level, "named by the target").format(hours.holder)
        return f"{said}{self.place(hours.place)}"

    def anchor(self) -> str:
        """Return what time is counted from."""
        source = self.told.counted_from
        match source.kind:
            case "process":
                return "the case was created" if source.field == "created" else str(source.field)
            case "anchor":
                assert source.anchor is not None, "an anchor is given"
                return anchor_text(source.anchor)
            case "start":
                assert source.start is not None, "a condition is given"
                return f"from then on {condition_text(source.start)}"
            case "round":
                return "the round before ended"
            case "reopened":
                return "the case was opened again"
        return {"restart": "a change began it anew", "reset": "it was reset"}[source.kind]

    def changes(self) -> Iterator[str]:
        """Yield what changed under the running clock, and what was kept."""
        for change in self.told.changes:
            yield f"Changed {self.at(change.at)}: {self.field_changes(change)}"
            for text in self.consequences(change):
                yield f"  {text}"
        if self.told.earlier_promise:
            yield "The promise from before that change stands: tighten keeps the earlier due"

    def field_changes(self, change: ChangeMade) -> str:
        """Return which fields changed, and how."""
        return ", ".join(
            f"{one.field} {self.value(one.field, one.before)} -> {self.value(one.field, one.after)}"
            for one in change.fields
        )

    def value(self, field: str, value: Any) -> str:
        """Return a value of a field."""
        return "not set" if value is None else value_text(self.fields.get(field), value, self.zone)

    def consequences(self, change: ChangeMade) -> Iterator[str]:
        """Yield what a change did to process, target and calendar, and by which rule."""
        before, after = change.process
        if before is not after:
            yield f"process {before.name} -> {after.name}, version {after.version}"
        old, new = (target_text(one) if one else "no target" for one in change.target)
        if old != new:
            yield f"target {old} -> {new}"
        if change.calendar[0] != change.calendar[1]:
            yield f"calendar {change.calendar[0]} -> {change.calendar[1]}"
        rule = change.rule or "carry"
        if change.used is not None:
            yield f"{rule}: {length_text(change.used)} used so far, and kept"

    def cause(self, pause: Pause) -> str:
        """Return the conditions that a clock stood for."""
        lines = self.told.pause_lines
        texts = [condition_text(lines[number].while_) for number in pause.causes]
        return " and ".join(texts) or "the case was closed"

    def account(self) -> Iterator[str]:
        """Yield what was counted, stretch by stretch or date by date."""
        told = self.told
        if told.stretches:
            changes = change_rows(told.clock_changes, self.zone, told.clock_zone or self.zone.name)
            yield ""
            if told.reckoned_from is not None:
                yield "More time was used than the target now allows: the due lies back in time,"
                yield f"as if counted from {self.at(told.reckoned_from)}"
            yield from table((*changes, *stretch_rows(told.stretches, self.zone, self.cause)))
        for moved in told.moved:
            pause = f"{self.at(moved.pause.starts)} to {self.at(moved.pause.ends)}"
            yield f"  paused {pause}: {self.cause(moved.pause)}"
            yield (
                f"    {length_text(moved.lost)} of open time: the start moves from "
                f"{self.at(moved.before)} to {self.at(moved.after)}"
            )
        count = told.day_count
        if count is not None:
            yield ""
            yield from day_lines(count, self.zone, target_text(told.target) if told.target else "")
            if not told.stretches:
                for row in change_rows(
                    told.clock_changes, self.zone, told.clock_zone or self.zone.name
                ):
                    yield f"  {row.starts}  {row.remark}: local time is kept"

    def conclusion(self) -> Iterator[str]:
        """Yield the last lines: what is left, what was rolled forward, and the due."""
        told = self.told
        yield ""
        if told.rolled is not None:
            rolling = told.rolled.rolling
            yield (
                f"{self.at(told.rolled.before)} falls on a date without open time on "
                f"{told.rolled.calendar}: rolled to {time_text(rolling.time)} next business day"
            )
            yield from passed_lines(told.rolled.passed)
        limit = (
            ""
            if told.limit is None
            else f": {length_text(told.counted)} of {length_text(told.limit)}"
        )
        if told.status == "paused" and told.standing is not None:
            since = f"Paused since {self.at(told.standing.starts)}: {self.cause(told.standing)}"
            left = ""
            if told.limit is not None:
                left = (
                    f"; {limit[2:]} counted, {length_text(max(told.limit - told.counted, 0))} left"
                )
            yield f"{since}{left}"
        elif told.due is not None:
            due = due_text(told.due, self.zone, told.target)
            yield f"Due {due}{limit if is_told(told.due) else ''}"
        elif told.target is not None and isinstance(told.target, t.NoTarget):
            words = f": {told.target.words}" if told.target.words else ""
            yield f"No due{words}"
        else:
            yield f"No due: {told.trouble or 'what it needs is not known yet'}"


class NotStartedText(ExplanationText):
    """Says why a milestone never began."""

    def __init__(self, told: NotStarted, fields: dict[str, Field], folder: str, zone: Zone) -> None:
        super().__init__(fields, zone, folder)
        self.told = told

    def lines(self) -> Iterator[str]:
        """Yield the explanation."""
        told = self.told
        yield f"{told.milestone} never starts: {self.reason()}{self.place(told.place)}"
        if told.process is not None:
            yield f"  process {told.process.name}, version {told.process.version}, holds the case"
        if told.enrolment.refused:
            yield f"  not entitled: {told.enrolment.refused}"
        for text in self.considered(told.enrolment):
            yield f"  {text}"
        for one in told.lines:
            yield f"  {self.line(one)}"

    def reason(self) -> str:
        """Return the reason in one sentence."""
        told = self.told
        condition = condition_text(told.judged.condition) if told.judged else ""
        facts = self.facts(told.judged)
        anchor = anchor_text(told.anchor) if told.anchor else "its process"
        return {
            "no process": "no process takes the case",
            "elsewhere": "another process holds the case",
            "when": f"it is promised when {condition}; {facts}",
            "line": "no line of its targets holds",
            "done": f"it was done before it began: {condition}; {facts}",
            "until": f"its rhythm ends when {condition}; {facts}",
            "start": f"it starts when {condition}; {facts}",
            "level": "the field it is counted by is not set",
            "anchor": f"it counts {anchor}, which has not come",
        }[told.reason]


def _keys(values: tuple[Any, ...]) -> str:
    """Return the label of a row or column."""
    shown = [
        f"{value[0]}..{value[1]}" if isinstance(value, tuple) else constant_text(value)
        for value in values
    ]
    return " or ".join(shown) or "any"
