"""The timeline of a replayed case, for people: a line a happening, in one zone, with weekdays."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from milepost.cli.explanation_text import ExplanationText
from milepost.exporters.words import moment_text as trigger_text
from milepost.ir.processes import Milestone
from milepost.replay.enrolments import enrolment_of
from milepost.replay.lives import Life, begun, lives_of
from milepost.replay.local_times import day_text, is_told, moment_text, time_text
from milepost.replay.replaying import Replay
from milepost.replay.shown_values import entry_words, length_text
from milepost.replay.standing import REASONS
from milepost.runtime import Happening, RunningSchedule
from milepost.runtime.case import Case

_AHEAD = 24
#: So much is shown before and after an instant that something is said about.
_AROUND = 6
#: So many rounds missed one after another are told by the first and the last of them.
_ROUNDS = 6
_DAY_WIDTH = len("Mon 2027-04-05")
_TIME_WIDTH = len("13:30:00")
_INDENT = "  "


class TimelineText:
    """Says what happened to one replayed case."""

    def __init__(self, running: RunningSchedule, replay: Replay) -> None:
        self.running = running
        self.program = running.program
        self.replay = replay
        self.case = replay.case
        self.zone = replay.case.zone
        self.fields = running.program.fields_of(replay.case.record)
        lives = lives_of(replay)
        self.lives = {life.instance: life for life in lives}
        self.begun = begun(replay, lives)
        self.processes = _processes(replay)
        self.width = max((len(life.title) for life in self.lives.values()), default=0)

    def table(self) -> str:
        """Return the whole timeline; what lies far behind the log is cut, and counted."""
        ends = self.case.ends
        past = [one for one in self.replay.happenings if one.at <= ends]
        future = [one for one in self.replay.happenings if one.at > ends]
        lines = [f"times in {self.zone.name}", ""]
        lines += self.rows(past, None)
        if future:
            lines += ["", "if nothing else happens"]
            shown = future if self.case.until is not None else self.near(future)[:_AHEAD]
            lines += self.rows(shown, past[-1])
            more = len(future) - len(shown)
            if more:
                lines.append(f"{_INDENT}… {more} more; `--until` says how far to look")
        lines += ["", *self.summary()]
        return "\n".join(lines)

    def around(self, instants: Sequence[int]) -> Iterator[str]:
        """Yield the timeline where it is short, else all entries and what lies about some instants.

        Where something is left out, a line says so.
        """
        told = [one for one in self.replay.happenings if self.text(one)]
        wanted = {place for place, one in enumerate(told) if one.kind in ("created", "entry")}
        wanted |= set(range(len(told))) if len(told) <= _AHEAD else set()
        for instant in instants:
            place = bisect_left(told, instant, key=lambda one: one.at)
            wanted |= set(range(max(place - _AROUND, 0), min(place + _AROUND, len(told))))
        before: int | None = None
        for place in sorted(wanted):
            if before is None or place != before + 1:
                if place:
                    yield f"{_INDENT}…"
                before = None
            since = None if before is None else told[before]
            yield from self.rows([told[place]], since)
            before = place
        if before is not None and before + 1 < len(told):
            yield f"{_INDENT}… {len(told) - before - 1} more"

    def near(self, future: list[Happening]) -> list[Happening]:
        """Return what befalls the promises that the log began, and not their later rounds."""
        begun_ones = {life.instance for life in self.begun}
        return [one for one in future if one.instance is None or one.instance in begun_ones]

    def rows(self, happenings: list[Happening], before: Happening | None) -> Iterator[str]:
        """Yield a line for each happening; a date or time that repeats is left out."""
        day = None if before is None else self.zone.day(before.at)
        time = None if before is None else time_text(before.at, self.zone)
        for one in happenings:
            text = self.text(one)
            if not text:
                continue
            today, now = self.zone.day(one.at), time_text(one.at, self.zone)
            shown_day = "" if today == day else day_text(today)
            shown_time = "" if (today, now) == (day, time) else now
            day, time = today, now
            lead = f"{shown_day:<{_DAY_WIDTH}}{_INDENT}{shown_time:<{_TIME_WIDTH}}"
            yield f"{_INDENT}{lead}{_INDENT}{text}".rstrip()

    def summary(self) -> Iterator[str]:
        """Yield a line for each promise: its due, and how it stands or ended.

        Of a long row of rounds that all were missed, the first and the last are told.
        """
        if not self.processes:
            enrolment = enrolment_of(self.running, Case.of(self.replay.state))
            why = ": it is not entitled" if enrolment.refused is not None else ""
            yield f"no process takes the case{why}"
            words = ExplanationText(self.fields, self.zone, "")
            for text in words.considered(enrolment):
                yield f"{_INDENT}{text}"
        for (name, _, outcome), group in groupby(self.begun, key=_kind):
            lives = list(group)
            if outcome != "missed" or len(lives) < _ROUNDS:
                yield from map(self.standing, lives)
                continue
            yield self.standing(lives[0])
            yield f"{_INDENT}… {len(lives) - 2} more rounds of {name}, all missed"
            yield self.standing(lives[-1])

    def standing(self, life: Life) -> str:
        """Return the line of one promise."""
        told = "no due" if life.due is None else f"due {moment_text(life.due, self.zone)}"
        return f"{life.title:<{self.width}}{_INDENT}{told}; {self.outcome(life)}"

    def outcome(self, life: Life) -> str:
        """Return how a promise stands, or how it ended."""
        if life.ended is None:
            return "overdue, never done" if life.breached is not None else "open"
        when = moment_text(life.ended, self.zone)
        reason = f" ({life.reason})" if life.reason else ""
        return f"{'done late' if life.outcome == 'late' else life.outcome} {when}{reason}"

    def text(self, one: Happening) -> str:
        """Return a happening in words; nothing for one that says nothing new."""
        told: str = _TEXTS[one.kind](self, one)
        if one.instance is None or one.kind in ("sent", "skipped"):
            return told
        return f"{self.lives[one.instance].title:<{self.width}}{_INDENT}{told}"

    def entry(self, one: Happening) -> str:
        """Return an entry: what changed, and which events arrived."""
        words = list(entry_words(self.fields, one.detail["set"], one.detail["events"], self.zone))
        if one.kind == "created":
            return f"case created: {', '.join(words)}" if words else "case created"
        by = " (by an action)" if one.detail.get("by") else ""
        return f"{', '.join(words) or 'nothing changed'}{by}"

    def entered(self, one: Happening) -> str:
        """Return which process took the case."""
        version = f", version {one.detail['version']}," if one.detail["version"] != 1 else ""
        again = one.detail.get("reopened")
        if again:
            return f"process {one.subject}{version} takes it back ({again})"
        return f"process {one.subject}{version} takes it"

    def entitled(self, one: Happening) -> str:
        """Return which entitlement was linked, or why none was."""
        if one.subject:
            return f"entitled by {one.subject}"
        return f"not entitled: {REASONS.get(one.detail['reason'], one.detail['reason'])}"

    def started(self, one: Happening) -> str:
        """Return that a clock began, and from when it counts if that is not now."""
        anchor = one.detail.get("anchor", one.at)
        word = "starts again" if one.detail.get("again") else "starts"
        return word if anchor == one.at else f"{word}, counted from {self.at(anchor)}"

    def due(self, one: Happening) -> str:
        """Return the due, and whence it moved."""
        due = one.detail["due"]
        if due is None:
            return "has no due" if self.first_due(one) else "has no due any more"
        return f"due {self.at(due)}" if self.first_due(one) else f"now due {self.at(due)}"

    def first_due(self, one: Happening) -> bool:
        """Say whether an instance had no due before."""
        assert one.instance is not None, "only an instance has a due"
        return self.lives[one.instance].dues[0] == (one.at, one.detail["due"])

    def met(self, one: Happening) -> str:
        """Return that a promise was kept, and how far from its due."""
        assert one.instance is not None, "only an instance is met"
        due = self.lives[one.instance].due
        if not is_told(due):
            return "met"
        if one.detail.get("late"):
            return f"done {length_text(one.at - due)} late"
        return f"met, {length_text(due - one.at)} before its due"

    def sent(self, one: Happening) -> str:
        """Return an action that was sent, and for what."""
        held = ""
        if "reached" in one.detail:
            late = "late" if one.detail.get("late") else "held for open time"
            held = f"; {late}, reached {self.at(one.detail['reached'])}"
        return f"{one.subject} sent ({self.reason(one)}{held})"

    def skipped(self, one: Happening) -> str:
        """Return an action that was not sent, and why."""
        what = one.subject or "an action"
        return f"{what} not sent ({self.reason(one)}; {one.detail['reason']})"

    def reason(self, one: Happening) -> str:
        """Return why an action is sent: the promise, and the moment of its line."""
        assert one.instance is not None, "actions belong to an instance"
        life = self.lives[one.instance]
        milestone = self.milestone(one, life)
        trigger = milestone.triggers[one.detail["trigger"]] if milestone else None
        return f"{life.title}, {trigger_text(trigger.moment)}" if trigger else life.title

    def milestone(self, one: Happening, life: Life) -> Milestone | None:
        """Return the milestone of an instance in the process that held the case then."""
        place = self.processes.get(id(one))
        if place is None:
            return None
        return self.program.milestones(self.program.process(*place)).get(life.milestone)

    def at(self, instant: int) -> str:
        """Return an instant."""
        return moment_text(instant, self.zone)


def _kind(life: Life) -> tuple[str, object, str]:
    return life.milestone, life.level, life.outcome


def _processes(replay: Replay) -> dict[int, tuple[str, int]]:
    """Return which process and version held the case at each happening, by its identity."""
    held: tuple[str, int] | None = None
    found = {}
    for one in replay.happenings:
        if one.kind == "entered":
            held = (one.subject or "", one.detail["version"])
        if held is not None:
            found[id(one)] = held
    return found


def _plain(text: str) -> Any:
    return lambda _timeline, _one: text


_TEXTS: dict[str, Any] = {
    "created": TimelineText.entry,
    "entry": TimelineText.entry,
    "entitled": TimelineText.entitled,
    "entered": TimelineText.entered,
    "left": lambda _timeline, one: f"process {one.subject} lets it go: {one.detail['reason']}",
    "started": TimelineText.started,
    "waiting": lambda timeline, one: f"waits until {timeline.at(one.detail['until'])}",
    "due": TimelineText.due,
    "paused": _plain("paused"),
    "resumed": _plain("goes on"),
    "met": TimelineText.met,
    "breached": _plain("is overdue"),
    "missed": _plain("missed: the round ends undone"),
    "cancelled": lambda _timeline, one: f"cancelled: {one.detail['reason']}",
    "waived": _plain("waived"),
    "sent": TimelineText.sent,
    "skipped": TimelineText.skipped,
    "asked": lambda _timeline, one: f"asks `{one.detail['name']}` for minutes",
    "unstable": _plain("set actions change each other without end; the runtime stopped them"),
    "error": lambda _timeline, one: f"cannot be reckoned: {one.detail['reason']}",
}
