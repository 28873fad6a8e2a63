"""P509: a calendar that never opens."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.open_time import table_of
from milepost.diagnostics import Severity
from milepost.ir.calendars import Calendar, Rules
from milepost.semantics.model import Model
from milepost.semantics.week import Weeks

_REMEDY = "add a line such as `mon-fri 09:00-17:00`; no time ever counts on it as it stands"
_REMEDY_COMBINED = (
    "its parts have no hours in common, or one takes away all that another opens; "
    "`+` opens when one of two is open"
)


def run(model: Model) -> Iterator[Finding]:
    """Report each calendar without any open time over the whole horizon."""
    weeks = Weeks(model)
    for calendar in model.calendars:
        if not weeks.is_whole(calendar.name) or _surely_opens(calendar):
            continue
        table = table_of(model, calendar)
        if table is not None and not table.starts:
            yield Finding(
                model.span_of(calendar),
                f"calendar `{calendar.name}` never opens",
                _REMEDY if isinstance(calendar.open_time, Rules) else _REMEDY_COMBINED,
            )


def _surely_opens(calendar: Calendar) -> bool:
    """Say whether weekly windows make it needless to look: no closure is that long."""
    rules = calendar.open_time
    return isinstance(rules, Rules) and bool(rules.windows) and not rules.overrides


CHECK = Check(
    code="P509",
    name="never-opens",
    title="A calendar that never opens",
    severity=Severity.ERROR,
    rationale=(
        "A clock on such a calendar stands still for ever: nothing is ever due, and nobody is "
        "warned. It happens where an intersection of two desks has no common hours."
    ),
    bad="""\
case { status open | closed = open; events reply }
calendar early { timezone Europe/London; mon-fri 06:00-12:00 }
calendar late  { timezone Europe/London; mon-fri 14:00-20:00 }
calendar both = early & late
process support {
  until status == closed
  milestone answer within 4h on both { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }
calendar early { timezone Europe/London; mon-fri 06:00-15:00 }
calendar late  { timezone Europe/London; mon-fri 14:00-20:00 }
calendar both = early & late
process support {
  until status == closed
  milestone answer within 4h on both { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
