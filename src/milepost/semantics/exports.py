"""Export blocks: how fields, values, events and actions are called in another system."""

from typing import Any

from milepost.diagnostics import Note
from milepost.ir import schedule as ir
from milepost.semantics import codes
from milepost.semantics.actions import setting_value
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame
from milepost.semantics.values import constant
from milepost.source import Span
from milepost.syntax.ast import exports as ast
from milepost.syntax.ast.literals import RangeKey

_SOURCE = "source"


def resolve_export(context: Context, frame: Frame, tree: ast.Export) -> ir.Export:
    """Return a compiled export block.

    `frame` holds the fields, events and milestones of all records.
    """
    mappings: list[ir.Mapping] = []
    settings: list[ir.Setting] = []
    sources: list[str] = []
    places: dict[str, Span] = {}
    for line in tree.lines:
        if isinstance(line, ast.Mapping):
            mapping = _mapping(context, frame, line, places)
            if mapping is not None:
                mappings.append(mapping)
        elif isinstance(line, ast.Setting):
            values = tuple(setting_value(context, frame, value) for value in line.values)
            if line.name.text == _SOURCE:
                sources += [str(value) for value in values]
            else:
                made = ir.Setting(line.name.text, values)
                settings.append(context.spans.place(made, line.span))
    limits = context.once(tree.lines, ast.Limits, "`limits`")
    export = ir.Export(
        tree.target.text,
        tuple(mappings),
        tuple(settings),
        limits.profile.text if limits else None,
        bool(limits and limits.strict),
        _limits(context, limits),
        tree.label.value if tree.label else None,
        tuple(sources),
    )
    return context.spans.place(export, tree.target.span)


def _limits(context: Context, tree: ast.Limits | None) -> tuple[ir.Limit, ...]:
    if tree is None:
        return ()
    made = [ir.Limit(limit.name.text, limit.value) for limit in tree.limits]
    for limit, written in zip(made, tree.limits, strict=True):
        context.spans.place(limit, written.name.span)
    return tuple(made)


def _mapping(
    context: Context, frame: Frame, line: ast.Mapping, places: dict[str, Span]
) -> ir.Mapping | None:
    name = line.name
    first = places.setdefault(name.text, name.span)
    if first is not name.span:
        context.error(
            codes.REPEATED_LINE,
            f"`{name.text}` is mapped twice",
            name.span,
            "keep one of them",
            (Note("the first one", first),),
        )
        return None
    field = frame.fields.get(name.text)
    known = field or name.text in frame.events or name.text in frame.milestones
    if not known and not _is_thing(context, name.text):
        context.unknown("field, event, action or milestone", name, _names(context, frame))
        return None
    entries = []
    for entry in line.entries or ():
        made = _entry(context, field, entry)
        if made is not None:
            entries.append(made)
    outside = _text(line.outside)
    return context.spans.place(ir.Mapping(name.text, str(outside), tuple(entries)), line.span)


def _entry(context: Context, field: ir.Field | None, entry: ast.MapEntry) -> ir.MapEntry | None:
    if field is None or isinstance(entry.value, RangeKey):
        context.error(
            codes.WRONG_VALUE,
            "only the values of a field have names elsewhere",
            entry.span,
            "remove the block, or map a field",
        )
        return None
    value = constant(context, field, entry.value)
    if value is None:
        return None
    if isinstance(value, tuple):
        # A tag is a set of one where it is a value of its field, and a word where it is mapped.
        (value,) = value
    return context.spans.place(ir.MapEntry(value, _text(entry.outside)), entry.span)


def _is_thing(context: Context, name: str) -> bool:
    kinds = ("action", "tier", "calendar", "process", "entitlement")
    return any(context.scope.find(kind, name) for kind in kinds)


def _names(context: Context, frame: Frame) -> tuple[str, ...]:
    return (
        *frame.fields,
        *sorted(frame.events),
        *frame.milestones,
        *context.scope.names("action"),
    )


def _text(literal: Any) -> str | int:
    value: str | int = literal.text if hasattr(literal, "text") else literal.value
    return value
