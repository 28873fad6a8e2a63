"""What an entry does to what is running: done, reset, cancelled, changed."""

from typing import Any

from milepost.clock import Clock, ClockError
from milepost.ir.processes import Milestone, Occasion, Process
from milepost.ir.targets import External, NoTarget
from milepost.runtime.anchors import anchor_instant, follows_field
from milepost.runtime.case import RUNNING, WAITING, Claim, Instance
from milepost.runtime.engine import Engine, Entry
from milepost.runtime.firing import fire_once

NOT_PROMISED = "when no longer holds"
CLEARED = "its anchor was cleared"
BY_HAND = "done:"


def happens(engine: Engine, occasion: Occasion, entry: Entry, milestone: str) -> bool:
    """Say whether an entry is the occasion that a line waits for."""
    if occasion.by_hand:
        return f"{BY_HAND}{milestone}" in entry.events
    if occasion.events:
        if not set(occasion.events) & set(entry.events):
            return False
        return occasion.when is None or engine.holds(occasion.when)
    return occasion.when is not None and engine.holds(occasion.when)


def end_what_ends(engine: Engine, entry: Entry, running: list[Instance]) -> list[Instance]:
    """Settle done, reset and cancel for what was running before the entry; return what was met."""
    milestones = engine.milestones()
    met: list[Instance] = []
    for instance in running:
        milestone = milestones.get(instance.milestone)
        if milestone is None or not instance.is_open:
            continue
        seen = instance.state == RUNNING or _is_chained(milestone)
        if seen and any(happens(engine, one, entry, milestone.name) for one in milestone.done):
            engine.meet(milestone, instance)
            fire_once(engine, milestone, instance)
            met.append(instance)
        elif any(happens(engine, one, entry, milestone.name) for one in milestone.reset):
            engine.cancel(instance, "reset")
            begin(engine, milestone, engine.now, instance.level)
        elif any(happens(engine, one, entry, milestone.name) for one in milestone.cancel):
            engine.cancel(instance, "cancel")
        elif milestone.when is not None and not engine.holds(milestone.when):
            engine.cancel(instance, NOT_PROMISED)
        elif milestone.repeats != "no" and milestone.until and engine.holds(milestone.until):
            engine.cancel(instance, "until")
        elif milestone.waived is not None and engine.holds(milestone.waived):
            engine.meet(milestone, instance, "waived")
            met.append(instance)
    return met


def begin(engine: Engine, milestone: Milestone, anchor: int, level: Any = None) -> Instance:
    """Start an instance of a milestone, or let it wait for an anchor that lies ahead."""
    case = engine.case
    instance = Instance(len(case.instances) + 1, milestone.name, anchor, engine.now)
    instance.level = level
    case.instances.append(instance)
    engine.started.add((milestone.name, level))
    if anchor > engine.now:
        instance.state = WAITING
        engine.tell("waiting", milestone.name, instance, until=anchor)
    else:
        line = engine.line_of(milestone)
        engine.tell("started", milestone.name, instance, anchor=anchor, line=line)
    ask(engine, milestone, instance)
    return instance


def ask(engine: Engine, milestone: Milestone, instance: Instance) -> None:
    """Ask the host for minutes where the target is external and a field it names has changed."""
    selection = engine.reckoner().select(milestone)
    if selection is None or not isinstance(selection.target, External):
        return
    target = selection.target
    values = [engine.case.fields.get(field) for field in target.fields]
    if instance.asked == values:
        return
    instance.asked = values
    engine.tell("asked", milestone.name, instance, name=target.name, fields=list(target.fields))


def take_answers(engine: Engine, entry: Entry) -> None:
    """Store the minutes that the host answered; nonsense is an error, and leaves no due."""
    for name, minutes in entry.minutes.items():
        for instance in engine.case.open_instances():
            if instance.milestone != name:
                continue
            good = isinstance(minutes, int) and not isinstance(minutes, bool) and minutes >= 0
            instance.minutes = minutes if good else None
            if not good:
                reason = f"the host answered {minutes!r} minutes"
                engine.tell("error", name, instance, reason=reason)


class Before:
    """What an instance's due came from before an entry: to see what the entry changed."""

    __slots__ = ("clock", "fields", "start", "target", "used")

    def __init__(self, engine: Engine, milestone: Milestone, instance: Instance) -> None:
        reckoner = engine.reckoner()
        selection = reckoner.select(milestone)
        self.fields = dict(engine.case.fields)
        self.target = None if selection is None else selection.target
        try:
            used = reckoner.used(milestone, instance, engine.now)
        except ClockError:
            used = None
        self.clock: Clock | None = used[0] if used else None
        self.start = used[1] if used else instance.anchor
        self.used = used[2] if used else 0


def apply_changes(
    engine: Engine, entry: Entry, before: dict[int, Before], handed: Process | None
) -> None:
    """Apply the change rules to what still runs, after fields or the process changed."""
    process = engine.process
    if process is None:
        return
    milestones = engine.milestones()
    for instance in engine.case.open_instances():
        milestone = milestones.get(instance.milestone)
        old = before.get(instance.id)
        if milestone is None or old is None or (instance.breached and handed is None):
            rule = _rule(process, milestone, entry) if milestone else None
            if rule == "restart" and milestone is not None and instance.breached:
                restart(engine, milestone, instance)
            continue
        rule = _rule(process, milestone, entry)
        selection = engine.reckoner().select(milestone)
        if selection is None or (
            isinstance(selection.target, NoTarget) and not isinstance(old.target, NoTarget)
        ):
            engine.cancel(instance, "nothing is promised any more")
        elif rule == "restart":
            restart(engine, milestone, instance)
        else:
            carry(engine, milestone, instance, old, tighten=rule == "tighten")
            ask(engine, milestone, instance)


def restart(engine: Engine, milestone: Milestone, instance: Instance) -> None:
    """Cancel an instance and start another one now, its triggers armed anew."""
    engine.cancel(instance, "restart")
    begin(engine, milestone, engine.now, instance.level)


def carry(
    engine: Engine, milestone: Milestone, instance: Instance, old: Before, *, tighten: bool
) -> None:
    """Keep the time used under the new target.

    With `tighten`, the earlier due of the old and the new.
    """
    if instance.state != RUNNING or old.clock is None:
        return
    governing = engine.reckoner().governing(milestone, instance)
    if governing is None:
        return
    clock = governing[0]
    kept = instance.claims[-1]
    if clock is not old.clock:
        start = clock.table.subtract(engine.now, old.used) if old.used else engine.now
        instance.claims[-1] = Claim(start, engine.now)
    if tighten:
        instance.claims.insert(0, Claim(kept.start, kept.since, old.fields))


def follow_anchors(engine: Engine) -> None:
    """Let dues follow the time fields (and the last of something) that they are counted from."""
    case, process = engine.case, engine.process
    if process is None:
        return
    milestones = engine.milestones()
    for instance in case.open_instances():
        milestone = milestones.get(instance.milestone)
        if milestone is None or instance.breached or milestone.repeats != "no" or milestone.start:
            continue
        selection = engine.reckoner().select(milestone)
        anchor = (selection.anchor if selection else None) or milestone.anchor
        if not follows_field(engine.program, case, process, anchor):
            continue
        at = anchor_instant(engine.program, case, process, anchor)
        if at is None:
            engine.cancel(instance, CLEARED)
        elif at != instance.anchor:
            instance.anchor = at
            instance.claims = [Claim(at, 0)]
            waits = at > engine.now
            instance.state = WAITING if waits else RUNNING
            kind = "waiting" if waits else "started"
            detail = {"until": at} if waits else {"anchor": at}
            engine.tell(kind, instance.milestone, instance, **detail)


def _rule(process: Process, milestone: Milestone, entry: Entry) -> str | None:
    """Return the change rule for the fields an entry changed.

    The milestone's before the process's.
    """
    changed = set(entry.set)
    for rules in (milestone.changes, process.changes):
        for rule in rules:
            if changed & set(rule.fields):
                return rule.rule
    return None


def _is_chained(milestone: Milestone) -> bool:
    anchors = [milestone.anchor, *(line.anchor for line in milestone.lines)]
    return any(anchor is not None and anchor.how == "chained" for anchor in anchors)
