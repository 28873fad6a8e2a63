"""Clocks that go on under other rules: another process, a newer version, another schedule.

Milestones are the same when they have one name. What the new rules do not know is cancelled; what
they add starts only if its anchor is still to come. Pauses so far stay with the clock; trigger
lines that fired stay fired: the same line, else the first other one at the same moment.
"""

from collections.abc import Iterator

from milepost.ir.processes import Milestone, Process
from milepost.runtime.anchors import named_instant
from milepost.runtime.case import PROCESS, Delivery, Instance
from milepost.runtime.engine import Engine
from milepost.runtime.entering import next_takeover
from milepost.runtime.reckoner import Reckoner


def take_over(engine: Engine, before: int) -> Reckoner | None:
    """Move a case to a newer version whose time came before an instant.

    Return what reckoned its dues until now, or None when there is no such version.
    """
    newer = next_takeover(engine)
    if newer is None or newer[0] >= before:
        return None
    version = newer[1]
    old = engine.reckoner
    engine.case.stay.version = version.version
    engine.touch()
    engine.tell("entered", version.name, detail={"version": version.version, "takes_over": True})
    change_version(engine, old, f"version {version.version} has no such milestone")
    return old


def change_version(engine: Engine, old: Reckoner, reason: str) -> None:
    """Bring a running case's milestones into another version of its process."""
    hand_over(engine, old, reason)
    _bar_what_is_past(engine, old)


def hand_over(engine: Engine, old: Reckoner, reason: str) -> None:
    """Bring the instances of one process into the milestones of the one that holds the case now."""
    process = engine.process
    assert process is not None, "clocks are handed to a process"
    for instance in engine.case.instances:
        if instance.process != old.process.name:
            continue
        before = old.milestones.get(instance.milestone)
        milestone = engine.milestones.get(instance.milestone)
        if before is None or milestone is None:
            if instance.is_open and process.name == old.process.name:
                engine.cancel(instance, reason)
            elif instance.is_dormant and process.name == old.process.name:
                instance.reason = reason
            continue
        _keep_pauses(engine, instance, before, old)
        instance.process = process.name
        _keep_triggers(engine, instance, before, milestone)
    _name_pauses(engine, old.process)
    engine.touch()


def _keep_pauses(engine: Engine, instance: Instance, before: Milestone, old: Reckoner) -> None:
    """Give an instance the pauses it has had: the next ones are kept under other keys."""
    passage = engine.case.passages[old.process.name]
    for begun, ended in passage.pauses.get(old.pause_key(before), ()):
        start, end = begun or 0, engine.now if ended is None else ended
        if end > max(start, instance.handed):
            instance.pauses.append([max(start, instance.handed), end])
    instance.handed = engine.now


def _name_pauses(engine: Engine, old: Process) -> None:
    """Give milestones with pauses of their own, now, the ones that concerned them so far."""
    process, passage = engine.process, engine.case.stay
    if process is None or process.name != old.name:
        return
    for key, _ in engine.program.pauses(process):
        if key not in passage.pauses and PROCESS in passage.pauses:
            passage.pauses[key] = [list(pause) for pause in passage.pauses[PROCESS]]
            if passage.pauses[key] and passage.pauses[key][-1][1] is None:
                passage.pauses[key][-1][1] = engine.now


def _keep_triggers(
    engine: Engine, instance: Instance, before: Milestone, milestone: Milestone
) -> None:
    places = keep_counts(instance, before, milestone)
    version = engine.case.passages[instance.process].version
    deliveries: list[Delivery] = []
    for one in engine.case.deliveries:
        if one.instance == instance.id and instance.is_open:
            if one.trigger not in places:
                engine.tell_skipped(one, "its line is no more")
                continue
            one.process, one.version = instance.process, version
            one.trigger = places[one.trigger]
        deliveries.append(one)
    engine.case.deliveries = deliveries


def keep_counts(instance: Instance, before: Milestone, milestone: Milestone) -> dict[int, int]:
    """Keep what an instance knows of its trigger lines; return the new place of each."""
    places = places_of(before, milestone)
    for counts in (instance.fired, instance.lapsed):
        kept = {
            str(places[int(index)]): count
            for index, count in counts.items()
            if int(index) in places
        }
        counts.clear()
        counts.update(kept)
    return places


def places_of(before: Milestone, milestone: Milestone) -> dict[int, int]:
    """Return the new place of each trigger line that is still there."""
    places: dict[int, int] = {}
    left = dict(enumerate(milestone.triggers))
    for same in (_is_line, _is_moment):
        for index, trigger in enumerate(before.triggers):
            if index in places:
                continue
            found = next((place for place, other in left.items() if same(trigger, other)), None)
            if found is not None:
                places[index] = found
                del left[found]
    return places


def _is_line(one: object, other: object) -> bool:
    return one == other


def _is_moment(one: object, other: object) -> bool:
    return getattr(one, "moment", None) == getattr(other, "moment", None)


def _bar_what_is_past(engine: Engine, old: Reckoner) -> None:
    """Keep milestones that a version added from starting, where their anchor is past."""
    passage, reckoner = engine.case.stay, engine.reckoner
    for milestone in engine.milestones.values():
        if milestone.name in old.milestones:
            continue
        if milestone.start is not None:
            passage.edges[milestone.name] = [engine.holds(milestone.start.when), None]
            continue
        if any(at <= engine.now for at in _anchors_come(reckoner, milestone)):
            passage.barred.setdefault(milestone.name, engine.now)


def _anchors_come(reckoner: Reckoner, milestone: Milestone) -> Iterator[int]:
    """Yield what a milestone counts from: by the line that counts, else by any of its lines."""
    if reckoner.select(milestone) is not None:
        found = reckoner.anchor_of(milestone)
        instants = [found.opens if found else None]
    else:
        anchors = [line.anchor or milestone.anchor for line in milestone.lines]
        instants = [named_instant(reckoner, anchor) for anchor in anchors]
    yield from (at for at in instants if at is not None)
