"""Which fields conditions read."""

from collections.abc import Iterator

from milepost.ir import conditions as ir
from milepost.ir.schedule import Record


def atoms_of(condition: ir.Condition) -> Iterator[ir.Condition]:
    """Yield the comparisons and questions that a condition is made of."""
    if isinstance(condition, ir.And | ir.Or):
        for part in condition.conditions:
            yield from atoms_of(part)
    elif isinstance(condition, ir.Not):
        yield from atoms_of(condition.condition)
    else:
        yield condition


def fields_in(condition: ir.Condition) -> frozenset[str]:
    """Return the names of the fields that a condition reads."""
    return frozenset(name for atom in atoms_of(condition) for name in _fields_of(atom))


def known(*conditions: ir.Condition) -> ir.Condition:
    """Return that every field is set that the conditions read.

    Not those of which one of them asks whether they are set: it counts with both.
    """
    atoms = [atom for condition in conditions for atom in atoms_of(condition)]
    asked = {name for atom in atoms if isinstance(atom, ir.IsSet) for name in _fields_of(atom)}
    read = dict.fromkeys(name for atom in atoms for name in _fields_of(atom))
    return ir.And(tuple(ir.IsSet(ir.FieldOf(name)) for name in read if name not in asked))


def usual(record: Record, *conditions: ir.Condition) -> ir.Condition:
    """Return that fields with a default are set, where the conditions read them.

    Only a case that somebody clears such a field of is otherwise. Not those fields of which one of
    the conditions asks whether they are set.
    """
    begun = {field.name for field in record.fields if field.default is not None}
    parts = (part for part in _parts(known(*conditions)) if begun.intersection(_fields_of(part)))
    return ir.And(tuple(parts))


def _parts(condition: ir.Condition) -> tuple[ir.Condition, ...]:
    return condition.conditions if isinstance(condition, ir.And) else (condition,)


def _fields_of(atom: ir.Condition) -> Iterator[str]:
    if isinstance(atom, ir.Holds | ir.Has):
        yield atom.field
        return
    operands: tuple[ir.Operand, ...]
    if isinstance(atom, ir.Compare):
        operands = (atom.left, atom.right)
    elif isinstance(atom, ir.During):
        operands = (atom.instant,)
        if isinstance(atom.calendar, ir.Choice):
            yield atom.calendar.by
    else:
        assert isinstance(atom, ir.In | ir.InRange | ir.IsSet)
        operands = (atom.operand,)
    for operand in operands:
        inner = operand
        while isinstance(inner, ir.After):
            inner = inner.instant
        if isinstance(inner, ir.FieldOf):
            yield inner.field
