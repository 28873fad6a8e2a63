"""Random questions about conditions: a record, conditions over it, facts and a computed field."""

import random
from collections.abc import Sequence

from milepost.frozen import frozen
from milepost.ir import conditions as ir
from milepost.ir.schedule import Field, Record, RequireFact
from milepost.ir.targets import Row, Table, ValueCell

OPERATORS = ("==", "<", "<=", ">", ">=")
MILESTONES = ("answered", "repaired")


@frozen
class Question:
    """Conditions over a record, of which one asks whether a case fulfils them all."""

    record: Record
    conditions: tuple[ir.Condition, ...]
    facts: tuple[RequireFact, ...]
    tables: tuple[Table, ...]
    opens: bool


@frozen
class Sizes:
    """How large a question is: bounds of numbers, and how deep conditions are."""

    numbers: int
    depth: int
    width: int


#: Small enough to try every case.
SMALL = Sizes(numbers=2, depth=2, width=2)
LARGE = Sizes(numbers=40, depth=4, width=3)


def record_of(chance: random.Random, sizes: Sizes) -> Record:
    """Return a record with some fields of every type."""
    most = sizes.numbers
    fields = [
        Field("priority", "choice", ("p1", "p2", "p3")),
        Field("urgency", "choice", ("p2", "p1", "low")),
        Field("vip", "yes_no"),
        Field("loud", "yes_no"),
        Field("seats", "integer", low=0, high=most),
        Field("desks", "integer", low=1, high=most + 1),
        Field("term", "duration"),
        Field("wait", "duration"),
        Field("begun", "date"),
        Field("ended", "date"),
        Field("seen", "time"),
        Field("heard", "time"),
        Field("code", "text"),
        Field("mark", "text"),
        Field("site", "zone", ("Europe/London", "Asia/Tokyo")),
        Field("products", "tags", ("net", "disk")),
    ]
    kept = sorted(chance.sample(range(len(fields)), chance.randint(2, 4 if most < 9 else 9)))
    made = [fields[at] for at in kept]
    if chance.random() < 0.5:
        made.append(Field("created", "time"))
    return Record("case", tuple(made))


def question_of(chance: random.Random, sizes: Sizes) -> Question:
    """Return a random question."""
    record = record_of(chance, sizes)
    tables: tuple[Table, ...] = ()
    if chance.random() < 0.25:
        record, tables = _with_table(chance, record)
    writer = Writer(chance, record, sizes)
    wanted = tuple(writer.condition(sizes.depth) for _ in range(chance.randint(1, sizes.width)))
    facts = tuple(
        RequireFact(
            "case", writer.condition(1), writer.condition(0) if chance.random() < 0.5 else None
        )
        for _ in range(chance.choice((0, 0, 1, 2)))
    )
    return Question(record, wanted, facts, tables, chance.random() < 0.3)


def _with_table(chance: random.Random, record: Record) -> tuple[Record, tuple[Table, ...]]:
    """Return a record with one more field, which a table computes."""
    listed = [field for field in record.fields if field.type in ("choice", "yes_no", "integer")]
    if not listed:
        return record, ()
    by = chance.sample(listed, chance.randint(1, min(2, len(listed))))
    level = Field("level", "choice", ("high", "mid", "low"), derived_from="levels")
    columns: tuple[tuple[object, ...], ...] = ()
    if len(by) == 2:
        columns = tuple(_label(chance, by[1]) for _ in range(chance.randint(1, 2)))
    rows = tuple(
        Row(
            (_label(chance, by[0]),),
            tuple(ValueCell(chance.choice(level.values)) for _ in columns or ((),)),
        )
        for _ in range(chance.randint(1, 3))
    )
    table = Table("levels", tuple(field.name for field in by), columns, rows)
    return Record("case", (*record.fields, level)), (table,)


def _label(chance: random.Random, field: Field) -> tuple[object, ...]:
    if chance.random() < 0.2:
        return ()
    if field.type == "yes_no":
        return (chance.random() < 0.5,)
    if field.type == "choice":
        return tuple(chance.sample(field.values, chance.randint(1, 2)))
    low, high = field.low or 0, field.high or 0
    first = chance.randint(low, high)
    return (first,) if chance.random() < 0.5 else ((first, chance.randint(first, high)),)


class Writer:
    """Writes conditions over a record."""

    def __init__(self, chance: random.Random, record: Record, sizes: Sizes) -> None:
        self.chance = chance
        self.fields = record.fields
        self.sizes = sizes

    def condition(self, depth: int) -> ir.Condition:
        chance = self.chance
        kind = chance.random()
        if depth == 0 or kind < 0.25:
            atom = self.atom()
            return ir.Not(atom) if chance.random() < 0.35 else atom
        if kind < 0.35:
            return ir.Not(self.condition(depth - 1))
        parts = tuple(
            self.condition(depth - 1) for _ in range(chance.randint(2, self.sizes.width + 1))
        )
        return ir.And(parts) if chance.random() < 0.5 else ir.Or(parts)

    def atom(self) -> ir.Condition:
        chance = self.chance
        field = chance.choice(self.fields)
        operand: ir.Operand = ir.FieldOf(field.name)
        if field.type == "time":
            operand = self.instant()
            if chance.random() < 0.15:
                return ir.During(operand, chance.choice(("always", "office")))
        if chance.random() < 0.15:
            return ir.IsSet(operand)
        if field.type == "tags":
            return ir.Has(field.name, chance.choice(field.values))
        if field.type == "yes_no" and chance.random() < 0.5:
            return ir.Holds(field.name)
        if field.type == "integer" and chance.random() < 0.3:
            low = chance.randint(0, self.sizes.numbers)
            return ir.InRange(operand, low, chance.randint(low, self.sizes.numbers))
        if field.type != "tags" and chance.random() < 0.2:
            return ir.In(operand, tuple(self.values(field)))
        operator = chance.choice(OPERATORS)
        if field.type in ("text", "zone", "yes_no"):
            operator = "=="
        return ir.Compare(operand, operator, self.other(field))

    def instant(self) -> ir.Operand:
        chance = self.chance
        times = [field.name for field in self.fields if field.type == "time"]
        operand: ir.Operand = ir.FieldOf(chance.choice(times))
        if chance.random() < 0.25:
            operand = ir.MilestoneOf(chance.choice(MILESTONES))
        for _ in range(chance.choice((0, 0, 1, 2))):
            operand = ir.After(chance.randint(-2, 2), operand)
        return operand

    def other(self, field: Field) -> ir.Operand:
        chance = self.chance
        like = [one for one in self.fields if one.type == field.type]
        if field.type == "time":
            if chance.random() < 0.5:
                return self.instant()
        elif chance.random() < 0.4:
            return ir.FieldOf(chance.choice(like).name)
        return ir.Literal(field.type, self.values(field)[0])

    def values(self, field: Field) -> Sequence[ir.Constant]:
        chance, most = self.chance, self.sizes.numbers
        if field.type == "yes_no":
            return chance.sample((True, False), chance.randint(1, 2))
        if field.type in ("choice", "zone"):
            return chance.sample(field.values, chance.randint(1, len(field.values)))
        if field.type == "text":
            return chance.sample(("red", "blue"), chance.randint(1, 2))
        if field.type == "date":
            return tuple(f"2027-01-{1 + chance.randint(0, min(most, 27)):02}" for _ in range(2))
        low = 0 if field.type != "time" else -1
        return tuple(chance.randint(low, most) for _ in range(2))
