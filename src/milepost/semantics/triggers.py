"""Triggers and ladders of escalation."""

from typing import Any

from milepost.ir import processes as ir
from milepost.semantics.choices import resolve_calendar_ref, resolve_named
from milepost.semantics.conditions import resolve_condition
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame
from milepost.semantics.records import sources_of
from milepost.syntax import codes as syntax_codes
from milepost.syntax.ast import processes as ast
from milepost.syntax.ast.literals import Length
from milepost.syntax.ast.targets import BusinessDaysAmount, CalendarDaysAmount, Clocked

_ONCE = ("met", "late")


def resolve_trigger(
    context: Context, frame: Frame, tree: ast.Trigger, ladder: str | None = None
) -> ir.Trigger | None:
    """Return a compiled trigger, or None when a part of it is wrong."""
    moment = _moment(context, frame, tree.moment)
    actions = [resolve_named(context, frame, "action", action) for action in tree.actions]
    during = resolve_calendar_ref(context, frame, tree.during)
    when = resolve_condition(context, frame, tree.when)
    broken = (tree.during and during is None) or (tree.when and when is None)
    if moment is None or None in actions or broken:
        return None
    made = ir.Trigger(
        moment,
        tuple(action for action in actions if action is not None),
        tree.in_turn,
        during,
        when,
        ladder,
    )
    return context.spans.place(made, tree.span)


def resolve_ladder(context: Context, frame: Frame, tree: ast.Escalation) -> ir.Escalation:
    """Return a compiled ladder; its triggers are also copied into the milestones that use it."""
    triggers = ladder_triggers(context, frame, tree)
    label = tree.label.value if tree.label else None
    made = ir.Escalation(tree.name.text, triggers, label, sources_of(tree.lines))
    return context.spans.place(made, tree.name.span)


def ladder_triggers(context: Context, frame: Frame, tree: ast.Escalation) -> tuple[ir.Trigger, ...]:
    """Return the triggers of a ladder, resolved in a frame."""
    lines = [line for line in tree.lines if isinstance(line, ast.Trigger)]
    found = [resolve_trigger(context, frame, line, tree.name.text) for line in lines]
    return tuple(trigger for trigger in found if trigger is not None)


def _moment(context: Context, frame: Frame, tree: ast.Moment) -> ir.Moment | None:
    if isinstance(tree, ast.AtPercent):
        return ir.AtPercent(tree.percent.basis_points)
    if isinstance(tree, ast.AtUsed):
        return ir.AtUsed(tree.length.seconds)
    if isinstance(tree, ast.AtBreach):
        return ir.AtBreach()
    if isinstance(tree, ast.Once):
        return _once(context, tree)
    offset = _offset(context, frame, tree.offset)
    if offset is None:
        return None
    if isinstance(tree, ast.BeforeDue):
        return ir.BeforeDue(offset)
    if isinstance(tree, ast.AfterDue):
        return ir.AfterDue(offset)
    return ir.EveryAfterDue(offset, tree.times)


def _once(context: Context, tree: ast.Once) -> ir.Once | None:
    if tree.state.text in _ONCE:
        return ir.Once(tree.state.text)
    context.error(
        syntax_codes.WRONG_WORD,
        f"unexpected `{tree.state.text}` after `once`",
        tree.state.span,
        "write `once met` (done, in time or not) or `once late` (done after its due)",
    )
    return None


def _offset(context: Context, frame: Frame, tree: Clocked) -> ir.Offset | None:
    calendar = resolve_calendar_ref(context, frame, tree.calendar)
    if tree.calendar is not None and calendar is None:
        return None
    amount: Any = tree.amount
    if isinstance(amount, Length):
        return ir.Offset("seconds", amount.seconds, calendar)
    unit = {BusinessDaysAmount: "business_days", CalendarDaysAmount: "calendar_days"}
    return ir.Offset(unit.get(type(amount), "months"), amount.count, calendar)
