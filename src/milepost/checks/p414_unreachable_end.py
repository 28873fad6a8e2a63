"""P414: an `until` that waits for a milestone which is never met, or not in every case."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.life import fields_asked_by, tells_kind
from milepost.checks.wording import listed
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import Condition, Not
from milepost.ir.processes import Process
from milepost.semantics.model import Model
from milepost.semantics.reach import Reach, reaches_of
from milepost.semantics.regions.logic import No, Yes
from milepost.semantics.regions.reading import known
from milepost.semantics.settled import milestones_in, settled, without_milestones
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report each process from which some case, or every one, has no way out."""
    for reach in reaches_of(model).all:
        until = reach.process.until
        if until is None or reach.process.cancel:
            continue
        lacking = reach.lacking_in(until)
        if lacking:
            verb = "is" if len(lacking) == 1 else "are"
            yield Finding(
                model.span_of(until),
                f"no case ever leaves process `{reach.process.name}`: `until` waits for "
                f"{listed(lacking)}, which {verb} never met",
                "end the process by something that comes from outside, too, such as "
                "`until status == closed`, or mend what keeps the milestone from being met",
                tuple(
                    Note(f"`{name}` is promised here", model.span_of(reach.milestones[name]))
                    for name in lacking
                    if name in reach.milestones
                ),
            )
        else:
            yield from _kinds_that_stay(model, reach, until)


def _kinds_that_stay(model: Model, reach: Reach, until: Condition) -> Iterator[Finding]:
    """Yield which kinds of cases stay, because one milestone is not promised to them."""
    for name in dict.fromkeys(milestones_in(until)):
        milestone = reach.milestones.get(name)
        if milestone is None or milestone.when is None or name in reach.met_elsewhere:
            continue
        if not tells_kind(model, reach.process.record, milestone.when):
            continue
        left = settled(until, without_milestones(name.__ne__))
        unpromised = (*reach.judge.inside, Not(milestone.when))
        logic = reach.judge.logic
        if left is True:
            continue
        if left is not False and not isinstance(logic.satisfiable(*unpromised, left), No):
            continue
        found = logic.satisfiable(*unpromised, known(milestone.when))
        if isinstance(found, Yes) and found.case is not None:
            yield Finding(
                model.span_of(until),
                f"a case with `{found.case}` never leaves process `{reach.process.name}`: `until` "
                f"waits for `{name}`, which such a case is not promised",
                "say how these cases end, too, such as with `or status == closed`",
                (Note(f"`{name}` is not promised to all", model.span_of(milestone.when)),),
            )


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield of each process what others are held against: its milestones, and what it asks."""
    for process in model.processes:
        yield model.span_of(process), _facts_of(process)


def _facts_of(process: Process) -> str:
    names = [milestone.name for milestone in process.milestones]
    asked = sorted(fields_asked_by(process))
    return f"{process.record} {process.name} {bool(process.takes_over)} {names} {asked}"


CHECK = Check(
    code="P414",
    name="unreachable-end",
    title="A process that some cases never leave",
    severity=Severity.WARNING,
    rationale=(
        "A process that ends with a milestone ends only for the cases in which that milestone "
        "is met. All others stay for ever: their open promises are missed long after the work "
        "was finished."
    ),
    bad="""\
case { kind incident | question; status open | closed = open; events reply, repaired }

process support {
  until repair is set
  milestone answer within 4h on always { done on reply }
  milestone repair within 8h on always { done on repaired; when kind == incident }
}
""",
    good="""\
case { kind incident | question; status open | closed = open; events reply, repaired }

process support {
  until repair is set or status == closed
  milestone answer within 4h on always { done on reply }
  milestone repair within 8h on always { done on repaired; when kind == incident }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
