"""Processes, resolved."""

from typing import Any

from milepost.diagnostics import Note
from milepost.ir import processes as ir
from milepost.ir.schedule import Record
from milepost.semantics import codes
from milepost.semantics.choices import resolve_calendar_ref, resolve_choice
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame, find_field, frame_of
from milepost.semantics.milestones import (
    change_rules,
    close_rule,
    condition_line,
    occasions,
    resolve_milestone,
    resolve_pauses,
)
from milepost.semantics.records import sources_of
from milepost.semantics.scope import CASE
from milepost.semantics.values import TYPE_WORDS
from milepost.source import Span
from milepost.syntax import codes as syntax_codes
from milepost.syntax.ast import processes as ast
from milepost.syntax.ast.conditions import When
from milepost.syntax.ast.literals import Choice, Name

_REOPENING = ("ignore", "resume", "restart")


def resolve_process(
    context: Context, records: dict[str, Record], tree: ast.Process
) -> ir.Process | None:
    """Return a compiled process, or None when its kind of record is unknown."""
    record = record_of(context, records, tree.record)
    if record is None:
        return None
    milestones = [line for line in tree.lines if isinstance(line, ast.Milestone)]
    _check_milestone_names(context, milestones)
    names = tuple(dict.fromkeys(milestone.name.text for milestone in milestones))
    frame = frame_of(record, names)
    lines = tree.lines
    hours = context.once(lines, ast.Hours, "`hours`")
    at_close = context.once(lines, ast.AtClose, "`at close`")
    if not milestones and not context.scope.lost:
        context.error(
            codes.NO_TARGET,
            f"process `{tree.name.text}` has no milestones",
            tree.name.span,
            "add one: `milestone first_response within 4h { done on agent_reply }`",
        )
    process = ir.Process(
        tree.name.text,
        record.name,
        tuple(resolve_milestone(context, frame, milestone) for milestone in milestones),
        label=tree.label.value if tree.label else None,
        version=1 if tree.version is None else tree.version,
        effective=tree.effective.date.text if tree.effective else None,
        effective_by=_effective_by(context, frame, tree.effective),
        takes_over=tree.takes_over,
        retired=tree.retired,
        tiers=_tiers(context, lines),
        when=condition_line(context, frame, lines, When, "`when`"),
        starts_from=_starts_from(context, frame, lines),
        until=condition_line(context, frame, lines, ast.Until, "`until`"),
        cancel=occasions(context, frame, lines, ast.Cancel),
        pause=resolve_pauses(context, frame, lines) or (),
        hours=resolve_calendar_ref(context, frame, hours.calendar) if hours else None,
        on_reopening=_reopening(context, lines),
        changes=change_rules(context, frame, lines),
        ahead_of=_ahead_of(context, lines),
        at_close=close_rule(context, at_close) or "stays",
        sources=sources_of(lines),
    )
    return context.spans.place(process, tree.name.span)


def record_of(context: Context, records: dict[str, Record], name: Name | None) -> Record | None:
    """Return the record that a process or test is about: `case` when it names none."""
    if name is None:
        return records[CASE]
    if name.text in records:
        context.use("record", name.text, name.span)
        return records[name.text]
    context.unknown("record", name, records)
    return None


def _check_milestone_names(context: Context, milestones: list[ast.Milestone]) -> None:
    first: dict[str, Span] = {}
    for milestone in milestones:
        place = first.setdefault(milestone.name.text, milestone.name.span)
        if place is not milestone.name.span:
            context.error(
                codes.DUPLICATE_NAME,
                f"milestone `{milestone.name.text}` stands twice in this process",
                milestone.name.span,
                "rename one of them, or give one milestone several `within … when …` lines",
                (Note("declared here first", place),),
            )


def _tiers(context: Context, lines: Any) -> tuple[str, ...]:
    line = context.once(lines, ast.ForTiers, "`for`")
    if line is None:
        return ()
    return tuple(name.text for name in line.tiers if context.lookup("tier", name))


def _effective_by(context: Context, frame: Frame, effective: ast.Effective | None) -> str | None:
    if effective is None or effective.by is None:
        return None
    return _time_field(context, frame, effective.by)


def _starts_from(context: Context, frame: Frame, lines: Any) -> Any:
    line = context.once(lines, ast.From, "`from`")
    if line is None:
        return "created"
    if isinstance(line.field, Choice):
        by = find_field(context, frame, line.field.by)
        chosen = resolve_choice(
            context, line.field, by, lambda name: _time_field(context, frame, name)
        )
        return chosen or "created"
    return _time_field(context, frame, line.field) or "created"


def _time_field(context: Context, frame: Frame, name: Name) -> str | None:
    field = find_field(context, frame, name)
    if field is None:
        return None
    if field.type != "time":
        context.error(
            codes.DIFFERENT_KINDS,
            f"`{field.name}` is {TYPE_WORDS[field.type]}, not an instant",
            name.span,
            "name `created` or a field of type `time`",
        )
        return None
    return field.name


def _reopening(context: Context, lines: Any) -> str:
    line = context.once(lines, ast.Reopening, "`on reopening`")
    if line is None:
        return "ignore"
    if line.what.text not in _REOPENING:
        context.error(
            syntax_codes.WRONG_WORD,
            f"unexpected `{line.what.text}` after `on reopening`",
            line.what.span,
            "write `ignore`, `resume` or `restart`",
        )
        return "ignore"
    text: str = line.what.text
    return text


def _ahead_of(context: Context, lines: Any) -> tuple[str, ...]:
    names = [name for line in lines if isinstance(line, ast.AheadOf) for name in line.processes]
    return tuple(name.text for name in names if context.lookup("process", name))
