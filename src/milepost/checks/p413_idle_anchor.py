"""P413: an anchor that nothing is counted from, because `start` says when the milestone starts."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Note, Severity
from milepost.ir.targets import Anchor
from milepost.semantics.model import Model

#: With these a milestone starts at each occurrence, whatever `start` says.
_EACH = ("each", "chained")


def run(model: Model) -> Iterator[Finding]:
    """Report each anchor of a milestone that has a `start` line."""
    for _, milestone in model.milestones():
        if milestone.start is None:
            continue
        anchors: list[Anchor | None] = [milestone.anchor, *(one.anchor for one in milestone.lines)]
        for anchor in anchors:
            if anchor is not None and anchor.how not in _EACH:
                text = " ".join(model.span_of(anchor).text.split())
                yield Finding(
                    model.span_of(anchor),
                    f"nothing is counted from `{text}`: `{milestone.name}` starts when its "
                    "condition becomes true",
                    "remove one of the two: the anchor, or the `start` line",
                    (Note("it starts here", model.spans.find(milestone.start.when)),),
                )


CHECK = Check(
    code="P413",
    name="idle-anchor",
    title="An anchor that nothing is counted from",
    severity=Severity.WARNING,
    rationale=(
        "`start when` makes the instant at which a condition becomes true the anchor. An `after` "
        "beside it changes nothing, while the reader believes that time is counted from there."
    ),
    bad="""\
case { status open | working | closed = open; events reply, fixed }

process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
  milestone repair within 8h on always after answer {
    start when status == working
    done on fixed
  }
}
""",
    good="""\
case { status open | working | closed = open; events reply, fixed }

process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
  milestone repair within 8h on always {
    start when status == working
    done on fixed
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
