"""The JSON Schema of a compiled schedule, read from the annotations of its classes.

`members` says what an annotation means as JSON: the codec writes and reads by it, and `schema`
prints it, so that the three cannot differ. A shape is the tuple of the forms a value may have; the
class of a value (or, among objects, the `kind` they carry) tells which form it is.

Objects of several kinds are told apart by `if` and `then`, not by `oneOf`: a reader of the schema
tries every branch of a `oneOf`, and conditions nest in themselves, so that its work would double
with every level.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from json import dumps
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from milepost.diagnostics import InternalError
from milepost.frozen import fields_of, frozen
from milepost.ir.calendars import (
    Algebra,
    Calendar,
    DateRule,
    Dates,
    Holiday,
    Holidays,
    MonthDay,
    NthWeekday,
    Periodic,
    Regime,
    Weekly,
    Window,
)
from milepost.ir.canonical import MAX_INTEGER
from milepost.ir.conditions import Condition, Operand
from milepost.ir.processes import Moment, Process
from milepost.ir.schedule import (
    FORMAT,
    VERSION,
    Contract,
    Entitlement,
    Horizon,
    Objective,
    Requirement,
    Schedule,
)
from milepost.ir.targets import Cell, Target

#: The members of a document that say what it is; all others are the fields of `Schedule`.
HEADER: Mapping[str, dict[str, object]] = {
    "format": {"const": FORMAT},
    "version": {"const": VERSION},
    "digest": {
        "description": "SHA-256 of the canonical bytes (RFC 8785) of this document without "
        "`digest`, `files` and `source_map`.",
        "type": "string",
        "pattern": "^sha256:[0-9a-f]{64}$",
        "maxLength": 71,
    },
}

#: Text fields that hold a local date.
DATES: Mapping[type, tuple[str, ...]] = {
    Regime: ("starts", "ends"),
    Dates: ("starts", "ends"),
    Weekly: ("starts", "ends"),
    Periodic: ("starts", "ends"),
    MonthDay: ("starts", "ends"),
    NthWeekday: ("starts", "ends"),
    Holiday: ("date",),
    Holidays: ("starts", "ends"),
    Process: ("effective",),
    Entitlement: ("starts", "ends"),
    Contract: ("starts", "ends"),
    Horizon: ("starts", "ends"),
}
#: Integer fields (or the integers of an array) with a least and a greatest value.
BOUNDS: Mapping[type, Mapping[str, tuple[int, int]]] = {
    Window: {"day": (0, 6)},
    Regime: {"business_days": (0, 6)},
    Weekly: {"days": (0, 6)},
    MonthDay: {"day": (1, 31), "month": (1, 12)},
    NthWeekday: {"day": (0, 6), "month": (1, 12)},
    Calendar: {"business_days": (0, 6)},
    Objective: {"starting_month": (1, 12)},
}
#: Names in the schema for the objects that come in several kinds.
UNIONS: Mapping[str, Any] = {
    "Algebra": Algebra,
    "Cell": Cell,
    "Condition": Condition,
    "DateRule": DateRule,
    "Moment": Moment,
    "Operand": Operand,
    "Requirement": Requirement,
    "Target": Target,
}

DATE = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_PATH = Path(__file__).with_name("schedule.schema.json")


@frozen
class Many:
    """Any number of values of one shape: an array."""

    item: "Shape"


@frozen
class Fixed:
    """An array of fixed length with a shape for each place."""

    items: tuple["Shape", ...]


#: None, bool, int, str, an array or a frozen class: no two forms of a shape look alike in JSON.
Form: TypeAlias = type | Many | Fixed
Shape: TypeAlias = tuple[Form, ...]
#: What a text or an integer must be beyond its type: a date, or between two bounds.
Limit: TypeAlias = str | tuple[int, int] | None

REQUIRED = object()

_TYPES: Mapping[Form, str] = {NoneType: "null", bool: "boolean", str: "string"}


@frozen
class Member:
    """A field of a class: its name, its key in JSON, what it holds, and the value left out."""

    name: str
    key: str
    shape: Shape
    default: object
    limit: Limit = None


@cache
def members(cls: Any) -> tuple[Member, ...]:
    """Return the fields of a frozen class as members of a JSON object."""
    hints = get_type_hints(cls)
    dates, bounds = DATES.get(cls, ()), BOUNDS.get(cls, {})
    return tuple(
        Member(
            name,
            name.removesuffix("_"),
            shape_of(hints[name]),
            cls._defaults.get(name, REQUIRED),
            DATE if name in dates else bounds.get(name),
        )
        for name in fields_of(cls)
    )


def kind_of(cls: Any) -> str | None:
    """Return the `kind` that the objects of a class carry, or None."""
    kind: str | None = getattr(cls, "kind", None)
    return kind


def shape_of(annotation: Any) -> Shape:
    """Return the shape an annotation describes; two forms that JSON cannot tell apart are a bug."""
    shape = tuple(_forms(annotation))
    classes = [form for form in shape if _is_class(form)]
    kinds = {kind_of(form) for form in classes}
    arrays = [form for form in shape if isinstance(form, Many | Fixed)]
    if len(kinds) < len(classes) or (len(kinds) > 1 and None in kinds) or len(arrays) > 1:
        raise InternalError(f"JSON cannot tell the forms of `{annotation}` apart")
    return shape


def classes_of(shape: Shape) -> dict[str | None, type]:
    """Return the frozen classes among the forms of a shape, by their kind."""
    return {kind_of(form): form for form in shape if isinstance(form, type) and _is_class(form)}


def schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a compiled schedule."""
    definitions: dict[str, object] = {name: _object(cls) for name, cls in _reachable().items()}
    definitions |= {name: _by_kind(classes_of(shape_of(of))) for name, of in UNIONS.items()}
    definitions["Integer"] = _integer(-MAX_INTEGER, MAX_INTEGER)
    definitions["Date"] = {
        "description": "A local date, `YYYY-MM-DD`.",
        "type": "string",
        "format": "date",
        "pattern": DATE,
        "maxLength": 10,
    }
    body = _object(Schedule)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://milepost.dev/schemas/schedule-{VERSION}.json",
        "title": "A compiled milepost schedule",
        **body,
        "properties": HEADER | body["properties"],
        "required": [*HEADER, *body["required"]],
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def text() -> str:
    """Return the schema as it is shipped."""
    return dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the schema to the file that is shipped."""
    beside = _PATH.with_name(f"{_PATH.name}.new")
    beside.write_text(text(), encoding="utf-8", newline="\n")
    beside.replace(_PATH)
    sys.stdout.write(f"{_PATH}\n")


def _forms(annotation: Any) -> Iterator[Form]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, UnionType):
        for argument in arguments:
            yield from _forms(argument)
    elif origin is tuple and arguments[-1] is Ellipsis:
        yield Many(shape_of(arguments[0]))
    elif origin is tuple:
        yield Fixed(tuple(shape_of(argument) for argument in arguments))
    elif annotation in (NoneType, bool, int, str) or _is_class(annotation):
        yield annotation
    else:
        raise InternalError(f"`{annotation}` has no form in JSON")


def _is_class(form: object) -> bool:
    return isinstance(form, type) and hasattr(form, "_defaults")


def _reachable() -> dict[str, type]:
    """Return by name the classes that a schedule is made of, itself left out."""
    found: dict[str, type] = {}
    waiting: list[Form] = [Schedule]
    while waiting:
        form = waiting.pop()
        if isinstance(form, Many):
            waiting.extend(form.item)
        elif isinstance(form, Fixed):
            waiting.extend(inner for item in form.items for inner in item)
        elif _is_class(form) and found.get(form.__name__) is not form:
            if form.__name__ in found:
                raise InternalError(f"two classes of the schedule are called `{form.__name__}`")
            found[form.__name__] = form
            waiting.extend(inner for member in members(form) for inner in member.shape)
    del found[Schedule.__name__]
    return found


def _object(cls: Any) -> dict[str, Any]:
    kind = kind_of(cls)
    properties: dict[str, object] = {} if kind is None else {"kind": {"const": kind}}
    required = [*properties]
    for member in members(cls):
        said = _shape(member.shape, member.limit)
        if member.default is REQUIRED:
            required.append(member.key)
        else:
            default = member.default
            said = {**said, "default": [*default] if isinstance(default, tuple) else default}
        properties[member.key] = said
    return {
        "description": " ".join((cls.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _shape(shape: Shape, limit: Limit) -> dict[str, Any]:
    """Return the schema of a shape; the forms that need but a `type` share one."""
    names: list[str] = []
    said: list[dict[str, Any]] = []
    for form in shape:
        if form in _TYPES and not (form is str and limit):
            names.append(_TYPES[form])
        elif not _is_class(form):
            said.append(_form(form, limit))
    classes = classes_of(shape)
    if classes:
        said.append(_objects(classes))
    if names:
        said.insert(0, {"type": names if len(names) > 1 else names[0]})
    return said[0] if len(said) == 1 else {"oneOf": said}


def _form(form: Form, limit: Limit) -> dict[str, Any]:
    if isinstance(form, Many):
        return {"type": "array", "items": _shape(form.item, limit)}
    if isinstance(form, Fixed):
        count = len(form.items)
        places = [_shape(item, limit) for item in form.items]
        return {"type": "array", "prefixItems": places, "minItems": count, "maxItems": count}
    if form is str:
        return {"$ref": "#/$defs/Date"}
    return _integer(*limit) if isinstance(limit, tuple) else {"$ref": "#/$defs/Integer"}


def _objects(classes: Mapping[str | None, type]) -> dict[str, Any]:
    if len(classes) == 1:
        (cls,) = classes.values()
        return {"$ref": f"#/$defs/{cls.__name__}"}
    for name, union in UNIONS.items():
        if classes_of(shape_of(union)) == classes:
            return {"$ref": f"#/$defs/{name}"}
    return _by_kind(classes)


def _by_kind(classes: Mapping[str | None, type]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"kind": {"enum": [*classes]}},
        "required": ["kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{cls.__name__}"},
            }
            for kind, cls in classes.items()
        ],
    }


def _integer(low: int, high: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": low, "maximum": high}


if __name__ == "__main__":
    main()
