"""Calendars, as written."""

from typing import TypeAlias

from milepost.frozen import node
from milepost.source import Span
from milepost.syntax.ast.literals import (
    ByField,
    Choice,
    Code,
    Integer,
    LocalDate,
    Name,
    Source,
    String,
    TimeOfDay,
)


@node
class Timezone:
    """`timezone ZONE`, `timezone by FIELD` or `timezone by FIELD { … }`."""

    zone: Code | Choice | ByField
    span: Span


@node
class DayRange:
    """`mon` or `mon-fri`; days are numbered 0 (Monday) to 6."""

    first: int
    last: int | None
    span: Span


@node
class Window:
    """`OPENS - [DAY] CLOSES`."""

    opens: TimeOfDay
    closes_on: int | None
    closes: TimeOfDay
    span: Span


@node
class HoursLine:
    """Days and their windows."""

    days: tuple[DayRange, ...]
    windows: tuple[Window, ...]
    span: Span


@node
class Bounds:
    """`from DATE [to DATE]`."""

    starts: LocalDate
    ends: LocalDate | None
    span: Span


@node
class Holidays:
    """`holidays CODE, … [from D to D] [by shift]`."""

    sets: tuple[Code | Choice, ...]
    bounds: Bounds | None
    by_shift: bool
    span: Span


@node
class Dates:
    """`DATE [to DATE]`."""

    starts: LocalDate
    ends: LocalDate | None
    span: Span


@node
class EveryWeekday:
    """`every mon`, `every mon-fri`."""

    days: tuple[DayRange, ...]
    span: Span


@node
class EveryNthWeekday:
    """`every 4th thu of nov`, `every last fri of month`.

    Month None means every month, nth -1 the last.
    """

    nth: int
    day: int
    month: int | None
    span: Span


@node
class EveryMonthDay:
    """`every 15th of month`, `every 1st of jan`."""

    day: int
    month: int | None
    span: Span


@node
class EveryYearDay:
    """`every 25 dec`."""

    day: Integer
    month: int
    span: Span


@node
class EveryPeriod:
    """`every 2 weeks`, counted from the line's `from`. The unit is `days`, `weeks` or `months`."""

    interval: Integer
    unit: str
    span: Span


DateRule: TypeAlias = (
    Dates | EveryWeekday | EveryNthWeekday | EveryMonthDay | EveryYearDay | EveryPeriod
)


@node
class Override:
    """`open …` or `closed …`: dates whose hours differ."""

    opens: bool
    dates: DateRule
    windows: tuple[Window, ...]
    bounds: Bounds | None
    label: String | None
    span: Span


@node
class Closures:
    """`closed from "file.ics"`."""

    file: String
    span: Span


@node
class BusinessDays:
    """`business days mon-fri`, or `business days by shift` (no days)."""

    days: tuple[DayRange, ...] | None
    span: Span


@node
class Regime:
    """`from D [to D] { … }`: other windows for a stretch of dates."""

    starts: LocalDate
    ends: LocalDate | None
    lines: tuple[HoursLine | BusinessDays, ...]
    span: Span


CalendarLine: TypeAlias = (
    Timezone | HoursLine | Holidays | Override | Closures | Regime | BusinessDays | Source
)


@node
class Calendar:
    """`calendar NAME { … }`."""

    name: Name
    label: String | None
    lines: tuple[CalendarLine, ...]
    span: Span


@node
class Plus:
    """`+ calendar` in a sum."""

    calendar: "Algebra"
    span: Span


@node
class Minus:
    """`- calendar` in a sum."""

    calendar: "Algebra"
    span: Span


@node
class Sum:
    """A calendar, and others added and taken away from left to right."""

    first: "Algebra"
    terms: tuple[Plus | Minus, ...]
    span: Span


@node
class Intersection:
    """Calendars joined by `&`."""

    calendars: tuple["Algebra", ...]
    span: Span


@node
class Complement:
    """`not calendar`."""

    calendar: "Algebra"
    span: Span


@node
class CalendarGroup:
    """Calendar algebra in parentheses."""

    calendar: "Algebra"
    span: Span


Algebra: TypeAlias = Name | Sum | Intersection | Complement | CalendarGroup


@node
class DerivedCalendar:
    """`calendar NAME = a + b [{ … }]`."""

    name: Name
    label: String | None
    algebra: Algebra
    lines: tuple[Timezone | BusinessDays | Source, ...]
    span: Span
