"""Why a condition holds or does not: the parts of it that decide, and the values they were held to.

Where `and` fails, the parts that fail decide; where `or` holds, those that hold.
"""

from collections.abc import Iterator
from typing import Any

from milepost.frozen import frozen
from milepost.ir import conditions as c
from milepost.runtime.conditions import Facts, holds


@frozen
class Fact:
    """What a condition asked about and found: a field's value, or when a milestone was met.

    `value` None means unset, or not met.
    """

    name: str
    value: Any
    is_milestone: bool = False


@frozen
class Judged:
    """A condition, whether it holds, and the facts that decide it."""

    condition: c.Condition
    holds: bool
    facts: tuple[Fact, ...]


def judge(condition: c.Condition, facts: Facts) -> Judged:
    """Return whether a condition holds, and why."""
    return Judged(
        condition, holds(condition, facts), tuple(dict.fromkeys(_facts(condition, facts)))
    )


def _facts(condition: c.Condition, facts: Facts) -> Iterator[Fact]:
    match condition:
        case c.Holds() | c.Has():
            yield _field(condition.field, facts)
        case c.Compare():
            yield from _operand(condition.left, facts)
            yield from _operand(condition.right, facts)
        case c.In() | c.InRange() | c.IsSet():
            yield from _operand(condition.operand, facts)
        case c.During():
            yield from _operand(condition.instant, facts)
        case c.Not():
            yield from _facts(condition.condition, facts)
        case c.And() | c.Or():
            whole = holds(condition, facts)
            for part in condition.conditions:
                if holds(part, facts) is whole:
                    yield from _facts(part, facts)


def _operand(operand: c.Operand, facts: Facts) -> Iterator[Fact]:
    match operand:
        case c.FieldOf():
            yield _field(operand.field, facts)
        case c.MilestoneOf():
            met = facts.met.get(operand.milestone)
            yield Fact(operand.milestone, met[-1] if met else None, is_milestone=True)
        case c.After():
            yield from _operand(operand.instant, facts)


def _field(name: str, facts: Facts) -> Fact:
    value = facts.fields.get(name)
    return Fact(name, tuple(value) if isinstance(value, list) else value)
