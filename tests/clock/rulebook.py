"""What the rules of a calendar say about one local time, the strongest rule first."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from wall import DAY

from milepost.ir.calendars import (
    DateRule,
    Dates,
    MonthDay,
    NthWeekday,
    Override,
    Periodic,
    Regime,
    Rules,
    Weekly,
)

#: Hours in seconds of a date, and the date they began on.
Span = tuple[int, int, date]


class Layer(NamedTuple):
    """What the overrides of one kind close and open on a date; do they replace its hours?"""

    closed: list[Span]
    opened: list[Span]
    replaces: bool


class Sheet(NamedTuple):
    """What each rule of a calendar says of one date."""

    layers: tuple[Layer, Layer]
    is_holiday: bool
    windows: list[Span]

    def shift_at(self, second: int) -> date | None:
        """Return the date on which the shift of a local time began, or None when it is closed."""
        for layer in self.layers:
            if any(start <= second < end for start, end, _ in layer.closed):
                return None
            for start, end, began in layer.opened:
                if start <= second < end:
                    return began
            if layer.replaces:
                return None
        if self.is_holiday:
            return None
        for start, end, began in self.windows:
            if start <= second < end:
                return began
        return None


class Rulebook:
    """The rules of a calendar, and the dates of its holiday sets."""

    def __init__(self, rules: Rules, holidays: dict[str, set[str]]) -> None:
        self.rules = rules
        self.holidays = holidays

    def sheet(self, day: date) -> Sheet:
        dated = [line for line in self.rules.overrides if isinstance(line.dates, Dates)]
        recurring = [line for line in self.rules.overrides if not isinstance(line.dates, Dates)]
        regime = self.regime(day)
        return Sheet(
            (_layer(dated, day), _layer(recurring, day)),
            self.is_holiday(day, by_shift=False),
            [
                (window.opens - back * DAY, window.closes - back * DAY, began)
                for window in (regime.windows if regime else self.rules.windows)
                for back, began in _dates_back(day, window.closes)
                if began.weekday() == window.day and not self.is_holiday(began, by_shift=True)
            ],
        )

    def is_holiday(self, day: date, *, by_shift: bool) -> bool:
        text = day.isoformat()
        return any(
            text in self.holidays[str(line.holiday_set)]
            for line in self.rules.holidays
            if line.by_shift == by_shift
            and (line.starts is None or line.starts <= text)
            and (line.ends is None or text <= line.ends)
        )

    def is_reopened(self, day: date) -> bool:
        return any(line.opens and names(line.dates, day) for line in self.rules.overrides)

    def regime(self, day: date) -> Regime | None:
        text = day.isoformat()
        for regime in self.rules.regimes:
            if regime.starts <= text and (regime.ends is None or text <= regime.ends):
                return regime
        return None


@lru_cache(maxsize=100_000)
def names(rule: DateRule, day: date) -> bool:
    """Say whether a rule names a date, from the words of the rule."""
    text = day.isoformat()
    if rule.starts is not None and text < rule.starts:
        return False
    if rule.ends is not None and text > rule.ends:
        return False
    match rule:
        case Weekly():
            return day.weekday() in rule.days and _weeks_since(rule, day) % rule.interval == 0
        case Periodic():
            start = date.fromisoformat(rule.starts)
            if rule.unit == "days":
                return (day - start).days % rule.interval == 0
            months = (day.year - start.year) * 12 + day.month - start.month
            return day.day == start.day and months % rule.interval == 0
        case MonthDay():
            return day.day == rule.day and rule.month in (None, day.month)
        case NthWeekday():
            if day.weekday() != rule.day or rule.month not in (None, day.month):
                return False
            rest = monthrange(day.year, day.month)[1] - day.day
            return rule.nth in ((day.day + 6) // 7, -1 - rest // 7)
    return True


def _weeks_since(rule: Weekly, day: date) -> int:
    if rule.starts is None:
        return 0
    start = date.fromisoformat(rule.starts)
    return (day - start + timedelta(days=start.weekday())).days // 7


def _layer(lines: list[Override], day: date) -> Layer:
    return Layer(
        [span for line in lines if not line.opens for span in _spans(line, day)],
        [span for line in lines if line.opens for span in _spans(line, day)],
        any(line.opens and names(line.dates, day) for line in lines),
    )


def _spans(line: Override, day: date) -> Iterator[Span]:
    """Yield the hours of an override on a date, those that began on dates before it included."""
    pairs = [(hours.opens, hours.closes) for hours in line.hours] or [(0, DAY)]
    for opens, closes in pairs:
        for back, began in _dates_back(day, closes):
            if names(line.dates, began):
                yield opens - back * DAY, closes - back * DAY, began


def _dates_back(day: date, closes: int) -> Iterator[tuple[int, date]]:
    """Yield the dates from which hours that close so late can reach a date."""
    back = 0
    while back * DAY < closes:
        yield back, day - timedelta(days=back)
        back += 1
