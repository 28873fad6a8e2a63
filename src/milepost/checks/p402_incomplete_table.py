"""P402: a table of targets that says nothing for a value it will be asked about."""

from collections.abc import Iterator
from typing import Any

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Severity
from milepost.ir.processes import Milestone, Process
from milepost.ir.targets import Table, TableTarget
from milepost.semantics.model import Model
from milepost.semantics.regions.reading import fields_in
from milepost.semantics.values import shown, values_of
from milepost.semantics.whole import whole_parts

TIER = "tier"
MILESTONE = "milestone"


def run(model: Model) -> Iterator[Finding]:
    """Report each table without a label for values that nothing else excludes."""
    is_whole = whole_parts(model)
    for table in model.tables:
        users = list(_users(model, table))
        if not users or not is_whole(table):
            continue
        for place, name in enumerate(table.by):
            listed = _listed(table, place)
            missing = set() if listed is None else _asked(model, name, users) - listed
            if missing:
                kind = "column" if table.columns and place == len(table.by) - 1 else "row"
                named = ", ".join(f"`{value}`" for value in sorted(map(shown, missing)))
                yield Finding(
                    model.span_of(table),
                    f"table `{table.name}` has no {kind} for {named}",
                    f"a case with such a `{name}` is promised nothing; add the {kind}, "
                    "`any`, or `none` in its cells",
                )


def _users(model: Model, table: Table) -> Iterator[tuple[Process, Milestone, Any]]:
    for process, milestone in model.milestones():
        for line in milestone.lines:
            if isinstance(line.target, TableTarget) and line.target.table == table.name:
                yield process, milestone, line


def _asked(model: Model, name: str, users: list[tuple[Process, Milestone, Any]]) -> set[Any]:
    """Return the values that some milestone surely looks up."""
    asked: set[Any] = set()
    for process, milestone, line in users:
        fields = {field.name: field for field in model.record(process.record).fields}
        if name == MILESTONE and name not in fields:
            asked.add(milestone.name)
            continue
        field = fields[name]
        conditions = (process.when, milestone.when, line.when)
        start = milestone.start.when if milestone.start else None
        read = {one for part in (*conditions, start) if part for one in fields_in(part)}
        earlier = milestone.lines[: milestone.lines.index(line)]
        read |= {one for part in earlier if part.when for one in fields_in(part.when)}
        if name in read or field.derived_from is not None or field.type == "integer":
            continue
        if name == TIER and process.tiers:
            asked |= set(process.tiers)
        else:
            asked |= set(values_of(field))
    return asked


def _listed(table: Table, place: int) -> set[Any] | None:
    """Return the values that labels list for a dimension, or None when one stands for any."""
    if table.columns and place == len(table.by) - 1:
        labels = list(table.columns)
    else:
        labels = [row.keys[place] for row in table.rows]
    return None if () in labels else {key for label in labels for key in label}


CHECK = Check(
    code="P402",
    name="incomplete-table",
    title="A table without a row or column for a value",
    severity=Severity.ERROR,
    rationale=(
        "Someone added a tier or a priority and forgot the table. Cases with the new value are "
        "promised nothing, silently: no clock starts, and no warning is ever sent."
    ),
    bad="""\
case {
  priority p1 | p2 | p3
  status   open | closed = open
  events   reply
}
table targets by priority {
  p1 | 1h on always
  p2 | 4h on always
}
process support {
  until status == closed
  carry on change of priority
  milestone answer within targets { done on reply }
}
""",
    good="""\
case {
  priority p1 | p2 | p3
  status   open | closed = open
  events   reply
}
table targets by priority {
  p1       | 1h on always
  p2 or p3 | 4h on always
}
process support {
  until status == closed
  carry on change of priority
  milestone answer within targets { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
