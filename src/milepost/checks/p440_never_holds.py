"""P440: a condition that no case fulfils."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.conflict import conflicting, excluding_facts, notes_on, written
from milepost.checks.stated import Stated, stated_conditions
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import And, Condition, Or
from milepost.semantics.model import Model
from milepost.semantics.regions.logic import Logic, No, NotDecided, Verdict, logic_of
from milepost.semantics.whole import whole_parts
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report each condition, and each alternative of one, that holds for no case."""
    is_whole = whole_parts(model)
    seen: set[tuple[str, int]] = set()
    for stated in stated_conditions(model):
        if (stated.span.path, stated.span.start) in seen:
            continue
        seen.add((stated.span.path, stated.span.start))
        logic = logic_of(model, stated.record)
        verdict = logic.satisfiable(stated.condition)
        for condition in _impossible(logic, stated.condition, verdict):
            if is_whole(condition):
                yield _finding(model, logic, stated, condition)
        if isinstance(verdict, NotDecided) and verdict.is_large:
            yield _undecided(stated.span, verdict)


def _impossible(logic: Logic, condition: Condition, verdict: Verdict) -> Iterator[Condition]:
    """Yield a condition that never holds, or else its alternatives that never do."""
    if isinstance(verdict, No):
        yield condition
    elif isinstance(condition, And | Or):
        for part in condition.conditions:
            if isinstance(part, And | Or) or isinstance(condition, Or):
                yield from _impossible(logic, part, logic.satisfiable(part))


def _finding(model: Model, logic: Logic, stated: Stated, condition: Condition) -> Finding:
    span = model.span_of(condition)
    notes: tuple[Note, ...]
    if not isinstance(logic.plain.satisfiable(condition), No):
        notes = excluding_facts(model, logic, (condition,))
        help_ = "the policy requires of its input that there is no such case; change one of the two"
    else:
        parts = condition.conditions if isinstance(condition, And) else ()
        notes = tuple(notes_on(model, conflicting(logic, (), parts)))
        help_ = "no case fulfils it; change it, or remove the line"
    where = "" if condition is stated.condition else f" in `{written(stated.span)}`"
    return Finding(span, f"`{written(span)}`{where} never holds", help_, notes)


def _undecided(span: Span, verdict: NotDecided) -> Finding:
    return Finding(
        span,
        f"whether `{written(span)}` can hold is not decided: {verdict.reason}",
        "say it with fewer alternatives, or name an intermediate result in a table",
        severity=Severity.INFORMATION,
    )


CHECK = Check(
    code="P440",
    name="never-holds",
    title="A condition that can never hold",
    severity=Severity.ERROR,
    rationale=(
        "A condition that no case fulfils makes its line dead: the promise is never made, the "
        "clock never paused, nobody is called. Desks take such lines without a word."
    ),
    bad="""\
case { priority p1 | p2 | p3; status open | closed = open; events reply }

process support {
  until status == closed
  carry on change of priority
  milestone answer {
    within 1h on always when priority == p1 and priority == p2
    within 8h on always
    done on reply
  }
}
""",
    good="""\
case { priority p1 | p2 | p3; status open | closed = open; events reply }

process support {
  until status == closed
  carry on change of priority
  milestone answer {
    within 1h on always when priority == p1 or priority == p2
    within 8h on always
    done on reply
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
