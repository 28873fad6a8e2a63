"""P516: an intersection of calendars that has weeks without common hours."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.common_hours import DAY, day_of, first_apart
from milepost.checks.wording import listed
from milepost.diagnostics import Severity
from milepost.ir.calendars import Intersection
from milepost.semantics.model import Model
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each intersection whose parts are all open for a week, and never together."""
    is_whole = whole_parts(model)
    for calendar in model.calendars:
        if not isinstance(calendar.open_time, Intersection) or not is_whole(calendar):
            continue
        found = first_apart(model, calendar)
        if found is not None:
            days = (found.ends - found.starts) // DAY
            yield Finding(
                model.span_of(calendar),
                f"{listed(found.parts)} have no hours in common for {days} days, from "
                f"{day_of(found.starts)} to {day_of(found.ends)}: `{calendar.name}` is closed",
                "see whether the clocks change on other dates there; let the hours overlap by "
                "more, or count on one of them",
            )


CHECK = Check(
    code="P516",
    name="no-common-hours",
    title="Weeks in which calendars have no hours in common",
    severity=Severity.WARNING,
    rationale=(
        "The hours that two desks share are often few, and between the dates on which their "
        "clocks change they move apart by an hour. A promise on the common hours then stands "
        "still for weeks, every spring."
    ),
    bad="""\
case { status open | closed = open; events reply }
calendar london   { timezone Europe/London; mon-fri 14:00-15:00 }
calendar new_york { timezone America/New_York; mon-fri 09:00-10:00 }
calendar both = london & new_york
process support {
  until status == closed
  milestone answer within 2h on both { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }
calendar london   { timezone Europe/London; mon-fri 12:00-17:00 }
calendar new_york { timezone America/New_York; mon-fri 09:00-17:00 }
calendar both = london & new_york
process support {
  until status == closed
  milestone answer within 2h on both { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
