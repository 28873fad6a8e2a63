"""P313: a trigger after the due of a milestone whose rounds end at the due."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Severity
from milepost.ir.processes import AfterDue, EveryAfterDue, Milestone, Trigger
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report each trigger that waits for something that rounds never come to."""
    uses: dict[tuple[str, int], list[tuple[Milestone, Trigger]]] = {}
    for _, milestone in model.milestones():
        for trigger in milestone.triggers:
            span = model.span_of(trigger)
            uses.setdefault((span.path, span.start), []).append((milestone, trigger))
    for found in uses.values():
        if all(
            milestone.repeats == "every" and isinstance(trigger.moment, AfterDue | EveryAfterDue)
            for milestone, trigger in found
        ):
            milestone, trigger = found[0]
            yield Finding(
                model.span_of(trigger),
                f"trigger is never sent: a round of `{milestone.name}` is not open after its due",
                "a round that is not done is missed at its due, and the next begins: "
                "write `at breach`",
            )


CHECK = Check(
    code="P313",
    name="after-due-of-a-rhythm",
    title="A trigger after the due of a round",
    severity=Severity.WARNING,
    rationale=(
        "A round of `every` that is not done when it is due ends there as missed, and the next "
        "round begins. So nothing is open after the due of a round, and a trigger that waits for "
        "that is never sent. `at breach` is."
    ),
    bad="""\
case { status open | closed = open; events update_sent }

action page_lead page { service "team-lead" }

process support {
  until status == closed
  milestone update every 4h on always {
    done on update_sent
    until status == closed
    30m after due do page_lead
  }
}
""",
    good="""\
case { status open | closed = open; events update_sent }

action page_lead page { service "team-lead" }

process support {
  until status == closed
  milestone update every 4h on always {
    done on update_sent
    until status == closed
    at breach do page_lead
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
