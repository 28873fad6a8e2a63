"""Conditions of the schedule as criteria of Salesforce."""

from collections.abc import Iterable

from milepost.exporters.salesforce.losses import CONDITION, UNNAMED, Losses
from milepost.exporters.salesforce.names import Names, field_of
from milepost.ir import conditions as ir
from milepost.ir.conditions import Condition, Constant
from milepost.ir.schedule import Field, Record
from milepost.salesforce.criteria import (
    AllOf,
    Comparison,
    Criterion,
    Formula,
    all_of,
    any_of,
    compared,
    opposite,
)

_OPERATIONS = {
    "==": "equals",
    "<": "lessThan",
    "<=": "lessOrEqual",
    ">": "greaterThan",
    ">=": "greaterOrEqual",
}


class Criteria:
    """Conditions over one record, turned into criteria; what cannot be is a loss."""

    def __init__(self, record: Record, names: Names, losses: Losses) -> None:
        self.record = record
        self.names = names
        self.losses = losses
        self.object = names.object_of(record.name)

    def of(self, condition: Condition, part: str) -> Criterion | None:
        """Return the criterion of a condition, None when Salesforce cannot say it."""
        match condition:
            case ir.And():
                return self._all(condition.conditions, part)
            case ir.Or():
                made = [self.of(one, part) for one in condition.conditions]
                found = [one for one in made if one is not None]
                return any_of(found) if len(found) == len(made) else None
            case ir.Not():
                inner = self.of(condition.condition, part)
                return None if inner is None else opposite(inner)
            case ir.Holds():
                return self._holds(condition.field, part)
            case ir.Has():
                return self._tested(condition.field, "includes", (condition.tag,), part)
            case ir.IsSet(operand=ir.FieldOf(field=field)):
                name = self.field(field, part)
                return None if name is None else compared(name, "notEqual", "")
            case ir.In(operand=ir.FieldOf(field=field), values=values):
                return self._tested(field, "equals", values, part)
            case ir.InRange(operand=ir.FieldOf(field=field), low=low, high=high):
                bounds = (("greaterOrEqual", low), ("lessOrEqual", high))
                made = [self._tested(field, how, (number,), part) for how, number in bounds]
                found = [one for one in made if one is not None]
                return all_of(found) if len(found) == 2 else None
            case ir.Compare(left=ir.FieldOf(field=field), right=ir.Literal()):
                return self._compared(condition, field, part)
        self._lost(part)
        return None

    def field(self, name: str, part: str) -> str | None:
        """Return the field of Salesforce for a field of the record."""
        if name == "created":
            return f"{self.object}.CreatedDate"
        declared = field_of(self.record, name)
        if declared is not None and declared.derived_from is not None:
            self.losses.lose(
                CONDITION,
                part,
                f"field `{name}` is computed by a table, which Salesforce does not have",
                "let a formula field or a flow compute it",
            )
        found = self.names.outside(name)
        if found is None or found.count(".") == 0:
            self.losses.lose(
                UNNAMED,
                part,
                f"field `{name}` has no name in Salesforce",
                f"say it in the export block: `{name} = {self.object}.…`",
            )
            return None
        return found

    def selected(self, name: str, values: Iterable[Constant], part: str) -> Criterion | None:
        """Return the criterion that a field has one of some values."""
        return self._tested(name, "equals", tuple(values), part)

    def _all(self, conditions: Iterable[Condition], part: str) -> Criterion | None:
        made = [self.of(one, part) for one in conditions]
        found = [one for one in made if one is not None]
        return all_of(found) if len(found) == len(made) else None

    def _holds(self, field: str, part: str) -> Criterion | None:
        kept = self.names.criterion(field)
        if kept is not None:
            texts = tuple(map(str, kept))
            if texts[0] == "formula" and len(texts) == 2:
                return Formula(texts[1])
            if len(texts) >= 3:
                return compared(texts[0], texts[1], texts[2], texts[3] if len(texts) > 3 else None)
        name = self.field(field, part)
        return None if name is None else compared(name, "equals", "true")

    def _compared(self, condition: ir.Compare, field: str, part: str) -> Criterion | None:
        literal = condition.right
        assert isinstance(literal, ir.Literal), "only comparisons with constants come here"
        operator, value = condition.operator, literal.value
        if operator == "==":
            return self._tested(field, "equals", (value,), part)
        declared = field_of(self.record, field)
        if declared is not None and declared.type == "choice":
            return self._tested(field, "equals", _ordered(declared, operator, value), part)
        if declared is not None and declared.type in ("integer", "date"):
            return self._tested(field, _OPERATIONS[operator], (value,), part)
        self._lost(part)
        return None

    def _tested(
        self, field: str, operation: str, values: tuple[Constant, ...], part: str
    ) -> Criterion | None:
        name = self.field(field, part)
        declared = field_of(self.record, field)
        if name is None or declared is None:
            return None
        if declared.type not in ("choice", "text", "tags", "integer", "date", "yes_no"):
            self._lost(part)
            return None
        texts = [self.value(declared, value) for value in values]
        if any("," in text for text in texts):
            self.losses.lose(
                CONDITION,
                part,
                f"a value of `{field}` has a comma, which separates values in Salesforce",
                "rename the value in Salesforce, or ask for it in a formula field",
            )
            return None
        return compared(name, operation, texts)

    def value(self, field: Field, value: Constant) -> str:
        """Return what a value is called in Salesforce: as mapped, else as written."""
        mapping = self.names.mapping(field.name)
        for entry in mapping.values if mapping else ():
            if entry.value == value and isinstance(entry.value, bool) == isinstance(value, bool):
                return str(entry.outside)
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value)

    def _lost(self, part: str) -> None:
        self.losses.lose(
            CONDITION,
            part,
            "no criterion of Salesforce says what this condition does",
            "let a formula field of the object work it out, and map a `yes/no` field to it",
        )


def exclude_each_other(left: Criterion | None, right: Criterion | None) -> bool:
    """Say whether two criteria surely never hold together: a field has different values."""
    for one in _parts(left):
        for other in _parts(right):
            if one.field != other.field or one.other or other.other:
                continue
            values, others = set(one.values), set(other.values)
            pair = (one.operation, other.operation)
            if pair == ("equals", "equals") and not values & others:
                return True
            if pair == ("equals", "notEqual") and values <= others:
                return True
            if pair == ("notEqual", "equals") and others <= values:
                return True
    return False


def _parts(criterion: Criterion | None) -> tuple[Comparison, ...]:
    parts = criterion.criteria if isinstance(criterion, AllOf) else (criterion,)
    return tuple(part for part in parts if isinstance(part, Comparison))


def _ordered(field: Field, operator: str, value: Constant) -> tuple[Constant, ...]:
    """Return the values of a choice that lie on one side of another."""
    values = field.values
    at = values.index(str(value))
    return {
        "<": values[:at],
        "<=": values[: at + 1],
        ">": values[at + 1 :],
        ">=": values[at:],
    }[operator]
