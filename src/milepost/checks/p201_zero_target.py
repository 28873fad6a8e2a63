"""P201: a target of no time at all."""

import re
from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.wording import noted
from milepost.checks.written import by_table, written_targets
from milepost.diagnostics import Note, Severity
from milepost.ir.targets import BusinessDays, CalendarDays, Duration, Months, Target
from milepost.semantics.model import Model

_DIGIT = re.compile("[1-9]")


def run(model: Model) -> Iterator[Finding]:
    """Report each target that is due the instant it starts, those of a table in one finding."""
    # A number that could not be read counts as nought and has been reported.
    zeros = (
        one
        for one in written_targets(model)
        if _amount(one.target) == 0 and not _DIGIT.search(one.span.text)
    )
    for first, others in by_table(zeros):
        yield Finding(
            first.span,
            f"`{first.span.text}` is due the moment it starts",
            "write how long it may take, or `none` where nothing is promised",
            noted([Note(f"`{one.span.text}` too", one.span) for one in others]),
        )


def _amount(target: Target) -> int | None:
    if isinstance(target, Duration):
        return target.seconds
    if isinstance(target, BusinessDays | CalendarDays | Months):
        return target.count
    return None


CHECK = Check(
    code="P201",
    name="zero-target",
    title="A target of zero",
    severity=Severity.ERROR,
    rationale=(
        "Nobody can answer in no time: every case would be late the moment it is opened. A zero "
        "is usually a placeholder that was never filled in, or was meant to say that nothing is "
        "promised."
    ),
    bad="""\
case { priority high | low; status open | closed = open; events reply }

table answers by priority {
  high | 30m on always
  low  | 0m on always
}

process support {
  until status == closed
  carry on change of priority
  milestone first_response within answers { done on reply }
}
""",
    good="""\
case { priority high | low; status open | closed = open; events reply }

table answers by priority {
  high | 30m on always
  low  | none "as soon as we can"
}

process support {
  until status == closed
  carry on change of priority
  milestone first_response within answers { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
