"""Conditions, typed: what was written becomes a condition of the schedule, or a finding.

`!=` and `not in` become the negations of `==` and `in`, so they hold for unset fields.
"""

from collections.abc import Sequence
from functools import partial
from itertools import takewhile
from typing import Any

from milepost.frozen import frozen
from milepost.ir import conditions as ir
from milepost.ir.schedule import Field
from milepost.semantics import codes
from milepost.semantics.choices import resolve_calendar_ref
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame, find_field
from milepost.semantics.values import TYPE_WORDS, constant, describe_literal
from milepost.source import Span
from milepost.syntax.ast import conditions as ast
from milepost.syntax.ast.literals import LocalInstant, Name, Path

_ORDERED = ("choice", "integer", "time", "date", "duration")
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_INSTANT = Field("an instant", "time")


@frozen
class _Typed:
    """An operand with the field whose type it has."""

    operand: ir.Operand
    field: Field


def resolve_condition(
    context: Context, frame: Frame, tree: ast.Condition | ast.When | None
) -> ir.Condition | None:
    """Return the compiled condition, or None when there is none or a part of it is wrong."""
    if tree is None:
        return None
    if isinstance(tree, ast.When):
        tree = tree.condition
    resolved: ir.Condition | None = _RESOLVE[type(tree)](context, frame, tree)
    return None if resolved is None else context.spans.place(resolved, tree.span)


def _group(context: Context, frame: Frame, tree: ast.Group) -> ir.Condition | None:
    return resolve_condition(context, frame, tree.condition)


def _all_of(context: Context, frame: Frame, trees: Any) -> tuple[ir.Condition, ...] | None:
    found = [resolve_condition(context, frame, tree) for tree in trees]
    return None if None in found else tuple(part for part in found if part is not None)


def _and(context: Context, frame: Frame, tree: ast.And) -> ir.Condition | None:
    if _lists_values(context, frame, tree):
        return None
    parts = _all_of(context, frame, tree.conditions)
    return None if parts is None else ir.And(parts)


def _or(context: Context, frame: Frame, tree: ast.Or) -> ir.Condition | None:
    if _lists_values(context, frame, tree):
        return None
    parts = _all_of(context, frame, tree.conditions)
    return None if parts is None else ir.Or(parts)


def _lists_values(context: Context, frame: Frame, tree: ast.Or | ast.And) -> bool:
    """Report `priority == p1 or p2`, where each part must be a condition of its own."""
    for at, first in enumerate(tree.conditions, 1):
        if isinstance(first, ast.Compare) and first.operator in ("==", "!="):
            is_value = partial(_is_value, _field_of(frame, first.left), frame)
            values = tuple(takewhile(is_value, tree.conditions[at:]))
            if values:
                _report_listed(context, tree, first, values)
                return True
    return False


def _field_of(frame: Frame, operand: Any) -> Field | None:
    """Return the field that an operand names, if it does."""
    return frame.fields.get(operand.names[-1].text) if isinstance(operand, Path) else None


def _is_value(field: Field | None, frame: Frame, tree: ast.Condition) -> bool:
    """Say whether a part of a condition is nothing but a value that the field may have."""
    if field is None or not isinstance(tree, ast.Holds) or not _is_literal(frame, tree.operand):
        return False
    return not isinstance(tree.operand, Path) or tree.operand.text in field.values


def _report_listed(
    context: Context, tree: ast.Or | ast.And, first: ast.Compare, values: Sequence[ast.Condition]
) -> None:
    listed = ", ".join(each.span.text for each in (first.right, *values))
    negation = "" if first.operator == "==" else "not "
    proper = f"{first.left.span.text} {negation}in ({listed})"
    is_meant = isinstance(tree, ast.Or) == (first.operator == "==")
    context.error(
        codes.DIFFERENT_KINDS,
        f"`{values[0].span.text}` is a value, not a condition",
        first.span.to(values[-1].span) if is_meant else values[0].span,
        f"write `{proper}`",
        replacement=proper if is_meant else None,
    )


def _not(context: Context, frame: Frame, tree: ast.Not) -> ir.Condition | None:
    inner = resolve_condition(context, frame, tree.condition)
    return None if inner is None else ir.Not(inner)


def _holds(context: Context, frame: Frame, tree: ast.Holds) -> ir.Condition | None:
    typed = _operand(context, frame, tree.operand)
    if typed is None:
        return None
    if typed.field.type == "yes_no" and isinstance(typed.operand, ir.FieldOf):
        return ir.Holds(typed.operand.field)
    written = tree.operand.span.text
    example = f"`{written} is set`"
    if typed.field.values:
        example = f"`{written} == {typed.field.values[0]}`"
    _differ(
        context,
        f"`{written}` is {TYPE_WORDS[typed.field.type]}, not a condition",
        tree.span,
        f"compare it: {example}",
    )
    return None


def _compare(context: Context, frame: Frame, tree: ast.Compare) -> ir.Condition | None:
    left, right, operator = tree.left, tree.right, tree.operator
    if _is_literal(frame, left) and not _is_literal(frame, right):
        left, right, operator = right, left, _MIRRORED[operator]
    first = _operand(context, frame, left)
    if first is None:
        return None
    second = _operand_like(context, frame, right, first.field)
    if second is None:
        return None
    kind = first.field.type
    if second.field.type != kind or (kind == "choice" and _no_common_value(first, second)):
        _differ(
            context,
            f"`{left.span.text}` is {TYPE_WORDS[kind]}, "
            f"`{right.span.text}` is {TYPE_WORDS[second.field.type]}",
            tree.span,
            "compare things of one kind",
        )
        return None
    if operator in ("==", "!=") and kind == "tags":
        _differ(context, f"`{left.span.text}` is a set of tags", tree.span, "ask `has`")
        return None
    if operator not in ("==", "!=") and kind not in _ORDERED:
        _differ(
            context,
            f"{TYPE_WORDS[kind]} has no order",
            tree.span,
            f"`{operator}` compares numbers, dates, times, durations and choices; here use `==`",
        )
        return None
    if operator == "!=":
        return ir.Not(ir.Compare(first.operand, "==", second.operand))
    return ir.Compare(first.operand, operator, second.operand)


def _no_common_value(first: _Typed, second: _Typed) -> bool:
    return not set(first.field.values) & set(second.field.values)


def _in_list(context: Context, frame: Frame, tree: ast.InList) -> ir.Condition | None:
    typed = _operand(context, frame, tree.operand)
    if typed is None:
        return None
    if typed.field.type == "tags":
        _differ(
            context,
            f"`{tree.operand.span.text}` is a set of tags",
            tree.span,
            "ask `has` for each tag",
        )
        return None
    values = [constant(context, typed.field, value) for value in tree.values]
    if None in values:
        return None
    inside = ir.In(typed.operand, tuple(dict.fromkeys(values)))
    return ir.Not(inside) if tree.negated else inside


def _in_range(context: Context, frame: Frame, tree: ast.InRange) -> ir.Condition | None:
    typed = _operand(context, frame, tree.operand)
    if typed is None:
        return None
    if typed.field.type != "integer":
        _differ(
            context,
            f"`{tree.operand.span.text}` is {TYPE_WORDS[typed.field.type]}, not a number",
            tree.span,
            "ranges are for numbers; list the values: `in (…)`",
        )
        return None
    low, high = tree.low.value, tree.high.value
    if low > high:
        context.error(
            codes.WRONG_VALUE,
            f"range {low}..{high} is the wrong way round",
            tree.low.span.to(tree.high.span),
            f"write `{high}..{low}`",
            replacement=f"{high}..{low}",
        )
        return None
    inside = ir.InRange(typed.operand, low, high)
    return ir.Not(inside) if tree.negated else inside


def _has(context: Context, frame: Frame, tree: ast.Has) -> ir.Condition | None:
    typed = _operand(context, frame, tree.operand)
    if typed is None:
        return None
    if typed.field.type != "tags" or not isinstance(typed.operand, ir.FieldOf):
        _differ(
            context,
            f"`{tree.operand.span.text}` is {TYPE_WORDS[typed.field.type]}, not a set of tags",
            tree.span,
            f"compare it: `{tree.operand.span.text} == {tree.tag.text}`",
        )
        return None
    tag = constant(context, Field(typed.field.name, "choice", typed.field.values), tree.tag)
    return None if tag is None else ir.Has(typed.operand.field, tag)


def _is_set(context: Context, frame: Frame, tree: ast.IsSet) -> ir.Condition | None:
    typed = _operand(context, frame, tree.operand)
    if typed is None:
        return None
    found = ir.IsSet(typed.operand)
    return ir.Not(found) if tree.negated else found


def _during(context: Context, frame: Frame, tree: ast.During) -> ir.Condition | None:
    typed = _operand(context, frame, tree.operand)
    calendar = resolve_calendar_ref(context, frame, tree.calendar)
    if typed is None or calendar is None:
        return None
    if typed.field.type != "time":
        _differ(
            context,
            f"`{tree.operand.span.text}` is {TYPE_WORDS[typed.field.type]}, not an instant",
            tree.span,
            "ask it of a time field, `created` or a milestone",
        )
        return None
    return ir.During(typed.operand, calendar)


def _is_literal(frame: Frame, tree: Any) -> bool:
    """Say whether an operand is a constant: only then may it take its type from the other side."""
    if isinstance(tree, Path):
        name = tree.names[0].text
        known = name in frame.fields or name in frame.milestones or name in frame.events
        return len(tree.names) == 1 and not known
    return not isinstance(tree, ast.Offset)


def _operand(context: Context, frame: Frame, tree: Any) -> _Typed | None:
    """Return an operand that names something, or report that it does not."""
    if isinstance(tree, Path):
        return _named(context, frame, tree)
    if isinstance(tree, ast.Offset):
        return _offset(context, frame, tree)
    if isinstance(tree, LocalInstant):
        return _operand_like(context, frame, tree, _INSTANT)
    _differ(
        context,
        f"{describe_literal(tree)} stands where a field should",
        tree.span,
        "write the field first: `priority == p1`",
    )
    return None


def _named(context: Context, frame: Frame, path: Path) -> _Typed | None:
    names = path.names
    if len(names) == 2 and names[0].text == frame.record:
        names = names[1:]
    if len(names) > 1:
        context.unknown("field", Name(path.text, path.span), frame.fields)
        return None
    name = names[0]
    if name.text not in frame.fields and name.text in frame.milestones:
        return _Typed(ir.MilestoneOf(name.text), _INSTANT)
    field = find_field(context, frame, name)
    return None if field is None else _Typed(ir.FieldOf(field.name), field)


def _offset(context: Context, frame: Frame, tree: ast.Offset) -> _Typed | None:
    inner = _operand(context, frame, tree.instant)
    if inner is None:
        return None
    if inner.field.type != "time":
        _differ(
            context,
            f"`{tree.instant.span.text}` is {TYPE_WORDS[inner.field.type]}, not an instant",
            tree.instant.span,
            "count from a time field, `created` or a milestone",
        )
        return None
    seconds = tree.length.seconds if tree.after else -tree.length.seconds
    return _Typed(ir.After(seconds, inner.operand), _INSTANT)


def _operand_like(context: Context, frame: Frame, tree: Any, field: Field) -> _Typed | None:
    """Return an operand; a constant takes the type of the field it is compared with."""
    if not _is_literal(frame, tree):
        return _operand(context, frame, tree)
    value = constant(context, field, tree)
    return None if value is None else _Typed(ir.Literal(field.type, value), field)


def _differ(context: Context, message: str, span: Span, remedy: str) -> None:
    context.error(codes.DIFFERENT_KINDS, message, span, remedy)


_RESOLVE: dict[type, Any] = {
    ast.Group: _group,
    ast.And: _and,
    ast.Or: _or,
    ast.Not: _not,
    ast.Holds: _holds,
    ast.Compare: _compare,
    ast.InList: _in_list,
    ast.InRange: _in_range,
    ast.Has: _has,
    ast.IsSet: _is_set,
    ast.During: _during,
}
