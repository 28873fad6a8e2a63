"""P507: dates counted on a clock that has no time zone."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.local_dates import by_calendar, counted_here, date_counts
from milepost.checks.wording import listed, noted
from milepost.diagnostics import Severity
from milepost.ir.calendars import ALWAYS
from milepost.semantics.model import Model
from milepost.semantics.week import Weeks
from milepost.semantics.whole import has_errors


def run(model: Model) -> Iterator[Finding]:
    """Report each calendar on which dates are counted, and that has none or several zones."""
    weeks = Weeks(model)
    for name, places in by_calendar(date_counts(model)).items():
        if name == ALWAYS:
            if model.timezone is None and not has_errors(model):
                yield Finding(
                    places[0].span,
                    f"`{places[0].span.text}` counts dates on `always`, which has no time zone",
                    "give the project one: a line `timezone Area/City`",
                    noted(counted_here(places[1:])),
                )
            continue
        calendar = model.calendar(name)
        zones = weeks.zones_in(name)
        if calendar is None or None in zones or weeks.zone_of(name) or not weeks.is_whole(name):
            continue
        shown = sorted(zone for zone in zones if isinstance(zone, str))
        joined = f"joins the time zones {listed(shown)}" if len(shown) > 1 else "joins time zones"
        yield Finding(
            model.span_of(calendar),
            f"calendar `{name}` {joined}, and dates are counted on it",
            f"say whose dates count: `{{ timezone {shown[0] if shown else 'Area/City'} }}` "
            "behind the calendar",
            noted(counted_here(places)),
        )


CHECK = Check(
    code="P507",
    name="dates-without-zone",
    title="Dates without a time zone",
    severity=Severity.ERROR,
    rationale=(
        "When a day begins and ends depends on the time zone. A calendar joined from desks on "
        "two continents has two midnights, and the round-the-clock calendar none of its own: "
        "one line must say whose dates count."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar london { timezone Europe/London; mon-fri 09:00-17:00 }
calendar denver { timezone America/Denver; mon-fri 08:00-16:00 }
calendar follow_sun = london + denver

process support {
  until status == closed
  milestone resolution within 5 calendar days on follow_sun { done when status == closed }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar london { timezone Europe/London; mon-fri 09:00-17:00 }
calendar denver { timezone America/Denver; mon-fri 08:00-16:00 }
calendar follow_sun = london + denver { timezone Europe/London }

process support {
  until status == closed
  milestone resolution within 5 calendar days on follow_sun { done when status == closed }
}
""",
    run=run,
    extent=Extent.STATEMENT,
    always=True,
)
