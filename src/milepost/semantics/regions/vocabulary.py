"""The variables of a record, and its conditions as formulas over them."""

from collections.abc import Callable, Iterable
from datetime import date
from operator import eq, ge, gt, le, lt
from typing import Any

from milepost.ir import conditions as ir
from milepost.ir.schedule import Field, Record
from milepost.semantics.regions.formula import (
    FALSE,
    TRUE,
    Difference,
    Formula,
    Related,
    Variable,
    either,
    every,
    within,
)
from milepost.semantics.regions.values import EVERY_NUMBER, EVERY_TEXT, FAR, Numbers, Texts
from milepost.semantics.scope import PREDECLARED_CALENDAR

CREATED = "created"
COMPARE: dict[str, Callable[[Any, Any], bool]] = {"==": eq, "<": lt, "<=": le, ">": gt, ">=": ge}
_NUMERIC = ("integer", "time", "date", "duration")
#: A term of a comparison: a variable (or none) and what is added to it.
_Term = tuple[Variable | None, int]


class Vocabulary:
    """The variables of a record; each field, tag, milestone and question is one variable."""

    def __init__(self, record: Record) -> None:
        self.fields = {field.name: field for field in record.fields}
        self._variables: dict[Any, Variable] = {}
        self._formulas: dict[tuple[int, bool], tuple[ir.Condition, Formula]] = {}
        self._ranks: dict[str, int] = {}
        self._last = 0
        for field in record.fields:
            self._ranks[field.name] = self._last
            self._last += 1 + (len(field.values) if field.type == "tags" else 0)

    def formula(self, condition: ir.Condition, *, holds: bool = True) -> Formula:
        """Return when a condition holds, or when it does not; made once for each condition."""
        known = self._formulas.get((id(condition), holds))
        if known is None:
            known = (condition, _MAKE[type(condition)](self, condition, holds))
            self._formulas[id(condition), holds] = known
        return known[1]

    def field(self, name: str) -> Variable:
        """Return the variable of a field."""
        found = self._variables.get(name)
        if found is None:
            found = self._variables[name] = _variable(self.fields[name], self._ranks[name])
        return found

    def milestone(self, name: str) -> Variable:
        """Return the variable of the instant at which a milestone was met."""
        key, rank = ("milestone", name), self._last
        return self._made(key, name, "number", EVERY_NUMBER, rank, "time", (), "milestone")

    def tag(self, field: str, tag: str) -> Variable:
        """Return the variable of whether a field holds a tag."""
        rank = self._ranks[field] + 1 + self.fields[field].values.index(tag)
        return self._made((field, tag), tag, "tag", 0b11, rank, "", (True, False), field)

    def during(self, condition: ir.During) -> Variable:
        """Return the variable of whether a calendar is open at an instant."""
        base, offset = self.term(condition.instant)
        key = ("open", base, offset, condition.calendar)
        rank = self._last if base is None else base.rank
        return self._made(key, "", "open", 0b11, rank, "", (True, False), condition)

    def _made(self, key: Any, *given: Any) -> Variable:
        found = self._variables.get(key)
        if found is None:
            found = self._variables[key] = Variable(*given)
        return found

    def term(self, operand: ir.Operand) -> _Term:
        """Return an operand of a comparison of numbers as a variable and what is added to it."""
        offset = 0
        while isinstance(operand, ir.After):
            offset += operand.seconds
            operand = operand.instant
        if isinstance(operand, ir.Literal):
            return None, offset + number(operand.type, operand.value)
        if isinstance(operand, ir.MilestoneOf):
            return self.milestone(operand.milestone), offset
        return self.field(operand.field), offset

    def type_of(self, operand: ir.Operand) -> str:
        """Return the type of an operand."""
        if isinstance(operand, ir.Literal):
            return operand.type
        return self.fields[operand.field].type if isinstance(operand, ir.FieldOf) else "time"


def number(type_: str, value: Any) -> int:
    """Return a constant of a type that is reckoned with as a number."""
    return date.fromisoformat(value).toordinal() if type_ == "date" else int(value)


def region_of(variable: Variable, values: Iterable[Any]) -> Any:
    """Return the region of some constants of a variable."""
    if variable.kind == "number":
        numbers = (number(variable.type, value) for value in values)
        return Numbers((), unset=False) | Numbers(tuple((one, one) for one in sorted(numbers)))
    if variable.kind == "text":
        return Texts(frozenset(values))
    listed = frozenset(values)
    return sum(1 << bit for bit, value in enumerate(variable.values) if value in listed)


def _variable(field: Field, rank: int) -> Variable:
    if field.type in _NUMERIC:
        universe: Any = Numbers((_bounds(field),), unset=field.name != CREATED)
        return Variable(field.name, "number", universe, rank, field.type)
    if field.type == "text":
        return Variable(field.name, "text", EVERY_TEXT, rank, field.type)
    values = {"yes_no": (True, False), "tags": ("",)}.get(field.type, field.values)
    everything = (1 << len(values) + 1) - 1
    return Variable(field.name, "listed", everything, rank, field.type, values)


def _bounds(field: Field) -> tuple[int, int]:
    if field.type == "date":
        return date.min.toordinal(), date.max.toordinal()
    if field.type == "duration":
        return 0, FAR
    low, high = field.low, field.high
    return -FAR if low is None else low, FAR if high is None else high


def _and(own: Vocabulary, condition: ir.And | ir.Or, holds: bool) -> Formula:
    return every(own.formula(part, holds=holds) for part in condition.conditions)


def _or(own: Vocabulary, condition: ir.And | ir.Or, holds: bool) -> Formula:
    return either(own.formula(part, holds=holds) for part in condition.conditions)


def _not(own: Vocabulary, condition: ir.Not, holds: bool) -> Formula:
    return own.formula(condition.condition, holds=not holds)


def _one(variable: Variable, region: Any, holds: bool) -> Formula:
    """Return that a variable is in a region that lacks unset, or is not."""
    return within(variable, region if holds else ~region)


def _holds(own: Vocabulary, condition: ir.Holds, holds: bool) -> Formula:
    variable = own.field(condition.field)
    return _one(variable, region_of(variable, (True,)), holds)


def _in(own: Vocabulary, condition: ir.In, holds: bool) -> Formula:
    if own.type_of(condition.operand) not in _NUMERIC:
        variable = own.field(_name(condition.operand))
        return _one(variable, region_of(variable, condition.values), holds)
    base, offset = own.term(condition.operand)
    type_ = own.type_of(condition.operand)
    values = [number(type_, value) - offset for value in condition.values]
    if base is None:
        return _constant((0 in values) == holds)
    return _one(base, Numbers(()) | Numbers(tuple((one, one) for one in values)), holds)


def _in_range(own: Vocabulary, condition: ir.InRange, holds: bool) -> Formula:
    variable = own.field(_name(condition.operand))
    return _one(variable, Numbers(((condition.low, condition.high),)), holds)


def _has(own: Vocabulary, condition: ir.Has, holds: bool) -> Formula:
    field, tag = own.field(condition.field), own.tag(condition.field, condition.tag)
    if holds:
        return every((within(field, field.set_region), within(tag, 0b01)))
    return either((within(tag, 0b10), within(field, field.unset_region)))


def _is_set(own: Vocabulary, condition: ir.IsSet, holds: bool) -> Formula:
    variable = _base(own, condition.operand)
    if variable is None:
        return _constant(holds)
    return within(variable, variable.set_region if holds else variable.unset_region)


def _during(own: Vocabulary, condition: ir.During, holds: bool) -> Formula:
    base = _base(own, condition.instant)
    if condition.calendar == PREDECLARED_CALENDAR:
        return _is_set(own, ir.IsSet(condition.instant), holds)
    variable = own.during(condition)
    open_ = within(variable, 0b01 if holds else 0b10)
    if base is None:
        return open_
    if holds:
        return every((within(base, base.set_region), open_))
    return either((open_, within(base, base.unset_region)))


def _compare(own: Vocabulary, condition: ir.Compare, holds: bool) -> Formula:
    if own.type_of(condition.left) in _NUMERIC:
        return _compare_numbers(own, condition, holds)
    left, right, operator = condition.left, condition.right, condition.operator
    if isinstance(left, ir.Literal):
        left, right = right, left
    variable = own.field(_name(left))
    if isinstance(right, ir.Literal):
        if operator == "==":
            return _one(variable, region_of(variable, (right.value,)), holds)
        wanted = variable.values.index(right.value)
        picked = COMPARE[operator]
        fitting = (value for at, value in enumerate(variable.values) if picked(at, wanted))
        return _one(variable, region_of(variable, fitting), holds)
    other = own.field(_name(right))
    if other is variable:
        if not COMPARE[operator](0, 0):
            return _constant(not holds)
        return within(variable, variable.set_region if holds else variable.unset_region)
    return _pair(variable, other, Related(variable, operator, other, holds), holds)


def _compare_numbers(own: Vocabulary, condition: ir.Compare, holds: bool) -> Formula:
    (left, plus), (right, more) = own.term(condition.left), own.term(condition.right)
    operator, shift = condition.operator, more - plus
    if left is None:
        if right is None:
            return _constant(COMPARE[operator](0, shift) == holds)
        left, right, shift = right, None, -shift
        operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)
    if right is None:
        return _one(left, _numbers(operator, shift), holds)
    if right is left:
        if not COMPARE[operator](0, shift):
            return _constant(not holds)
        return within(left, left.set_region if holds else left.unset_region)
    if holds:
        related = every(_differences(left, operator, right, shift))
    else:
        opposite = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}.get(operator)
        related = (
            every(_differences(left, opposite, right, shift))
            if opposite
            else either(one for sign in "<>" for one in _differences(left, sign, right, shift))
        )
    return _pair(left, right, related, holds)


def _pair(left: Variable, right: Variable, related: Formula, holds: bool) -> Formula:
    """Return what relates two variables, both being set; or, negated, one of them may be unset."""
    both = (within(left, left.set_region), within(right, right.set_region))
    if holds:
        return every((*both, related))
    return either(
        (
            every((*both, related)),
            within(left, left.unset_region),
            within(right, right.unset_region),
        )
    )


def _differences(left: Variable, operator: str, right: Variable, shift: int) -> Iterable[Formula]:
    """Return `left OPERATOR right + shift` as bounds on differences."""
    if operator in ("<", "<=", "=="):
        yield Difference(left, right, shift - (operator == "<"))
    if operator in (">", ">=", "=="):
        yield Difference(right, left, -shift - (operator == ">"))


def _numbers(operator: str, value: int) -> Numbers:
    """Return the numbers that stand in a relation to a value."""
    spans = {
        "==": (value, value),
        "<": (-FAR, value - 1),
        "<=": (-FAR, value),
        ">": (value + 1, FAR),
        ">=": (value, FAR),
    }
    return Numbers((spans[operator],))


def _base(own: Vocabulary, operand: ir.Operand) -> Variable | None:
    """Return the variable of an operand, or None for a constant."""
    while isinstance(operand, ir.After):
        operand = operand.instant
    if isinstance(operand, ir.MilestoneOf):
        return own.milestone(operand.milestone)
    return own.field(operand.field) if isinstance(operand, ir.FieldOf) else None


def _name(operand: ir.Operand) -> str:
    assert isinstance(operand, ir.FieldOf)
    return operand.field


def _constant(holds: bool) -> Formula:
    return TRUE if holds else FALSE


_MAKE: dict[type, Any] = {
    ir.Holds: _holds,
    ir.Compare: _compare,
    ir.In: _in,
    ir.InRange: _in_range,
    ir.Has: _has,
    ir.IsSet: _is_set,
    ir.During: _during,
    ir.Not: _not,
    ir.And: lambda own, condition, holds: (_and if holds else _or)(own, condition, holds),
    ir.Or: lambda own, condition, holds: (_or if holds else _and)(own, condition, holds),
}
