"""Rules of calendars."""

from typing import Any

from milepost.source import Span
from milepost.syntax.ast import calendars as ast
from milepost.syntax.ast.literals import ByField, ChoiceCase, Code, Integer, Name, Source, String
from milepost.syntax.builder.literals import LiteralRules
from milepost.syntax.tables import DAYS, MONTHS
from milepost.syntax.tokens import Token

CALENDAR_NODES: dict[str, type] = {
    "bounds": ast.Bounds,
    "calendar_group": ast.CalendarGroup,
    "choice_case": ChoiceCase,
    "closures": ast.Closures,
    "complement": ast.Complement,
    "dates": ast.Dates,
    "every_weekday": ast.EveryWeekday,
    "minus": ast.Minus,
    "plus": ast.Plus,
    "source": Source,
}


class CalendarRules(LiteralRules):
    """Rules of calendars, from a window to the algebra."""

    def calendar(
        self, span: Span, name: Name, label: String | None, *lines: ast.CalendarLine
    ) -> ast.Calendar:
        return ast.Calendar(name, label, lines, span)

    def derived_calendar(
        self, span: Span, name: Name, label: String | None, algebra: ast.Algebra, *lines: Any
    ) -> ast.DerivedCalendar:
        return ast.DerivedCalendar(name, label, algebra, lines, span)

    def timezone(self, span: Span, zone: Any) -> ast.Timezone:
        if isinstance(zone, Name):
            zone = ByField(zone, zone.span)
        return ast.Timezone(zone, span)

    def days(self, _span: Span, *days: ast.DayRange) -> tuple[ast.DayRange, ...]:
        return days

    def day_range(self, span: Span, first: Token, last: Token | None) -> ast.DayRange:
        return ast.DayRange(DAYS.index(first.text), last and DAYS.index(last.text), span)

    def hours_line(
        self, span: Span, days: tuple[ast.DayRange, ...], windows: tuple[ast.Window, ...]
    ) -> ast.HoursLine:
        return ast.HoursLine(days, windows, span)

    def windows(self, _span: Span, *windows: ast.Window) -> tuple[ast.Window, ...]:
        return windows

    def window(self, span: Span, opens: Any, day: Token | None, closes: Any) -> ast.Window:
        return ast.Window(opens, day and DAYS.index(day.text), closes, span)

    def by_shift(self, _span: Span) -> bool:
        return True

    def holidays(self, span: Span, *parts: Any) -> ast.Holidays:
        *sets, bounds, by_shift = parts
        return ast.Holidays(tuple(sets), bounds, bool(by_shift), span)

    def closed(self, span: Span, dates: Any, windows: Any, label: Any) -> ast.Override:
        return ast.Override(False, dates, windows or (), None, label, span)

    def closed_every(
        self, span: Span, dates: Any, windows: Any, bounds: Any, label: Any
    ) -> ast.Override:
        return ast.Override(False, dates, windows or (), bounds, label, span)

    def open(self, span: Span, dates: Any, windows: Any, label: Any) -> ast.Override:
        return ast.Override(True, dates, windows or (), None, label, span)

    def open_every(
        self, span: Span, dates: Any, windows: Any, bounds: Any, label: Any
    ) -> ast.Override:
        return ast.Override(True, dates, windows or (), bounds, label, span)

    def nth(self, _span: Span, token: Token) -> int:
        return -1 if token.text == "last" else int("0" + token.text[:-2][:3])

    def month(self, _span: Span, token: Token) -> int | None:
        return MONTHS.index(token.text) + 1 if token.terminal == "MONTH_NAME" else None

    def unit(self, _span: Span, token: Token) -> str:
        return f"{token.text.rstrip('s')}s"

    def every_nth_weekday(
        self, span: Span, nth: int, day: Token, month: int | None
    ) -> ast.EveryNthWeekday:
        return ast.EveryNthWeekday(nth, DAYS.index(day.text), month, span)

    def every_month_day(self, span: Span, day: Token, month: int | None) -> ast.EveryMonthDay:
        return ast.EveryMonthDay(self.nth(span, day), month, span)

    def every_year_day(self, span: Span, day: Token, month: Token) -> ast.EveryYearDay:
        number = Integer(self.number(day), Span(self.source, day.start, day.end))
        return ast.EveryYearDay(number, MONTHS.index(month.text) + 1, span)

    def every_period(self, span: Span, interval: Token, unit: str) -> ast.EveryPeriod:
        number = Integer(self.number(interval), Span(self.source, interval.start, interval.end))
        return ast.EveryPeriod(number, unit, span)

    def regime(self, span: Span, starts: Any, ends: Any, *lines: Any) -> ast.Regime:
        return ast.Regime(starts, ends, lines, span)

    def business_days(self, span: Span, days: Any) -> ast.BusinessDays:
        return ast.BusinessDays(None if days is True else days, span)

    def sum(self, span: Span, first: ast.Algebra, *terms: ast.Plus | ast.Minus) -> ast.Sum:
        return ast.Sum(first, terms, span)

    def intersection(self, span: Span, *calendars: ast.Algebra) -> ast.Intersection:
        return ast.Intersection(calendars, span)

    def calendar_name(self, _span: Span, name: Name) -> Name:
        return name

    def zone_code(self, _span: Span, code: Code) -> Code:
        return code


__all__ = ["CALENDAR_NODES", "DAYS", "MONTHS", "CalendarRules"]
