"""P650: criteria that ask for a field which an action of the policy sets."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.exported import SALESFORCE, export_to
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import Choice, Condition
from milepost.ir.processes import Milestone, Process, Trigger
from milepost.ir.schedule import Action
from milepost.semantics.model import Model
from milepost.semantics.regions.reading import fields_in
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report each trigger that sets a field by which a milestone of its record is chosen."""
    if export_to(model, SALESFORCE) is None:
        return
    updates = {action.name: action for action in model.actions if action.type == "set"}
    for process, milestone in model.milestones():
        for trigger in milestone.triggers:
            for action in _sent(trigger, updates):
                yield from _unseen(model, process, trigger, action)


def _unseen(model: Model, process: Process, trigger: Trigger, action: Action) -> Iterator[Finding]:
    """Yield a finding for the first milestone that asks for what an action sets."""
    for setting in action.settings:
        reader = next(
            (
                milestone
                for other, milestone in model.milestones()
                if other.record == process.record and setting.name in _asked(milestone)
            ),
            None,
        )
        if reader is None:
            continue
        yield Finding(
            model.span_of(trigger),
            f"`{action.name}` sets `{setting.name}`, which milestone `{reader.name}` asks for: "
            "Salesforce does not look again after an update by an action",
            "set the field in a flow that runs on its own, or choose the milestone by another one",
            (Note(f"milestone `{reader.name}`", model.span_of(reader)),),
        )


def _sent(trigger: Trigger, updates: dict[str, Action]) -> Iterator[Action]:
    for named in trigger.actions:
        names = (named,) if isinstance(named, str) else _branches(named)
        yield from (updates[name] for name in names if name in updates)


def _branches(choice: Choice) -> tuple[str, ...]:
    found = tuple(case.then for case in choice.cases)
    return found if choice.otherwise is None else (*found, choice.otherwise)


def _asked(milestone: Milestone) -> frozenset[str]:
    start: Condition | None = milestone.start.when if milestone.start else None
    conditions = (milestone.when, start, *(line.when for line in milestone.lines))
    return frozenset(
        field for condition in conditions if condition for field in fields_in(condition)
    )


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield which fields each milestone asks for, what it sends, and what each action sets."""
    updates = {action.name: action for action in model.actions if action.type == "set"}
    for action in updates.values():
        fields = " ".join(setting.name for setting in action.settings)
        yield model.span_of(action), f"{action.name} sets {fields}"
    for process, milestone in model.milestones():
        asked = " ".join(sorted(_asked(milestone)))
        sent = " ".join(
            action.name for trigger in milestone.triggers for action in _sent(trigger, updates)
        )
        yield model.span_of(milestone), f"{process.record} {milestone.name}: {asked}; {sent}"


CHECK = Check(
    code="P650",
    name="unseen-update",
    title="Criteria that ask for what an action sets",
    severity=Severity.WARNING,
    rationale=(
        "Salesforce looks at the criteria of milestones when a record is edited, but not after a "
        "field update by a milestone's own action (it is documented as working as designed). A "
        "chain from action to field to milestone works in a test by hand and never in production."
    ),
    bad="""\
case {
  status     open | closed = open
  escalated  yes/no = no
}

action mark_escalated set { escalated = yes }

process support {
  until   status == closed

  milestone answer within 1h on always {
    done    by hand
    at breach  do mark_escalated
  }

  milestone second_answer within 1h on always {
    when    escalated
    done    by hand
  }
}

export to salesforce {
  status       = Case.Status { open: "New", closed: "Closed" }
  escalated    = Case.IsEscalated
  completed_by "answer", "flow Complete_Answer"
  completed_by "second_answer", "flow Complete_Answer"
}
""",
    good="""\
case {
  status     open | closed = open
  escalated  yes/no = no
  handed_on  yes/no = no
}

action mark_escalated set { escalated = yes }

process support {
  until   status == closed

  milestone answer within 1h on always {
    done    by hand
    at breach  do mark_escalated
  }

  milestone second_answer within 1h on always {
    when    handed_on
    done    by hand
  }
}

export to salesforce {
  status       = Case.Status { open: "New", closed: "Closed" }
  escalated    = Case.IsEscalated
  handed_on    = Case.Handed_On__c
  completed_by "answer", "flow Complete_Answer"
  completed_by "second_answer", "flow Complete_Answer"
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
