"""Enrolment: the entitlement, the process that takes the case, and how it lets it go."""

from typing import Any

from milepost.clock.dates import day_number
from milepost.ir.processes import Process
from milepost.runtime.case import RUNNING
from milepost.runtime.engine import Engine
from milepost.runtime.enrolment import entitled, is_over, takes, version_for

_ASKED = ("account", "asset", "contract", "contract_line")
CLOSED = "process ended"
LEFT = "process no longer holds the case"
#: Marks the instances of an earlier passage: they are history, and no milestone's any more.
EARLIER = "@"


def link_entitlement(engine: Engine, changes: dict[str, Any]) -> None:
    """Link the entitlement that the host chose, or that fits the account, and set its fields.

    A case that names neither is its host's affair: it enters a process by its fields alone.
    """
    case, program = engine.case, engine.program
    chosen = changes.get("entitlement")
    if chosen is not None:
        found = program.entitlements.get(chosen)
        reason = None if found else f"no entitlement `{chosen}`"
    elif any(case.fields.get(name) is not None for name in _ASKED):
        answer = entitled(program.schedule, case.fields, case.created, program.zone)
        found, reason = answer.entitlement, answer.reason
    else:
        return
    case.entitlement = found.name if found else None
    case.reason = reason
    if found is None:
        engine.tell("entitled", None, entitlement=None, reason=reason)
        return
    case.fields["entitlement"] = found.name
    for assignment in found.fields:
        _assign(case.fields, assignment.field, assignment.value)
    engine.tell("entitled", found.name, entitlement=found.name)


def _assign(fields: dict[str, Any], field: str, value: Any) -> None:
    if value is None:
        fields.pop(field, None)
    else:
        fields[field] = list(value) if isinstance(value, tuple) else value


def enrol(engine: Engine) -> Process | None:
    """Let go a case that its process no longer holds, and let another take it.

    Return the process handed over from.
    """
    case, program = engine.case, engine.program
    current = engine.process
    facts = program.facts(case.record, case.fields, case.met)
    if current is not None and case.exited is None and takes(current, facts):
        return None
    if case.exited is not None and current is not None:
        _reopen(engine, current)
        return None
    following = None if case.reason else _candidate(engine)
    if current is not None:
        _let_go(engine, current, following)
    if following is not None:
        case.process, case.version = following.name, following.version
        case.entered, case.exited = engine.now, None
        engine.tell("entered", following.name, version=following.version)
    return current


def _candidate(engine: Engine) -> Process | None:
    case, program = engine.case, engine.program
    facts = program.facts(case.record, case.fields, case.met)
    for name in program.order:
        if name in case.passed or name == case.process:
            continue
        process = version_for(program.versions[name], case.fields, case.created, program.zone)
        if process is None or process.record != case.record:
            continue
        if takes(process, facts) and not is_over(process, facts):
            return process
    return None


def _let_go(engine: Engine, process: Process, following: Process | None) -> None:
    case = engine.case
    kept = set(engine.program.milestones(following)) if following else set()
    for instance in case.open_instances():
        if instance.milestone not in kept:
            engine.cancel(instance, LEFT)
    engine.tell("left", process.name, reason=LEFT)
    case.passed.append(process.name)
    case.process = case.version = None
    case.pauses = {}


def exit_process(engine: Engine, reason: str) -> None:
    """End the passage: what is still open is cancelled, and may run on if reopening resumes it."""
    case, process = engine.case, engine.process
    assert process is not None, "only a case in a process can leave it"
    for instance in case.open_instances():
        engine.cancel(instance, CLOSED)
    case.exited = engine.now
    engine.tell("left", process.name, reason=reason)


def _reopen(engine: Engine, process: Process) -> None:
    """Take a case back whose `until` holds no longer, as the process says."""
    case, program = engine.case, engine.program
    facts = program.facts(case.record, case.fields, case.met)
    if process.on_reopening == "ignore" or is_over(process, facts) or not takes(process, facts):
        return
    exited = case.exited or engine.now
    case.exited = None
    engine.tell("entered", process.name, version=process.version, reopened=process.on_reopening)
    if process.on_reopening == "restart":
        case.passage = engine.now
        case.met, case.events, case.pauses, case.true_starts = {}, {}, {}, {}
        for instance in case.instances:
            instance.milestone = f"{instance.milestone}{EARLIER}"
        return
    for key in ("", *program.milestones(process)):
        case.pauses.setdefault(key, []).append([exited, engine.now])
    for instance in case.instances:
        if instance.reason == CLOSED and instance.ended == exited:
            instance.state, instance.ended, instance.reason = RUNNING, None, None
            engine.tell("resumed", instance.milestone, instance)


def take_over(engine: Engine) -> None:
    """Move a running case to the newest version that takes over and has become effective."""
    case, program = engine.case, engine.program
    process = engine.process
    if process is None or case.exited is not None:
        return
    newer = next_takeover(engine)
    if newer is None or newer[0] > engine.now:
        return
    version = newer[1]
    kept = program.milestones(version)
    for instance in case.open_instances():
        if instance.milestone not in kept:
            engine.cancel(instance, f"version {version.version} has no such milestone")
    case.version = version.version
    engine.tell("entered", version.name, version=version.version, takes_over=True)


def next_takeover(engine: Engine) -> tuple[int, Process] | None:
    """Return when a newer version takes the case over, and which."""
    case, process = engine.case, engine.process
    if process is None or case.exited is not None:
        return None
    found: tuple[int, Process] | None = None
    for version in engine.program.versions[process.name]:
        newer = (version.effective or "", version.version) > (
            process.effective or "",
            process.version,
        )
        if not version.takes_over or not newer or version.effective is None:
            continue
        at = engine.program.zone.midnight(day_number(version.effective))
        if found is None or at <= found[0]:
            found = (at, version)
    return found
