"""Targets and anchors, resolved."""

from typing import Any

from milepost.ir import targets as ir
from milepost.semantics import codes
from milepost.semantics.choices import resolve_calendar_ref, resolve_choice
from milepost.semantics.conditions import resolve_condition
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame, find_field
from milepost.semantics.values import TYPE_WORDS
from milepost.syntax.ast import targets as ast
from milepost.syntax.ast.literals import Choice, Length, Name


def resolve_target(context: Context, frame: Frame, tree: Any) -> ir.Target | None:
    """Return the compiled target, placed at its span, or None when a part of it is wrong."""
    target = _RESOLVE[type(tree)](context, frame, tree)
    return None if target is None else context.spans.place(target, tree.span)


def resolve_anchor(context: Context, frame: Frame, tree: ast.Anchor | None) -> ir.Anchor | None:
    """Return the compiled anchor, or None when there is none or it names nothing."""
    if tree is None:
        return None
    of = [_anchor_name(context, frame, tree, name) for name in tree.of]
    if None in of:
        return None
    return context.spans.place(ir.Anchor(tree.how, tuple(of)), tree.span)


def resolve_rolling(context: Context, frame: Frame, tree: ast.Rolling | None) -> ir.Rolling | None:
    """Return the compiled roll-forward, or None when there is none or it is wrong."""
    if tree is None:
        return None
    calendar = resolve_calendar_ref(context, frame, tree.calendar)
    when = resolve_condition(context, frame, tree.when)
    if calendar is None or (tree.when and when is None):
        return None
    return context.spans.place(ir.Rolling(tree.time.seconds, calendar, when), tree.span)


def _clocked(context: Context, frame: Frame, tree: ast.Clocked) -> ir.Target | None:
    calendar = resolve_calendar_ref(context, frame, tree.calendar)
    if tree.calendar is not None and calendar is None:
        return None
    amount = tree.amount
    if isinstance(amount, Length):
        return ir.Duration(amount.seconds, calendar)
    made: type[Any] = {
        ast.BusinessDaysAmount: ir.BusinessDays,
        ast.CalendarDaysAmount: ir.CalendarDays,
        ast.MonthsAmount: ir.Months,
    }[type(amount)]
    target: ir.Target = made(amount.count, calendar)
    return target


def _reference(context: Context, frame: Frame, tree: ast.Reference) -> ir.Target | None:
    name = tree.name
    field = frame.fields.get(name.text)
    if field is not None and not context.scope.find("table", name.text):
        if field.type != "duration":
            context.error(
                codes.DIFFERENT_KINDS,
                f"`{name.text}` is {TYPE_WORDS[field.type]}, not a duration",
                name.span,
                f"write `by {name.text}`" if field.type in ("time", "date") else "name a table",
            )
            return None
        calendar = resolve_calendar_ref(context, frame, tree.calendar)
        return ir.DurationOf(field.name, calendar)
    if not context.lookup("table", name):
        return None
    if tree.calendar is not None:
        context.error(
            codes.REPEATED_LINE,
            f"table `{name.text}` says in its cells which calendar counts",
            tree.span,
            "remove `on …` here; give the milestone `hours …` for cells without a calendar",
        )
        return None
    return ir.TableTarget(name.text)


def _external(context: Context, frame: Frame, tree: ast.External) -> ir.Target | None:
    fields = [find_field(context, frame, name) for name in tree.fields]
    calendar = resolve_calendar_ref(context, frame, tree.calendar)
    if None in fields or (tree.calendar is not None and calendar is None):
        return None
    names = tuple(field.name for field in fields if field)
    return ir.External(tree.name.value, names, calendar)


def _day_time(context: Context, frame: Frame, tree: ast.ByDayTime) -> ir.Target | None:
    calendar = resolve_calendar_ref(context, frame, tree.calendar)
    if tree.calendar is not None and calendar is None:
        return None
    return ir.DayTime(
        tree.edge,
        tree.day,
        tree.business,
        tree.time.seconds if tree.time else None,
        tree.cut_off.seconds if tree.cut_off else None,
        calendar,
    )


def _field_value(context: Context, frame: Frame, tree: ast.ByFieldValue) -> ir.Target | None:
    field = find_field(context, frame, tree.field)
    if field is None:
        return None
    if field.type not in ("time", "date"):
        context.error(
            codes.DIFFERENT_KINDS,
            f"`{field.name}` is {TYPE_WORDS[field.type]}, not a time or date",
            tree.span,
            "`by` takes a field of type `time` or `date`",
        )
        return None
    return ir.ByField(field.name)


def _combined(context: Context, frame: Frame, tree: ast.Combined) -> ir.Target | None:
    alternatives: list[ir.Alternative] = []
    for alternative in tree.alternatives:
        target = resolve_target(context, frame, alternative.target)
        anchor = resolve_anchor(context, frame, alternative.anchor)
        if target is None or (alternative.anchor and anchor is None):
            return None
        made = ir.Alternative(target, anchor)
        alternatives.append(context.spans.place(made, alternative.span))
    kind = ir.Earliest if tree.earliest else ir.Latest
    return kind(tuple(alternatives))


def _anchor_name(context: Context, frame: Frame, anchor: ast.Anchor, name: Name | Choice) -> Any:
    if isinstance(name, Choice):
        field = find_field(context, frame, name.by)
        return resolve_choice(
            context, name, field, lambda branch: _one_anchor(context, frame, anchor, branch)
        )
    return _one_anchor(context, frame, anchor, name)


def _one_anchor(context: Context, frame: Frame, anchor: ast.Anchor, name: Name) -> str | None:
    """Return the name of a milestone, event or time field, or report what it is instead."""
    text = name.text
    if text in frame.milestones:
        return text
    if anchor.how == "due":
        context.unknown("milestone", name, frame.milestones)
        return None
    if text in frame.events:
        return text
    field = frame.fields.get(text)
    if field is None:
        known = (*frame.milestones, *sorted(frame.events))
        times = tuple(other for other, found in frame.fields.items() if found.type == "time")
        context.unknown("anchor", name, (*known, *times))
        return None
    if field.type != "time":
        context.error(
            codes.DIFFERENT_KINDS,
            f"time cannot be counted from `{text}`: it is {TYPE_WORDS[field.type]}",
            name.span,
            "count from a milestone, an event, `created` or a time field",
        )
        return None
    return text


_RESOLVE: dict[type, Any] = {
    ast.Clocked: _clocked,
    ast.Reference: _reference,
    ast.External: _external,
    ast.ByDayTime: _day_time,
    ast.ByFieldValue: _field_value,
    ast.Combined: _combined,
}
