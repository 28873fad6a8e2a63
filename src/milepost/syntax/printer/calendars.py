"""Calendars as text: their lines, and the algebra of derived ones."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from milepost.syntax.ast import calendars as ast
from milepost.syntax.ast.literals import Name, Source
from milepost.syntax.builder.calendars import DAYS, MONTHS
from milepost.syntax.printer.declaration import (
    Declaration,
    folded,
    inline,
    large,
    simple,
    small,
)
from milepost.syntax.printer.layout import (
    INDENT,
    Columns,
    Entry,
    laid,
    spaced,
    spread,
)
from milepost.syntax.printer.literals import after_word, counted, label, listed, literal, ordinal
from milepost.syntax.printer.parts import Parts, block

_COLUMNS = Columns(8, 8, 2)
_SMALL = 1


def calendar(node: ast.Calendar) -> Declaration:
    """Return a calendar as a declaration."""
    heading = f"calendar {node.name.text}"
    if any(isinstance(line, ast.Regime) for line in node.lines):
        return large("calendar", node, spaced(heading, label(node.label)), _lines(node.lines))
    cells = (heading, label(node.label))
    return small("calendar", node, cells, _entries(node.lines), _SMALL)


def derived_calendar(node: ast.DerivedCalendar) -> Declaration:
    """Return a derived calendar as a declaration."""
    derived = spaced(label(node.label), "=", algebra(node.algebra))
    cells = (f"calendar {node.name.text}", derived)
    if not node.lines:
        return simple("calendar", node, *cells)
    return small("calendar", node, cells, _entries(node.lines), _SMALL)


def bounds(node: ast.Bounds | ast.Dates | ast.Regime) -> str:
    """Return `DATE [to DATE]`."""
    return spaced(node.starts.text, after_word("to", node.ends))


def algebra(node: ast.Algebra) -> str:
    """Return calendar algebra as text, with the parentheses that a tree without any needs."""
    if isinstance(node, Name):
        return node.text
    if isinstance(node, ast.Sum):
        return spaced(_term(node.first), *map(_signed, node.terms))
    if isinstance(node, ast.Intersection):
        return " & ".join(map(_factor, node.calendars))
    if isinstance(node, ast.Complement):
        return f"not {_factor(node.calendar)}"
    return f"({algebra(node.calendar)})"


def _signed(node: ast.Plus | ast.Minus) -> str:
    return f"{'+' if isinstance(node, ast.Plus) else '-'} {_term(node.calendar)}"


def _term(node: ast.Algebra) -> str:
    return f"({algebra(node)})" if isinstance(node, ast.Sum) else algebra(node)


def _factor(node: ast.Algebra) -> str:
    loose = isinstance(node, ast.Sum | ast.Intersection)
    return f"({algebra(node)})" if loose else algebra(node)


def _lines(lines: Sequence[ast.CalendarLine]) -> tuple[Parts, ...]:
    """Return the lines of a calendar that has regimes: blocks among lines that stay aligned."""
    entries = [line for line in lines if not isinstance(line, ast.Regime)]
    aligned = iter(laid(_entries(entries), INDENT))
    return tuple(_regime(line) if isinstance(line, ast.Regime) else next(aligned) for line in lines)


def _regime(node: ast.Regime) -> Parts:
    heading = f"from {bounds(node)}"
    entries = _entries(node.lines)
    closed = inline(heading, entries, INDENT, _SMALL)
    opened = block(heading, node, laid(entries, 2 * INDENT), INDENT)
    return folded(f"{heading} {closed}", node, INDENT, opened) if closed else opened


def _entries(lines: Iterable[Any]) -> list[Entry]:
    return [Entry(line, _CELLS[type(line)](line), _COLUMNS) for line in lines]


def _day_ranges(days: Iterable[ast.DayRange]) -> str:
    return ", ".join(
        DAYS[day.first] if day.last is None else f"{DAYS[day.first]}-{DAYS[day.last]}"
        for day in days
    )


def _windows(windows: Iterable[ast.Window]) -> str:
    return ", ".join(map(_window, windows))


def _window(node: ast.Window) -> str:
    opens, closes = literal(node.opens), literal(node.closes)
    if node.closes_on is None:
        return f"{opens}-{closes}"
    return f"{opens} - {DAYS[node.closes_on]} {closes}"


def _month(number: int | None) -> str:
    return "month" if number is None else MONTHS[number - 1]


def _nth_weekday(node: ast.EveryNthWeekday) -> str:
    nth = "last" if node.nth < 0 else ordinal(node.nth)
    return f"every {nth} {DAYS[node.day]} of {_month(node.month)}"


def _within(node: ast.Bounds | None) -> str:
    return f"from {bounds(node)}" if node else ""


def _holidays(node: ast.Holidays) -> tuple[str, ...]:
    return "holidays", spaced(
        listed(node.sets), _within(node.bounds), "by shift" if node.by_shift else None
    )


def _override(node: ast.Override) -> tuple[str, ...]:
    dates = _DATES[type(node.dates)](node.dates)
    told = spaced(dates, _windows(node.windows), _within(node.bounds))
    return spread("open" if node.opens else "closed", told, label(node.label))


def _business_days(node: ast.BusinessDays) -> tuple[str, ...]:
    days = "by shift" if node.days is None else _day_ranges(node.days)
    return (f"business days {days}",)


_DATES: dict[type, Callable[[Any], str]] = {
    ast.Dates: bounds,
    ast.EveryMonthDay: lambda node: f"every {ordinal(node.day)} of {_month(node.month)}",
    ast.EveryNthWeekday: _nth_weekday,
    ast.EveryPeriod: lambda node: f"every {counted(node.interval.value, node.unit.rstrip('s'))}",
    ast.EveryWeekday: lambda node: f"every {_day_ranges(node.days)}",
    ast.EveryYearDay: lambda node: f"every {node.day.value} {MONTHS[node.month - 1]}",
}
_CELLS: dict[type, Callable[[Any], tuple[str, ...]]] = {
    ast.BusinessDays: _business_days,
    ast.Closures: lambda node: ("closed", f"from {literal(node.file)}"),
    ast.Holidays: _holidays,
    ast.HoursLine: lambda node: (_day_ranges(node.days), _windows(node.windows)),
    ast.Override: _override,
    ast.Timezone: lambda node: ("timezone", literal(node.zone)),
    Source: lambda node: ("source", literal(node.url)),
}
