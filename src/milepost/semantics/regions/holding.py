"""What holds while a process holds a case, and while a milestone of it runs, as conditions.

This is the order of the runtime. A case that a process no longer holds leaves before anything is
done in it, so whatever happens in a process happens while `for` and `when` hold. What completes a
milestone is judged before `until` lets the case go, so both may come true at one instant.
"""

from collections.abc import Iterable

from milepost.ir import conditions as ir
from milepost.ir.processes import Milestone, Occasion, Pause, Process

TIER = "tier"


def held(process: Process) -> tuple[ir.Condition, ...]:
    """Return what holds while a process holds a case."""
    tiers = (ir.In(ir.FieldOf(TIER), process.tiers),) if process.tiers else ()
    return (*tiers, process.when) if process.when is not None else tiers


def exits(process: Process) -> tuple[ir.Condition, ...]:
    """Return the conditions that let a case go by themselves."""
    until = (process.until,) if process.until is not None else ()
    return (*until, *by_themselves(process.cancel))


def entered(process: Process) -> tuple[ir.Condition, ...]:
    """Return what holds when a process takes a case, and as long as it keeps it."""
    return (*held(process), *map(ir.Not, exits(process)))


def ends(milestone: Milestone) -> tuple[ir.Condition, ...]:
    """Return the conditions that end a milestone by themselves."""
    waived = (milestone.waived,) if milestone.waived is not None else ()
    rounds = (milestone.until,) if milestone.until is not None else ()
    done = by_themselves(milestone.done)
    return (*done, *by_themselves(milestone.cancel), *waived, *rounds)


def promised(process: Process, milestone: Milestone) -> tuple[ir.Condition, ...]:
    """Return what holds when a milestone is promised something."""
    when = (milestone.when,) if milestone.when is not None else ()
    return (*held(process), *when)


def running(process: Process, milestone: Milestone) -> tuple[ir.Condition, ...]:
    """Return what holds while the clock of a milestone runs or stands."""
    when = (milestone.when,) if milestone.when is not None else ()
    return (*entered(process), *when, *map(ir.Not, ends(milestone)))


def pauses(process: Process, milestone: Milestone) -> tuple[Pause, ...]:
    """Return the pauses that a milestone heeds: its own, or else those of its process."""
    return process.pause if milestone.pause is None else milestone.pause


def by_themselves(occasions: Iterable[Occasion]) -> tuple[ir.Condition, ...]:
    """Return the conditions of occasions that wait for no event."""
    return tuple(one.when for one in occasions if one.when is not None and not one.events)
