"""A new schedule under a running case: an entry like any other, applied at one instant.

What the new schedule does not know is dropped: fields, values, processes. A case stays on its
version of a process, or moves to the one that would take it, or to the newest; its clocks go on as
`handing` says. Then the new rules are applied as after an entry without changes.
"""

from milepost.ir.processes import Process
from milepost.runtime.applying import apply_rest
from milepost.runtime.case import DORMANT, EARLIER, ENDED, LEFT, Case, Delivery
from milepost.runtime.engine import Engine
from milepost.runtime.enrolment import rank, version_for
from milepost.runtime.entries import fits
from milepost.runtime.handing import change_version, keep_counts, places_of
from milepost.runtime.program import Program
from milepost.runtime.reckoner import Reckoner
from milepost.runtime.saved import StateError

_NO_PROCESS = "the new schedule has no such process"
_UNDONE = (*DORMANT, ENDED, LEFT)
_NO_MILESTONE = "the new schedule has no such milestone"


def adopt(program: Program, case: Case, earlier: Program) -> Engine:
    """Move a case, settled under an earlier schedule, to another; return what then happened."""
    if case.record not in program.records:
        raise StateError(f"the new schedule has no record `{case.record}`")
    old = _old_reckoner(case, earlier)
    _keep_fields(case, program, earlier)
    case.digest = program.digest
    versions = {name: passage.version for name, passage in case.passages.items()}
    engine = Engine(program, case)
    _find_versions(engine)
    process = engine.process
    if process is not None and old is not None:
        detail = {"version": process.version, "adopted": True}
        engine.tell("entered", process.name, detail=detail)
        change_version(engine, old, _NO_MILESTONE)
    _keep_what_left(engine, earlier, versions)
    _keep_deliveries(engine, earlier)
    changed = set() if old is None else _changed(case, old)
    apply_rest(engine, old, changed)
    return engine


def _old_reckoner(case: Case, earlier: Program) -> Reckoner | None:
    if case.holder is None:
        return None
    process = earlier.process(case.holder, case.stay.version)
    return Reckoner(earlier, case, process, dict(case.fields))


def _changed(case: Case, old: Reckoner) -> set[str]:
    names = {*case.fields, *old.fields}
    return {name for name in names if case.fields.get(name) != old.fields.get(name)}


def _keep_fields(case: Case, program: Program, earlier: Program) -> None:
    """Keep the fields that still fit; fill others with their defaults, but for what was cleared."""
    fields = program.fields[case.record]
    cleared = [name for name in earlier.fields[case.record] if name not in case.fields]
    for name in list(case.fields):
        if name not in fields or not fits(fields[name], case.fields[name]):
            del case.fields[name]
    for name, field in fields.items():
        if name not in case.fields and name not in cleared and field.default is not None:
            value = field.default
            case.fields[name] = list(value) if isinstance(value, tuple) else value
    program.derive(case.record, case.fields)
    known = program.records[case.record].events
    case.events = {name: at for name, at in case.events.items() if name in known}
    if case.entitlement is not None and case.entitlement not in program.entitlements:
        case.entitlement = None


def _keep_what_left(engine: Engine, earlier: Program, versions: dict[str, int]) -> None:
    """Bring what ran in processes that the case has left, and may come back to, along."""
    case, program = engine.case, engine.program
    for instance in case.instances:
        name = instance.process
        if name not in case.passages or name == case.holder:
            continue
        before = earlier.milestones(earlier.process(name, versions[name]))
        after = program.milestones(program.process(name, case.passages[name].version))
        if instance.milestone not in after or instance.milestone not in before:
            instance.reason = _NO_MILESTONE if instance.reason in _UNDONE else instance.reason
        else:
            keep_counts(instance, before[instance.milestone], after[instance.milestone])


def _keep_deliveries(engine: Engine, earlier: Program) -> None:
    """Keep what milestones that were done wait to send; those that run have kept theirs."""
    case, program = engine.case, engine.program
    running = {one.id for one in case.open_instances()}
    kept: list[Delivery] = []
    for one in case.deliveries:
        passage = case.passages.get(one.process)
        if one.instance not in running:
            before = earlier.milestones(earlier.process(one.process, one.version))
            process = program.process(one.process, passage.version) if passage else None
            after = program.milestones(process).get(one.milestone) if process else None
            places = places_of(before[one.milestone], after) if after else {}
            if passage is None or one.trigger not in places:
                engine.tell_skipped(one, "its line is no more")
                continue
            one.version, one.trigger = passage.version, places[one.trigger]
        kept.append(one)
    case.deliveries = kept


def _find_versions(engine: Engine) -> None:
    """Find every passage a version in the new schedule, or end it."""
    case, program = engine.case, engine.program
    for name, passage in list(case.passages.items()):
        if (name, passage.version) in program.processes:
            continue
        if name in program.versions:
            passage.version = _version(engine, name).version
        elif name == case.holder:
            _end(engine, name)
        else:
            _drop(engine, name)


def _version(engine: Engine, name: str) -> Process:
    case, program = engine.case, engine.program
    versions = program.versions[name]
    found = version_for(versions, case.fields, case.created, program.zone)
    return found or max(versions, key=rank)


def _end(engine: Engine, name: str) -> None:
    for instance in engine.case.open_instances():
        engine.cancel(instance, _NO_PROCESS)
    engine.case.holder = None
    engine.tell("left", name, detail={"reason": _NO_PROCESS})
    _drop(engine, name)


def _drop(engine: Engine, name: str) -> None:
    case = engine.case
    for instance in case.instances:
        if instance.process == name:
            instance.process += EARLIER
    del case.passages[name]
