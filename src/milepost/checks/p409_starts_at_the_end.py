"""P409: a milestone that starts only when its process ends."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.unreached import also_waiting, roots, span_of
from milepost.diagnostics import Note, Severity
from milepost.semantics.model import Model
from milepost.semantics.reach import AT_THE_END


def run(model: Model) -> Iterator[Finding]:
    """Report each milestone that is cancelled by the end of the process as it starts."""
    for root in roots(model, AT_THE_END):
        process, name = root.reach.process, root.hindrance.name
        until = process.until and model.spans.find(process.until)
        what = f"`{name}` is met only" if name else "that holds only"
        yield Finding(
            span_of(model, root.hindrance),
            f"milestone `{root.stage.milestone}` is cancelled as it starts: {what} when process "
            f"`{process.name}` ends",
            "end the process by something later, or promise this in a process of its own",
            (
                *((Note("the process ends here", until),) if until else ()),
                *also_waiting(model, root),
            ),
        )


CHECK = Check(
    code="P409",
    name="starts-at-the-end",
    title="A milestone that starts when its process ends",
    severity=Severity.ERROR,
    rationale=(
        "When `until` becomes true the case leaves, and what is still open is cancelled: a "
        "survey that is counted from the closing of the case is cancelled in the second in which "
        "it begins."
    ),
    bad="""\
case { status open | resolved | closed = open; events reply, survey_sent }

process support {
  until status == closed
  milestone answer     within 4h on always  { done on reply }
  milestone resolution within 24h on always { done when status == closed }
  milestone survey     within 48h on always after resolution { done on survey_sent }
}
""",
    good="""\
case { status open | resolved | closed = open; events reply, survey_sent }

process support {
  until status == closed
  milestone answer     within 4h on always  { done on reply }
  milestone resolution within 24h on always { done when status in (resolved, closed) }
  milestone survey     within 48h on always after resolution { done on survey_sent }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
