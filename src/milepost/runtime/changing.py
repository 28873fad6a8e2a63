"""What a change of fields, anchors or processes does to clocks that run.

`restart` cancels and starts now; `carry` keeps the time used under the new target; `tighten` also
holds the earlier promise fast, and the earlier due counts. A change without a rule is carried.
Where one entry changes fields under several rules, the strongest counts: restart, tighten, carry.
After a breach only `restart` does anything.

When nothing is promised any more (`none`, or no line that holds) an instance is cancelled; when
something is promised again it runs on, as with `when`.
"""

from typing import Any, TypeAlias

from milepost.clock import Clock
from milepost.ir.processes import Milestone
from milepost.ir.targets import External
from milepost.runtime.case import CLEARED, NOTHING, RUNNING, WAITING, Claim, Instance
from milepost.runtime.engine import Engine
from milepost.runtime.entries import Entry, shown
from milepost.runtime.reckoner import Reckoner

#: So many earlier promises are held fast at most: of more, the earliest.
_MOST_CLAIMS = 8
_TOO_MANY = 2**40
RESTARTED = "restart"

#: A milestone as it is now and as it was, and what reckoned its dues before.
_Change: TypeAlias = tuple[Milestone, Milestone, Reckoner]


def apply_changes(
    engine: Engine, changed: set[str], old: Reckoner, *, handed: bool
) -> list[Instance]:
    """Apply the change rules to what is open or dormant; return what has to start anew."""
    process = engine.process
    assert process is not None, "clocks run in a process"
    again: list[Instance] = []
    for instance in list(engine.case.mine()):
        milestone = engine.milestones.get(instance.milestone)
        before = old.milestones.get(instance.milestone)
        if milestone is None or before is None:
            continue
        rule = engine.program.rule(process, milestone, changed, handed=handed)
        if instance.is_dormant:
            _change_dormant(engine, instance, rule, (milestone, before, old))
        elif not instance.is_open or (instance.breached and rule != "restart"):
            continue
        elif not _is_promised(engine, milestone, before, old):
            engine.cancel(instance, NOTHING)
        elif rule != "restart":
            _adjust(engine, instance, rule, (milestone, before, old))
        elif instance.is_running:
            engine.cancel(instance, RESTARTED)
            again.append(instance)
    return again


def _is_promised(engine: Engine, milestone: Milestone, before: Milestone, old: Reckoner) -> bool:
    """Say whether something is still promised; what was only words may go on as words."""
    selection, earlier = engine.reckoner.select(milestone), old.select(before)
    if selection is None:
        return False
    return selection.is_promise or earlier is None or not earlier.is_promise


def _change_dormant(engine: Engine, instance: Instance, rule: str | None, change: _Change) -> None:
    """Keep what may run on in step: with `restart`, it would count from now, armed anew."""
    if rule != "restart":
        _carry(engine, instance, change)
        return
    instance.count_from(engine.now)
    instance.breached, instance.due, instance.shown = False, None, None
    instance.fired, instance.lapsed = {}, {}


def _adjust(engine: Engine, instance: Instance, rule: str | None, change: _Change) -> None:
    """Carry an open instance over to the target that counts now."""
    milestone, before, old = change
    live = instance.claims[-1]
    made_in = [old.process.name, old.process.version]
    kept = live.kept(_held_fast(engine, milestone, old), instance.minutes, made_in)
    earlier = old.select(before)
    _carry(engine, instance, change)
    if rule == "tighten" and earlier is not None and earlier.is_promise:
        _hold_fast(engine, instance, milestone, kept)
    ask(engine, instance, milestone)
    engine.touch()


def _held_fast(engine: Engine, milestone: Milestone, old: Reckoner) -> dict[str, Any]:
    process = engine.process
    assert process is not None, "clocks run in a process"
    names = engine.program.kept_by(process, milestone)
    return {name: old.fields.get(name) for name in names}


def _carry(engine: Engine, instance: Instance, change: _Change) -> None:
    """Keep the time used: on another calendar, each claim starts as much open time before now."""
    milestone, before, old = change
    now = engine.now
    for claim in instance.claims:
        earlier = old.used_by(before, instance, claim, now)
        later = engine.reckoner.used_by(milestone, instance, claim, now)
        if earlier is None or later is None or _is_same(earlier[0], later[0]):
            continue
        table = later[0].table
        claim.start = max(table.subtract(now, earlier[1]), table.since)
        claim.since = now
    engine.touch()


def _is_same(one: Clock, other: Clock) -> bool:
    if one is other:
        return True
    return one.name == other.name and one.table == other.table


def _hold_fast(engine: Engine, instance: Instance, milestone: Milestone, kept: Claim) -> None:
    """Add an earlier promise to an instance's claims, once."""
    held = [claim for claim in instance.claims[:-1] if claim.key() != kept.key()]
    live = instance.claims[-1]
    held.append(kept)
    if len(held) > _MOST_CLAIMS:
        reckoner = engine.reckoner
        dues = {id(one): reckoner.reckon_claim(milestone, instance, one).due for one in held}
        held.remove(max(held, key=lambda one: (dues[id(one)] is None, dues[id(one)] or 0)))
    instance.claims = [*held, live]


def freeze(engine: Engine, instance: Instance) -> None:
    """Hold a breached instance's clock fast: no change of fields moves its triggers any more."""
    process = engine.process
    assert process is not None, "clocks run in a process"
    milestone = engine.milestones[instance.milestone]
    reckoner = engine.reckoner
    fields = engine.case.fields
    names = sorted(engine.program.selecting(process, milestone))
    best = min(
        instance.claims,
        key=lambda one: _order(reckoner.reckon_claim(milestone, instance, one).due),
    )
    snapshot = {name: fields.get(name) for name in names} | (best.fields or {})
    of = best.of or [process.name, process.version]
    minutes = instance.minutes if best.minutes is None else best.minutes
    instance.claims = [best.kept(snapshot, minutes, of)]


def _order(due: int | None) -> tuple[bool, int]:
    return due is None, due or 0


def follow_anchors(engine: Engine) -> None:
    """Let clocks follow the fields, events and dues that they are counted from.

    An anchor that went away cancels; one that moved is counted from, with the pauses since.
    """
    for instance in list(engine.case.mine()):
        milestone = engine.milestones.get(instance.milestone)
        if milestone is None or not (instance.is_open or instance.is_dormant):
            continue
        if instance.called is not None:
            _follow_chain(engine, instance)
        elif milestone.repeats != "each" and not instance.breached and milestone.start is None:
            _follow(engine, instance, milestone)


def _follow(engine: Engine, instance: Instance, milestone: Milestone) -> None:
    selection = engine.reckoner.select(milestone)
    if selection is None:
        return
    anchor = engine.reckoner.anchor_of(milestone)
    if anchor is None:
        stands = waits_on_pause(engine, instance, milestone)
        if instance.seen is not None and instance.is_open and not stands:
            engine.cancel(instance, CLEARED)
        return
    if anchor.at == instance.seen:
        return
    instance.seen = anchor.at
    instance.count_from(anchor.at, anchor.opens)
    engine.touch()
    if instance.rhythm is not None:
        instance.rhythm = [anchor.at, 1]
    if instance.is_open:
        waits = anchor.opens > engine.now
        instance.state = WAITING if waits else RUNNING
        detail = {"until": anchor.opens} if waits else {"anchor": anchor.at}
        engine.tell("waiting" if waits else "started", instance.milestone, instance, detail)


def waits_on_pause(engine: Engine, instance: Instance, milestone: Milestone) -> bool:
    """Say whether an instance waits for a due that stands still, because its clock is paused."""
    if instance.called is not None:
        before = _before(engine, instance)
        return before is not None and before.is_running and before.paused
    selection = engine.reckoner.select(milestone)
    anchor = (selection.anchor if selection else None) or milestone.anchor
    if anchor is None or anchor.how != "due":
        return False
    other = engine.case.latest(str(anchor.of[0]))
    return other is not None and other.is_running and other.paused


def _follow_chain(engine: Engine, instance: Instance) -> None:
    """Let an instance that waits for the one before it begin at that one's due, as it is now."""
    before = _before(engine, instance)
    if before is None or not before.is_running or before.paused or instance.state != WAITING:
        return
    due = before.due if before.breached else engine.reckon(before).due
    called = instance.called
    assert called is not None, "only what an event called waits in a chain"
    at = called if due is None else max(called, due)
    if at != instance.anchor:
        instance.count_from(at)
        engine.touch()
        engine.tell("waiting", instance.milestone, instance, {"until": at})


def _before(engine: Engine, instance: Instance) -> Instance | None:
    found = None
    for one in engine.case.mine():
        if one.id == instance.id:
            return found
        if one.milestone == instance.milestone and one.level == instance.level:
            found = one
    return found


def ask(engine: Engine, instance: Instance, milestone: Milestone) -> None:
    """Ask the host for minutes where the target is external and a field it names has changed."""
    selection = engine.reckoner.select(milestone)
    if selection is None or not isinstance(selection.target, External):
        return
    target = selection.target
    values = [engine.case.fields.get(field) for field in target.fields]
    if instance.asked != values:
        instance.asked = values
        detail = {"name": target.name, "fields": list(target.fields)}
        engine.tell("asked", milestone.name, instance, detail)


def take_answers(engine: Engine, entry: Entry) -> None:
    """Store the minutes that the host answered; nonsense is an error, and leaves no due."""
    for name, minutes in entry.minutes.items():
        for instance in engine.case.open_instances():
            if instance.milestone != name:
                continue
            good = minutes.__class__ is int and 0 <= minutes < _TOO_MANY
            instance.minutes = minutes if good else None
            engine.touch()
            if not good:
                reason = f"the host answered {shown(minutes)} minutes"
                engine.tell("error", name, instance, {"reason": reason})
