"""P515: a calendar that closes on holidays whose dates are estimates."""

from collections.abc import Iterator, Mapping

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.wording import plural
from milepost.diagnostics import Severity
from milepost.ir.calendars import Holiday, Holidays, HolidaySet, Rules
from milepost.semantics.choices import names_in
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report each holiday line with estimated dates in the horizon, with the first of them."""
    sets = {one.code: one for one in model.holiday_sets}
    for calendar in model.calendars:
        rules = calendar.open_time
        for line in rules.holidays if isinstance(rules, Rules) else ():
            found = sorted(_estimated(line, sets), key=lambda one: (one[1].date, one[0]))
            if found:
                code, first = found[0]
                dates = len({holiday.date for _, holiday in found})
                others = f", the first of {plural(dates, 'such date')}" if dates > 1 else ""
                yield Finding(
                    model.span_of(line),
                    f"`{first.name}` of holiday set `{code}` on {first.date} is an "
                    f"estimate{others}",
                    "compile again when the dates are announced, bound the line with "
                    "`from … to …`, or allow this with the reason",
                )


def _estimated(line: Holidays, sets: Mapping[str, HolidaySet]) -> Iterator[tuple[str, Holiday]]:
    """Yield the estimated holidays within the bounds of a line, and the set each comes from."""
    for code in names_in(line.holiday_set):
        for holiday in sets[code].holidays if code in sets else ():
            is_within = (line.starts or "") <= holiday.date <= (line.ends or holiday.date)
            if holiday.estimated and is_within:
                yield code, holiday


CHECK = Check(
    code="P515",
    name="estimated-holidays",
    title="Holidays whose dates are estimates",
    severity=Severity.INFORMATION,
    rationale=(
        "Some holidays follow the sighting of the moon or are announced year by year. Until then "
        "their dates are computed, and the authorities may choose the day before or after: "
        "promises over them move by a day when the data is next brought up to date."
    ),
    bad="""\
case { status open | closed = open; events reply }
calendar office { timezone Asia/Dubai; mon-fri 09:00-17:00; holidays AE }
process support {
  until status == closed
  milestone answer within 4h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }
calendar office {
  timezone Asia/Dubai
  mon-fri  09:00-17:00
  holidays AE from 2024-01-01 to 2026-12-31
}
process support {
  until status == closed
  milestone answer within 4h on office { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
