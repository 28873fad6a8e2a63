"""Records: the fields, types and events of cases and other records."""

from collections.abc import Iterable
from typing import Any

from milepost.diagnostics import Note
from milepost.frozen import replace
from milepost.ir.schedule import Field, Record
from milepost.semantics import codes
from milepost.semantics.context import Context
from milepost.semantics.scope import CASE
from milepost.semantics.values import constant
from milepost.semantics.zones import check_zone
from milepost.source import Span
from milepost.syntax.ast import declarations as ast
from milepost.syntax.ast.literals import Name, Source

#: Fields that every record has, with their types. `tier` and `channel` become choices where the
#: policy has tiers.
PREDECLARED = (
    ("created", "time"),
    ("id", "text"),
    ("account", "text"),
    ("contact", "text"),
    ("owner", "text"),
    ("entitlement", "text"),
)


def resolve_records(context: Context, channels: tuple[str, ...]) -> tuple[Record, ...]:
    """Return every record, `case` first, with the predeclared fields it does not name."""
    declared = context.scope.declared["record"]
    trees = {name: found.tree for name, found in declared.items()}
    case = trees.pop(CASE, None)
    records = [_record(context, CASE, case, channels)]
    records += [_record(context, name, tree, channels) for name, tree in trees.items()]
    return tuple(records)


def _record(
    context: Context, name: str, tree: ast.Record | None, channels: tuple[str, ...]
) -> Record:
    fields: dict[str, Field] = {}
    events: dict[str, Span] = {}
    places: dict[str, Span] = {}
    for line in tree.lines if tree else ():
        if isinstance(line, ast.Field):
            for field_name in line.names:
                if _is_new(context, field_name, places):
                    fields[field_name.text] = _field(context, field_name, line)
        elif isinstance(line, ast.Events):
            for event in line.names:
                if _is_new(context, event, places):
                    events[event.text] = event.span
    _check_created(context, fields, places)
    predeclared = [
        Field(field, kind, predeclared=True) for field, kind in PREDECLARED if field not in fields
    ]
    tiers = tuple(context.scope.declared["tier"])
    if "tier" not in fields and tiers:
        predeclared.append(Field("tier", "choice", tiers, predeclared=True))
    if "channel" not in fields:
        kind = "choice" if channels else "text"
        predeclared.append(Field("channel", kind, channels, predeclared=True))
    record = Record(
        name,
        (*fields.values(), *predeclared),
        tuple(events),
        tree.label.value if tree and tree.label else None,
        sources_of(tree.lines) if tree else (),
    )
    return context.spans.place(record, tree.span) if tree else record


def sources_of(lines: Iterable[Any]) -> tuple[str, ...]:
    """Return the addresses of the `source` lines of a block."""
    return tuple(line.url.value for line in lines if isinstance(line, Source))


def _is_new(context: Context, name: Name, places: dict[str, Span]) -> bool:
    first = places.setdefault(name.text, name.span)
    if first is name.span:
        return bool(name.text)
    context.error(
        codes.DUPLICATE_NAME,
        f"`{name.text}` is declared twice in this record",
        name.span,
        "rename one of them",
        (Note("declared here first", first),),
    )
    return False


def _check_created(context: Context, fields: dict[str, Field], places: dict[str, Span]) -> None:
    created = fields.get("created")
    if created and created.type != "time":
        context.error(
            codes.WRONG_VALUE,
            "field `created` is the instant a case was opened",
            places["created"],
            "remove the line: every record has `created`",
        )


def _field(context: Context, name: Name, line: ast.Field) -> Field:
    field = _typed(context, name.text, line.type)
    default = None
    if line.default is not None:
        default = constant(context, field, line.default)
    derived = None
    if line.derived is not None and context.lookup("table", line.derived):
        derived = line.derived.text
        if line.default is not None:
            context.error(
                codes.DERIVED_SET,
                f"field `{name.text}` is computed from a table and cannot have a default",
                line.default.span,
                "remove the default; the table says the value",
            )
    label = line.label.value if line.label else None
    made = replace(field, default=default, derived_from=derived, label=label)
    return context.spans.place(made, name.span)


def _typed(context: Context, name: str, kind: ast.FieldType) -> Field:
    if isinstance(kind, ast.ChoiceType):
        return Field(name, "choice", _distinct(context, kind.values))
    if isinstance(kind, ast.TagsType):
        return Field(name, "tags", _distinct(context, kind.values))
    if isinstance(kind, ast.ZoneType):
        for zone in kind.zones:
            check_zone(context, zone)
        return Field(name, "zone", tuple(zone.text for zone in kind.zones))
    if isinstance(kind, ast.RangeType):
        low, high = kind.low.value, kind.high.value
        if low > high:
            context.error(
                codes.WRONG_VALUE,
                f"range {low}..{high} is the wrong way round",
                kind.span,
                f"write `{high}..{low}`",
                replacement=f"{high}..{low}",
            )
            low, high = high, low
        return Field(name, "integer", low=low, high=high)
    return Field(name, kind.kind)


def _distinct(context: Context, values: tuple[Name, ...]) -> tuple[str, ...]:
    places: dict[str, Span] = {}
    for value in values:
        first = places.setdefault(value.text, value.span)
        if first is not value.span:
            context.error(
                codes.DUPLICATE_NAME,
                f"value `{value.text}` is listed twice",
                value.span,
                "keep one of them",
                (Note("listed here first", first),),
            )
    return tuple(places)
