"""P508: windows of a calendar that overlap."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Note, Severity
from milepost.ir.calendars import Hours, Rules, Window
from milepost.semantics.model import Model
from milepost.semantics.week import DAY, DAYS, WEEK
from milepost.semantics.whole import whole_parts
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report each pair of windows that share time in a week, over midnight and Sunday too."""
    is_whole = whole_parts(model)
    for calendar in model.calendars:
        rules = calendar.open_time
        if not isinstance(rules, Rules) or not is_whole(calendar):
            continue
        yield from _in_week(model, rules.windows)
        for regime in rules.regimes:
            yield from _in_week(model, regime.windows)
        for override in rules.overrides:
            yield from _on_date(model, override.hours)


def _in_week(model: Model, windows: Sequence[Window]) -> Iterator[Finding]:
    pieces = sorted(
        (start, end, number)
        for number, window in enumerate(windows)
        for start, end in _pieces(window)
    )
    shared: dict[tuple[int, int], tuple[Span, Span, list[int]]] = {}
    open_until: list[tuple[int, int]] = []
    for start, end, number in pieces:
        open_until = [(until, which) for until, which in open_until if until > start]
        for _, earlier in open_until:
            first, second = sorted((number, earlier))
            spans = model.span_of(windows[first]), model.span_of(windows[second])
            key = (spans[0].start, spans[1].start)
            shared.setdefault(key, (*spans, []))[2].append(start // DAY)
        open_until.append((end, number))
    for one, other, days in shared.values():
        yield _finding(one, other, f" on {_days(days)}")


def _on_date(model: Model, hours: Sequence[Hours]) -> Iterator[Finding]:
    for first, second in combinations(hours, 2):
        if first.opens < second.closes and second.opens < first.closes:
            yield _finding(model.span_of(first), model.span_of(second), "")


def _pieces(window: Window) -> Iterator[tuple[int, int]]:
    start, end = window.day * DAY + window.opens, window.day * DAY + window.closes
    yield start, min(end, WEEK)
    if end > WEEK:
        yield 0, end - WEEK


def _finding(first: Span, second: Span, when: str) -> Finding:
    if first == second:
        message = f"window `{first.text}` overlaps itself{when}"
    elif first.text == second.text:
        message = f"window `{first.text}` stands twice{when}"
    else:
        message = f"windows `{first.text}` and `{second.text}` overlap{when}"
    return Finding(
        second,
        message,
        "let one end where the other begins: time that is open twice still counts once",
        (Note("the other window", first),),
    )


def _days(days: Sequence[int]) -> str:
    """Return weekdays in words: `mon-fri`, or `mon, wed`."""
    found = sorted(set(days))
    if found == [*range(found[0], found[-1] + 1)] and found[1:]:
        return f"{DAYS[found[0]]}-{DAYS[found[-1]]}"
    return ", ".join(DAYS[day] for day in found)


CHECK = Check(
    code="P508",
    name="overlapping-windows",
    title="Windows that overlap",
    severity=Severity.ERROR,
    rationale=(
        "Two windows that share time look like more hours than there are: an hour that is open "
        "twice passes once. Mostly one of the times is a slip of the pen, and the contract "
        "means another."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 08:00-13:00, 12:00-17:00 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 08:00-12:00, 13:00-17:00 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
