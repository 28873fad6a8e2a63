"""P510: a calendar with a gap of many days."""

from collections.abc import Iterator
from datetime import date

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.common_hours import DAY, day_of, first_apart, is_told_by_a_part
from milepost.checks.open_time import table_of
from milepost.diagnostics import Severity
from milepost.ir.calendars import Algebra, Calendar, Dates, Rules, Same, Union
from milepost.semantics.model import Model
from milepost.semantics.whole import whole_parts

MOST_DAYS = 21
_SUSPICIOUS_DAYS = 7


def run(model: Model) -> Iterator[Finding]:
    """Report each calendar that stays closed for more than three weeks, with the first such gap."""
    is_whole = whole_parts(model)
    for calendar in model.calendars:
        if not is_whole(calendar) or not _may_gape(calendar):
            continue
        table = table_of(model, calendar)
        if table is None:
            continue
        gaps = (
            (opens - closed, closed, opens)
            for closed, opens in zip(table.ends, table.starts[1:], strict=False)
        )
        longest = max(gaps, default=(0, 0, 0))
        if longest[0] > MOST_DAYS * DAY and not _is_told_otherwise(model, calendar, longest):
            days = longest[0] // DAY
            yield Finding(
                model.span_of(calendar),
                f"calendar `{calendar.name}` is closed for {days} days, "
                f"from {day_of(longest[1])} to {day_of(longest[2])}",
                "a case that waits over it is forgotten; check the dates of the closure"
                if isinstance(calendar.open_time, Rules)
                else "a case that waits over it is forgotten; check which hours its parts have in "
                "common, in their own zones",
            )


def _is_told_otherwise(model: Model, calendar: Calendar, gap: tuple[int, int, int]) -> bool:
    """Say whether a gap of combined calendars is that of a part, or lies between their hours."""
    if isinstance(calendar.open_time, Rules):
        return False
    _, closed, opens = gap
    is_told = is_told_by_a_part(model, calendar, closed, opens)
    return is_told or first_apart(model, calendar) is not None


def _may_gape(calendar: Calendar) -> bool:
    rules = calendar.open_time
    if not isinstance(rules, Rules):
        return _takes_away(rules)
    long = (
        isinstance(override.dates, Dates)
        and (
            date.fromisoformat(override.dates.ends) - date.fromisoformat(override.dates.starts)
        ).days
        >= _SUSPICIOUS_DAYS
        for override in rules.overrides
        if not override.opens and not override.hours
    )
    return bool(rules.regimes) or not rules.windows or any(long)


def _takes_away(algebra: Algebra) -> bool:
    """Say whether a combination closes more than its parts do: a union opens, if anything."""
    if isinstance(algebra, Union):
        return _takes_away(algebra.left) or _takes_away(algebra.right)
    return not isinstance(algebra, Same)


CHECK = Check(
    code="P510",
    name="long-gap",
    title="A calendar that stays closed for weeks",
    severity=Severity.WARNING,
    rationale=(
        "A four-hour promise made before such a gap is kept a month later, and nobody meant "
        "that. Most often a year in a date is wrong."
    ),
    bad="""\
case { status open | closed = open; events reply }
calendar office {
  timezone Europe/London
  mon-fri  09:00-17:00
  closed   2027-08-02 to 2028-08-13 "summer"
}
process support {
  until status == closed
  milestone answer within 4h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }
calendar office {
  timezone Europe/London
  mon-fri  09:00-17:00
  closed   2027-08-02 to 2027-08-13 "summer"
}
process support {
  until status == closed
  milestone answer within 4h on office { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
