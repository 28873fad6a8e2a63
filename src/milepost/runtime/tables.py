"""Tables, looked up."""

from collections.abc import Mapping
from typing import Any

from milepost.ir.targets import Cell, Table

MILESTONE = "milestone"


def lookup(table: Table, fields: Mapping[str, Any], milestone: str | None = None) -> Cell | None:
    """Return the cell that fields select: of the first row and column that list them, or None."""
    column = 0
    row_names = table.by
    if table.columns:
        row_names = table.by[:-1]
        value = _of(table.by[-1], fields, milestone)
        found = next(
            (place for place, keys in enumerate(table.columns) if _lists(keys, value)), None
        )
        if found is None:
            return None
        column = found
    values = [_of(name, fields, milestone) for name in row_names]
    for row in table.rows:
        if all(_lists(keys, value) for keys, value in zip(row.keys, values, strict=True)):
            return row.cells[column]
    return None


def _of(name: str, fields: Mapping[str, Any], milestone: str | None) -> Any:
    if name == MILESTONE and name not in fields:
        return milestone
    return fields.get(name)


def _lists(keys: tuple[Any, ...], value: Any) -> bool:
    """Say whether a label stands for a value; an empty one (`any`, `else`) for all, unset too."""
    if not keys:
        return True
    if value is None:
        return False
    for key in keys:
        if isinstance(key, tuple):
            if key[0] <= value <= key[1]:
                return True
        elif key == value and isinstance(key, bool) == isinstance(value, bool):
            return True
    return False
