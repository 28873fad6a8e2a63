"""An entry applied: seven steps, in the order the language lays down.

What `set` actions assigned on the way becomes one following entry at the same instant; more than a
round for each milestone (and one) at an instant is no policy but a circle, and is reported.
"""

from milepost.runtime.case import MET, WAIVED, Instance
from milepost.runtime.changing import apply_changes, follow_anchors, take_answers
from milepost.runtime.engine import Engine
from milepost.runtime.entering import enrol, leave_if_over, link_entitlement
from milepost.runtime.entries import Entry
from milepost.runtime.finishing import RESET, finish
from milepost.runtime.handing import hand_over, take_over
from milepost.runtime.lateness import catch_up
from milepost.runtime.pausing import pause_and_resume
from milepost.runtime.reckoner import Reckoner
from milepost.runtime.starting import begin_again, note_edges, start_what_starts


def apply(engine: Engine, entry: Entry, *, first: bool = False) -> None:
    """Apply an entry, then what `set` actions assigned, until nothing is assigned any more."""
    _apply(engine, entry, first=first)
    apply_assigned(engine)


def apply_assigned(engine: Engine) -> None:
    """Apply what `set` actions assigned as entries that follow at the same instant."""
    while engine.assigned:
        entry = engine.take_assigned()
        if not engine.may_repeat("set", len(engine.milestones) + 1):
            engine.tell_entry(entry, "unstable")
            return
        engine.tell_entry(entry, by_action=True)
        _apply(engine, entry, first=False)


def _apply(engine: Engine, entry: Entry, *, first: bool) -> None:
    case = engine.case
    engine.started = set()
    before = None if case.holder is None else engine.reckoner
    open_before = case.open_instances()
    fields = dict(case.fields)

    # 1 and 2: fields, events and derived fields.
    _change_fields(engine, entry, first=first)
    changed = {
        name for name in {*fields, *case.fields} if fields.get(name) != case.fields.get(name)
    }
    if changed:
        engine.touch()
        before = before and Reckoner(engine.program, case, before.process, fields)
    _note_events(engine, entry)

    # 3: which process holds the case, and which version.
    old, again = _enrol(engine, before)

    # 4: what is done, cancelled or reset, of all that was open.
    mine = {instance.id for instance in case.mine()}
    ended = finish(engine, entry, [one for one in open_before if one.id in mine])
    again += [one for one in ended if one.reason == RESET]

    # 5: what a change does to the rest, and what starts.
    if engine.process is not None and old is not None and (changed or old is not before):
        again += apply_changes(engine, changed, old, handed=old is not before)
    _start(engine, _happened(engine, entry, changed, ended), again)
    take_answers(engine, entry)

    # 6 and 7: pauses, and exits.
    _conclude(engine, entry)


def apply_rest(engine: Engine, old: Reckoner | None, changed: set[str]) -> None:
    """Apply to a case what has changed around it: `old` reckoned its dues until now."""
    engine.started = set()
    if old is not None and engine.process is not None:
        again = apply_changes(engine, changed, old, handed=True)
        take_over(engine, engine.now)
        _start(engine, set(), again)
    elif enrol(engine):
        _start(engine, set(), [])
    _conclude(engine, Entry(engine.now, {}))
    apply_assigned(engine)


def _conclude(engine: Engine, entry: Entry) -> None:
    """Pause and let go; a case that is let go may be another process's. Then catch up."""
    _pause(engine)
    while leave_if_over(engine, entry) and enrol(engine):
        _start(engine, set(), [])
        _pause(engine)
    catch_up(engine)
    engine.show_dues()


def _change_fields(engine: Engine, entry: Entry, *, first: bool) -> None:
    case, program = engine.case, engine.program
    if first:
        for field in program.records[case.record].fields:
            if field.default is not None:
                _assign(engine, field.name, field.default)
        case.fields["created"] = case.created
    for name, value in entry.set.items():
        _assign(engine, name, value)
    if first or "entitlement" in entry.set:
        link_entitlement(engine, entry.set)
    program.derive(case.record, case.fields)


def _assign(engine: Engine, name: str, value: object) -> None:
    fields = engine.case.fields
    if value is None:
        fields.pop(name, None)
    else:
        fields[name] = list(value) if isinstance(value, list | tuple) else value


def _note_events(engine: Engine, entry: Entry) -> None:
    known = engine.program.records[engine.case.record].events
    for event in entry.events:
        if event in known:
            engine.case.events.setdefault(event, [engine.now, engine.now])[1] = engine.now
            engine.touch()


def _enrol(engine: Engine, before: Reckoner | None) -> tuple[Reckoner | None, list[Instance]]:
    """Enrol; return what reckoned the dues that go on, and what has to start anew.

    The reckoner is another than `before` where clocks were handed over to other rules.
    """
    case = engine.case
    away = {name: one.fields for name, one in case.passages.items() if one.left is not None}
    if not enrol(engine):
        old = take_over(engine, engine.now) if case.holder is not None else None
        if old is None or before is None:
            return before, []
        return Reckoner(old.program, case, old.process, before.fields), []
    process = engine.process
    assert process is not None, "a process took the case"
    again: list[Instance] = []
    fields = away.get(process.name)
    if fields is not None:
        # What changed while the case was away is a change of this entry.
        changed = {name for name, value in fields.items() if case.fields.get(name) != value}
        earlier = Reckoner(engine.program, case, process, {**case.fields, **fields})
        again = apply_changes(engine, changed, earlier, handed=False)
    if before is None:
        return None, again
    hand_over(engine, before, "")
    return Reckoner(before.program, case, before.process, before.fields), again


def _happened(engine: Engine, entry: Entry, changed: set[str], ended: list[Instance]) -> set[str]:
    """Return what occurrences the entry brought: events, milestones met, time fields set."""
    met = {one.milestone for one in ended if one.state in (MET, WAIVED)}
    fields = engine.program.fields[engine.case.record]
    moments = {
        name for name in changed if fields[name].type == "time" and name in engine.case.fields
    }
    return {*entry.events, *met, *moments}


def _start(engine: Engine, happened: set[str], again: list[Instance]) -> None:
    if engine.process is None:
        return
    follow_anchors(engine)
    begin_again(engine, again)
    start_what_starts(engine, happened)


def _pause(engine: Engine) -> None:
    """Pause and resume; dues that a pause hid or moved may be what others count from."""
    if engine.process is None:
        return
    pause_and_resume(engine)
    note_edges(engine)
    if engine.program.counts_from_dues(engine.process):
        follow_anchors(engine)
        start_what_starts(engine, set())
        pause_and_resume(engine)
