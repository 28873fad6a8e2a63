"""One instance of a milestone in one state of its case, with everything that reckons its due."""

from milepost.clock import ClockError
from milepost.frozen import frozen
from milepost.ir.processes import Milestone, Process
from milepost.ir.targets import Target
from milepost.replay.stretches import Pause
from milepost.runtime import RunningSchedule
from milepost.runtime.case import Case, Claim, Instance, State
from milepost.runtime.conditions import holds
from milepost.runtime.entering import EARLIER
from milepost.runtime.reckoner import Reckoner, Selection, Unreckonable


@frozen
class View:
    """An instance in a state: the case, the process that holds it, the milestone, the reckoner."""

    case: Case
    process: Process
    milestone: Milestone
    instance: Instance
    reckoner: Reckoner


@frozen
class Reckoned:
    """A due as it is reckoned: by which claim and line, and by which part of `earliest(…)`.

    `raw` is the due before it is rolled forward. `claim` is that of the part: of an alternative
    with an anchor of its own it starts there.
    """

    due: int | None
    raw: int | None
    number: int
    selection: Selection
    target: Target
    claim: Claim


def view_of(running: RunningSchedule, state: State | None, number: int) -> View | None:
    """Return an instance in a state; None where it is not there, or nothing holds the case."""
    if state is None:
        return None
    case = Case.of(state)
    instance = next((one for one in case.instances if one.id == number), None)
    if case.process is None or instance is None:
        return None
    process = running.program.process(case.process, case.version)
    name = instance.milestone.removesuffix(EARLIER)
    milestone = running.program.milestones(process).get(name)
    if milestone is None:
        return None
    return View(case, process, milestone, instance, Reckoner(running.program, case, process))


def reckoned(view: View) -> Reckoned | None:
    """Return the earliest due that the claims of an instance come to; None when there is none.

    A due that was breached is frozen in the case; this reckons it anew, as it came about.
    """
    found: list[Reckoned] = []
    for number, claim in enumerate(view.instance.claims):
        selection = view.reckoner.select(view.milestone, claim.fields)
        if selection is None:
            continue
        try:
            due = view.reckoner.claimed(view.milestone, view.instance, claim)
            raw = view.reckoner.raw_due(view.milestone, view.instance, claim, selection.target)
        except Unreckonable:
            due = raw = None
        except ClockError:
            raw = due
        found.append(Reckoned(due, raw, number, selection, *_part(view, claim, selection, raw)))
    if not found:
        return None
    return min(found, key=lambda one: (one.due is None, one.due or 0))


def _part(view: View, claim: Claim, selection: Selection, raw: int | None) -> tuple[Target, Claim]:
    """Return the alternative that a due comes from, and what it is reckoned from."""
    parts = view.reckoner.parts(selection.target, claim)
    for target, inner in parts:
        try:
            due = view.reckoner.raw_due(view.milestone, view.instance, inner, target)
        except (ClockError, Unreckonable):
            continue
        if due == raw:
            return target, inner
    return parts[0] if parts else (selection.target, claim)


def pauses_of(running: RunningSchedule, view: View, states: tuple[State, ...]) -> tuple[Pause, ...]:
    """Return the pauses that concern an instance, each with the conditions that began it."""
    key = view.reckoner.pause_key(view.milestone)
    return tuple(
        Pause(begun or 0, ended, _causes(running, view, states, begun or 0))
        for begun, ended in view.case.pauses.get(key, ())
    )


def _causes(
    running: RunningSchedule, view: View, states: tuple[State, ...], begun: int
) -> tuple[int, ...]:
    """Return the numbers of the pause lines whose conditions held when a pause began."""
    lines = view.process.pause if view.milestone.pause is None else view.milestone.pause
    key = view.reckoner.pause_key(view.milestone)
    for state in states:
        pauses = state["pauses"].get(key, ())
        if state["settled"] >= begun and any(pause[0] == begun for pause in pauses):
            facts = running.program.facts(state["record"], state["fields"], state["met"])
            return tuple(number for number, line in enumerate(lines) if holds(line.while_, facts))
    return ()
