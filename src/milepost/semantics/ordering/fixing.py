"""Conditions with a field fixed to a value: what is left to ask of the other fields."""

from collections.abc import Callable, Iterable, Iterator
from operator import eq, ge, gt, le, lt
from typing import Any

from milepost.ir import conditions as ir
from milepost.ir.conditions import Constant
from milepost.ir.schedule import Field
from milepost.semantics.regions.reading import atoms_of, fields_in

ALWAYS_SO: ir.Condition = ir.And(())
NEVER_SO: ir.Condition = ir.Not(ir.And(()))
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"==": eq, "<": lt, "<=": le, ">": gt, ">=": ge}


def equals(name: str, value: Constant) -> ir.Condition:
    """Return that a field has a value."""
    return ir.In(ir.FieldOf(name), (value,))


def fixed(condition: ir.Condition, field: Field, value: Constant) -> ir.Condition | None:
    """Return what a condition comes to when a field has a value.

    None where it sets the field against another one: then it cannot be said.
    """
    if field.name not in fields_in(condition):
        return condition
    if isinstance(condition, ir.And | ir.Or):
        parts = [fixed(part, field, value) for part in condition.conditions]
        whole = tuple(part for part in parts if part is not None)
        return _joined(condition, whole) if len(whole) == len(parts) else None
    if isinstance(condition, ir.Not):
        inner = fixed(condition.condition, field, value)
        if inner in (ALWAYS_SO, NEVER_SO):
            return NEVER_SO if inner == ALWAYS_SO else ALWAYS_SO
        return None if inner is None else ir.Not(inner)
    answer = _answer(condition, field, value)
    if answer is None:
        return None
    return ALWAYS_SO if answer else NEVER_SO


def _joined(whole: ir.And | ir.Or, parts: tuple[ir.Condition, ...]) -> ir.Condition:
    """Return a conjunction or disjunction of parts, without those that are settled."""
    settles, idle = (NEVER_SO, ALWAYS_SO) if isinstance(whole, ir.And) else (ALWAYS_SO, NEVER_SO)
    left = tuple(part for part in parts if part != idle)
    if settles in left:
        return settles
    if len(left) == 1:
        return left[0]
    return type(whole)(left) if left else idle


def reads_the_time(conditions: Iterable[ir.Condition]) -> bool:
    """Say whether a condition hangs on when a case begins, so that not every start fulfils it."""
    return any(_reads_the_time(atom) for one in conditions for atom in atoms_of(one))


def _reads_the_time(atom: ir.Condition) -> bool:
    if isinstance(atom, ir.During):
        return True
    if not isinstance(atom, ir.Compare):
        return False
    return any(
        operand == ir.FieldOf("created")
        or (isinstance(operand, ir.Literal) and operand.type in ("time", "date"))
        for operand in (_base(atom.left), _base(atom.right))
    )


def _base(operand: ir.Operand) -> ir.Operand:
    while isinstance(operand, ir.After):
        operand = operand.instant
    return operand


def _answer(atom: ir.Condition, field: Field, value: Any) -> bool | None:
    """Return whether a comparison holds for a value of its field; None where it asks for more."""
    match atom:
        case ir.Holds():
            return value is True
        case ir.In(operand=ir.FieldOf()):
            return value in atom.values
        case ir.InRange(operand=ir.FieldOf()):
            return bool(atom.low <= value <= atom.high)
        case ir.IsSet(operand=ir.FieldOf()):
            return True
        case ir.Compare(left=ir.FieldOf(), right=ir.Literal(value=wanted)):
            if atom.operator != "==" and field.type == "choice":
                if wanted not in field.values or value not in field.values:
                    return None
                value, wanted = field.values.index(value), field.values.index(str(wanted))
            return _COMPARE[atom.operator](value, wanted)
    return None


def all_fixed(
    conditions: Iterable[ir.Condition], field: Field, value: Constant
) -> tuple[ir.Condition, ...] | None:
    """Return conditions with a field fixed; None where one of them cannot be."""
    found = tuple(_each(conditions, field, value))
    whole = tuple(one for one in found if one is not None)
    return whole if len(whole) == len(found) else None


def _each(
    conditions: Iterable[ir.Condition], field: Field, value: Constant
) -> Iterator[ir.Condition | None]:
    for one in conditions:
        found = fixed(one, field, value)
        if found != ALWAYS_SO:
            yield found


def excluded(conditions: Iterable[ir.Condition]) -> bool:
    """Say whether conditions plainly exclude each other: two lists of values with none in common.

    It costs next to nothing, and settles most cells of a table against each other.
    """
    allowed: dict[str, frozenset[Constant]] = {}
    for one in _conjuncts(conditions):
        if one == NEVER_SO:
            return True
        if isinstance(one, ir.In) and isinstance(one.operand, ir.FieldOf):
            name, values = one.operand.field, frozenset(one.values)
            allowed[name] = allowed.get(name, values) & values
            if not allowed[name]:
                return True
    return False


def listed_values(conditions: Iterable[ir.Condition], name: str) -> frozenset[Constant] | None:
    """Return the values of a field that plain lists among the conditions leave; None: any."""
    found: frozenset[Constant] | None = None
    for one in _conjuncts(conditions):
        if isinstance(one, ir.In) and one.operand == ir.FieldOf(name):
            found = frozenset(one.values) if found is None else found.intersection(one.values)
    return found


def _conjuncts(conditions: Iterable[ir.Condition]) -> Iterator[ir.Condition]:
    for one in conditions:
        if isinstance(one, ir.And):
            yield from _conjuncts(one.conditions)
        else:
            yield one
