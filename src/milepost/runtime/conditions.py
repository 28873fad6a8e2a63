"""Conditions, evaluated: two-valued, total, the same answer for the same case."""

from collections.abc import Mapping
from typing import Any

from milepost.clock import BEYOND, Calendars, ClockError
from milepost.ir import conditions as c


class Facts:
    """What conditions may ask: fields, the instants at which milestones were met, and calendars."""

    __slots__ = ("calendars", "fields", "met", "ranks")

    def __init__(
        self,
        fields: Mapping[str, Any],
        met: Mapping[str, list[int]],
        calendars: Calendars,
        ranks: Mapping[str, Mapping[str, int]],
    ) -> None:
        self.fields = fields
        self.met = met
        self.calendars = calendars
        self.ranks = ranks


def holds(condition: c.Condition, facts: Facts) -> bool:
    """Say whether a condition holds. Comparisons with an unset value are false."""
    match condition:
        case c.Holds():
            return facts.fields.get(condition.field) is True
        case c.Compare():
            return _compares(condition, facts)
        case c.In():
            return _value(condition.operand, facts) in condition.values
        case c.InRange():
            value = _value(condition.operand, facts)
            return value is not None and condition.low <= value <= condition.high
        case c.Has():
            return condition.tag in (facts.fields.get(condition.field) or ())
        case c.IsSet():
            return _value(condition.operand, facts) is not None
        case c.During():
            return _is_open(condition, facts)
        case c.Not():
            return not holds(condition.condition, facts)
        case c.And():
            return all(holds(part, facts) for part in condition.conditions)
        case c.Or():
            return any(holds(part, facts) for part in condition.conditions)


def fields_read(condition: c.Condition | None) -> frozenset[str]:
    """Return the fields that a condition reads."""
    match condition:
        case None:
            return frozenset()
        case c.Holds() | c.Has():
            return frozenset((condition.field,))
        case c.Compare():
            return _operand_fields(condition.left) | _operand_fields(condition.right)
        case c.In() | c.InRange() | c.IsSet():
            return _operand_fields(condition.operand)
        case c.During():
            return _operand_fields(condition.instant)
        case c.Not():
            return fields_read(condition.condition)
        case c.And() | c.Or():
            return frozenset().union(*(fields_read(part) for part in condition.conditions))


def _operand_fields(operand: c.Operand) -> frozenset[str]:
    match operand:
        case c.FieldOf():
            return frozenset((operand.field,))
        case c.After():
            return _operand_fields(operand.instant)
    return frozenset()


def _value(operand: c.Operand, facts: Facts) -> Any:
    match operand:
        case c.FieldOf():
            value = facts.fields.get(operand.field)
            return tuple(value) if isinstance(value, list) else value
        case c.MilestoneOf():
            met = facts.met.get(operand.milestone)
            return met[-1] if met else None
        case c.Literal():
            return operand.value
        case c.After():
            instant = _value(operand.instant, facts)
            return None if instant is None else instant + operand.seconds


def _compares(condition: c.Compare, facts: Facts) -> bool:
    left, right = _value(condition.left, facts), _value(condition.right, facts)
    if left is None or right is None:
        return False
    if condition.operator == "==":
        return bool(left == right)
    if isinstance(condition.left, c.FieldOf) and condition.left.field in facts.ranks:
        ranks = facts.ranks[condition.left.field]
        left, right = ranks.get(left), ranks.get(right)
        if left is None or right is None:
            return False
    match condition.operator:
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
    return bool(left >= right)


def _is_open(condition: c.During, facts: Facts) -> bool:
    instant = _value(condition.instant, facts)
    if instant is None or instant >= BEYOND:
        return False
    try:
        return facts.calendars.clock(condition.calendar, facts.fields).table.is_open(instant)
    except ClockError:
        return False
