"""Actions and their settings."""

import re
from collections.abc import Iterable
from typing import Any

from milepost.diagnostics import did_you_mean, nearest
from milepost.frozen import frozen
from milepost.ir.schedule import Action, Assignment, Setting
from milepost.semantics import codes
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame, find_field
from milepost.semantics.values import constant
from milepost.syntax.ast import declarations as ast
from milepost.syntax.ast import exports, literals


@frozen
class Kind:
    """A kind of action: settings it needs (one of each group), and others it takes."""

    needs: tuple[tuple[str, ...], ...]
    takes: tuple[str, ...] = ()
    is_open: bool = False


#: The kinds of actions. An open kind takes any further setting: its host knows them.
KINDS: dict[str, Kind] = {
    "page": Kind((("service", "to"),), ("urgency", "subject", "text")),
    "email": Kind((("to",),), ("cc", "bcc", "from", "template", "subject", "text")),
    "assign": Kind((("queue", "to"),), ("text",)),
    "set": Kind(()),
    "record": Kind((("type",),), ("subject", "text"), is_open=True),
    "webhook": Kind((("url",),), ("method", "text", "secret"), is_open=True),
    "task": Kind((("subject",),), ("assignee", "queue", "priority", "text", "status")),
    "notify": Kind((("to", "channel"),), ("subject", "text", "template")),
    "message": Kind((("to", "channel"),), ("template", "subject", "text")),
    "flow": Kind((("name",),), (), is_open=True),
}
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_OBJECTS: dict[str, tuple[str, ...]] = {
    "milestone": ("name", "label", "due", "started", "state", "remaining", "target"),
    "process": ("name", "label", "version"),
    "action": ("name", "kind"),
    "entitlement": ("name", "label", "account"),
    "trigger": ("at", "name"),
}
_SOURCE = "source"


def resolve_action(context: Context, frame: Frame, tree: ast.Action) -> Action | None:
    """Return a compiled action, or None when its kind or a setting is wrong."""
    kind = KINDS.get(tree.kind.text)
    if kind is None:
        if not context.is_lost(tree.kind.text):
            meant = nearest(tree.kind.text, KINDS)
            context.error(
                codes.UNKNOWN_SETTING,
                f"unknown kind of action `{tree.kind.text}`",
                tree.kind.span,
                did_you_mean(tree.kind.text, KINDS) or f"kinds: {', '.join(KINDS)}",
                replacement=meant,
            )
        return None
    settings: list[Setting] = []
    sources: list[str] = []
    seen: set[str] = set()
    for line in tree.lines:
        name = line.name.text
        if name == _SOURCE and isinstance(line, exports.Setting):
            sources += [value.value for value in line.values if isinstance(value, literals.String)]
            continue
        if name in seen:
            context.error(
                codes.REPEATED_LINE,
                f"setting `{name}` stands twice",
                line.name.span,
                "keep one of them",
            )
            continue
        seen.add(name)
        setting = _setting(context, frame, tree, kind, line)
        if setting is not None:
            settings.append(context.spans.place(setting, line.span))
    _check_needs(context, tree, kind, seen)
    label = tree.label.value if tree.label else None
    action = Action(tree.name.text, tree.kind.text, tuple(settings), label, tuple(sources))
    return context.spans.place(action, tree.name.span)


def placeholders_of(text: str) -> Iterable[str]:
    """Yield the placeholders of a text, without their braces."""
    for found in _PLACEHOLDER.finditer(text):
        if found[1] is not None:
            yield found[1]


def setting_value(context: Context, frame: Frame, value: Any) -> Any:
    """Return a setting's value as plain data, its placeholders and paths checked."""
    if isinstance(value, literals.String):
        _check_text(context, frame, value)
        return value.value
    if isinstance(value, literals.Path):
        _check_path(context, frame, value)
        return value.text
    if isinstance(value, literals.Length):
        return value.text
    if isinstance(value, literals.Percent):
        return value.basis_points
    return value.text if hasattr(value, "text") else value.value


def _setting(context: Context, frame: Frame, tree: ast.Action, kind: Kind, line: Any) -> Any:
    if tree.kind.text == "set":
        return _assignment(context, frame, line)
    name = line.name.text
    known = (*(one for group in kind.needs for one in group), *kind.takes)
    if name not in known and not kind.is_open and not context.is_lost(name):
        meant = nearest(name, known)
        context.error(
            codes.UNKNOWN_SETTING,
            f"unknown setting `{name}` of a {tree.kind.text} action",
            line.name.span,
            did_you_mean(name, known) or f"it takes: {', '.join(known)}",
            replacement=meant,
        )
        return None
    written = line.values if isinstance(line, exports.Setting) else (line.value,)
    is_path = any(isinstance(value, literals.Path) for value in written)
    values = tuple(setting_value(context, frame, value) for value in written)
    return Setting(name, values, is_path)


def _assignment(context: Context, frame: Frame, line: Any) -> Any:
    if isinstance(line, exports.Setting):
        context.error(
            codes.UNKNOWN_SETTING,
            f"a set action takes assignments, not `{line.span.text}`",
            line.span,
            f"write `{line.name.text} = value`",
        )
        return None
    value = resolve_assignment(context, frame, line)
    if value is None:
        return None
    return Setting(value.field, (value.value,) if value.value is not None else (), assigns=True)


def resolve_assignment(
    context: Context, frame: Frame, line: ast.Assignment, zone: str | None = None
) -> Assignment | None:
    """Return a field and its new value; `none` clears a field that has no such value."""
    field = find_field(context, frame, line.name)
    if field is None:
        return None
    if field.derived_from is not None:
        context.error(
            codes.DERIVED_SET,
            f"field `{field.name}` is computed from table `{field.derived_from}`",
            line.span,
            "set the fields that the table reads",
        )
        return None
    value = line.value
    if isinstance(value, literals.Path) and len(value.names) == 1:
        value = value.names[0]
    if isinstance(value, literals.Name):
        if value.text == "none" and "none" not in field.values:
            return context.spans.place(Assignment(field.name, None), line.span)
        if field.predeclared and field.type == "text":
            return context.spans.place(Assignment(field.name, value.text), line.span)
    found = constant(context, field, value, zone)
    if found is None:
        return None
    return context.spans.place(Assignment(field.name, found), line.span)


def _check_needs(context: Context, tree: ast.Action, kind: Kind, seen: set[str]) -> None:
    for group in kind.needs:
        if not seen & set(group):
            named = " or ".join(f"`{name}`" for name in group)
            context.error(
                codes.MISSING_SETTING,
                f"action `{tree.name.text}` lacks {named}",
                tree.name.span,
                f'add it: `{group[0]} "…"`',
            )
    if tree.kind.text == "set" and not seen:
        context.error(
            codes.MISSING_SETTING,
            f"action `{tree.name.text}` sets nothing",
            tree.name.span,
            "add a line `field = value`",
        )


def _check_path(context: Context, frame: Frame, path: literals.Path) -> None:
    names = path.names
    if len(names) == 2 and names[0].text == frame.record:
        find_field(context, frame, names[1])


def _check_text(context: Context, frame: Frame, text: literals.String) -> None:
    for found in _PLACEHOLDER.finditer(text.value):
        piece = found.group()
        if piece in ("{{", "}}"):
            continue
        if found[1] is None:
            context.error(
                codes.UNKNOWN_PLACEHOLDER,
                f"lone `{piece}` in a text",
                text.span,
                f"write `{piece * 2}` for a brace",
            )
            continue
        head, _, tail = found[1].strip().partition(".")
        known = frame.fields if head == frame.record else _OBJECTS.get(head, ())
        if tail in known:
            continue
        names = [f"{kind}.{name}" for kind, inner in _OBJECTS.items() for name in inner]
        names += [f"{frame.record}.{name}" for name in frame.fields]
        context.error(
            codes.UNKNOWN_PLACEHOLDER,
            f"unknown placeholder `{piece}`",
            text.span,
            did_you_mean(found[1], names)
            or "placeholders look like `{milestone.name}`, `{milestone.due}` or `{case.id}`",
        )
