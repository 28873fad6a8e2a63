"""The labels of tables as conditions."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from milepost.ir import conditions as ir
from milepost.ir.targets import Table

#: Stands in a table for the milestone that looks it up.
MILESTONE = "milestone"


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
    return ir.And(tuple(_labels(names, keys, None)))


def rows_asked(table: Table, milestone: str | None = None) -> Iterator[tuple[int, ir.Condition]]:
    """Yield the places of the rows that a milestone may look up, with when their labels hold."""
    names = table.by[:-1] if table.columns else table.by
    for place, row in enumerate(table.rows):
        if _is_for(names, row.keys, milestone):
            yield place, ir.And(tuple(_labels(names, row.keys, milestone)))


def columns_asked(table: Table, milestone: str | None = None) -> Iterator[tuple[int, ir.Condition]]:
    """Yield the places of the columns that a milestone may look up, with when they hold."""
    if not table.columns:
        yield 0, ir.And(())
    for place, keys in enumerate(table.columns):
        if _is_for(table.by[-1:], (keys,), milestone):
            yield place, ir.And(tuple(_labels(table.by[-1:], (keys,), milestone)))


def _is_for(names: Iterable[str], keys: Iterable[Sequence[Any]], milestone: str | None) -> bool:
    """Say whether labels stand for a milestone; without one, `milestone` is a field."""
    return milestone is None or all(
        name != MILESTONE or not values or milestone in values
        for name, values in zip(names, keys, strict=True)
    )


def _labels(
    names: Iterable[str], keys: Iterable[Sequence[Any]], milestone: str | None
) -> Iterator[ir.Condition]:
    for name, values in zip(names, keys, strict=True):
        if values and (milestone is None or name != MILESTONE):
            yield label_holds(name, values)
