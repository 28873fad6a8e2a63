"""P410: a trigger whose condition cannot hold when its moment comes."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Note, Severity
from milepost.frozen import frozen
from milepost.ir.conditions import Condition, Not, Or
from milepost.ir.processes import Milestone, Once, Process, Trigger
from milepost.semantics.model import Model
from milepost.semantics.regions.logic import Logic, No, logic_of
from milepost.semantics.whole import whole_parts
from milepost.source import Span


@frozen
class Circumstance:
    """What holds when a trigger fires, in words that end in the condition it comes from."""

    condition: Condition
    words: str
    written: Condition


def run(model: Model) -> Iterator[Finding]:
    """Report each condition of a trigger that never holds while its milestone may fire it.

    A step of a ladder is reported where it holds in no milestone that climbs it.
    """
    is_whole = whole_parts(model)
    steps: dict[Span, list[Finding | None]] = {}
    for process, milestone in model.milestones():
        logic = logic_of(model, process.record)
        for trigger in milestone.triggers:
            if trigger.when is None:
                continue
            found = (
                _finding(model, logic, trigger, process, milestone) if is_whole(process) else None
            )
            if trigger.ladder is not None:
                steps.setdefault(model.span_of(trigger.when), []).append(found)
            elif found is not None:
                yield found
    for climbed in steps.values():
        if climbed[0] is not None and None not in climbed:
            yield climbed[0]


def _finding(
    model: Model, logic: Logic, trigger: Trigger, process: Process, milestone: Milestone
) -> Finding | None:
    when = trigger.when
    assert when is not None, "only triggers with a condition are asked"
    if isinstance(trigger.moment, Once):
        around = tuple(_when_met(process, milestone))
        moment = f"when `{milestone.name}` is met"
    else:
        around = tuple(_while_open(process, milestone))
        moment = f"while the clock of `{milestone.name}` runs"
    together = (one.condition for one in around)
    if not isinstance(logic.satisfiable(when, *together), No):
        return None
    if isinstance(logic.satisfiable(when), No):
        return None
    reasons = [one for one in around if isinstance(logic.satisfiable(when, one.condition), No)]
    text = " ".join(model.span_of(when).text.split())
    return Finding(
        model.span_of(when),
        f"this never fires: {moment}, `{text}` does not hold",
        "ask for something that can be so at that moment, or remove the line",
        tuple(Note(one.words, model.spans.find(one.written)) for one in reasons[:1]),
    )


def _held(process: Process) -> Iterator[Circumstance]:
    if process.when is not None:
        yield Circumstance(process.when, "the process holds only such cases", process.when)


def _while_open(process: Process, milestone: Milestone) -> Iterator[Circumstance]:
    """Yield what holds while the clock of a milestone runs."""
    yield from _held(process)
    if process.until is not None:
        yield Circumstance(Not(process.until), "then the process has ended", process.until)
    if milestone.when is not None:
        yield Circumstance(milestone.when, "it is promised only then", milestone.when)
    for occasion in milestone.done:
        if occasion.when is not None and not occasion.events:
            yield Circumstance(Not(occasion.when), "then it is done already", occasion.when)
    for pause in process.pause if milestone.pause is None else milestone.pause:
        if pause.resume is None:
            yield Circumstance(Not(pause.while_), "then the clock stands", pause.while_)


def _when_met(process: Process, milestone: Milestone) -> Iterator[Circumstance]:
    """Yield what holds at the instant a milestone is met."""
    yield from _held(process)
    asked = [occasion.when for occasion in milestone.done]
    asked += [milestone.waived] if milestone.waived is not None else []
    given = tuple(one for one in asked if one is not None)
    if given and len(given) == len(asked):
        yield Circumstance(Or(given), "it is met only then", given[0])


CHECK = Check(
    code="P410",
    name="trigger-condition",
    title="A trigger whose condition cannot hold at its moment",
    severity=Severity.ERROR,
    rationale=(
        "A trigger fires while its milestone runs. A condition that holds only when the clock "
        "stands, when the case has left or when the work is done keeps it from ever firing, and "
        "nobody is called."
    ),
    bad="""\
case { status open | waiting | closed = open; events reply }

action remind_customer email { to contact; template "we_wait_for_you" }

process support {
  until status == closed
  pause while status == waiting
  milestone answer within 4h on always {
    done on reply
    at 50% do remind_customer when status == waiting
  }
}
""",
    good="""\
case { status open | waiting | closed = open; events reply }

action remind_customer email { to contact; template "we_wait_for_you" }

process support {
  until status == closed
  milestone answer within 4h on always {
    done on reply
    at 50% do remind_customer when status == waiting
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
