"""P217: a calendar with more windows on one day than the system takes."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.profiles import Counted, over_limit
from milepost.checks.wording import plural
from milepost.diagnostics import Severity
from milepost.ir.calendars import Rules
from milepost.semantics.model import Model
from milepost.semantics.week import DAYS, stretches_by_day


def run(model: Model) -> Iterator[Finding]:
    """Report each calendar with too many windows on a day, what passes midnight being cut there."""
    return over_limit(
        model,
        "windows",
        _counted(model),
        "write one window, and close the break by a line of its own",
    )


def _counted(model: Model) -> Iterator[Counted]:
    for calendar in model.calendars:
        rules = calendar.open_time
        if not isinstance(rules, Rules):
            continue
        weeks = (rules.windows, *(regime.windows for regime in rules.regimes))
        counts = [len(day) for windows in weeks for day in stretches_by_day(windows)]
        count = max(counts)
        day = DAYS[counts.index(count) % len(DAYS)]
        what = f"calendar `{calendar.name}` has {plural(count, 'window')} on {day}"
        yield Counted(what, count, (model.span_of(calendar),))


CHECK = Check(
    code="P217",
    name="too-many-windows",
    title="More windows a day than the system takes",
    severity=Severity.WARNING,
    rationale=(
        "Some systems know one opening and one closing time a day. A lunch break or a night "
        "shift does not fit there, and the exported hours would be longer than those that were "
        "promised."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/Madrid; mon-fri 09:00-14:00, 16:00-19:00 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}

export to salesforce {
  limits salesforce
  status = Case.Status { open: "New", closed: "Closed" }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office {
  timezone Europe/Madrid
  mon-fri 09:00-19:00
  closed every mon-fri 14:00-16:00 "siesta"
}

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}

export to salesforce {
  limits salesforce
  status = Case.Status { open: "New", closed: "Closed" }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
