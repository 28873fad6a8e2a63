"""P506: business days on a calendar whose nights belong to no date."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.local_dates import DateCount, by_calendar, counted_here, date_counts
from milepost.checks.wording import noted
from milepost.diagnostics import Severity
from milepost.ir.calendars import ALWAYS
from milepost.semantics.model import Model
from milepost.semantics.week import Weeks


def run(model: Model) -> Iterator[Finding]:
    """Report each calendar on which business days are counted, and that does not say which."""
    weeks = Weeks(model)
    counts = (count for count in date_counts(model) if count.is_business)
    for name, places in by_calendar(counts).items():
        if name == ALWAYS:
            for place in places:
                yield _on_always(place)
            continue
        calendar = model.calendar(name)
        if calendar is None or calendar.business_days is not None or calendar.business_by_shift:
            continue
        if weeks.is_whole(name) and weeks.passes_midnight(name):
            yield Finding(
                model.span_of(calendar),
                f"calendar `{name}` is open over midnight, so its business days are not plain",
                "add a line `business days mon-fri`, or `business days by shift` to count a shift "
                "for the date it starts on",
                noted(counted_here(places)),
            )


def _on_always(place: DateCount) -> Finding:
    return Finding(
        place.span,
        f"`{place.span.text}` on `always`, which knows no business days",
        "name a calendar of working days, or count calendar days",
    )


CHECK = Check(
    code="P506",
    name="unclear-business-days",
    title="Business days where nights are open",
    severity=Severity.ERROR,
    rationale=(
        "A business day is a date on which the desk opens. Where a shift begins on Friday "
        "evening and ends on Saturday morning, that alone makes Saturday one, which hardly "
        "anybody means; so the calendar must say it."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar night_desk { timezone Europe/London; mon-fri 22:00-06:00 }

process support {
  until status == closed
  milestone resolution within 2 business days on night_desk { done when status == closed }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar night_desk { timezone Europe/London; mon-fri 22:00-06:00; business days by shift }

process support {
  until status == closed
  milestone resolution within 2 business days on night_desk { done when status == closed }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
