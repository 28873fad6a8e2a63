"""P446: a process that no case can enter."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.conflict import conflicting, excluding_facts, notes_on
from milepost.diagnostics import Severity
from milepost.ir.conditions import Condition
from milepost.ir.processes import Process
from milepost.semantics.model import Model
from milepost.semantics.regions.holding import entered, held
from milepost.semantics.regions.logic import Logic, No, logic_of
from milepost.semantics.regions.reading import usual
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each process whose `for`, `when`, `until` and `cancel` leave no case."""
    is_whole = whole_parts(model)
    for process in model.processes:
        logic = logic_of(model, process.record)
        if process.retired or not isinstance(logic.satisfiable(*_taken(logic, process)), No):
            continue
        alone = process.when is not None and isinstance(logic.satisfiable(process.when), No)
        if is_whole(process) and not alone:
            yield _finding(model, logic, process)


def _taken(logic: Logic, process: Process) -> tuple[Condition, ...]:
    conditions = entered(process)
    return (*conditions, usual(logic.record, *conditions))


def _finding(model: Model, logic: Logic, process: Process) -> Finding:
    conditions = _taken(logic, process)
    if not isinstance(logic.plain.satisfiable(*conditions), No):
        why, notes = (
            "the facts required of input exclude it",
            excluding_facts(model, logic, conditions),
        )
    else:
        reasons = conflicting(logic, (), conditions)
        notes = tuple(notes_on(model, reasons, process))
        outside = isinstance(logic.satisfiable(*held(process)), No)
        why = "there is none it is for" if outside else "each one it is for leaves at once"
    return Finding(
        model.span_of(process),
        f"no case can enter process `{process.name}`: {why}",
        "change what it takes, or where it ends; or remove it",
        notes,
    )


CHECK = Check(
    code="P446",
    name="process-without-cases",
    title="A process that no case can enter",
    severity=Severity.ERROR,
    rationale=(
        "A process takes a case when `for` and `when` hold and neither `until` nor `cancel when` "
        "does. Where these leave nothing, its promises look complete and are made to nobody."
    ),
    bad="""\
timezone Europe/London

case { status open | solved | closed = open; events checked }

process aftercare {
  when  status == solved
  until status in (solved, closed)
  milestone check within 3 calendar days on always { done on checked }
}

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

process support {
  when  status == open
  until status in (solved, closed)
  milestone answer within 4h on office { done on checked }
}
""",
    good="""\
timezone Europe/London

case { status open | solved | closed = open; events checked }

process aftercare {
  when  status == solved
  until status == closed
  milestone check within 3 calendar days on always { done on checked }
}

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

process support {
  when  status == open
  until status in (solved, closed)
  milestone answer within 4h on office { done on checked }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
