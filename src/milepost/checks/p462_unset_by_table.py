"""P462: a table that leaves the field it computes without a value."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.gaps import gap_notes
from milepost.checks.holes import covers_of, lacking
from milepost.diagnostics import Note, Severity
from milepost.ir.schedule import Field
from milepost.ir.targets import Table
from milepost.semantics.model import Model
from milepost.semantics.regions.logic import Logic, Yes, logic_of
from milepost.semantics.regions.reading import known
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each table without a value for a case in which all fields that it reads are set."""
    is_whole = whole_parts(model)
    tables = {table.name: table for table in model.tables if is_whole(table)}
    for record in model.records:
        for field in record.fields:
            table = tables.get(field.derived_from or "")
            if table is not None and table.rows and is_whole(field):
                yield from _holes(model, logic_of(model, record.name), field, table)


def _holes(model: Model, logic: Logic, field: Field, table: Table) -> Iterator[Finding]:
    covers = covers_of(table)
    inside = (known(*covers),)
    found = logic.uncovered(covers, *inside)
    if not isinstance(found, Yes) or found.case is None:
        return
    notes: tuple[Note, ...] = ()
    missing = lacking(logic, table, covers, inside)
    if missing is not None:
        kind, _, values = missing
        trouble, remedy = f"no {kind} for {values}", f"add the {kind}"
    else:
        trouble = f"no cell for a case with {found.case}"
        notes = gap_notes(logic, inside, covers)
        remedy = "add a row"
    place = model.spans.find(field)
    yield Finding(
        model.span_of(table),
        f"table `{table.name}` has {trouble}: `{field.name}` is left unset",
        f"{remedy}, or a last one for `else`: no condition on `{field.name}` holds for such a case",
        (*notes, *((Note(f"`{field.name}` is computed here", place),) if place else ())),
    )


CHECK = Check(
    code="P462",
    name="unset-by-table",
    title="A table that leaves its field unset",
    severity=Severity.WARNING,
    rationale=(
        "A priority that follows from impact and urgency is unset where the matrix has no cell. "
        "Conditions on it do not hold then and tables by it have no row, so the case is promised "
        "nothing, though everything that was asked about it is known."
    ),
    bad="""\
case {
  impact   company | team | person
  urgency  high | low
  priority p1 | p2 | p3 from priorities
  status   open | closed = open
  events   reply
}
table priorities by impact, urgency {
          | high | low
  company | p1   | p2
  team    | p2   | p3
}
process support {
  until status == closed
  carry on change of priority
  milestone answer within targets { done on reply }
}
table targets by priority {
  p1       | 1h on always
  p2 or p3 | 4h on always
}
""",
    good="""\
case {
  impact   company | team | person
  urgency  high | low
  priority p1 | p2 | p3 from priorities
  status   open | closed = open
  events   reply
}
table priorities by impact, urgency {
          | high | low
  company | p1   | p2
  team    | p2   | p3
  person  | p3   | p3
}
process support {
  until status == closed
  carry on change of priority
  milestone answer within targets { done on reply }
}
table targets by priority {
  p1       | 1h on always
  p2 or p3 | 4h on always
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
