"""The promises as a text for customers, in Markdown: who gets what, by when, on which hours.

Tables and plain English, in the order of the policy. What is internal stays out: who is paged, who
is told, to which queue a case goes.
"""

from collections.abc import Iterator, Sequence

from milepost.exporters.artifact import Artifact, Existing, Exported, Exporter
from milepost.exporters.plain_words import Speaker, hours_of, listed, plain
from milepost.exporters.promised import Promised, Selector, promises_of
from milepost.ir import targets as t
from milepost.ir.calendars import ALWAYS
from milepost.ir.conditions import Choice
from milepost.ir.processes import Milestone, Pause, Process
from milepost.ir.schedule import Entitlement, Schedule

_ROUND_THE_CLOCK = "day and night"
_LINE = str.maketrans({"|": "\\|", "\n": " ", "\r": " ", "<": "&lt;", ">": "&gt;"})


def export(schedule: Schedule, _existing: Existing) -> Exported:
    """Return `contract.md`."""
    text = "\n".join(_Contract(schedule).lines())
    return Exported((Artifact("contract.md", f"{text}\n".encode()),))


class _Contract:
    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        titles = {one.name: one.label or plain(one.name) for one in schedule.calendars}
        levels = {one.name: one.label for one in schedule.tiers if one.label}
        self.speaker = Speaker({ALWAYS: _ROUND_THE_CLOCK, **titles}, levels)
        self.promises = tuple(promises_of(schedule))

    def lines(self) -> Iterator[str]:
        """Yield the text, line by line."""
        yield f"# {_cell(self.schedule.project)}: what is promised"
        yield ""
        if self.schedule.timezone:
            yield f"Dates without a time zone of their own are those of {self.schedule.timezone}."
            yield ""
        yield from self._tiers()
        for process in self.schedule.processes:
            if not process.retired:
                yield from self._process(process)
        yield from self._entitlements()
        yield from self._contracts()
        yield from self._hours()
        yield from self._terms()

    def _tiers(self) -> Iterator[str]:
        tiers = self.schedule.tiers
        if not tiers:
            return
        yield "## Levels of service"
        yield ""
        rows = [
            (
                tier.label or plain(tier.name),
                listed(map(plain, tier.channels)) or "all channels",
                self.speaker.calendar(tier.hours) if tier.hours else "",
            )
            for tier in tiers
        ]
        yield from _table(("Level", "Reached by", "Hours"), rows)

    def _process(self, process: Process) -> Iterator[str]:
        title = process.label or plain(process.name)
        several = sum(one.name == process.name for one in self.schedule.processes) > 1
        yield f"## {_cell(title)}{f', version {process.version}' if several else ''}"
        yield ""
        yield " ".join(self._scope(process))
        yield ""
        matrix, others = self._parted(process)
        for table, milestones in matrix:
            yield from self._matrix(process, table, milestones)
        if others:
            rows = [
                (
                    _titled(promised.milestone),
                    self._when(promised),
                    self._promise(promised),
                    self._counted(promised),
                )
                for promised in others
            ]
            yield from _table(("Promise", "For", "By when", "Counted on"), rows)
        yield from self._remarks(process)

    def _scope(self, process: Process) -> Iterator[str]:
        if process.effective:
            yield f"From {process.effective} on."
        who = listed(map(self.speaker.value, process.tiers), "or")
        what = plain(process.record)
        yield f"For every {what}{f' of level {who}' if who else ''}" + (
            f" where {self.speaker.condition(process.when)}." if process.when else "."
        )
        start = process.starts_from
        if isinstance(start, str) and start == "created":
            yield f"Time counts from the moment the {what} is created, unless another is named."
        elif isinstance(start, str):
            yield f"Time counts from {plain(start)}, unless another moment is named."
        if process.until:
            yield f"It ends when {self.speaker.condition(process.until)}."

    def _parted(
        self, process: Process
    ) -> tuple[tuple[tuple[t.Table, tuple[Milestone, ...]], ...], tuple[Promised, ...]]:
        """Return the tables that milestones share as a whole, and the promises told one by one."""
        tables = {table.name: table for table in self.schedule.tables}
        shared: dict[str, list[Milestone]] = {}
        for milestone in process.milestones:
            line = milestone.lines[0] if len(milestone.lines) == 1 else None
            if line and isinstance(line.target, t.TableTarget) and line.when is None:
                shared.setdefault(line.target.table, []).append(milestone)
        whole = tuple((tables[name], tuple(found)) for name, found in shared.items())
        told = {milestone.name for _, found in whole for milestone in found}
        others = tuple(
            promised
            for promised in self.promises
            if promised.process is process and promised.milestone.name not in told
        )
        return whole, others

    def _matrix(
        self, process: Process, table: t.Table, milestones: tuple[Milestone, ...]
    ) -> Iterator[str]:
        """Yield a table of the policy as a table: its rows, and a column for each milestone."""
        cells: dict[str, dict[str, list[str]]] = {}
        for promised in self.promises:
            if promised.process is process and promised.milestone in milestones:
                by = cells.setdefault(self._when(promised), {})
                said = f"{self._promise(promised)}, {self._counted(promised)}"
                by.setdefault(promised.milestone.name, []).append(said.removesuffix(", "))
        rows = [
            (row, *(" ".join(by.get(one.name, ("not promised",))) for one in milestones))
            for row, by in cells.items()
        ]
        head = listed(plain(name) for name in table.by if name != "milestone")
        if table.label:
            yield f"{_cell(table.label)}:"
            yield ""
        heads = (_capital(head) or "For", *(_titled(milestone) for milestone in milestones))
        yield from _table(heads, rows)

    def _when(self, promised: Promised) -> str:
        said = [self._selected(one) for one in promised.selectors if one.values]
        if promised.when:
            said.append(self.speaker.condition(promised.when))
        if promised.milestone.when:
            said.append(self.speaker.condition(promised.milestone.when))
        if not said:
            first = promised.line == 0
            return "all" if first else "all others"
        return ", ".join(said)

    def _selected(self, selector: Selector) -> str:
        if selector.values == ("yes",):
            return plain(selector.field)
        if selector.values == ("no",):
            return f"not {plain(selector.field)}"
        return listed(map(self.speaker.value, selector.values), "or")

    def _promise(self, promised: Promised) -> str:
        milestone = promised.milestone
        if isinstance(promised.target, t.NoTarget):
            return self.speaker.target(promised.target)
        text = self.speaker.target(promised.target) + self.speaker.anchor(promised.anchor)
        if milestone.repeats == "every":
            text = f"{text}, again and again"
        if promised.rolling:
            text += self.speaker.rolling(promised.rolling)
        return text

    def _counted(self, promised: Promised) -> str:
        if isinstance(promised.target, t.NoTarget | t.ByField):
            return ""
        clock = promised.clock
        return self.speaker.calendar(clock) if clock else "the hours of the level of service"

    def _remarks(self, process: Process) -> Iterator[str]:
        """Yield what stops the clocks, and what happens when a case changes."""
        said = [f"* {_capital(text)}." for text in self._pauses(process)]
        for milestone in process.milestones:
            if milestone.waived:
                clause = self.speaker.condition(milestone.waived)
                said.append(f"* {_titled(milestone)} counts as kept when {clause}.")
        for rule in process.changes:
            fields = listed(map(plain, rule.fields), "or")
            said.append(f"* {_capital(_CHANGES[rule.rule].format(fields=fields))}.")
        if said:
            yield from map(_cell, said)
            yield ""

    def _pauses(self, process: Process) -> Iterator[str]:
        own = [one for one in process.milestones if one.pause is not None]
        if process.pause:
            but = listed(_titled(one) for one in own if not one.pause)
            exception = f", but not for {but}" if but else ""
            yield f"the clock stands while {self._standing(process.pause)}{exception}"
        for milestone in own:
            if milestone.pause:
                clause = self._standing(milestone.pause)
                yield f"for {_titled(milestone)} the clock stands while {clause}"

    def _standing(self, pauses: Sequence[Pause]) -> str:
        return listed(
            (
                self.speaker.condition(pause.while_)
                + (f", until {self.speaker.condition(pause.resume)}" if pause.resume else "")
                for pause in pauses
            ),
            "or",
        )

    def _entitlements(self) -> Iterator[str]:
        listed_here = [one for one in self.schedule.entitlements if one.register is None]
        others = len(self.schedule.entitlements) - len(listed_here)
        if not self.schedule.entitlements:
            return
        yield "## Who is entitled"
        yield ""
        rows = [self._entitled(one) for one in listed_here]
        if rows:
            yield from _table(("Entitlement", "Customer", "What", "Reached by", "Term"), rows)
        if others:
            yield f"{others} more {'is' if others == 1 else 'are'} kept in registers."
            yield ""

    def _entitled(self, one: Entitlement) -> tuple[str, ...]:
        what = listed(
            f"{plain(found.field)} {self.speaker.value(found.value)}"
            for found in one.fields
            if found.value is not None
        )
        cases = f"{one.cases} cases" if one.cases is not None else ""
        own = "as the level says" if self.schedule.tiers else "all channels"
        return (
            one.label or plain(one.name),
            one.account or "every customer",
            ", ".join(filter(None, (what, cases))),
            listed(map(plain, one.channels)) or own,
            _term(one.starts, one.ends),
        )

    def _contracts(self) -> Iterator[str]:
        for contract in self.schedule.contracts:
            yield f"## {_cell(contract.label or plain(contract.name))}"
            yield ""
            term = _term(contract.starts, contract.ends)
            signed = listed(map(plain, contract.entitlements))
            yield f"Signed for {signed}{', ' if term else ''}{term}."
            yield ""
            rows = [
                (
                    plain(promise.milestone),
                    self.speaker.condition(promise.when) if promise.when else "all",
                    self.speaker.target(promise.target),
                    self.speaker.calendar(on)
                    if (on := getattr(promise.target, "calendar", None))
                    else "",
                )
                for promise in contract.promises
            ]
            yield from _table(("Promise", "For", "By when", "Counted on"), rows)

    def _hours(self) -> Iterator[str]:
        calendars = {one.name: one for one in self.schedule.calendars}
        shown = [calendars[name] for name in self.speaker.named if name in calendars]
        if not shown:
            return
        yield "## Hours"
        yield ""
        for calendar in shown:
            title = calendar.label or plain(calendar.name)
            zone = calendar.zone
            where = f" ({zone})" if isinstance(zone, str) else ""
            if isinstance(zone, Choice):
                where = f" (local time, by {plain(zone.by)})"
            said = " ".join(hours_of(calendar, self.speaker))
            cases = self.speaker.named[calendar.name]
            said += f" For {cases}." if cases else ""
            yield f"* **{_cell(title)}**{where}: {_cell(said)}"
        yield ""

    def _terms(self) -> Iterator[str]:
        kinds = {type(one.target) for one in self.promises}
        said = [text for kind, text in _TERMS if kinds & kind]
        if said:
            yield "## What the words mean"
            yield ""
            yield from (f"* {text}" for text in said)
            yield ""


_CHANGES = {
    "restart": "when {fields} changes, time starts anew",
    "carry": "when {fields} changes, the time already used counts against the new promise",
    "tighten": "when {fields} changes, the earlier of the old and the new time counts",
}
_TERMS = (
    (
        {t.Duration, t.DurationOf},
        (
            "Hours and minutes are counted only while the named hours are open. "
            "A promise that ends exactly at closing time is due at closing time."
        ),
    ),
    (
        {t.BusinessDays},
        (
            "Within *n* business days means the same time of day on the *n*-th business day after. "
            "What begins outside the hours begins at their next opening."
        ),
    ),
    (
        {t.DayTime},
        "Day 1 is the first business (or calendar) day after the date on which time begins.",
    ),
    (
        {t.CalendarDays, t.Months},
        "Calendar days and months keep the time of day; a month ends on its last day.",
    ),
)


def _term(starts: str | None, ends: str | None) -> str:
    if starts and ends:
        return f"{starts} to {ends}"
    if starts:
        return f"from {starts}"
    return f"until {ends}" if ends else ""


def _titled(milestone: Milestone) -> str:
    return milestone.label or _capital(plain(milestone.name))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cell(text: str) -> str:
    """Return a text that neither ends a cell nor becomes markup."""
    return text.translate(_LINE)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a Markdown table without the columns that are empty throughout, and a blank line."""
    kept = [index for index in range(len(heads)) if any(row[index] for row in rows)]
    yield "| " + " | ".join(_cell(heads[index]) for index in kept) + " |"
    yield "|" + "---|" * len(kept)
    for row in rows:
        yield "| " + " | ".join(_cell(row[index]) for index in kept) + " |"
    yield ""


EXPORTER = Exporter("contract", "the promises as a text for customers, Markdown", export)
