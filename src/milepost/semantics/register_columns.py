"""The columns of a register: what each takes, as words, as JSON Schema and as a constant.

A value goes three steps: from what was written to what JSON would hold (`content_of`), through the
schema of its column (which `registers` judges by), and to a constant of the schedule
(`constant_of`).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from milepost.frozen import frozen
from milepost.ir.canonical import MAX_INTEGER
from milepost.ir.conditions import Constant
from milepost.ir.schedule import Field
from milepost.ir.schema import DATE
from milepost.semantics.rows import Form, Value

NAME = "name"

_MANY = 8
_NOTHING = ("", "~", "null", "Null", "NULL")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_PIECE = re.compile(r"([0-9]+)([smhdw])")
_is_integer = re.compile(r"-?[0-9]{1,16}").fullmatch
_between_items = re.compile(r"[;|\s]+").split

# In Python `$` also stands before a last line end; in JSON Schema it does not. `(?!\s)` settles it.
_WORD = {"type": "string", "pattern": r"^[a-z][a-z0-9_]*$(?!\s)"}
_WORDS = {"type": "array", "items": _WORD, "minItems": 1}
_TEXT = {"type": "string", "minLength": 1}
_DATE = {"type": "string", "format": "date", "pattern": DATE, "maxLength": len("2026-12-31")}
_DURATION = {"type": "string", "pattern": r"^([0-9]{1,7}[smhdw]){1,5}$(?!\s)"}
_TIME = {
    "type": "string",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?Z$(?!\s)",
}


@frozen
class Column:
    """A column: what kind of value it takes, the same in the reader's words, and its schema."""

    kind: str
    wanted: str
    schema: Mapping[str, Any]
    values: tuple[str, ...] = ()


def columns_of(fields: Iterable[Field]) -> dict[str, Column]:
    """Return the columns of a register: those of an entitlement, then the fields a row may set."""
    text = Column("text", "a text", _TEXT)
    date = Column("text", "an existing date such as `2026-12-31`", _DATE)
    own = {
        NAME: Column("text", "a name such as `client_a`", _WORD),
        **dict.fromkeys(("label", "account", "asset", "contract", "contract_line", "type"), text),
        "channels": Column("list", "a list of channels such as `email`", _WORDS),
        "from": date,
        "to": date,
        "cases": _integer(0, MAX_INTEGER),
        "hours": Column("text", "the name of a calendar", _WORD),
        "source": text,
    }
    columns = {field.name: _of_field(field) for field in fields if field.derived_from is None}
    columns = own | {name: column for name, column in columns.items() if name not in own}
    return {
        name: column if name == NAME else _or_nothing(column) for name, column in columns.items()
    }


def _of_field(field: Field) -> Column:
    listed = _listed(field.values)
    match field.type:
        case "choice" | "zone":
            return Column("text", listed, {"enum": [*field.values]}, field.values)
        case "tags":
            items = {"type": "array", "items": {"enum": [*field.values]}}
            return Column("list", f"a list of {listed}", items, field.values)
        case "yes_no":
            return Column(
                "yes_no", "`yes` or `no` (`true` or `false` in JSON)", {"type": "boolean"}
            )
        case "integer":
            low = -MAX_INTEGER if field.low is None else field.low
            return _integer(low, MAX_INTEGER if field.high is None else field.high)
        case "date":
            return Column("text", "an existing date such as `2026-12-31`", _DATE)
        case "duration":
            return Column("duration", "a duration such as `4h`", _DURATION)
        case "time":
            return Column("time", "an instant in UTC such as `2026-12-24T17:00Z`", _TIME)
    return Column("text", "a text", {"type": "string"})


def _integer(low: int, high: int) -> Column:
    bounds = f"from {low}" if high == MAX_INTEGER else f"from {low} to {high}"
    wanted = f"a whole number {bounds}" if low > -MAX_INTEGER else "a whole number"
    return Column("integer", wanted, {"type": "integer", "minimum": low, "maximum": high})


def _or_nothing(column: Column) -> Column:
    """Return a column that may also hold null, which says the same as leaving it out."""
    schema = {"description": column.wanted.replace("`", ""), **column.schema}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    else:
        schema["type"] = [schema["type"], "null"]
    return Column(column.kind, column.wanted, schema, column.values)


def _listed(values: tuple[str, ...]) -> str:
    shown = [f"`{value}`" for value in values[:_MANY]]
    if len(values) > _MANY:
        return ", ".join([*shown, "…"])
    return " or ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def content_of(column: Column, value: Value) -> Any:
    """Return a value as JSON would hold it; None where there is none."""
    text = value.content
    if value.form is Form.OBJECT:
        return {}
    if value.form is Form.LIST:
        return [content_of(column, item) for item in text]
    if value.form is Form.TYPED:
        return text
    if value.form is Form.PLAIN and text in _NOTHING:
        return None
    if column.kind == "integer" and _is_integer(text):
        return int(text)
    if column.kind == "yes_no":
        return _YES_NO.get(text.lower(), text)
    if column.kind == "list" and value.form is Form.CELL:
        return [item for item in _between_items(text) if item]
    return text


def constant_of(column: Column, content: Any) -> Constant | None:
    """Return the constant of what the schema let pass; None for an impossible instant."""
    if column.kind == "list":
        return tuple(dict.fromkeys(content))
    if column.kind == "duration":
        return sum(int(count) * _SECONDS[unit] for count, unit in _PIECE.findall(content))
    if column.kind == "integer":
        return int(content)
    if column.kind == "time":
        try:
            return int(datetime.fromisoformat(content).timestamp())
        except ValueError:
            return None
    constant: Constant = content
    return constant
