"""Promises about the policy itself: `require` and `objective`."""

from typing import Any

from milepost.ir import schedule as ir
from milepost.semantics import codes
from milepost.semantics.conditions import resolve_condition
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame, find_milestone
from milepost.semantics.milestones import resolve_promise
from milepost.syntax.ast import declarations as ast
from milepost.syntax.ast.literals import Name


def resolve_requirement(context: Context, frame: Frame, tree: Any) -> ir.Requirement | None:
    """Return a compiled requirement, or None when a part of it is wrong."""
    made = _RESOLVE[type(tree)](context, frame, tree)
    return None if made is None else context.spans.place(made, tree.span)


def resolve_objective(context: Context, frame: Frame, tree: ast.Objective) -> ir.Objective | None:
    """Return a compiled objective, or None when a part of it is wrong."""
    milestone = find_milestone(context, frame, tree.milestone)
    where = resolve_condition(context, frame, tree.where)
    actions = tuple(name.text for name in tree.on_miss if context.lookup("action", name))
    if milestone is None or (tree.where and where is None):
        return None
    share = tree.share.basis_points if tree.share else None
    if share is not None and not 0 < share <= 10000:
        context.error(
            codes.WRONG_VALUE,
            f"objective `{tree.name.text}` asks for {tree.share.span.text if tree.share else ''}",
            tree.name.span,
            "write a share above 0 % and up to 100 %",
        )
        return None
    objective = ir.Objective(
        tree.name.text,
        milestone,
        tree.period,
        share,
        tree.misses,
        tree.few_cases,
        tree.starting,
        where,
        actions,
        tree.label.value if tree.label else None,
    )
    return context.spans.place(objective, tree.name.span)


def _when(context: Context, frame: Frame, tree: Any) -> tuple[bool, Any]:
    condition = resolve_condition(context, frame, tree.when)
    return tree.when is None or condition is not None, condition


def _label(tree: Any) -> str | None:
    return tree.label.value if tree.label else None


def _as_fast(context: Context, frame: Frame, tree: ast.RequireAsFast) -> Any:
    good, when = _when(context, frame, tree)
    field = _field_with(context, frame, tree.faster, tree.slower)
    if field is None or not good:
        return None
    return ir.AtLeastAsFast(field, tree.faster.text, tree.slower.text, when, _label(tree))


def _field_with(context: Context, frame: Frame, faster: Name, slower: Name) -> str | None:
    """Return the choice field that has both values; `tier` before others."""
    fields = [field for field in frame.fields.values() if field.type == "choice"]
    fields.sort(key=lambda field: field.name != "tier")
    for field in fields:
        if faster.text in field.values and slower.text in field.values:
            return field.name
    for name in (faster, slower):
        known = [value for field in fields for value in field.values]
        if name.text not in known:
            context.unknown("tier or value", name, known)
            return None
    context.error(
        codes.DIFFERENT_KINDS,
        f"`{faster.text}` and `{slower.text}` are not values of one field",
        slower.span,
        "compare two tiers, or two values of one field",
    )
    return None


def _within(context: Context, frame: Frame, tree: ast.RequireWithin) -> Any:
    milestone = find_milestone(context, frame, tree.milestone)
    line = resolve_promise(context, frame, tree.promise)
    if milestone is None or line is None:
        return None
    return ir.RequireWithin(milestone, line.target, line.when, _label(tree))


def _before(context: Context, frame: Frame, tree: ast.RequireBefore) -> Any:
    good, when = _when(context, frame, tree)
    first = find_milestone(context, frame, tree.first)
    second = find_milestone(context, frame, tree.second)
    if first is None or second is None or not good:
        return None
    return ir.RequireBefore(first, second, when, _label(tree))


def _fact(context: Context, frame: Frame, tree: ast.RequireFact) -> Any:
    good, when = _when(context, frame, tree)
    condition = resolve_condition(context, frame, tree.condition)
    if condition is None or not good:
        return None
    return ir.RequireFact(frame.record, condition, when, _label(tree))


_RESOLVE: dict[type, Any] = {
    ast.RequireAsFast: _as_fast,
    ast.RequireWithin: _within,
    ast.RequireBefore: _before,
    ast.RequireFact: _fact,
}
