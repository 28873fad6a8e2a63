"""Why a process took a case, and why each other one did not; the same of its versions."""

from collections.abc import Iterator

from milepost.frozen import frozen
from milepost.ir.processes import Process
from milepost.replay.reasons import Judged, judge
from milepost.runtime import RunningSchedule
from milepost.runtime.case import Case
from milepost.runtime.conditions import Facts
from milepost.runtime.enrolment import is_effective, is_over, takes, version_for

#: Why a process did not take a case, or why another version did.
NOT_YET, RETIRED, TIER, WHEN, OVER, PASSED, LATER, OLDER, TAKEN = (
    "not effective yet",
    "retired",
    "tier",
    "when",
    "until",
    "passed",
    "later",
    "older",
    "taken",
)


@frozen
class Considered:
    """A process or version, and why it took the case or did not.

    `judged` is its `when` (taken, when) or `until` (until), as it was found.
    """

    process: Process
    reason: str
    judged: Judged | None = None


@frozen
class Enrolment:
    """How a case came into a process: the entitlement, and the processes that were considered."""

    entitlement: str | None
    refused: str | None
    tier: str | None
    considered: tuple[Considered, ...]
    versions: tuple[Considered, ...]

    @property
    def taken(self) -> Considered | None:
        """The process that took the case."""
        return next((one for one in self.considered if one.reason == TAKEN), None)


def enrolment_of(running: RunningSchedule, case: Case) -> Enrolment:
    """Return how a case came into the process that holds it, judged by the case as it is."""
    facts = running.program.facts(case.record, case.fields, case.met)
    considered = tuple(_considered(running, case, facts))
    return Enrolment(
        case.entitlement,
        case.reason,
        case.fields.get("tier"),
        considered,
        tuple(_versions(running, case)),
    )


def _considered(running: RunningSchedule, case: Case, facts: Facts) -> Iterator[Considered]:
    program = running.program
    found = False
    for name in program.order:
        versions = program.versions[name]
        if versions[0].record != case.record:
            continue
        if name == case.process:
            process = program.process(name, case.version)
            yield Considered(process, TAKEN, _when(process, facts))
            found = True
            continue
        candidate = version_for(versions, case.fields, case.created, program.zone)
        if candidate is None:
            retired = all(one.retired for one in versions)
            yield Considered(versions[-1], RETIRED if retired else NOT_YET)
        elif candidate.tiers and case.fields.get("tier") not in candidate.tiers:
            yield Considered(candidate, TIER)
        elif not takes(candidate, facts):
            yield Considered(candidate, WHEN, _when(candidate, facts))
        elif is_over(candidate, facts):
            assert candidate.until is not None, "what is over has an `until`"
            yield Considered(candidate, OVER, judge(candidate.until, facts))
        else:
            yield Considered(candidate, LATER if found else PASSED)


def _when(process: Process, facts: Facts) -> Judged | None:
    return None if process.when is None else judge(process.when, facts)


def _versions(running: RunningSchedule, case: Case) -> Iterator[Considered]:
    """Yield the other versions of the process that holds a case."""
    program = running.program
    for version in program.versions.get(case.process or "", ()):
        if version.version == case.version:
            continue
        moment = case.created
        if version.effective_by is not None:
            moment = case.fields.get(version.effective_by) or case.created
        if version.retired:
            yield Considered(version, RETIRED)
        elif not is_effective(version, moment, program.zone):
            yield Considered(version, NOT_YET)
        else:
            yield Considered(version, OLDER)
