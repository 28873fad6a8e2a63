"""Could a case exist for which some conditions hold and others do not?

Fields with few values are tried with each of them. Whatever else a condition asks (a text, a number
out of many, an instant) may be true or false, the same question always with the same answer. The
facts that the policy requires of its input are taken into account. Fields count as set. Where there
are too many combinations the answer is no: callers accuse when it is yes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from operator import eq, ge, gt, le, lt
from typing import Any

from milepost.frozen import frozen
from milepost.ir import conditions as ir
from milepost.ir.schedule import Field, Record, RequireFact, Requirement
from milepost.semantics.values import values_of

MOST_WORLDS = 4096
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": eq,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


@frozen
class Wish:
    """A condition, and whether it is to hold."""

    condition: ir.Condition
    holds: bool


def is_possible(
    record: Record,
    wishes: Sequence[Wish],
    known: Mapping[str, ir.Constant],
    requirements: Iterable[Requirement] = (),
) -> bool:
    """Say whether a case with these field values may fulfil all wishes."""
    fields = {field.name: field for field in record.fields}
    wishes = (*wishes, *_connected_facts(record, wishes, known, requirements))
    questions = tuple(
        dict.fromkeys(
            question for wish in wishes for question in _questions(wish.condition, fields)
        )
    )
    domains: list[tuple[ir.Constant, ...]] = []
    for question in questions:
        if not isinstance(question, str):
            domains.append((False, True))
        elif question in known:
            domains.append((known[question],))
        else:
            domains.append(values_of(fields[question]))
    count = 1
    for domain in domains:
        count *= len(domain)
    if count > MOST_WORLDS:
        return False
    return any(
        all(_holds(wish.condition, world, fields) == wish.holds for wish in wishes)
        for world in (dict(zip(questions, answers, strict=True)) for answers in product(*domains))
    )


def _connected_facts(
    record: Record,
    wishes: Sequence[Wish],
    known: Mapping[str, ir.Constant],
    requirements: Iterable[Requirement],
) -> Iterator[Wish]:
    """Yield the required facts that speak of the fields in question, or of fields tied to those."""
    required = (fact for fact in requirements if isinstance(fact, RequireFact))
    facts = [
        ir.Or((*((ir.Not(fact.when),) if fact.when else ()), fact.condition))
        for fact in required
        if fact.record == record.name
    ]
    touched = set(known).union(*(fields_in(wish.condition) for wish in wishes))
    growing = True
    while growing:
        tied = [fact for fact in facts if touched & fields_in(fact)]
        facts = [fact for fact in facts if fact not in tied]
        growing = bool(tied)
        for fact in tied:
            touched |= fields_in(fact)
            yield Wish(fact, holds=True)


def fields_in(condition: ir.Condition) -> set[str]:
    """Return the names of the fields that a condition reads."""
    if isinstance(condition, ir.And | ir.Or):
        return set().union(*(fields_in(part) for part in condition.conditions))
    if isinstance(condition, ir.Not):
        return fields_in(condition.condition)
    if isinstance(condition, ir.Holds | ir.Has):
        return {condition.field}
    operands: tuple[Any, ...]
    if isinstance(condition, ir.Compare):
        operands = (condition.left, condition.right)
    elif isinstance(condition, ir.During):
        operands = (condition.instant,)
    else:
        operands = (condition.operand,)
    return {name for operand in operands for name in _field_of(operand)}


def _field_of(operand: ir.Operand) -> tuple[str, ...]:
    while isinstance(operand, ir.After):
        operand = operand.instant
    return (operand.field,) if isinstance(operand, ir.FieldOf) else ()


def _questions(condition: ir.Condition, fields: Mapping[str, Field]) -> Iterator[Any]:
    """Yield what must be known to judge a condition: field names, and questions of their own."""
    if isinstance(condition, ir.And | ir.Or):
        for part in condition.conditions:
            yield from _questions(part, fields)
    elif isinstance(condition, ir.Not):
        yield from _questions(condition.condition, fields)
    else:
        yield _listed_field(condition, fields) or condition


def _listed_field(condition: ir.Condition, fields: Mapping[str, Field]) -> str | None:
    """Return the one field with few values that a condition compares with constants, or None."""
    name: str | None = None
    if isinstance(condition, ir.Holds):
        name = condition.field
    elif isinstance(condition, ir.In | ir.InRange | ir.IsSet):
        name = condition.operand.field if isinstance(condition.operand, ir.FieldOf) else None
    elif isinstance(condition, ir.Compare) and isinstance(condition.right, ir.Literal):
        name = condition.left.field if isinstance(condition.left, ir.FieldOf) else None
    field = fields.get(name or "")
    return name if field is not None and values_of(field) else None


def _holds(
    condition: ir.Condition, world: Mapping[Any, ir.Constant], fields: Mapping[str, Field]
) -> bool:
    if isinstance(condition, ir.And):
        return all(_holds(part, world, fields) for part in condition.conditions)
    if isinstance(condition, ir.Or):
        return any(_holds(part, world, fields) for part in condition.conditions)
    if isinstance(condition, ir.Not):
        return not _holds(condition.condition, world, fields)
    name = _listed_field(condition, fields)
    if name is None:
        return bool(world[condition])
    return _answer(condition, world[name], fields[name])


def _answer(condition: ir.Condition, value: Any, field: Field) -> bool:
    """Return whether a condition about one field holds for a value of it."""
    if isinstance(condition, ir.Holds):
        return value is True
    if isinstance(condition, ir.In):
        return value in condition.values
    if isinstance(condition, ir.InRange):
        return bool(condition.low <= value <= condition.high)
    if isinstance(condition, ir.Compare) and isinstance(condition.right, ir.Literal):
        wanted = condition.right.value
        if condition.operator == "==":
            return bool(value == wanted)
        if field.type == "choice":
            if value not in field.values or wanted not in field.values:
                return False
            value, wanted = field.values.index(value), field.values.index(wanted)
        return bool(_COMPARE[condition.operator](value, wanted))
    return True
