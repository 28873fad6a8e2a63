"""Which process holds a case: entering, letting go, coming back, and newer versions.

A case passes a process once. What `on reopening` says holds for every way back, also when the case
had left because `when` or `for` no longer held: `resume` runs on what the exit cancelled, the
absence being a pause; `restart` begins a new passage; `ignore` leaves the case to other processes.
A process that was called off (`cancel`) is never entered again.
"""

from typing import Any

from milepost.clock import BEYOND
from milepost.clock.dates import day_number
from milepost.ir.processes import Process
from milepost.runtime.case import (
    CALLED_OFF,
    EARLIER,
    ENDED,
    GONE,
    LEFT,
    OVER,
    PROCESS,
    RUNNING,
    WAITING,
    Passage,
)
from milepost.runtime.engine import Engine
from milepost.runtime.enrolment import (
    entitled,
    is_called_off,
    is_effective,
    is_over,
    rank,
    takes,
    version_for,
)
from milepost.runtime.entries import Entry
from milepost.runtime.finishing import happens

__all__ = [
    "EARLIER",
    "enrol",
    "leave",
    "leave_if_over",
    "link_entitlement",
    "next_takeover",
]

ASKED = ("account", "asset", "contract", "contract_line")
_UNLINKED = "entitlement was removed"
_CREATED = "created"


def link_entitlement(engine: Engine, changes: dict[str, Any]) -> None:
    """Link the entitlement that the host chose, or that fits the account, and set its fields.

    A case that names no account (and nothing else that entitles) is its host's affair, unless an
    entitlement is everybody's: it enters a process by its fields alone.
    """
    case, program = engine.case, engine.program
    chosen = changes.get("entitlement")
    reason: str | None = None
    if chosen is not None:
        found = program.entitlements.get(chosen)
        reason = None if found else f"no entitlement `{chosen}`"
    elif "entitlement" in changes:
        found, reason = None, _UNLINKED if case.entitlement else None
    elif _is_asked(engine):
        answer = entitled(program.schedule, case.fields, case.created, program.zone)
        found, reason = answer.entitlement, answer.reason
    else:
        return
    case.entitlement = found.name if found else None
    case.reason = reason
    if found is None:
        engine.tell("entitled", None, detail={"entitlement": None, "reason": reason})
        return
    case.fields["entitlement"] = found.name
    for assignment in found.fields:
        _assign(case.fields, assignment.field, assignment.value)
    engine.tell("entitled", found.name, detail={"entitlement": found.name})


def _is_asked(engine: Engine) -> bool:
    if any(engine.case.fields.get(name) is not None for name in ASKED):
        return True
    return any(
        not any(getattr(one, name) for name in ASKED)
        for one in engine.program.entitlements.values()
    )


def _assign(fields: dict[str, Any], field: str, value: Any) -> None:
    if value is None:
        fields.pop(field, None)
    else:
        fields[field] = list(value) if isinstance(value, tuple) else value


def enrol(engine: Engine) -> bool:
    """Let go of a case that its process no longer holds, and let another take it.

    Return whether the process that holds it is another now.
    """
    case = engine.case
    current = engine.process
    if current is not None and case.reason is None and takes(current, engine.facts):
        return False
    following = None if case.reason else _following(engine)
    if current is not None:
        kept = engine.program.milestones(following) if following else {}
        leave(engine, GONE, LEFT, frozenset(kept))
    if following is None:
        return False
    _enter(engine, following, current)
    return True


def leave(engine: Engine, how: str, reason: str, kept: frozenset[str] = frozenset()) -> None:
    """Let a case go: what is still open is cancelled, except what the next process keeps."""
    case, process = engine.case, engine.process
    assert process is not None, "only a case in a process can leave it"
    passage = case.stay
    for instance in case.open_instances():
        if instance.milestone not in kept:
            engine.cancel(instance, reason)
    passage.left, passage.how = engine.now, how
    passage.close_pauses(engine.now)
    passage.fields = _selecting_fields(engine, process)
    case.holder = None
    engine.touch()
    said = LEFT if how == GONE else ENDED if how == OVER else "cancelled"
    engine.tell("left", process.name, detail={"reason": said})


def leave_if_over(engine: Engine, entry: Entry) -> bool:
    """Let a case go whose process is over or called off; return whether it was."""
    process = engine.process
    if process is None:
        return False
    if is_over(process, engine.facts):
        leave(engine, OVER, ENDED)
        return True
    if any(happens(engine, one, entry, process.name) for one in process.cancel):
        leave(engine, CALLED_OFF, ENDED)
        return True
    return False


def _selecting_fields(engine: Engine, process: Process) -> dict[str, Any] | None:
    """Return the fields that select targets as they are, where a return has to compare them."""
    if process.on_reopening != "resume":
        return None
    names = {
        name
        for milestone in process.milestones
        for name in engine.program.selecting(process, milestone)
    }
    fields = engine.case.fields
    return {name: fields[name] for name in sorted(names) if name in fields}


def _following(engine: Engine) -> Process | None:
    """Return the process and version that takes the case now: the first in order that may."""
    case, program = engine.case, engine.program
    for name in program.order:
        passage = case.passages.get(name)
        if name == case.holder or (passage and passage.how == CALLED_OFF):
            continue
        process = _version(engine, name, passage)
        if process is None or process.record != case.record:
            continue
        if passage is not None and process.on_reopening == "ignore":
            continue
        if not takes(process, engine.facts) or is_over(process, engine.facts):
            continue
        if not is_called_off(process, engine.facts):
            return process
    return None


def _version(engine: Engine, name: str, passage: Passage | None) -> Process | None:
    """Return the version that takes the case: the one it had, where it comes back to run on."""
    case, program = engine.case, engine.program
    if passage is not None:
        process = program.process(name, passage.version)
        if process.on_reopening != "restart":
            return process
    versions = program.versions[name]
    process_of_day = version_for(versions, case.fields, case.created, program.zone)
    if process_of_day is None:
        return None
    newer = [
        one
        for one in versions
        if one.takes_over
        and rank(one) > rank(process_of_day)
        and _taken_at(engine, one) <= engine.now
    ]
    return max(newer, key=rank, default=process_of_day)


def _enter(engine: Engine, process: Process, left: Process | None) -> None:
    """Take a case that is free; `left` is the process that held it until this entry."""
    case, name = engine.case, process.name
    earlier = case.passages.get(name)
    detail: dict[str, Any] = {"version": process.version}
    if earlier is not None:
        detail["reopened"] = process.on_reopening
    inherited = case.passages[left.name].pauses if left is not None else {}
    case.holder = name
    if earlier is not None and process.on_reopening == "resume":
        _come_back(engine, process, earlier, detail)
        return
    passage = Passage()
    passage.version, passage.entered = process.version, engine.now
    if earlier is not None:
        passage.start = engine.now
        _forget(engine, process)
    else:
        passage.pauses = {
            key: [list(pause) for pause in inherited.get(key, inherited.get(PROCESS, ()))]
            for key, _ in engine.program.pauses(process)
        }
    case.passages[name] = passage
    engine.touch()
    engine.tell("entered", name, detail=detail)


def _come_back(engine: Engine, process: Process, passage: Passage, detail: dict[str, Any]) -> None:
    """Run on what the exit cancelled; the absence is a pause of every clock."""
    case, left = engine.case, passage.left
    assert left is not None, "only who left can come back"
    passage.left = passage.how = None
    for key, _ in engine.program.pauses(process):
        if left < engine.now:
            passage.pauses.setdefault(key, []).append([left, engine.now])
    engine.touch()
    engine.tell("entered", process.name, detail=detail)
    for instance in case.mine():
        if instance.reason in (ENDED, LEFT) and instance.ended == left:
            instance.state = WAITING if instance.opens > engine.now else RUNNING
            instance.ended = instance.reason = None
            engine.tell("resumed", instance.milestone, instance)


def _forget(engine: Engine, process: Process) -> None:
    """Make an earlier passage history: a restart counts everything anew."""
    case = engine.case
    for instance in case.instances:
        if instance.process == process.name:
            instance.process += EARLIER
    for milestone in process.milestones:
        case.met.pop(milestone.name, None)
    case.events.clear()


def next_takeover(engine: Engine) -> tuple[int, Process] | None:
    """Return when a newer version takes the case over, and which: the newest whose time came."""
    process = engine.process
    if process is None:
        return None
    newer = [
        (_taken_at(engine, version), rank(version), version)
        for version in engine.program.versions[process.name]
        if version.takes_over and rank(version) > rank(process)
    ]
    if not newer:
        return None
    come = [one for one in newer if one[0] <= engine.now]
    at, _, version = max(come, key=_by_rank) if come else min(newer, key=_by_time)
    return at, version


def _by_rank(one: tuple[int, tuple[str, int], Process]) -> tuple[str, int]:
    return one[1]


def _by_time(one: tuple[int, tuple[str, int], Process]) -> tuple[int, tuple[str, int]]:
    return one[0], one[1]


def _taken_at(engine: Engine, version: Process) -> int:
    """Return from when on a version takes over: its effective date.

    Where a field says which version counts, it counts as soon as the field is as late as that.
    """
    program, created = engine.program, engine.case.created
    if version.effective is None:
        return created
    if version.effective_by in (None, _CREATED):
        return program.zone.midnight(day_number(version.effective))
    moment = engine.case.fields.get(version.effective_by)
    has_come = isinstance(moment, int) and is_effective(version, moment, program.zone)
    return created if has_come else BEYOND
