"""P213: a name longer than the system takes."""

from collections.abc import Iterator
from typing import TypeAlias

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.profiles import Counted, over_limit
from milepost.checks.wording import plural
from milepost.diagnostics import Severity
from milepost.ir.calendars import Calendar
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Entitlement
from milepost.semantics.model import Model

Named: TypeAlias = Process | Milestone | Calendar | Entitlement


def run(model: Model) -> Iterator[Finding]:
    """Report each process, milestone, calendar and entitlement whose shown name is too long."""
    return over_limit(model, "name_length", _counted(model), "shorten the text behind the name")


def _counted(model: Model) -> Iterator[Counted]:
    for kind, part in _named(model):
        count = len(part.label or part.name)
        what = f"{kind} `{part.name}` is shown under a name of {plural(count, 'letter')}"
        yield Counted(what, count, (model.span_of(part),))


def _named(model: Model) -> Iterator[tuple[str, Named]]:
    for process in model.processes:
        yield "process", process
        for milestone in process.milestones:
            yield "milestone", milestone
    for calendar in model.calendars:
        yield "calendar", calendar
    for entitlement in model.entitlements:
        yield "entitlement", entitlement


CHECK = Check(
    code="P213",
    name="name-too-long",
    title="A name longer than the system takes",
    severity=Severity.WARNING,
    rationale=(
        "A name that does not fit is refused or cut off at the other end, and two names that "
        "were cut off look the same to the people who work with them."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support "Support for customers with a signed maintenance agreement" {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

export to helpdesk {
  limits default { name_length 40 }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support "Maintenance customers" {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

export to helpdesk {
  limits default { name_length 40 }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
