"""P505: `1d` or `1w` on a calendar that closes: nobody can tell which days are meant."""

import re
from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.durations import durations_in, promised_in
from milepost.checks.wording import noted, plural
from milepost.checks.written import by_table
from milepost.diagnostics import Note, Severity
from milepost.frozen import frozen
from milepost.ir.calendars import Calendar
from milepost.semantics.model import Model
from milepost.semantics.week import DAY, Weeks, working_day, working_days
from milepost.source import Span

_LENGTH = re.compile(r"(?:[0-9]+[wdhms])+")
_WHOLE = re.compile(r"([0-9]+)([dw])")
_HOUR = 3600


@frozen
class _Use:
    """A duration with days or weeks in it, on a calendar that closes; maybe in a table."""

    span: Span
    text: str
    seconds: int
    calendar: Calendar
    table: str | None


def run(model: Model) -> Iterator[Finding]:
    """Report each such duration, those of a table in one finding."""
    for first, others in by_table(_uses(model)):
        calendar, hours = first.calendar.name, plural(first.seconds // _HOUR, "open hour")
        notes = [Note(f"`{one.text}` on `{one.calendar.name}` too", one.span) for one in others]
        yield Finding(
            first.span,
            f"`{first.text}` on calendar `{calendar}` is {hours}{_in_days(first)}",
            _meanings(first),
            noted(notes),
        )


def _uses(model: Model) -> Iterator[_Use]:
    """Yield each place once, with the first calendar that closes."""
    weeks = Weeks(model)
    calendars = {
        calendar.name: calendar for calendar in model.calendars if weeks.is_whole(calendar.name)
    }
    seen: set[tuple[str, int]] = set()
    for one in (*durations_in(model), *promised_in(model)):
        written = _LENGTH.match(one.span.text)
        place = (one.span.path, one.span.start)
        if place in seen or not one.seconds or not written or not set("dw") & set(written[0]):
            continue
        for name in one.calendars:
            if name in calendars and weeks.is_round_the_clock(name) is False:
                seen.add(place)
                length = Span(one.span.source, one.span.start, one.span.start + written.end())
                yield _Use(length, written[0], one.seconds, calendars[name], one.table)
                break


def _in_days(use: _Use) -> str:
    """Return what the duration comes to in working days, where they are equally long."""
    length = working_day(use.calendar)
    if length is None or length == DAY:
        return ""
    days, rest = divmod(use.seconds, length)
    if rest == 0:
        return f", which is {plural(days, 'working day')}"
    return f", which is more than {plural(days, 'working day')}"


def _meanings(use: _Use) -> str:
    """Return the three things that may be meant."""
    hours, rest = divmod(use.seconds, _HOUR)
    open_time = f"`{hours}h`" if rest == 0 else f"`{hours}h{rest // 60}m`"
    whole = _WHOLE.fullmatch(use.text)
    if whole is None:
        return (
            f"write {open_time} if open time is meant; days stand alone, such as `1 business day`"
        )
    count, unit = int(whole[1]), whole[2]
    business = count * (working_days(use.calendar) or 5) if unit == "w" else count
    dates = count * 7 if unit == "w" else count
    return (
        f"write `{plural(business, 'business day')}`, `{plural(dates, 'calendar day')}` "
        f"or, for open hours, {open_time}"
    )


CHECK = Check(
    code="P505",
    name="day-as-duration",
    title="A day that is 24 open hours",
    severity=Severity.ERROR,
    rationale=(
        "`1d` is 24 hours of the clock it runs on. On a desk that opens eight hours a day those "
        "are three days, and hardly anybody who writes `1d` means that; so the words must say "
        "which days are meant."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

process support {
  until status == closed
  milestone first_response within 1d on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

process support {
  until status == closed
  milestone first_response within 1 business day on office { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
