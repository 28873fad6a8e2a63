"""Milestones, resolved.

Targets, what starts, completes, stops and resets them, and their triggers.
"""

from collections.abc import Iterable
from typing import Any

from milepost.diagnostics import Note
from milepost.ir import processes as ir
from milepost.ir import targets as ir_targets
from milepost.semantics import codes
from milepost.semantics.choices import resolve_calendar_ref
from milepost.semantics.conditions import resolve_condition
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame, find_event, find_field
from milepost.semantics.records import sources_of
from milepost.semantics.targets import resolve_anchor, resolve_rolling, resolve_target
from milepost.semantics.triggers import ladder_triggers, resolve_trigger
from milepost.source import Span
from milepost.syntax import codes as syntax_codes
from milepost.syntax.ast import processes as ast
from milepost.syntax.ast.conditions import When
from milepost.syntax.ast.targets import Anchor, By, Every, Nothing, Within

_PROMISES = (Within, By, Every, Nothing)
_CLOSE = ("stays", "rolls")


def resolve_milestone(context: Context, frame: Frame, tree: ast.Milestone) -> ir.Milestone:
    """Return a compiled milestone; what is wrong in it is reported and left out."""
    lines = tree.lines
    promises = [line for line in lines if isinstance(line, _PROMISES)]
    heading = tree.heading
    anchor = resolve_anchor(context, frame, heading) if isinstance(heading, Anchor) else None
    if isinstance(heading, _PROMISES):
        promises = [heading, *promises]
    targets = [resolve_promise(context, frame, promise) for promise in promises]
    if not promises:
        context.error(
            codes.NO_TARGET,
            f"milestone `{tree.name.text}` promises nothing",
            tree.name.span,
            'add a target: `within 4h`, or `none "best effort"`',
        )
    repeats, fixed, anchor = _repetition(context, promises, targets, anchor)
    start = context.once(lines, ast.Start, "`start`")
    if start is not None:
        started = resolve_condition(context, frame, start.condition)
        if start.each:
            repeats = "each"
    per = context.once(lines, ast.Per, "`per`")
    per_field = find_field(context, frame, per.field) if per else None
    at_close = context.once(lines, ast.AtClose, "`at close`")
    hours = context.once(lines, ast.Hours, "`hours`")
    milestone = ir.Milestone(
        tree.name.text,
        tuple(line for line in targets if line is not None),
        _done(context, frame, tree),
        label=tree.label.value if tree.label else None,
        anchor=anchor,
        repeats=repeats,
        fixed=fixed,
        per=per_field.name if per_field else None,
        when=condition_line(context, frame, lines, When, "`when`"),
        start=ir.Start(started, start.each) if start and started is not None else None,
        pause=resolve_pauses(context, frame, lines),
        reset=occasions(context, frame, lines, ast.Reset),
        cancel=occasions(context, frame, lines, ast.Cancel),
        waived=condition_line(context, frame, lines, ast.Waived, "`waived when`"),
        until=condition_line(context, frame, lines, ast.Until, "`until`"),
        hours=resolve_calendar_ref(context, frame, hours.calendar) if hours else None,
        changes=change_rules(context, frame, lines),
        at_close=close_rule(context, at_close),
        triggers=tuple(_triggers(context, frame, lines)),
        sources=sources_of(lines),
    )
    return context.spans.place(milestone, tree.name.span)


def resolve_promise(context: Context, frame: Frame, tree: Any) -> ir_targets.TargetLine | None:
    """Return a compiled target line, or None when a part of it is wrong."""
    if isinstance(tree, Nothing):
        words = tree.words.value if tree.words else None
        return context.spans.place(ir_targets.TargetLine(ir_targets.NoTarget(words)), tree.span)
    written = tree.deadline if isinstance(tree, By) else tree.target
    target = resolve_target(context, frame, written)
    anchor = resolve_anchor(context, frame, tree.anchor)
    when = resolve_condition(context, frame, tree.when)
    rolled = getattr(tree, "rolling", None)
    rolling = resolve_rolling(context, frame, rolled)
    broken = (
        (tree.anchor and anchor is None)
        or (tree.when and when is None)
        or (rolled and rolling is None)
    )
    if target is None or broken:
        return None
    return context.spans.place(ir_targets.TargetLine(target, anchor, when, rolling), tree.span)


def condition_line(
    context: Context, frame: Frame, lines: Iterable[Any], kind: type, what: str
) -> Any:
    """Return the condition of the one line of a kind, or None."""
    line = context.once(lines, kind, what)
    return resolve_condition(context, frame, line.condition) if line else None


def occasions(
    context: Context, frame: Frame, lines: Iterable[Any], kind: type
) -> tuple[ir.Occasion, ...]:
    """Return what the lines of a kind wait for, alternatives in order."""
    found = []
    for line in lines:
        if isinstance(line, kind):
            occasion = resolve_occasion(context, frame, line.occasion)  # type: ignore[attr-defined]
            if occasion is not None:
                found.append(context.spans.place(occasion, line.span))  # type: ignore[attr-defined]
    return tuple(found)


def resolve_occasion(context: Context, frame: Frame, tree: Any) -> ir.Occasion | None:
    """Return a compiled occasion, or None when a part of it is wrong."""
    if tree is None:
        return ir.Occasion(by_hand=True)
    if isinstance(tree, ast.Becomes):
        condition = resolve_condition(context, frame, tree.condition)
        return None if condition is None else ir.Occasion(when=condition)
    events = [find_event(context, frame, event) for event in tree.events]
    when = resolve_condition(context, frame, tree.when)
    if None in events or (tree.when and when is None):
        return None
    return ir.Occasion(tuple(event for event in events if event), when)


def resolve_pauses(
    context: Context, frame: Frame, lines: Iterable[Any]
) -> tuple[ir.Pause, ...] | None:
    """Return the pauses of a block: None when it says nothing, empty for `pause never`."""
    written = [line for line in lines if isinstance(line, ast.Pause | ast.Resume)]
    if not written:
        return None
    pauses: list[ir.Pause] = []
    never = [line for line in written if isinstance(line, ast.Pause) and line.condition is None]
    if never and len(written) > 1:
        context.error(
            codes.REPEATED_LINE,
            "`pause never` beside another pause",
            never[0].span,
            "keep one of them",
        )
    for line in written:
        condition = resolve_condition(context, frame, line.condition)
        if isinstance(line, ast.Resume):
            _attach_resume(context, pauses, condition, line.span)
        elif condition is not None:
            pauses.append(context.spans.place(ir.Pause(condition), line.span))
    return tuple(pauses)


def _attach_resume(context: Context, pauses: list[ir.Pause], condition: Any, span: Span) -> None:
    if not pauses:
        context.error(
            codes.REPEATED_LINE,
            "`resume when` without a `pause while` before it",
            span,
            "say first when the clock stops: `pause while …`",
        )
    elif condition is not None:
        paused = pauses[-1]
        resumed = ir.Pause(paused.while_, condition)
        pauses[-1] = context.spans.place(resumed, context.spans.of(paused))


def change_rules(context: Context, frame: Frame, lines: Iterable[Any]) -> tuple[ir.ChangeRule, ...]:
    """Return the change rules of a block; a field stands under one of them only."""
    rules: list[ir.ChangeRule] = []
    first: dict[str, Span] = {}
    for line in lines:
        if not isinstance(line, ast.Change):
            continue
        names: list[str] = []
        for name in line.fields:
            field = find_field(context, frame, name)
            if field is None:
                continue
            place = first.setdefault(field.name, name.span)
            if place is not name.span:
                context.error(
                    codes.REPEATED_LINE,
                    f"field `{field.name}` stands under two change rules",
                    name.span,
                    "keep one of them",
                    (Note("the first one", place),),
                )
                continue
            names.append(field.name)
        if names:
            rules.append(context.spans.place(ir.ChangeRule(line.rule, tuple(names)), line.span))
    return tuple(rules)


def close_rule(context: Context, line: ast.AtClose | None) -> str | None:
    """Return `stays` or `rolls`, or None when nothing (or something else) is said."""
    if line is None:
        return None
    if line.what.text in _CLOSE:
        return line.what.text
    context.error(
        syntax_codes.WRONG_WORD,
        f"unexpected `{line.what.text}` after `at close`",
        line.what.span,
        "write `at close stays` (due at closing) or `at close rolls` (due at the next opening)",
    )
    return None


def _repetition(
    context: Context, promises: list[Any], targets: list[Any], anchor: Any
) -> tuple[str, bool, Any]:
    """Return how the milestone repeats, whether its rhythm is fixed, and its anchor."""
    cadence = [promise for promise in promises if isinstance(promise, Every)]
    plain = [promise for promise in promises if isinstance(promise, Within | By)]
    if cadence and plain:
        context.error(
            codes.NO_TARGET,
            "`every` beside `within` or `by`: a milestone has a rhythm or a limit, not both",
            plain[0].span,
            "write all lines of this milestone with `every`",
            (Note("the rhythm", cadence[0].span),),
        )
    anchors = [line.anchor for line in targets if line is not None and line.anchor is not None]
    first = anchors[0] if anchors else anchor
    each = any(found.how in ("each", "chained") for found in (first, *anchors) if found)
    if cadence:
        return "every", any(line.fixed for line in cadence), anchor
    return ("each" if each else "no"), False, anchor


def _done(context: Context, frame: Frame, tree: ast.Milestone) -> tuple[ir.Occasion, ...]:
    found = occasions(context, frame, tree.lines, ast.Done)
    if not any(isinstance(line, ast.Done) for line in tree.lines):
        context.error(
            codes.NOTHING_COMPLETES,
            f"nothing completes milestone `{tree.name.text}`",
            tree.name.span,
            "add `done on EVENT`, `done when CONDITION` or `done by hand`",
        )
    return found


def _triggers(context: Context, frame: Frame, lines: Iterable[Any]) -> Iterable[ir.Trigger]:
    for line in lines:
        if isinstance(line, ast.Trigger):
            trigger = resolve_trigger(context, frame, line)
            if trigger is not None:
                yield trigger
        elif isinstance(line, ast.Escalate):
            found = context.lookup("escalation", line.ladder)
            if found:
                yield from ladder_triggers(context, frame, found.tree)
