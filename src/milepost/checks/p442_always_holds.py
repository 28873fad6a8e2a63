"""P442: a condition that every case fulfils."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.conflict import written
from milepost.checks.stated import stated_conditions
from milepost.diagnostics import Severity
from milepost.semantics.model import Model
from milepost.semantics.regions.logic import Yes, logic_of
from milepost.semantics.regions.reading import known


def run(model: Model) -> Iterator[Finding]:
    """Report each condition that holds for every case in which its fields are set."""
    seen: set[tuple[str, int]] = set()
    for stated in stated_conditions(model):
        span = stated.span
        if (span.path, span.start) in seen:
            continue
        seen.add((span.path, span.start))
        logic = logic_of(model, stated.record)
        if not isinstance(logic.implies(known(stated.condition), stated.condition), Yes):
            continue
        if isinstance(logic.always(stated.condition), Yes):
            yield Finding(span, f"`{written(span)}` holds for every case", "remove the condition")
        else:
            yield Finding(
                span,
                f"`{written(span)}` holds for every case with these fields set",
                "ask `is set` if that is meant, or remove the condition",
            )


CHECK = Check(
    code="P442",
    name="always-holds",
    title="A condition that always holds",
    severity=Severity.WARNING,
    rationale=(
        "A condition that every case fulfils chooses nothing. Mostly a value too many was listed, "
        "or `or` stands where `and` was meant: `priority != p1 or priority != p2` holds for all."
    ),
    bad="""\
case { priority p1 | p2 | p3; status open | closed = open; events reply }

process support {
  when  priority != p1 or priority != p2
  until status == closed
  milestone answer within 8h on always { done on reply }
}
""",
    good="""\
case { priority p1 | p2 | p3; status open | closed = open; events reply }

process support {
  when  priority != p1 and priority != p2
  until status == closed
  milestone answer within 8h on always { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
