"""P460: a field that selects what is promised, and no rule for what its change does to a clock."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.wording import listed
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Record
from milepost.semantics.model import Model
from milepost.semantics.selecting import selecting
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report the fields of each process that select promises and stand under no change rule."""
    is_whole = whole_parts(model)
    for process in model.processes:
        if not is_whole(process):
            continue
        record = model.record(process.record)
        lacking: dict[str, list[Milestone]] = {}
        for milestone in process.milestones:
            for field in _without_rule(model, record, process, milestone):
                lacking.setdefault(field, []).append(milestone)
        if lacking:
            yield _finding(model, process, lacking)


def _without_rule(
    model: Model, record: Record, process: Process, milestone: Milestone
) -> Iterator[str]:
    ruled = {name for rule in (*process.changes, *milestone.changes) for name in rule.fields}
    computed = {
        field.name
        for field in record.fields
        for table in model.tables
        if field.derived_from == table.name and ruled.issuperset(table.by)
    }
    for name in selecting(model, process, milestone):
        if name not in ruled and name not in computed:
            yield name


def _finding(model: Model, process: Process, lacking: dict[str, list[Milestone]]) -> Finding:
    several = len(lacking) > 1
    names = listed(lacking)
    span = model.span_of(process)
    notes = tuple(
        Note(f"`{field}` selects the promise of `{milestones[0].name}`", place)
        for field, milestones in lacking.items()
        if (place := model.spans.find(milestones[0])) is not None
    )
    return Finding(
        span,
        f"process `{process.name}` does not say what a change of {names} does to a running clock",
        f"{'they select' if several else 'it selects'} what is promised: add `carry on change of "
        f"{', '.join(lacking)}` to keep the time used, or `restart`, or `tighten`",
        notes,
    )


CHECK = Check(
    code="P460",
    name="change-without-rule",
    title="A promise that may change, and no rule for the time used",
    severity=Severity.ERROR,
    rationale=(
        "A p3 becomes a p1 two hours before its due, and the answers differ: the hour of a p1 is "
        "over already, begins now, or the earlier of both counts. So a policy says it for each "
        "field that selects a target, a row of a table or a calendar: `carry` keeps the time used, "
        "`restart` begins anew, `tighten` takes the earlier due."
    ),
    bad="""\
case { priority p1 | p2; status open | closed = open; events reply }

table targets by priority {
  p1 | 1h on always
  p2 | 8h on always
}

process support {
  until status == closed
  milestone first_response within targets { done on reply }
}
""",
    good="""\
case { priority p1 | p2; status open | closed = open; events reply }

table targets by priority {
  p1 | 1h on always
  p2 | 8h on always
}

process support {
  until status == closed
  carry on change of priority
  milestone first_response within targets { done on reply }
}
""",
    extent=Extent.STATEMENT,
    run=run,
)
