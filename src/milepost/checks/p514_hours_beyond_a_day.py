"""P514: hours that are days and a rest: `16h` is not two days where a day has ten."""

import re
from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.durations import durations_in
from milepost.checks.wording import noted, plural
from milepost.checks.written import by_table
from milepost.diagnostics import Note, Severity
from milepost.frozen import frozen
from milepost.ir.calendars import Calendar, Rules
from milepost.semantics.model import Model
from milepost.semantics.week import DAY, Weeks, working_day
from milepost.source import Span

_HOURS = re.compile(r"(?:[0-9]+[hms])+(?![0-9a-z])")
_HOUR = 3600
#: A calendar with longer days is mostly open, and nobody counts its time in working days.
_LONGEST_DAY = 12 * _HOUR
#: More hours than these nobody reads as a number of days.
_MOST = 240 * _HOUR


@frozen
class _Use:
    """Hours on a calendar whose days have fewer; maybe in a table."""

    span: Span
    seconds: int
    calendar: str
    day: int
    table: str | None


def run(model: Model) -> Iterator[Finding]:
    """Report each such duration, those of a table in one finding."""
    for first, others in by_table(_uses(model)):
        notes = [
            Note(f"`{one.span.text}` on `{one.calendar}` is {_in_days(one)}", one.span)
            for one in others
        ]
        yield Finding(
            first.span,
            f"`{first.span.text}` on calendar `{first.calendar}` is {_in_days(first)}",
            f"write {_meanings(first)} if whole days are meant; else allow this with the reason",
            noted(notes),
        )


def _uses(model: Model) -> Iterator[_Use]:
    """Yield each place once, with the first calendar on which days and a rest remain.

    What comes to whole working days means the same either way.
    """
    weeks = Weeks(model)
    days = {one.name: _plain_day(one) for one in model.calendars if weeks.is_whole(one.name)}
    seen: set[tuple[str, int]] = set()
    for one in durations_in(model):
        written = _HOURS.match(one.span.text)
        place = (one.span.path, one.span.start)
        if written is None or place in seen or one.seconds > _MOST:
            continue
        for name in one.calendars:
            day = days.get(name)
            if day is not None and day < one.seconds and one.seconds % day:
                seen.add(place)
                length = Span(one.span.source, one.span.start, one.span.start + written.end())
                yield _Use(length, one.seconds, name, day, one.table)
                break


def _plain_day(calendar: Calendar) -> int | None:
    """Return the open seconds of a working day, where all are alike and none passes midnight."""
    rules = calendar.open_time
    if not isinstance(rules, Rules) or rules.regimes:
        return None
    if any(window.closes > DAY for window in rules.windows):
        return None
    day = working_day(calendar)
    return day if day is not None and day <= _LONGEST_DAY else None


def _in_days(use: _Use) -> str:
    """Return a duration in working days, and what is left of it.

    A day and six hours of the next are `1 working day and 6h`.
    """
    days, rest = divmod(use.seconds, use.day)
    hours, rest_of_hour = divmod(rest, _HOUR)
    minutes, seconds = divmod(rest_of_hour, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    left = "".join(f"{count}{unit}" for count, unit in parts if count)
    return plural(days, "working day") + (f" and {left}" if left else "")


def _meanings(use: _Use) -> str:
    """Return the whole days that may be meant: by the clock, or by the open time."""
    by_clock = use.seconds // DAY if use.seconds % DAY == 0 else 0
    by_open_time = -(-use.seconds // use.day)
    counts = dict.fromkeys(count for count in (by_clock, by_open_time) if count)
    return " or ".join(f"`{plural(count, 'business day')}`" for count in counts)


CHECK = Check(
    code="P514",
    name="hours-beyond-a-day",
    title="Hours that are more than a working day",
    severity=Severity.INFORMATION,
    rationale=(
        "`16h` reads like two days, and on a desk that opens ten hours a day it is a day and six "
        "hours. Vendors have got such sums wrong in their own manuals. Where whole days are "
        "meant, business days say so."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 08:00-18:00 }

process support {
  until status == closed
  milestone first_response within 16h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 08:00-18:00 }

process support {
  until status == closed
  milestone first_response within 2 business days on office { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
