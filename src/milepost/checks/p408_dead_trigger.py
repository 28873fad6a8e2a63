"""P408: a trigger whose moment never comes."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import AtUsed, Milestone, Once, Trigger
from milepost.semantics.model import Model
from milepost.semantics.reach import Reach, reaches_of

_EVERY = "every"


def run(model: Model) -> Iterator[Finding]:
    """Report each trigger that waits for a due, or a lateness, that its milestone never has."""
    for reach in reaches_of(model).all:
        for milestone in reach.process.milestones:
            yield from _findings(model, reach, milestone)


def _findings(model: Model, reach: Reach, milestone: Milestone) -> Iterator[Finding]:
    without_due = reach.is_promised_no_time(milestone)
    for trigger in milestone.triggers:
        if trigger.ladder is not None:
            continue
        if without_due and _needs_due(trigger):
            yield Finding(
                model.span_of(trigger),
                f"this never fires: milestone `{milestone.name}` is promised no time",
                "give it a target, or write `once met`, which needs none",
                (Note("without a target", model.span_of(milestone.lines[0])),),
            )
        elif milestone.repeats == _EVERY and _is_late(trigger):
            yield Finding(
                model.span_of(trigger),
                f"this never fires: a round of `{milestone.name}` that is not done at its due is "
                "missed, never late",
                "write `at breach` for the round that is missed",
            )
    ladders = {trigger.ladder for trigger in milestone.triggers if trigger.ladder is not None}
    for ladder in sorted(ladders) if without_due else ():
        steps = [trigger for trigger in milestone.triggers if trigger.ladder == ladder]
        if all(map(_needs_due, steps)):
            yield Finding(
                model.span_of(milestone),
                f"milestone `{milestone.name}` is promised no time, so no step of escalation "
                f"`{ladder}` ever fires",
                f"give it a target, or remove `escalate {ladder}`",
            )


def _needs_due(trigger: Trigger) -> bool:
    return not isinstance(trigger.moment, AtUsed) and (
        not isinstance(trigger.moment, Once) or _is_late(trigger)
    )


def _is_late(trigger: Trigger) -> bool:
    return isinstance(trigger.moment, Once) and trigger.moment.state == "late"


CHECK = Check(
    code="P408",
    name="dead-trigger",
    title="A trigger that never fires",
    severity=Severity.ERROR,
    rationale=(
        "Somebody relies on being called, and the call never comes: a milestone without a target "
        "is never breached, and a round that is missed is never late."
    ),
    bad="""\
case { status open | closed = open; events repaired }

action call_lead page { service "support-lead" }

process support {
  until status == closed
  milestone repair none "best effort" {
    done on repaired
    at breach do call_lead
  }
}
""",
    good="""\
case { status open | closed = open; events repaired }

action call_lead page { service "support-lead" }

process support {
  until status == closed
  milestone repair within 72h on always {
    done on repaired
    at breach do call_lead
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
