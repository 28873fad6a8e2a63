"""Literals against the types of fields: from what was written to a constant of the schedule."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from milepost.diagnostics import nearest
from milepost.ir.conditions import Constant
from milepost.ir.schedule import Field
from milepost.semantics import codes
from milepost.semantics.context import Context
from milepost.semantics.zones import zone_of
from milepost.syntax.ast import literals as ast

#: How messages call the types of fields.
TYPE_WORDS = {
    "choice": "a choice",
    "yes_no": "yes or no",
    "integer": "a number",
    "time": "an instant",
    "date": "a date",
    "duration": "a duration",
    "zone": "a time zone",
    "text": "a text",
    "tags": "a set of tags",
}
_LITERAL_WORDS: dict[type, str] = {
    ast.Name: "a word",
    ast.Integer: "a number",
    ast.String: "a text",
    ast.LocalDate: "a date",
    ast.LocalInstant: "an instant",
    ast.Length: "a duration",
    ast.Code: "a code",
    ast.YesNo: "yes or no",
    ast.TagList: "a list",
    ast.Percent: "a percentage",
    ast.Path: "a name",
}
_MANY = 40


def values_of(field: Field) -> tuple[Constant, ...]:
    """Return every value of a field with few values, else nothing."""
    if field.type in ("choice", "zone"):
        return field.values
    if field.type == "yes_no":
        return (True, False)
    if field.type == "integer" and field.low is not None and field.high is not None:
        few = field.high - field.low < _MANY
        return tuple(range(field.low, field.high + 1)) if few else ()
    return ()


def shown(value: object) -> str:
    """Return a constant as it is written."""
    if value is True:
        return "yes"
    return "no" if value is False else str(value)


def describe_literal(literal: object) -> str:
    """Return what kind of literal was written."""
    return _LITERAL_WORDS.get(type(literal), "this")


def constant(context: Context, field: Field, literal: Any, zone: str | None = None) -> Any:
    """Return the constant that a literal stands for in a field, or None after reporting why not.

    `zone` is the zone of instants without `Z`; without it, the project's.
    """
    if isinstance(literal, ast.Path) and len(literal.names) == 1:
        literal = literal.names[0]
    if isinstance(literal, ast.Name) and context.is_lost(literal.text):
        return None
    read = _READERS.get((field.type, type(literal)))
    if read:
        return read(context, field, literal, zone)
    wanted = TYPE_WORDS[field.type]
    remedy = _remedy(field)
    if isinstance(literal, ast.Code) and literal.text.lower() in field.values:
        remedy = f"values are lower case: `{literal.text.lower()}`"
    context.error(
        codes.WRONG_VALUE,
        f"`{field.name}` takes {wanted}, not {describe_literal(literal)}",
        literal.span,
        remedy,
    )
    return None


def key_values(
    context: Context, field: Field, keys: Sequence[ast.Key]
) -> tuple[Constant, ...] | None:
    """Return the constants that keys list, ranges unfolded, or None after reporting."""
    values: list[Constant] = []
    good = True
    for key in keys:
        if isinstance(key, ast.RangeKey):
            if field.type != "integer":
                _not_a_range(context, field, key)
                good = False
                continue
            values += range(key.low.value, min(key.high.value, key.low.value + _MANY) + 1)
            continue
        value = constant(context, field, key)
        good = good and value is not None
        values.append(value)
    return tuple(values) if good else None


def instant(context: Context, literal: ast.LocalInstant, zone: str | None = None) -> int | None:
    """Return an instant in Unix seconds, or None after reporting that it has no zone.

    In the gap of a clock change it is moved forward by the gap; in the overlap it is the first of
    the two.
    """
    text = literal.text
    midnight_after = "T24:00" in text
    local = datetime.fromisoformat(text.replace("T24:00", "T00:00").rstrip("Z"))
    if midnight_after:
        local += timedelta(days=1)
    if text.endswith("Z"):
        return int(local.replace(tzinfo=UTC).timestamp())
    name = zone or context.zone
    if name is None:
        context.error(
            codes.NO_ZONE,
            f"instant `{text}` has no time zone",
            literal.span,
            "write `Z` behind it, or give the project a `timezone`",
        )
        return None
    found = zone_of(name)
    return None if found is None else int(local.replace(tzinfo=found, fold=0).timestamp())


def _remedy(field: Field) -> str:
    if field.values:
        some = ", ".join(f"`{value}`" for value in field.values[:8])
        return f"its values: {some}{', …' if len(field.values) > 8 else ''}"
    return {
        "yes_no": "write `yes` or `no`",
        "integer": "write a whole number",
        "time": "write an instant such as `2026-12-24T17:00`",
        "date": "write a date such as `2026-12-24`",
        "duration": "write a duration such as `4h`",
        "text": 'write a text in quotes, such as `"Acme"`',
    }.get(field.type, "check the type of the field")


def _not_a_range(context: Context, field: Field, key: ast.RangeKey) -> None:
    context.error(
        codes.WRONG_VALUE,
        f"`{field.name}` takes {TYPE_WORDS[field.type]}, not a range of numbers",
        key.span,
        _remedy(field),
    )


def _undeclared(context: Context, field: Field, text: str, literal: Any) -> None:
    meant = nearest(text, field.values)
    context.error(
        codes.WRONG_VALUE,
        f"`{field.name}` has no value `{text}`",
        literal.span,
        f"did you mean `{meant}`?" if meant else _remedy(field),
        replacement=meant,
    )


def _choice(context: Context, field: Field, literal: ast.Name, _zone: Any) -> str | None:
    if literal.text in field.values:
        return literal.text
    _undeclared(context, field, literal.text, literal)
    return None


def _code_for_choice(context: Context, field: Field, literal: ast.Code, _zone: Any) -> str | None:
    lower = literal.text.lower()
    if lower in field.values:
        context.error(
            codes.WRONG_VALUE,
            f"value `{literal.text}` begins with a capital letter",
            literal.span,
            f"values are lower case: `{lower}`",
            replacement=lower,
        )
    else:
        _undeclared(context, field, literal.text, literal)
    return None


def _zone_value(context: Context, field: Field, literal: ast.Code, _zone: Any) -> str | None:
    if literal.text in field.values:
        return literal.text
    _undeclared(context, field, literal.text, literal)
    return None


def _integer(context: Context, field: Field, literal: ast.Integer, _zone: Any) -> int | None:
    low, high = field.low, field.high
    if low is not None and high is not None and not low <= literal.value <= high:
        context.error(
            codes.WRONG_VALUE,
            f"{literal.value} is not between {low} and {high}",
            literal.span,
            f"`{field.name}` is declared as `{low}..{high}`",
        )
        return None
    return literal.value


def _tags(context: Context, field: Field, literal: ast.TagList, _zone: Any) -> Any:
    inner = Field(field.name, "choice", field.values)
    values = [constant(context, inner, value) for value in literal.values]
    return None if None in values else tuple(dict.fromkeys(values))


def _one_tag(context: Context, field: Field, literal: ast.Name, _zone: Any) -> Any:
    value = _choice(context, field, literal, None)
    return None if value is None else (value,)


_READERS: dict[tuple[str, type], Any] = {
    ("choice", ast.Name): _choice,
    ("choice", ast.Code): _code_for_choice,
    ("zone", ast.Code): _zone_value,
    ("yes_no", ast.YesNo): lambda _context, _field, literal, _zone: literal.value,
    ("integer", ast.Integer): _integer,
    ("time", ast.LocalInstant): lambda context, _field, literal, zone: instant(
        context, literal, zone
    ),
    ("date", ast.LocalDate): lambda _context, _field, literal, _zone: literal.text,
    ("duration", ast.Length): lambda _context, _field, literal, _zone: literal.seconds,
    ("text", ast.String): lambda _context, _field, literal, _zone: literal.value,
    ("tags", ast.TagList): _tags,
    ("tags", ast.Name): _one_tag,
}
