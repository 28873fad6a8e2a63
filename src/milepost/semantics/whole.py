"""What was read as a whole: asked by checks that argue from something being absent.

A line that could not be read or resolved is missing from the model, and must not be missed there a
second time. So a statement counts as whole when nothing in it was reported as an error, and when it
names nothing that stood in an unreadable statement elsewhere.
"""

import re
from collections.abc import Callable, Iterator

from milepost.diagnostics import Severity
from milepost.semantics.model import Model
from milepost.source import Span
from milepost.syntax.ast.declarations import Register


def whole_parts(model: Model) -> Callable[[object], bool]:
    """Return a predicate that says whether the statement a part of the model stands in is whole."""
    broken = tuple(_broken(model))
    if not broken:
        return lambda _part: True

    def is_whole(part: object) -> bool:
        span = model.spans.find(part)
        return span is None or not any(
            statement.path == span.path and statement.start <= span.start <= statement.end
            for statement in broken
        )

    return is_whole


def registers_are_read(model: Model) -> bool:
    """Say whether every register could be read, so that no entitlement is missing."""
    files = {file.parsed.source.path for file in model.project.files}
    registers = [
        statement.span
        for file in model.project.files
        for statement in file.parsed.policy.statements
        if isinstance(statement, Register)
    ]
    return not any(
        error.path not in files or any(_holds(register, error) for register in registers)
        for error in _errors(model)
    )


def has_errors(model: Model) -> bool:
    """Say whether reading or resolving reported an error."""
    return next(_errors(model), None) is not None


def was_read(model: Model) -> bool:
    """Say whether all texts could be read, whatever they say."""
    return all(found.severity is not Severity.ERROR for found in model.project.diagnostics)


def _errors(model: Model) -> Iterator[Span]:
    for found in (*model.project.diagnostics, *model.findings):
        if found.severity is Severity.ERROR:
            yield found.span


def _broken(model: Model) -> Iterator[Span]:
    errors = tuple(_errors(model))
    if not errors:
        return
    lost = "|".join(re.escape(name) for name in sorted(model.scope.lost) if name)
    mentions_lost = re.compile(rf"\b(?:{lost})\b").search if lost else lambda _text: None
    for file in model.project.files:
        for statement in file.parsed.policy.statements:
            span = statement.span
            if any(_holds(span, error) for error in errors) or mentions_lost(span.text):
                yield span


def _holds(statement: Span, error: Span) -> bool:
    """Say whether an error lies in a statement, or behind it in its last line."""
    if statement.path != error.path or error.start < statement.start:
        return False
    if error.start <= statement.end:
        return True
    return error.line == statement.source.line_of(statement.end)
