"""Choices by data: `by region { americas: na_desk; else: eu_desk }`, typed and total."""

from collections.abc import Callable
from typing import Any

from milepost.ir.conditions import Case, Choice, Constant, Named
from milepost.ir.schedule import Field
from milepost.semantics import codes
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame, find_field
from milepost.semantics.scope import PREDECLARED_CALENDAR
from milepost.semantics.values import key_values, shown, values_of
from milepost.syntax.ast import literals as ast


def resolve_choice(
    context: Context,
    choice: ast.Choice,
    field: Field | None,
    resolve: Callable[[Any], str | None],
) -> Choice | None:
    """Return a choice whose branches `resolve` names, or None when a part of it is wrong.

    It must cover every value of its field, or end in `else`.
    """
    if field is None:
        return None
    cases: list[Case] = []
    otherwise: str | None = None
    seen: set[Constant] = set()
    complete = True
    for branch in choice.cases:
        then = resolve(branch.then)
        complete = complete and then is not None
        if any(isinstance(key, ast.Name) and key.text == "else" for key in branch.keys):
            otherwise = then
            continue
        values = key_values(context, field, branch.keys)
        if values is None:
            complete = False
            continue
        for value in values:
            if value in seen:
                context.error(
                    codes.INCOMPLETE_CHOICE,
                    f"value `{shown(value)}` is chosen twice",
                    branch.span,
                    "the first branch counts; remove the other",
                )
            seen.add(value)
        if then is not None:
            cases.append(Case(values, then))
    if not complete:
        return None
    missing = [value for value in values_of(field) if value not in seen]
    has_else = otherwise is not None
    if not has_else and (missing or not values_of(field)):
        named = ", ".join(f"`{shown(value)}`" for value in missing[:6]) or "some values"
        context.error(
            codes.INCOMPLETE_CHOICE,
            f"choice by `{field.name}` says nothing for {named}",
            choice.by.span,
            "add the values, or a last line `else: …`",
        )
        return None
    return Choice(field.name, tuple(cases), otherwise)


def resolve_calendar_ref(
    context: Context, frame: Frame, reference: ast.CalendarRef | None
) -> Named | None:
    """Return a reference to a calendar, or None when there is none or it is wrong."""
    return resolve_named(context, frame, "calendar", reference)


def resolve_named(
    context: Context, frame: Frame, kind: str, reference: ast.Name | ast.Choice | None
) -> Named | None:
    """Return a reference to a declared thing, or a choice among such, or None."""
    if isinstance(reference, ast.Choice):
        field = find_field(context, frame, reference.by)
        return resolve_choice(
            context, reference, field, lambda name: _resolve_name(context, kind, name)
        )
    return None if reference is None else _resolve_name(context, kind, reference)


def _resolve_name(context: Context, kind: str, name: ast.Name) -> str | None:
    if kind == "calendar" and name.text == PREDECLARED_CALENDAR:
        return name.text
    return name.text if context.lookup(kind, name) else None


def names_in(named: Named | None) -> tuple[str, ...]:
    """Return every name that a reference may stand for."""
    if named is None:
        return ()
    return (named,) if isinstance(named, str) else named.names
