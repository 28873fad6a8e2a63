"""What the tests of a policy touch: milestones, target lines and triggers."""

from collections.abc import Iterable, Iterator

from milepost.frozen import frozen
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Schedule
from milepost.replay.verdict import Verdict

#: Outcomes whose subject is an action or a process.
_OTHER_SUBJECTS = ("sent", "process")


@frozen
class Covered:
    """A part of a process and whether a test touched it."""

    kind: str
    process: str
    version: int
    milestone: str
    index: int | None
    touched: bool


def coverage_of(schedule: Schedule, verdicts: Iterable[Verdict]) -> tuple[Covered, ...]:
    """Return every milestone, target line and trigger, and whether some test reached it."""
    reached = set()
    for verdict in verdicts:
        reached |= set(_reached(verdict))
    return tuple(Covered(*part, touched=part in reached) for part in _parts(schedule))


def unexpected_milestones(
    schedule: Schedule, verdicts: Iterable[Verdict]
) -> tuple[tuple[Process, tuple[Milestone, ...]], ...]:
    """Return each process with the milestones of which no test of a case in it expects anything.

    Versions of a process count as one: the first with such a milestone stands for the others.
    Without a test that expects something of a milestone, the answer is empty.
    """
    expected = {
        (one.subject, judged.expectation.subject)
        for verdict in verdicts
        for judged in verdict.judged
        if judged.expectation.outcome not in _OTHER_SUBJECTS
        for one in verdict.timeline.happenings
        if one.kind == "entered"
    }
    if not expected:
        return ()
    found: list[tuple[Process, tuple[Milestone, ...]]] = []
    for process in schedule.processes:
        left = [one for one in process.milestones if (process.name, one.name) not in expected]
        expected |= {(process.name, one.name) for one in left}
        if left:
            found.append((process, tuple(left)))
    return tuple(found)


def share(covered: Iterable[Covered]) -> tuple[int, int]:
    """Return how many parts were touched, and of how many."""
    parts = tuple(covered)
    return sum(part.touched for part in parts), len(parts)


def _parts(schedule: Schedule) -> Iterator[tuple[str, str, int, str, int | None]]:
    for process in schedule.processes:
        for milestone in process.milestones:
            place = (process.name, process.version, milestone.name)
            yield ("milestone", *place, None)
            for index in range(len(milestone.lines)):
                yield ("target line", *place, index)
            for index in range(len(milestone.triggers)):
                yield ("trigger", *place, index)


def _reached(verdict: Verdict) -> Iterator[tuple[str, str, int, str, int | None]]:
    process = ("", 0)
    for one in verdict.timeline.happenings:
        if one.kind == "entered":
            process = (one.subject or "", one.detail["version"])
        elif one.kind in ("started", "due") and one.subject:
            yield ("milestone", *process, one.subject, None)
            if one.detail.get("line") is not None:
                yield ("target line", *process, one.subject, one.detail["line"])
        elif one.kind == "sent":
            yield ("trigger", *process, one.detail["milestone"], one.detail["trigger"])
