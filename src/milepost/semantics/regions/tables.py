"""The labels of tables as conditions."""

from collections.abc import Iterable, Sequence
from typing import Any

from milepost.ir import conditions as ir


def label_holds(name: str, values: Sequence[Any]) -> ir.Condition:
    """Return when a label stands for the value of a field; one that is empty always does."""
    if not values:
        return ir.And(())
    field = ir.FieldOf(name)
    plain = tuple(value for value in values if not isinstance(value, tuple))
    parts: list[ir.Condition] = [ir.In(field, plain)] if plain else []
    parts += [ir.InRange(field, *value) for value in values if isinstance(value, tuple)]
    return parts[0] if len(parts) == 1 else ir.Or(tuple(parts))


def labels_hold(names: Iterable[str], keys: Iterable[Sequence[Any]]) -> ir.Condition:
    """Return when the labels of a row stand for the values of their fields."""
    parts = (label_holds(name, values) for name, values in zip(names, keys, strict=True))
    return ir.And(tuple(part for part in parts if part != ir.And(())))
