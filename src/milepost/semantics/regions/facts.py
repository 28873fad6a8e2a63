"""What holds for every case: facts that are required of input, and fields that tables compute."""

from collections.abc import Iterable, Iterator

from milepost.ir import conditions as ir
from milepost.ir.schedule import Field, Record, RequireFact, Requirement
from milepost.ir.targets import Table, ValueCell
from milepost.semantics.regions.formula import Formula, either, every
from milepost.semantics.regions.tables import labels_hold
from milepost.semantics.regions.vocabulary import Vocabulary


def required_fact(fact: RequireFact) -> ir.Condition:
    """Return what a required fact comes to for every case."""
    if fact.when is None:
        return fact.condition
    return ir.Or((ir.Not(fact.when), fact.condition))


def facts_about(record: Record, requirements: Iterable[Requirement]) -> Iterator[ir.Condition]:
    """Yield the facts that are required of a record."""
    for one in requirements:
        if isinstance(one, RequireFact) and one.record == record.name:
            yield required_fact(one)


def has_value(field: Field, value: ir.Constant | None) -> ir.Condition:
    """Return that a field has a value, or with None that it is not set."""
    operand = ir.FieldOf(field.name)
    if value is None:
        return ir.Not(ir.IsSet(operand))
    if isinstance(value, tuple):
        tags = (ir.Has(field.name, tag) for tag in value)
        others = (ir.Not(ir.Has(field.name, tag)) for tag in field.values if tag not in value)
        return ir.And((ir.IsSet(operand), *tags, *others))
    return ir.In(operand, (value,))


def computed(field: Field, table: Table, own: Vocabulary) -> Formula:
    """Return that a field has the value that its table computes, and none where no row fits."""
    value = ir.FieldOf(field.name)
    unset = ir.Not(ir.IsSet(value))
    names = table.by[:-1] if table.columns else table.by
    rows: list[tuple[ir.Condition, int]] = [
        (labels_hold(names, row.keys), at) for at, row in enumerate(table.rows)
    ]
    columns = [
        (labels_hold(table.by[-1:], (keys,)), at) for at, keys in enumerate(table.columns or ((),))
    ]
    if not table.columns:
        columns = [(ir.And(()), 0)]
    outcomes: list[Formula] = []
    beside: list[Formula] = []
    for column, place in columns:
        above = [*beside, own.formula(column)]
        for row, at in rows:
            cell = table.rows[at].cells[place]
            if isinstance(cell, ValueCell):
                told = own.formula(ir.In(value, (cell.value,)))
                outcomes.append(every((*above, own.formula(row), told)))
            above.append(own.formula(row, holds=False))
        outcomes.append(every((*above, own.formula(unset))))
        beside.append(own.formula(column, holds=False))
    outcomes.append(every((*beside, own.formula(unset))))
    return either(outcomes)
