"""Rules of targets, anchors and tables."""

from typing import Any

from milepost.source import Span
from milepost.syntax.ast import targets as ast
from milepost.syntax.ast.literals import Name, String
from milepost.syntax.builder.literals import LiteralRules
from milepost.syntax.tokens import Token

TARGET_NODES: dict[str, type] = {
    "alternative": ast.Alternative,
    "by": ast.By,
    "by_field": ast.ByFieldValue,
    "clocked": ast.Clocked,
    "none": ast.Nothing,
    "reference": ast.Reference,
    "target_cell": ast.TargetCell,
    "within": ast.Within,
}


class TargetRules(LiteralRules):
    """Rules of targets, anchors and tables."""

    def business_days_amount(self, span: Span, count: Token, *_: Any) -> ast.BusinessDaysAmount:
        return ast.BusinessDaysAmount(self.number(count), span)

    def calendar_days_amount(self, span: Span, count: Token, *_: Any) -> ast.CalendarDaysAmount:
        return ast.CalendarDaysAmount(self.number(count), span)

    def months_amount(self, span: Span, count: Token, *_: Any) -> ast.MonthsAmount:
        return ast.MonthsAmount(self.number(count), span)

    def on(self, _span: Span, calendar: Any) -> Any:
        return calendar

    def external(self, span: Span, name: String, *parts: Any) -> ast.External:
        *fields, calendar = parts
        if fields and isinstance(fields[0], tuple):
            fields = list(fields[0])
        return ast.External(name, tuple(field for field in fields if field), calendar, span)

    def nothing(self, _span: Span, none: ast.Nothing) -> ast.Nothing:
        return none

    def earliest(self, span: Span, *alternatives: ast.Alternative) -> ast.Combined:
        return ast.Combined(True, alternatives, span)

    def latest(self, span: Span, *alternatives: ast.Alternative) -> ast.Combined:
        return ast.Combined(False, alternatives, span)

    def business(self, _span: Span, _token: Token) -> bool:
        return True

    def fixed(self, _span: Span, _token: Token) -> bool:
        return True

    def chained(self, _span: Span, _token: Token) -> bool:
        return True

    def cut_off(self, _span: Span, _token: Token, time: Any) -> Any:
        return time

    def time_of_day(
        self, span: Span, time: Any, business: Any, day: Token, calendar: Any, cut_off: Any
    ) -> ast.ByDayTime:
        count = self.number(day)
        return ast.ByDayTime("time", time, bool(business), count, calendar, cut_off, span)

    def close_of_day(
        self, span: Span, _business: Any, day: Token, calendar: Any, cut_off: Any
    ) -> ast.ByDayTime:
        return ast.ByDayTime("close", None, True, self.number(day), calendar, cut_off, span)

    def end_of_day(
        self, span: Span, business: Any, day: Token, calendar: Any, cut_off: Any
    ) -> ast.ByDayTime:
        count = self.number(day)
        return ast.ByDayTime("end", None, bool(business), count, calendar, cut_off, span)

    def by_cell(self, _span: Span, deadline: ast.Deadline) -> ast.Deadline:
        return deadline

    def rolling(
        self, span: Span, _comma: Token, time: Any, calendar: Any, when: Any
    ) -> ast.Rolling:
        return ast.Rolling(time, calendar, when, span)

    def every(
        self, span: Span, target: ast.Target, fixed: Any, anchor: Any, when: Any
    ) -> ast.Every:
        return ast.Every(target, bool(fixed), anchor, when, span)

    def after(self, span: Span, word: Name) -> ast.Anchor:
        return ast.Anchor("once", (word,), span)

    def after_first(self, span: Span, word: Name) -> ast.Anchor:
        return ast.Anchor("first", (word,), span)

    def after_last(self, span: Span, word: Name) -> ast.Anchor:
        return ast.Anchor("last", (word,), span)

    def after_each(self, span: Span, word: Name, chained: Any) -> ast.Anchor:
        return ast.Anchor("chained" if chained else "each", (word,), span)

    def after_all(self, span: Span, words: tuple[Name, ...]) -> ast.Anchor:
        return ast.Anchor("all", words, span)

    def after_due(self, span: Span, word: Name) -> ast.Anchor:
        return ast.Anchor("due", (word,), span)

    def after_day(self, span: Span, word: Name) -> ast.Anchor:
        return ast.Anchor("day", (word,), span)

    def after_hour(self, span: Span, word: Name) -> ast.Anchor:
        return ast.Anchor("hour", (word,), span)

    def after_choice(self, span: Span, choice: Any) -> ast.Anchor:
        return ast.Anchor("once", (choice,), span)

    def cell(self, _span: Span, none: ast.Nothing) -> ast.Nothing:
        return none

    def value_cell(self, span: Span, value: Any) -> ast.ValueCell:
        if isinstance(value, Token):
            value = Name(value.text, span)
        return ast.ValueCell(value, span)

    def header(self, span: Span, *columns: Any) -> ast.Header:
        return ast.Header(columns, span)

    def row_cells(self, _span: Span, *cells: ast.Cell) -> tuple[ast.Cell, ...]:
        return cells

    def row(self, span: Span, *parts: Any) -> ast.Row:
        *keys, cells = parts
        return ast.Row(tuple(keys), cells, span)

    def table(
        self, span: Span, name: Name, label: String | None, by: tuple[Name, ...], *lines: Any
    ) -> ast.Table:
        return ast.Table(name, label, by, lines, span)
