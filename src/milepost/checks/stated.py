"""The conditions of a policy: where each is written, and what holds where it is judged."""

from collections.abc import Iterable, Iterator

from milepost.frozen import frozen
from milepost.ir.conditions import Condition
from milepost.ir.processes import Milestone, Occasion, Pause, Process
from milepost.ir.schedule import RequireFact
from milepost.ir.targets import TargetLine
from milepost.semantics.model import Model
from milepost.semantics.regions.holding import held, promised
from milepost.semantics.scope import CASE
from milepost.source import Span


@frozen
class Stated:
    """A condition, the record it is about, and what holds where it is judged.

    `process` is the one it stands in, or None where it stands in none. `within` is empty where
    nothing is lost if the condition contradicts it: what ends a process or cancels a milestone is
    not missed where the case leaves by itself. A trigger's condition is judged at the trigger's
    moment, which is another question.
    """

    condition: Condition
    span: Span
    record: str
    process: Process | None = None
    within: tuple[Condition, ...] = ()
    of_trigger: bool = False


def stated_conditions(model: Model) -> tuple[Stated, ...]:
    """Return every condition of a policy but required facts, in the order written.

    A condition in a ladder is stated once for each milestone that climbs it. The same ones for
    every check that asks.
    """
    if not _latest or _latest[0][0] is not model:
        _latest[:] = [(model, tuple(_of_model(model)))]
    return _latest[0][1]


#: The conditions that were asked for last: the checks of one model ask one after another.
_latest: list[tuple[Model, tuple[Stated, ...]]] = []


def _of_model(model: Model) -> Iterator[Stated]:
    for process in model.processes:
        for condition, within in _of_process(process):
            yield Stated(condition, model.span_of(condition), process.record, process, within)
        for milestone in process.milestones:
            for condition, within in _of_milestone(process, milestone):
                yield Stated(condition, model.span_of(condition), process.record, process, within)
            for when in (trigger.when for trigger in milestone.triggers):
                if when is not None:
                    yield Stated(
                        when, model.span_of(when), process.record, process, of_trigger=True
                    )
    for requirement in model.requirements:
        if requirement.when is not None:
            record = requirement.record if isinstance(requirement, RequireFact) else CASE
            yield _alone(model, requirement.when, record)
    for objective in model.objectives:
        if objective.where is not None:
            yield _alone(model, objective.where, CASE)
    for contract in model.contracts:
        for promise in contract.promises:
            if promise.when is not None:
                yield _alone(model, promise.when, CASE)


def _alone(model: Model, condition: Condition, record: str) -> Stated:
    return Stated(condition, model.span_of(condition), record)


def _of_process(process: Process) -> Iterator[tuple[Condition, tuple[Condition, ...]]]:
    inside = held(process)
    if process.when is not None:
        yield process.when, inside[:-1]
    if process.until is not None:
        yield process.until, ()
    for condition in _whens(process.cancel):
        yield condition, ()
    for condition in _stops(process.pause):
        yield condition, inside


def _of_milestone(
    process: Process, milestone: Milestone
) -> Iterator[tuple[Condition, tuple[Condition, ...]]]:
    inside, here = held(process), promised(process, milestone)
    if milestone.when is not None:
        yield milestone.when, inside
    if milestone.start is not None:
        yield milestone.start.when, here
    for condition in _whens(milestone.cancel):
        yield condition, ()
    for condition in _whens(milestone.done):
        yield condition, inside
    waived = (milestone.waived,) if milestone.waived is not None else ()
    until = (milestone.until,) if milestone.until is not None else ()
    stops = _stops(milestone.pause or ())
    for condition in (*_whens(milestone.reset), *waived, *until, *stops):
        yield condition, here
    for line in milestone.lines:
        yield from _of_line(line, here)


def _of_line(
    line: TargetLine, here: tuple[Condition, ...]
) -> Iterator[tuple[Condition, tuple[Condition, ...]]]:
    if line.when is not None:
        yield line.when, here
        here = (*here, line.when)
    if line.rolling is not None and line.rolling.when is not None:
        yield line.rolling.when, here


def _whens(occasions: Iterable[Occasion]) -> Iterator[Condition]:
    return (one.when for one in occasions if one.when is not None)


def _stops(pauses: Iterable[Pause]) -> Iterator[Condition]:
    for pause in pauses:
        yield pause.while_
        if pause.resume is not None:
            yield pause.resume
