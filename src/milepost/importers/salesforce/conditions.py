"""Criteria as conditions of the language."""

from milepost.importers.salesforce.fields import Fields
from milepost.importers.salesforce.trees import (
    NOWHERE,
    conjunction,
    disjunction,
    name,
    path,
)
from milepost.salesforce.criteria import AllOf, AnyOf, Comparison, Criterion, Formula
from milepost.salesforce.criteria import Not as Opposite
from milepost.syntax.ast.conditions import Compare, Condition, Group, Has, Holds, InList, IsSet, Not
from milepost.syntax.ast.literals import Integer

_COMPARED = {
    "lessThan": "<",
    "lessOrEqual": "<=",
    "greaterThan": ">",
    "greaterOrEqual": ">=",
}


def condition_of(criterion: Criterion, fields: Fields) -> Condition:
    """Return the condition that a criterion states."""
    match criterion:
        case AllOf():
            return conjunction(tuple(condition_of(one, fields) for one in criterion.criteria))
        case AnyOf():
            return disjunction(tuple(condition_of(one, fields) for one in criterion.criteria))
        case Opposite():
            return _negated(condition_of(criterion.criterion, fields))
        case Formula():
            return Holds(path(fields.opaque_name(criterion)), NOWHERE)
        case Comparison():
            if not fields.fits(criterion):
                return Holds(path(fields.opaque_name(criterion)), NOWHERE)
            return _comparison(criterion, fields)


def _comparison(one: Comparison, fields: Fields) -> Condition:
    field = path(fields.name(one.field))
    kind = fields.use(one.field).type
    if kind == "integer" and "" not in one.values:
        operator = _COMPARED.get(one.operation)
        if operator is not None:
            return Compare(field, operator, Integer(int(one.values[0]), NOWHERE), NOWHERE)
    if one.operation in ("includes", "excludes"):
        tags = [name(fields.value(one.field, value)) for value in one.values]
        has = disjunction(tuple(Has(field, tag, NOWHERE) for tag in tags))
        return has if one.operation == "includes" else _negated(has)
    is_negated = one.operation == "notEqual"
    filled = tuple(value for value in one.values if value)
    parts: list[Condition] = []
    if kind == "yes_no" and filled:
        holds = Holds(field, NOWHERE)
        parts += [
            holds if (value == "true") != is_negated else Not(holds, NOWHERE) for value in filled
        ]
    elif filled:
        parts.append(_equals(one, filled, fields))
    if len(filled) != len(one.values):
        parts.append(IsSet(field, not is_negated, NOWHERE))
    return conjunction(tuple(parts)) if is_negated else disjunction(tuple(parts))


def _equals(one: Comparison, values: tuple[str, ...], fields: Fields) -> Condition:
    field = path(fields.name(one.field))
    is_negated = one.operation == "notEqual"
    if fields.use(one.field).type == "integer":
        numbers = tuple(Integer(int(value), NOWHERE) for value in values)
        if len(numbers) == 1:
            return Compare(field, "!=" if is_negated else "==", numbers[0], NOWHERE)
        return InList(field, is_negated, numbers, NOWHERE)
    words = [fields.value(one.field, value) for value in values]
    if len(words) == 1:
        return Compare(field, "!=" if is_negated else "==", path(words[0]), NOWHERE)
    return InList(field, is_negated, tuple(map(name, words)), NOWHERE)


def _negated(condition: Condition) -> Condition:
    return Not(condition if isinstance(condition, Holds) else Group(condition, NOWHERE), NOWHERE)
