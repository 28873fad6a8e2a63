"""Tests in the language: a case, its log, and what must become of it."""

from milepost.diagnostics import did_you_mean
from milepost.ir import schedule as ir
from milepost.semantics import codes
from milepost.semantics.actions import resolve_assignment
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame, find_event
from milepost.semantics.values import instant
from milepost.semantics.zones import check_zone
from milepost.syntax import codes as syntax_codes
from milepost.syntax.ast import declarations as ast
from milepost.syntax.ast.calendars import Timezone
from milepost.syntax.ast.literals import Code, Length, Source

STATES = ("met", "late", "breached", "open", "paused", "cancelled", "missed", "waived")


def resolve_test(context: Context, frame: Frame, tree: ast.Test) -> ir.Test | None:
    """Return a compiled test, or None when its instants cannot be placed."""
    zone = _zone(context, tree)
    if zone is None:
        return None
    created = context.once(tree.lines, ast.Created, "`created`")
    if created is None:
        context.error(
            codes.TEST_SHAPE,
            "test does not say when the case was created",
            tree.title.span,
            "add a line `created 2027-04-02T17:30`",
        )
        return None
    start = instant(context, created.at, zone)
    if start is None:
        return None
    test = ir.Test(
        tree.title.value,
        frame.record,
        zone,
        _given(context, frame, tree, zone),
        (ir.LogEntry(start), *_log(context, frame, tree, zone, start)),
        _expectations(context, frame, tree, zone),
        tuple(line.url.value for line in tree.lines if isinstance(line, Source)),
    )
    return context.spans.place(test, tree.title.span)


def _zone(context: Context, tree: ast.Test) -> str | None:
    line = context.once(tree.lines, Timezone, "`timezone`")
    if line is not None:
        if isinstance(line.zone, Code):
            return check_zone(context, line.zone)
        context.error(
            codes.TEST_SHAPE,
            "a test has one time zone, not a choice",
            line.span,
            "write `timezone Area/City`",
        )
        return None
    if context.zone is None:
        context.error(
            codes.NO_ZONE,
            "test has no time zone",
            tree.title.span,
            "add `timezone Area/City`, or give the project a `timezone`",
        )
    return context.zone


def _given(context: Context, frame: Frame, tree: ast.Test, zone: str) -> tuple[ir.Assignment, ...]:
    changes = [
        change for line in tree.lines if isinstance(line, ast.Given) for change in line.changes
    ]
    for change in changes:
        if isinstance(change, ast.Event):
            context.error(
                codes.TEST_SHAPE,
                f"`{change.name.text}` is not an assignment",
                change.span,
                "`given` sets fields: `given priority = p1`; events come later in the log",
            )
    found = [
        resolve_assignment(context, frame, change, zone)
        for change in changes
        if isinstance(change, ast.Assignment)
    ]
    return tuple(change for change in found if change is not None)


def _log(
    context: Context, frame: Frame, tree: ast.Test, zone: str, start: int
) -> list[ir.LogEntry]:
    entries: list[ir.LogEntry] = []
    now = start
    for line in tree.lines:
        if not isinstance(line, ast.LogEntry):
            continue
        at: int | None
        if isinstance(line.at, Length):
            at = now + line.at.seconds
        else:
            at = instant(context, line.at, zone)
        if at is None:
            continue
        if at < now:
            context.error(
                codes.TEST_SHAPE,
                "entry lies before the one above it",
                line.at.span,
                "a log goes forward in time",
            )
            continue
        now = at
        changes = [
            resolve_assignment(context, frame, change, zone)
            for change in line.changes
            if isinstance(change, ast.Assignment)
        ]
        events = [
            find_event(context, frame, change.name)
            for change in line.changes
            if isinstance(change, ast.Event)
        ]
        made = ir.LogEntry(
            at,
            tuple(change for change in changes if change is not None),
            tuple(event for event in events if event is not None),
        )
        entries.append(context.spans.place(made, line.span))
    return entries


def _expectations(
    context: Context, frame: Frame, tree: ast.Test, zone: str
) -> tuple[ir.Expectation, ...]:
    found = []
    for line in tree.lines:
        if isinstance(line, ast.Expect):
            expectation = _expectation(context, frame, line, zone)
            if expectation is not None:
                found.append(context.spans.place(expectation, line.span))
    return tuple(found)


def _expectation(
    context: Context, frame: Frame, line: ast.Expect, zone: str
) -> ir.Expectation | None:
    at = instant(context, line.at, zone) if line.at else None
    if line.at and at is None:
        return None
    if line.outcome == "process":
        if line.subject is not None and not context.lookup("process", line.subject):
            return None
        return ir.Expectation(line.subject.text if line.subject else "", "process")
    assert line.subject is not None, "only `expect no process` has no subject"
    name = line.subject
    is_milestone = name.text in frame.milestones
    if not is_milestone and not context.scope.find("action", name.text):
        known = (*frame.milestones, *context.scope.names("action"))
        context.unknown("milestone or action", name, known)
        return None
    if not is_milestone:
        context.use("action", name.text, name.span)
    outcome = line.state if line.outcome == "state" else line.outcome
    if not _fits(context, line, outcome or "", is_milestone=is_milestone):
        return None
    level = getattr(line.level, "text", None) or getattr(line.level, "value", None)
    return ir.Expectation(name.text, outcome or "", at, line.times, line.nth, level)


def _fits(context: Context, line: ast.Expect, outcome: str, *, is_milestone: bool) -> bool:
    if line.outcome == "state" and outcome not in STATES:
        context.error(
            syntax_codes.WRONG_WORD,
            f"unknown state `{outcome}`",
            line.span,
            did_you_mean(outcome, STATES) or f"states: {', '.join(STATES)}",
        )
        return False
    if is_milestone and outcome == "sent":
        context.error(
            codes.TEST_SHAPE,
            f"`{line.subject.text if line.subject else ''}` is a milestone, not an action",
            line.span,
            "expect it `due`, `met`, `late`, `open`, `never starts` …",
        )
        return False
    if not is_milestone and outcome != "sent":
        context.error(
            codes.TEST_SHAPE,
            f"`{line.subject.text if line.subject else ''}` is an action, not a milestone",
            line.span,
            "expect it `at INSTANT`, `never` or `N times`",
        )
        return False
    return True
