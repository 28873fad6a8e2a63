"""Why conditions exclude each other: the fewest that do, and where they were written."""

from collections.abc import Iterable, Iterator, Sequence

from milepost.checks.wording import listed
from milepost.diagnostics import Note
from milepost.ir.conditions import Condition, In, Not
from milepost.ir.processes import Process
from milepost.ir.schedule import RequireFact
from milepost.semantics.model import Model
from milepost.semantics.regions.facts import required_fact
from milepost.semantics.regions.logic import Logic, No
from milepost.source import Span


def conflicting(
    logic: Logic, fixed: Sequence[Condition], others: Sequence[Condition]
) -> tuple[Condition, ...]:
    """Return the fewest of the other conditions that exclude the fixed ones."""
    kept = list(others)
    for one in reversed(others):
        fewer = [other for other in kept if other is not one]
        if isinstance(logic.satisfiable(*fixed, *fewer), No):
            kept = fewer
    return tuple(kept)


def written(span: Span) -> str:
    """Return what was written in a span as one line."""
    return " ".join(span.text.split())


def notes_on(
    model: Model, conditions: Iterable[Condition], process: Process | None = None
) -> Iterator[Note]:
    """Yield for each condition a note on the place where it was written."""
    for condition in conditions:
        span = model.spans.find(condition)
        if span is not None:
            yield Note(f"only where `{written(span)}`", span)
        elif isinstance(condition, Not) and model.spans.find(condition.condition):
            span = model.span_of(condition.condition)
            yield Note(f"not where `{written(span)}`", span)
        elif isinstance(condition, In) and process is not None and process.tiers:
            yield Note(f"only for {listed(process.tiers)}", model.span_of(process))


def excluding_facts(model: Model, logic: Logic, asked: Sequence[Condition]) -> tuple[Note, ...]:
    """Return notes on the required facts without which conditions could hold."""
    facts = [
        (required_fact(one), one)
        for one in model.requirements
        if isinstance(one, RequireFact) and one.record == logic.record.name
    ]
    guilty = conflicting(logic.plain, asked, [fact for fact, _ in facts])
    return tuple(
        Note(f"required: {written(model.span_of(one))}", model.span_of(one))
        for fact, one in facts
        if any(fact is other for other in guilty)
    )
