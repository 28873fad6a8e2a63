"""Findings on a picture: which part of a process each of them is about."""

from milepost.compiler import Compilation
from milepost.exporters.diagram import END, START, Remark
from milepost.ir.processes import Process
from milepost.source import Span
from milepost.syntax.ast import processes as ast


def remarks_of(compilation: Compilation, process: Process) -> tuple[Remark, ...]:
    """Return what was found in a process, each at its milestone, its end, or else its start."""
    statement = _statement(compilation, process)
    if statement is None:
        return ()
    found: dict[Remark, None] = {}
    for one in compilation.diagnostics:
        if not _holds(statement.span, one.span):
            continue
        part, severity = _part(statement, one.span), one.severity.value
        found[Remark(part, severity, f"{one.code} {one.message}")] = None
        for note in one.notes:
            if note.span is not None and _holds(statement.span, note.span):
                beside = _part(statement, note.span)
                if beside not in (part, START):
                    found[Remark(beside, severity, f"{one.code} {note.message}")] = None
    return tuple(found)


def _statement(compilation: Compilation, process: Process) -> ast.Process | None:
    place = compilation.model.span_of(process)
    for file in compilation.project.files:
        for statement in file.parsed.policy.statements:
            if isinstance(statement, ast.Process) and _holds(statement.span, place):
                return statement
    return None


def _part(statement: ast.Process, place: Span) -> str:
    for line in statement.lines:
        if _holds(line.span, place):
            if isinstance(line, ast.Milestone):
                return line.name.text
            return END if isinstance(line, ast.Until) else START
    return START


def _holds(outer: Span, inner: Span) -> bool:
    return outer.path == inner.path and outer.start <= inner.start < outer.end
