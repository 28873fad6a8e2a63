"""An oracle that leaves the question to z3: one sort of whole numbers, written independently."""

from datetime import date
from typing import Any

import z3
from questions import MILESTONES, Question

from milepost.ir import conditions as ir
from milepost.ir.schedule import Field
from milepost.ir.targets import ValueCell


class Translation:
    """A question as constraints: for each field whether it is set, and a number for its value."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.fields = {field.name: field for field in question.record.fields}
        self.solver = z3.Solver()
        self.solver.set("timeout", 20000)
        self.texts: dict[str, int] = {}
        for field in question.record.fields:
            self._limit(field)
        created = "created" in self.fields
        for name in MILESTONES:
            if created:
                self.solver.add(
                    z3.Implies(
                        self.is_set(f"met {name}"),
                        self.value(f"met {name}") >= self.value("created"),
                    )
                )
        for fact in question.facts:
            told = self.truth(fact.condition)
            self.solver.add(z3.Implies(self.truth(fact.when), told) if fact.when else told)
        for field in question.record.fields:
            if field.derived_from:
                self._compute(field)
        for condition in question.conditions:
            self.solver.add(self.truth(condition))

    def is_satisfiable(self) -> bool | None:
        found = self.solver.check()
        return None if found == z3.unknown else bool(found == z3.sat)

    def is_set(self, name: str) -> Any:
        return z3.Bool(f"set {name}")

    def value(self, name: str) -> Any:
        return z3.Int(f"value {name}")

    def _limit(self, field: Field) -> None:
        value = self.value(field.name)
        if field.name == "created":
            self.solver.add(self.is_set(field.name))
        if field.type in ("choice", "zone"):
            self.solver.add(z3.Or([value == self.code(one) for one in field.values]))
        elif field.type == "yes_no":
            self.solver.add(value >= 0, value <= 1)
        elif field.type == "integer":
            self.solver.add(value >= field.low, value <= field.high)
        elif field.type == "duration":
            self.solver.add(value >= 0)

    def code(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def constant(self, type_: str, value: Any) -> int:
        if type_ in ("choice", "zone", "text"):
            return self.code(value)
        if type_ == "date":
            return (date.fromisoformat(value) - date(2000, 1, 1)).days
        return int(value)

    def _compute(self, field: Field) -> None:
        table = next(one for one in self.question.tables if one.name == field.derived_from)
        names = table.by[:-1] if table.columns else table.by
        outcome = z3.Not(self.is_set(field.name))
        columns = table.columns or ((),)
        for column in reversed(range(len(columns))):
            inner = z3.Not(self.is_set(field.name))
            for row in reversed(table.rows):
                cell = row.cells[column]
                assert isinstance(cell, ValueCell)
                is_value = z3.And(
                    self.is_set(field.name), self.value(field.name) == self.code(str(cell.value))
                )
                fits = z3.And([self.labelled(*one) for one in zip(names, row.keys, strict=True)])
                inner = z3.If(fits, is_value, inner)
            outcome = (
                z3.If(self.labelled(table.by[-1], columns[column]), inner, outcome)
                if table.columns
                else inner
            )
        self.solver.add(outcome)

    def labelled(self, name: str, keys: tuple[Any, ...]) -> Any:
        if not keys:
            return z3.BoolVal(True)
        value, type_ = self.value(name), self.fields[name].type
        fits = [
            z3.And(value >= key[0], value <= key[1])
            if isinstance(key, tuple)
            else value == self.constant(type_, key)
            for key in keys
        ]
        return z3.And(self.is_set(name), z3.Or(fits))

    def truth(self, condition: ir.Condition) -> Any:
        match condition:
            case ir.Holds(field):
                return z3.And(self.is_set(field), self.value(field) == 1)
            case ir.Compare(left, operator, right):
                return self.compared(left, operator, right)
            case ir.In(operand, values):
                is_set, value = self.operand(operand)
                type_ = self.type_of(operand)
                return z3.And(is_set, z3.Or([value == self.constant(type_, one) for one in values]))
            case ir.InRange(operand, low, high):
                is_set, value = self.operand(operand)
                return z3.And(is_set, value >= low, value <= high)
            case ir.Has(field, tag):
                return z3.And(self.is_set(field), z3.Bool(f"tag {field} {tag}"))
            case ir.IsSet(operand):
                return self.operand(operand)[0]
            case ir.During(operand, _):
                return self.operand(operand)[0]
            case ir.Not(inner):
                return z3.Not(self.truth(inner))
            case ir.And(parts):
                return z3.And([self.truth(part) for part in parts])
            case ir.Or(parts):
                return z3.Or([self.truth(part) for part in parts])
        raise AssertionError(condition)

    def compared(self, left: ir.Operand, operator: str, right: ir.Operand) -> Any:
        (one, first), (other, second) = self.operand(left), self.operand(right)
        if operator != "==" and self.type_of(left) == "choice":
            assert isinstance(left, ir.FieldOf)
            order = [self.code(value) for value in self.fields[left.field].values]
            pairs = [
                z3.And(first == a, second == b)
                for x, a in enumerate(order)
                for y, b in enumerate(order)
                if {"<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y}[operator]
            ]
            return z3.And(one, other, z3.Or(pairs))
        relation = {
            "==": first == second,
            "<": first < second,
            "<=": first <= second,
            ">": first > second,
            ">=": first >= second,
        }[operator]
        return z3.And(one, other, relation)

    def operand(self, operand: ir.Operand) -> tuple[Any, Any]:
        match operand:
            case ir.FieldOf(field):
                return self.is_set(field), self.value(field)
            case ir.MilestoneOf(name):
                return self.is_set(f"met {name}"), self.value(f"met {name}")
            case ir.Literal(type_, value):
                return z3.BoolVal(True), z3.IntVal(self.constant(type_, value))
            case ir.After(seconds, inner):
                is_set, value = self.operand(inner)
                return is_set, value + seconds
        raise AssertionError(operand)

    def type_of(self, operand: ir.Operand) -> str:
        if isinstance(operand, ir.FieldOf):
            return self.fields[operand.field].type
        return operand.type if isinstance(operand, ir.Literal) else "time"


def is_satisfiable(question: Question) -> bool | None:
    """Say whether some case fulfils the question, or None when z3 does not say."""
    if "office" in repr(question):
        return None
    return Translation(question).is_satisfiable()
