"""What we say of a document that is not of the shape of a schedule.

The reader of schedules and `jsonschema` find the same mistakes on different ways; the sentences are
made here for both. A complaint of `jsonschema` is a `ValidationError`; the codec is the one door to
that library, so that its class is not named here.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import NoneType
from typing import Any

from milepost.diagnostics import did_you_mean
from milepost.ir.canonical import placed, pointer, printable

_LONG = 60
_WORDS: Mapping[Any, str] = {
    str: "text",
    int: "an integer",
    bool: "true or false",
    list: "an array",
    tuple: "an array",
    dict: "an object",
    NoneType: "null",
    "string": "text",
    "integer": "an integer",
    "boolean": "true or false",
    "array": "an array",
    "object": "an object",
    "null": "null",
}


class Misfit(Exception):  # noqa: N818 - the codec makes a `ScheduleError` of it
    """A value of another shape than its place asks for; `path` grows from the inside."""

    def __init__(self, message: str, *path: object) -> None:
        super().__init__(message)
        self.message = message
        self.path = list(path)


def expected(types: Iterable[Any], value: object) -> str:
    """Return what was wanted, as Python classes or names of JSON types, and what came."""
    named = {_WORDS.get(wanted, "an object") for wanted in types}
    words = [word for word in dict.fromkeys(_WORDS.values()) if word in named]
    *others, last = words
    wanted = f"{', '.join(others)} or {last}" if others else last
    found = _WORDS.get(value.__class__)
    if found is None or found in words:
        found = f"a `{value.__class__.__name__}`"
    return f"expected {wanted}, found {found}"


def unknown(what: str, name: str, known: Iterable[str | None]) -> str:
    """Return that a key or kind is unknown, with the nearest known one."""
    hint = did_you_mean(name, [key for key in known if key is not None])
    return f"unknown {what} {quoted(name)}" + (f"; {hint}" if hint else "")


def missing(keys: Iterable[str]) -> str:
    """Return that keys are missing."""
    return "missing " + ", ".join(f"`{key}`" for key in keys)


def outside(low: int, high: int) -> str:
    """Return that an integer lies outside its bounds."""
    return f"the integer is not between {low} and {high}"


def miscounted(count: int) -> str:
    """Return that an array is not as long as it must be."""
    return f"the array does not have {count} values"


def undated(text: str) -> str:
    """Return that a text is not a date."""
    return f"{quoted(text)} is not a date (`YYYY-MM-DD`)"


def undigested(text: str) -> str:
    """Return that a text is not a digest."""
    return f"{quoted(text)} is not `sha256:` and 64 hexadecimal digits"


def quoted(text: str) -> str:
    """Return the reader's text in backticks, on one line, its end left out when it is long."""
    return f"`{printable(text if len(text) <= _LONG else text[:_LONG] + '…')}`"


def problems(error: Any) -> Iterator[str]:
    """Yield a complaint of `jsonschema` as the reader of schedules would put it.

    Of the branches of a `oneOf` only the one that is meant, told by the type, has its say.
    """
    meant = [e for e in error.context or () if e.validator != "type" or e.relative_path]
    if not meant:
        yield placed(pointer(error.absolute_path), _sentence(error))
    for inner in meant:
        yield from problems(inner)


def _sentence(error: Any) -> str:
    against: Any = error.schema
    value: Any = error.instance
    said: Any = error.validator_value
    match error.validator:
        case "type":
            return expected([said] if isinstance(said, str) else said, value)
        case "oneOf":
            return expected(_types(error.context or ()), value)
        case "additionalProperties":
            known = against["properties"]
            return unknown("key", next(key for key in value if key not in known), known)
        case "required":
            return missing([key for key in said if key not in value])
        case "enum" | "const" if error.path and error.path[-1] == "kind":
            kinds = [said] if isinstance(said, str) else said
            return (
                unknown("kind", value, kinds) if value.__class__ is str else expected([str], value)
            )
        case "const":
            return f"expected `{said}`"
        case "minimum" | "maximum":
            return outside(against["minimum"], against["maximum"])
        case "minItems" | "maxItems":
            return miscounted(said)
        case _:
            return undated(value) if against.get("format") == "date" else undigested(value)


def _types(errors: Iterable[Any]) -> Iterable[str]:
    for error in errors:
        said: Any = error.validator_value
        yield from [said] if isinstance(said, str) else said
