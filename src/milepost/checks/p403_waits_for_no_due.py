"""P403: a milestone that waits for the due of one that has none."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.unreached import also_waiting, never, roots, span_of
from milepost.diagnostics import Note, Severity
from milepost.semantics.model import Model
from milepost.semantics.reach import NO_DUE


def run(model: Model) -> Iterator[Finding]:
    """Report each milestone that is counted from the due of one that is promised no time."""
    for root in roots(model, NO_DUE):
        name = root.hindrance.name
        place = model.span_of(root.reach.milestones[name])
        yield Finding(
            span_of(model, root.hindrance),
            f"{never(root.stage)}: it waits for the due of `{name}`, which is promised no time",
            f"write `after {name}` to count from the instant it is met, or give `{name}` a target",
            (Note(f"`{name}` is promised here", place), *also_waiting(model, root)),
        )


CHECK = Check(
    code="P403",
    name="waits-for-no-due",
    title="Counted from a due that never comes",
    severity=Severity.ERROR,
    rationale=(
        "A milestone without a target has no due, so what is counted from that due never starts. "
        "Nobody is told: the promise stands in the text and is neither kept nor broken."
    ),
    bad="""\
case { status open | closed = open; events repaired, excuse_sent }

process support {
  until status == closed
  milestone repair none "as soon as possible"                    { done on repaired }
  milestone excuse within 24h on always after repair is due { done on excuse_sent }
}
""",
    good="""\
case { status open | closed = open; events repaired, excuse_sent }

process support {
  until status == closed
  milestone repair within 72h on always                          { done on repaired }
  milestone excuse within 24h on always after repair is due { done on excuse_sent }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
