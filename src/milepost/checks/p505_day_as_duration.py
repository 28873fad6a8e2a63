"""P505: `1d` or `1w` on a calendar that closes: nobody can tell which days are meant."""

import re
from collections.abc import Iterator

from milepost.checks.check import Check, Finding
from milepost.checks.wording import noted, plural
from milepost.checks.written import written_offsets
from milepost.diagnostics import Note, Severity
from milepost.frozen import frozen
from milepost.ir.calendars import Calendar
from milepost.ir.schedule import RequireWithin
from milepost.ir.targets import Duration, Target
from milepost.semantics.choices import names_in
from milepost.semantics.clocks import Clocks, plain_targets
from milepost.semantics.model import Model
from milepost.semantics.week import DAY, Weeks, working_day, working_days
from milepost.semantics.whole import whole_parts
from milepost.source import Span

_LENGTH = re.compile(r"(?:[0-9]+[wdhms])+")
_WHOLE = re.compile(r"([0-9]+)([dw])")
_HOUR = 3600


@frozen
class _Use:
    """A duration with days or weeks in it, the calendars it may run on, and the table it stands in."""

    span: Span
    text: str
    seconds: int
    calendars: tuple[str, ...]
    table: str | None = None


def run(model: Model) -> Iterator[Finding]:
    """Report each such duration, those of one table in one finding."""
    weeks, is_whole = Weeks(model), whole_parts(model)
    calendars = {calendar.name: calendar for calendar in model.calendars if is_whole(calendar)}
    groups: dict[tuple[str, object], list[tuple[_Use, Calendar]]] = {}
    seen: set[tuple[str, int]] = set()
    for use in _uses(model):
        closing = next(
            (
                calendars[name]
                for name in use.calendars
                if name in calendars and weeks.is_round_the_clock(name) is False
            ),
            None,
        )
        place = (use.span.path, use.span.start)
        if closing is not None and place not in seen:
            seen.add(place)
            key = ("table", use.table) if use.table else place
            groups.setdefault(key, []).append((use, closing))
    for group in groups.values():
        yield _finding(group)


def _uses(model: Model) -> Iterator[_Use]:
    for clocked in Clocks(model).of_milestones():
        table = getattr(clocked.line.target, "table", None)
        yield from _use(model, clocked.target, clocked.calendars, table)
    for written in written_offsets(model):
        if written.offset.unit == "seconds":
            yield from _spoken_in_days(
                written.span, written.offset.count, written.calendars, None
            )
    promised = [promise.target for one in model.contracts for promise in one.promises]
    promised += [one.target for one in model.requirements if isinstance(one, RequireWithin)]
    for target in (plain for whole in promised for plain in plain_targets(whole)):
        yield from _use(model, target, names_in(getattr(target, "calendar", None)), None)


def _use(
    model: Model, target: Target, calendars: tuple[str, ...], table: str | None
) -> Iterator[_Use]:
    if isinstance(target, Duration):
        yield from _spoken_in_days(model.span_of(target), target.seconds, calendars, table)


def _spoken_in_days(
    span: Span, seconds: int, calendars: tuple[str, ...], table: str | None
) -> Iterator[_Use]:
    found = _LENGTH.match(span.text)
    if found and seconds and ("d" in found[0] or "w" in found[0]):
        end = span.start + found.end()
        yield _Use(Span(span.source, span.start, end), found[0], seconds, calendars, table)


def _finding(group: list[tuple[_Use, Calendar]]) -> Finding:
    use, calendar = group[0]
    hours = use.seconds // _HOUR
    return Finding(
        use.span,
        f"`{use.text}` on calendar `{calendar.name}` is {plural(hours, 'open hour')}{_in_days(use, calendar)}",
        _meanings(use, calendar),
        noted(
            [
                Note(f"`{other.text}` on calendar `{on.name}` too", other.span)
                for other, on in group[1:]
            ]
        ),
    )


def _in_days(use: _Use, calendar: Calendar) -> str:
    """Return what the duration comes to in working days, where they are equally long."""
    length = working_day(calendar)
    if length is None or length == DAY:
        return ""
    days, rest = divmod(use.seconds, length)
    if rest == 0:
        return f", which is {plural(days, 'working day')}"
    return f", which is more than {plural(days, 'working day')}"


def _meanings(use: _Use, calendar: Calendar) -> str:
    """Return the three things that may be meant."""
    hours, rest = divmod(use.seconds, _HOUR)
    open_time = f"`{hours}h`" if rest == 0 else f"`{hours}h{rest // 60}m`"
    whole = _WHOLE.fullmatch(use.text)
    if whole is None:
        return f"write {open_time} if open time is meant; days stand alone, such as `1 business day`"
    count, unit = int(whole[1]), whole[2]
    business = count * (working_days(calendar) or 5) if unit == "w" else count
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
        "`1d` is 24 hours of the clock it runs on. On a desk that opens eight hours a day those are three days, "
        "and hardly anybody who writes `1d` means that; so the words must say which days are meant."
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
)
