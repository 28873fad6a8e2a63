"""P202: a target that ends after the last date the calendars know."""

from collections.abc import Iterator
from datetime import date

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.elapsed import least_seconds
from milepost.diagnostics import Severity
from milepost.semantics.clocks import clocks_of
from milepost.semantics.model import Model
from milepost.semantics.week import DAY


def run(model: Model) -> Iterator[Finding]:
    """Report each target longer than the horizon."""
    settings = model.project.settings
    first = date.fromisoformat(settings.horizon_starts)
    last = date.fromisoformat(settings.horizon_ends)
    horizon = ((last - first).days + 1) * DAY
    calendars = {calendar.name: calendar for calendar in model.calendars}
    seen: set[int] = set()
    for clocked in clocks_of(model).of_milestones():
        target = clocked.target
        if id(target) in seen:
            continue
        seen.add(id(target))
        if least_seconds(clocked, [calendars.get(name) for name in clocked.calendars]) > horizon:
            span = model.span_of(target)
            yield Finding(
                span,
                f"`{span.text}` is longer than the calendars reach: {first} to {last}",
                "check the number; `[horizon]` in `milepost.toml` sets the dates calendars know",
            )


CHECK = Check(
    code="P202",
    name="target-beyond-horizon",
    title="A target longer than the calendars reach",
    severity=Severity.ERROR,
    rationale=(
        "Calendars are compiled for a stretch of dates, the horizon. A target that is longer "
        "than all of it has no due time for any case; nearly always a digit or the unit is "
        "wrong."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }

process support {
  until status == closed
  milestone resolution within 90000h on office { done when status == closed }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }

process support {
  until status == closed
  milestone resolution within 8h on office { done when status == closed }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
