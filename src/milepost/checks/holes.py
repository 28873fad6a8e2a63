"""What a table has a cell for, as conditions, and the labels that it lacks."""

from collections.abc import Iterator, Sequence

from milepost.ir.conditions import And, Condition, FieldOf, In, Or
from milepost.ir.targets import Table
from milepost.semantics.regions.logic import Logic, No, Yes
from milepost.semantics.regions.tables import columns_asked, rows_asked
from milepost.semantics.values import shown


def covers_of(table: Table, milestone: str | None = None) -> tuple[Condition, ...]:
    """Return for each cell which cases it is for, as far as the milestone that asks has a label."""
    rows = tuple(rows_asked(table, milestone))
    columns = tuple(columns_asked(table, milestone))
    return tuple(And((row, column)) for _, row in rows for _, column in columns)


def lacking(
    logic: Logic, table: Table, covers: Sequence[Condition], inside: Sequence[Condition]
) -> tuple[str, str, str] | None:
    """Return what stands nowhere in a table: `row` or `column`, the field, and its values."""
    for name in table.by:
        missing = tuple(_missing(logic, name, covers, inside)) if logic.lists(name) else ()
        if missing:
            return kind_of(table, name), name, ", ".join(f"`{shown(one)}`" for one in missing)
    return None


def kind_of(table: Table, name: str) -> str:
    """Return what the labels of a field are in a table: those of a `row` or of a `column`."""
    return "column" if table.columns and name == table.by[-1] else "row"


def _missing(
    logic: Logic, name: str, covers: Sequence[Condition], inside: Sequence[Condition]
) -> Iterator[object]:
    """Yield the values of a field that are asked about and for which no cell stands at all."""
    for value in logic.values_of(name):
        here = (*inside, In(FieldOf(name), (value,)))
        is_asked = isinstance(logic.satisfiable(*here), Yes)
        if is_asked and isinstance(logic.satisfiable(*here, Or(tuple(covers))), No):
            yield value
