"""Verdicts on tests, for people: what was expected and found, the timeline there, and the why."""

import re
from collections.abc import Iterator

from milepost.cli.explanation_text import DueText, ExplanationText, NotStartedText
from milepost.cli.timeline_text import TimelineText
from milepost.compiler import Compilation
from milepost.frozen import replace
from milepost.ir.conditions import Choice, Named
from milepost.ir.schedule import Expectation
from milepost.replay.cases import case_of_test, zone_of
from milepost.replay.coverage import Covered
from milepost.replay.enrolments import enrolment_of
from milepost.replay.explain import explain
from milepost.replay.lives import Life, begun, lives_of
from milepost.replay.local_times import moment_text
from milepost.replay.replaying import Replay, replay
from milepost.replay.unstarted import why_not_started
from milepost.replay.verdict import Judged, Verdict
from milepost.runtime import RunningSchedule
from milepost.runtime.case import Case

_BOLD, _RED, _GREEN, _OFF = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[0m"
_BRACED = re.compile(r"\{(-?\d+)\}")
_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


def report(compilation: Compilation, folder: str, verdict: Verdict, *, color: bool) -> str:
    """Return a verdict: each missed expectation, the timeline around it, and why it is so."""
    bold, red, green, off = (_BOLD, _RED, _GREEN, _OFF) if color else ("", "", "", "")
    told = VerdictText(compilation, folder, verdict)
    head = f"{green}passed{off}" if verdict.passed else f"{red}failed{off}"
    lines = [f"{head}: {bold}{verdict.test.name}{off} ({told.place})", *told.missed(), ""]
    return "\n".join(_indented([*lines, *told.account()]))


def untouched(compilation: Compilation, folder: str, part: Covered) -> str:
    """Return that no test touches a part of the policy, and where that stands."""
    milestone = next(
        milestone
        for process in compilation.schedule.processes
        if (process.name, process.version) == (part.process, part.version)
        for milestone in process.milestones
        if milestone.name == part.milestone
    )
    owner = f"{part.process}.{part.milestone}"
    node: object = milestone
    what = f"milestone {owner}"
    if part.index is not None:
        of = {"target line": milestone.lines, "trigger": milestone.triggers}
        node = of[part.kind][part.index]
        what = f"{part.kind} {part.index + 1} of {owner}"
    spans = compilation.model.spans
    span = spans.find(node) or spans.find(milestone)
    shown = "" if folder in ("", ".") else f"{folder}/"
    place = f"{shown}{span.path}:{span.line}" if span else folder
    return f"{place}: no test touches {what}"


class VerdictText:
    """Says how one test went; its case is replayed only when something is to be shown of it."""

    def __init__(self, compilation: Compilation, folder: str, verdict: Verdict) -> None:
        self.compilation = compilation
        self.folder = "" if folder in ("", ".") else f"{folder}/"
        self.verdict = verdict
        self.test = verdict.test
        self.zone = zone_of(compilation.schedule, verdict.test.zone)

    @property
    def place(self) -> str:
        """Where the test is written: `policies/acme/tests.sla:12`."""
        return self.place_of(self.test)

    def place_of(self, part: object) -> str:
        """Return where a part is written, as file and line."""
        span = self.compilation.model.spans.find(part)
        return f"{self.folder}{span.path}:{span.line}" if span else self.folder or "."

    def missed(self) -> Iterator[str]:
        """Yield each missed expectation at its place, and what was found instead."""
        for judged in self.verdict.judged:
            if not judged.kept:
                yield f"{self.place_of(judged.expectation)}: {self.sentence(judged)}"

    def sentence(self, judged: Judged) -> str:
        """Return a missed expectation in one line."""
        return f"expected {self.expectation(judged.expectation)}; found: {self.found(judged)}"

    def expectation(self, one: Expectation) -> str:
        """Return an expectation, nearly as it is written."""
        if one.outcome == "process":
            return f"process {one.subject}" if one.subject else "no process"
        nth = f"{_ORDINALS.get(one.nth, f'{one.nth}th')} " if one.nth else ""
        level = "" if one.level is None else f" for {one.level}"
        subject = f"{nth}{one.subject}{level}"
        at = "" if one.at is None else f" at {self.at(one.at)}"
        match one.outcome:
            case "due":
                return f"{subject} due {'never' if one.at is None else self.at(one.at)}"
            case "sent":
                times = {None: f"sent{at}", 0: "never to be sent"}
                return f"{subject} {times.get(one.times, f'sent {one.times} times')}"
            case "starts":
                return f"{subject} never to start"
        return f"{subject} {one.outcome}{at}"

    def found(self, judged: Judged) -> str:
        """Return what was found, its instants in the test's zone."""
        return _BRACED.sub(lambda found: self.at(int(found[1])), judged.found)

    def at(self, instant: int) -> str:
        """Return an instant."""
        return moment_text(instant, self.zone)

    def account(self) -> Iterator[str]:
        """Yield the timeline around what was missed, then an explanation of each part of it."""
        missed = [judged for judged in self.verdict.judged if not judged.kept]
        running = RunningSchedule(self.compilation.schedule)
        played = self.replayed(running, missed)
        instants = {
            instant
            for judged in missed
            for instant in (judged.expectation.at, *map(int, _BRACED.findall(judged.found)))
            if instant is not None
        }
        timeline = TimelineText(running, played)
        yield from timeline.around(sorted(instants)) if missed else timeline.table().splitlines()
        shown: dict[tuple[str, ...], None] = {}
        for judged in missed:
            for lines in self.reasons(running, played, judged.expectation):
                shown[lines] = None
        for lines in shown:
            yield ""
            yield from lines

    def replayed(self, running: RunningSchedule, missed: list[Judged]) -> Replay:
        """Return the case of the test replayed, at least as far as what was expected of it."""
        case = case_of_test(self.compilation.schedule, self.test)
        played = replay(running, case)
        last = max([case.ends, *(one.expectation.at or 0 for one in missed)])
        if played.wake is None or last < played.moments[-1].at:
            return played
        return replay(running, replace(case, until=last))

    def reasons(
        self, running: RunningSchedule, played: Replay, wanted: Expectation
    ) -> Iterator[tuple[str, ...]]:
        """Yield the explanations that bear on an expectation, each as its lines."""
        fields = running.program.fields_of(played.case.record)
        folder = self.folder.rstrip("/")
        if wanted.outcome == "process":
            words = ExplanationText(fields, self.zone, folder)
            yield tuple(words.considered(enrolment_of(running, Case.of(played.state))))
            return
        lives = lives_of(played)
        is_action = wanted.outcome == "sent"
        names = _senders(running, wanted.subject) if is_action else (wanted.subject,)
        for name in names:
            life = _meant(begun(played, lives), name, wanted) or _meant(lives, name, wanted)
            if life is not None:
                told = explain(running, played, life)
                yield tuple(DueText(told, fields, folder).lines())
            elif not is_action:
                missing = why_not_started(running, played, name)
                yield tuple(NotStartedText(missing, fields, folder, self.zone).lines())


def _meant(lives: tuple[Life, ...], name: str, wanted: Expectation) -> Life | None:
    """Return the instance that an expectation is about: the one it names, else the one nearest."""
    found = [
        life
        for life in lives
        if life.milestone == name and (wanted.level is None or life.level == wanted.level)
    ]
    if wanted.nth is not None:
        return found[wanted.nth - 1] if wanted.nth <= len(found) else None
    at = wanted.at
    if at is None or not found:
        return found[-1] if found else None
    return min(found, key=lambda life: min(abs(one - at) for one in (life.due or 0, life.starts)))


def _senders(running: RunningSchedule, action: str) -> tuple[str, ...]:
    """Return the milestones whose triggers send an action."""
    names: dict[str, None] = {
        milestone.name: None
        for process in running.schedule.processes
        for milestone in process.milestones
        for trigger in milestone.triggers
        for named in trigger.actions
        if action in _names(named)
    }
    return tuple(names)


def _names(named: Named) -> tuple[str | None, ...]:
    if isinstance(named, Choice):
        return *(case.then for case in named.cases), named.otherwise
    return (named,)


def _indented(lines: list[str]) -> Iterator[str]:
    """Yield a headline, and the lines below it two blanks in."""
    yield lines[0]
    for line in lines[1:]:
        yield f"  {line}".rstrip()
