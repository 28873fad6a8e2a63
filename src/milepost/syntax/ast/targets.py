"""Targets, anchors and tables, as written."""

from typing import TypeAlias

from milepost.frozen import node
from milepost.source import Span
from milepost.syntax.ast.conditions import When
from milepost.syntax.ast.literals import (
    CalendarRef,
    Choice,
    Integer,
    Key,
    Length,
    Name,
    Source,
    String,
    TimeOfDay,
    YesNo,
)


@node
class BusinessDaysAmount:
    """`2 business days`."""

    count: int
    span: Span


@node
class CalendarDaysAmount:
    """`14 calendar days`."""

    count: int
    span: Span


@node
class MonthsAmount:
    """`1 month`."""

    count: int
    span: Span


Amount: TypeAlias = Length | BusinessDaysAmount | CalendarDaysAmount | MonthsAmount


@node
class Clocked:
    """An amount of time `[on CALENDAR]`."""

    amount: Amount
    calendar: CalendarRef | None
    span: Span


@node
class Reference:
    """A table or a duration field `[on CALENDAR]`."""

    name: Name
    calendar: CalendarRef | None
    span: Span


@node
class External:
    """`external "NAME" [of fields] [on CALENDAR]`."""

    name: String
    fields: tuple[Name, ...]
    calendar: CalendarRef | None
    span: Span


@node
class ByDayTime:
    """`by T of [business] day N [on CALENDAR] [, cut-off T]`.

    `edge` is `time`, `close` or `end`.
    """

    edge: str
    time: TimeOfDay | None
    business: bool
    day: int
    calendar: CalendarRef | None
    cut_off: TimeOfDay | None
    span: Span


@node
class ByFieldValue:
    """`by FIELD`: the instant or date that a field holds."""

    field: Name
    span: Span


Deadline: TypeAlias = ByDayTime | ByFieldValue


@node
class Anchor:
    """`after …`.

    `how` is `once`, `first`, `last`, `each`, `chained`, `all`, `due`, `day` or `hour`.
    """

    how: str
    of: tuple[Name | Choice, ...]
    span: Span


@node
class Alternative:
    """A target inside `earliest` or `latest`."""

    target: "Target | Deadline"
    anchor: Anchor | None
    span: Span


@node
class Combined:
    """`earliest(…)` or `latest(…)`."""

    earliest: bool
    alternatives: tuple[Alternative, ...]
    span: Span


Target: TypeAlias = Clocked | Reference | External | Combined


@node
class Rolling:
    """`, rolling to T next business day on CALENDAR [when C]`."""

    time: TimeOfDay
    calendar: CalendarRef
    when: When | None
    span: Span


@node
class Within:
    """`within TARGET [after …] [when C] [, rolling …]`."""

    target: Target
    anchor: Anchor | None
    when: When | None
    rolling: Rolling | None
    span: Span


@node
class By:
    """`by DEADLINE [after …] [when C] [, rolling …]`."""

    deadline: Deadline
    anchor: Anchor | None
    when: When | None
    rolling: Rolling | None
    span: Span


@node
class Every:
    """`every TARGET [fixed] [after …] [when C]`."""

    target: Target
    fixed: bool
    anchor: Anchor | None
    when: When | None
    span: Span


@node
class Nothing:
    """`none ["words"]`: no clock."""

    words: String | None
    span: Span


PromiseLine: TypeAlias = Within | By | Every | Nothing


@node
class TargetCell:
    """A promise in a table."""

    target: Target | Deadline
    rolling: Rolling | None
    span: Span


@node
class ValueCell:
    """A value in a table."""

    value: Name | Integer | YesNo
    span: Span


Cell: TypeAlias = TargetCell | ValueCell | Nothing


@node
class Header:
    """The columns of a table: for each, the values it stands for."""

    columns: tuple[tuple[Key, ...], ...]
    span: Span


@node
class Row:
    """A row of a table: for each row field the values it stands for, and the cells."""

    keys: tuple[tuple[Key, ...], ...]
    cells: tuple[Cell, ...]
    span: Span


@node
class Table:
    """`table NAME by fields { … }`."""

    name: Name
    label: String | None
    by: tuple[Name, ...]
    lines: tuple[Header | Row | Source, ...]
    span: Span
