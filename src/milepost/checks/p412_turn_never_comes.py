"""P412: an action whose turn never comes."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.wording import listed, plural
from milepost.checks.written import written_triggers
from milepost.diagnostics import Severity
from milepost.ir.processes import EveryAfterDue, Trigger
from milepost.semantics.choices import names_in
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report the actions behind as many others as their line fires times."""
    for trigger in written_triggers(model):
        times = _times(trigger)
        if not trigger.in_turn or times is None or times >= len(trigger.actions):
            continue
        before = {name for one in trigger.actions[:times] for name in names_in(one)}
        behind = dict.fromkeys(
            name for one in trigger.actions[times:] for name in names_in(one) if name not in before
        )
        if behind:
            verb = "is" if len(behind) == 1 else "are"
            yield Finding(
                model.span_of(trigger),
                f"{listed(behind)} {verb} never sent: this fires {plural(times, 'time')}, and "
                f"`in turn` sends one action each time",
                f"let it fire {len(trigger.actions)} times, or drop `in turn` to send all at once",
            )


def _times(trigger: Trigger) -> int | None:
    """Return how often a line fires at most in the life of a promise, or None: without bound."""
    return trigger.moment.times if isinstance(trigger.moment, EveryAfterDue) else 1


CHECK = Check(
    code="P412",
    name="turn-never-comes",
    title="An action whose turn never comes",
    severity=Severity.WARNING,
    rationale=(
        "`in turn` sends the next action of the list at each firing. An action behind as many "
        "others as the line fires times is never sent, and it is the last one of the list: the "
        "one that was meant for the worst case."
    ),
    bad="""\
case { status open | closed = open; events reply }

action call_agent   page { service "agent" }
action call_lead    page { service "lead" }
action call_manager page { service "manager" }

process support {
  until status == closed
  milestone answer within 4h on always {
    done on reply
    every 1h after due, up to 2 times  do call_agent, call_lead, call_manager in turn
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

action call_agent   page { service "agent" }
action call_lead    page { service "lead" }
action call_manager page { service "manager" }

process support {
  until status == closed
  milestone answer within 4h on always {
    done on reply
    every 1h after due, up to 3 times  do call_agent, call_lead, call_manager in turn
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
