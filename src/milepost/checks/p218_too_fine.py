"""P218: a target or offset finer than the system counts."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.profiles import limits_on
from milepost.checks.wording import noted, plural
from milepost.checks.written import (
    amount_span,
    by_table,
    offset_of,
    written_targets,
    written_triggers,
)
from milepost.diagnostics import Note, Severity
from milepost.frozen import frozen
from milepost.ir.targets import Duration
from milepost.semantics.model import Model
from milepost.source import Span


@frozen
class _Length:
    """A duration, where it stands, and the table it stands in."""

    seconds: int
    span: Span
    table: str | None = None


def run(model: Model) -> Iterator[Finding]:
    """Report each duration that is no multiple of the smallest step, those of a table together."""
    for profile, step in limits_on(model, "granularity"):
        fine = (one for one in _lengths(model) if step and one.seconds % step)
        for first, others in by_table(fine):
            yield Finding(
                first.span,
                f"`{first.span.text}` is no multiple of {plural(step, 'second')}, "
                f"the step of profile `{profile.name}`",
                f"round it; if your system counts finer, write `limits {profile.name} "
                "{ granularity 1 }`",
                noted([Note(f"`{one.span.text}` is none either", one.span) for one in others]),
                severity=profile.severity,
            )


def _lengths(model: Model) -> Iterator[_Length]:
    for written in written_targets(model):
        if isinstance(written.target, Duration):
            yield _Length(written.target.seconds, written.span, written.table)
    for trigger in written_triggers(model):
        offset = offset_of(trigger)
        if offset is not None and offset.unit == "seconds":
            yield _Length(offset.count, amount_span(model, trigger))


CHECK = Check(
    code="P218",
    name="too-fine",
    title="Finer than the system counts",
    severity=Severity.WARNING,
    rationale=(
        "Salesforce counts business hours in whole minutes and ignores what is below. A promise "
        "of 90 seconds becomes one of a minute there, and cases are late that are not."
    ),
    bad="""\
case { status open | closed = open; events picked_up }

process hotline {
  until status == closed
  milestone pick_up within 90s on always { done on picked_up }
}

export to salesforce {
  limits salesforce
  status = Case.Status { open: "New", closed: "Closed" }
}
""",
    good="""\
case { status open | closed = open; events picked_up }

process hotline {
  until status == closed
  milestone pick_up within 2m on always { done on picked_up }
}

export to salesforce {
  limits salesforce
  status = Case.Status { open: "New", closed: "Closed" }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
