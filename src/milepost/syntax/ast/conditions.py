"""Conditions, as written."""

from typing import TypeAlias

from milepost.frozen import node
from milepost.source import Span
from milepost.syntax.ast.literals import (
    CalendarRef,
    Code,
    Integer,
    Length,
    Literal,
    LocalDate,
    LocalInstant,
    Name,
    Path,
    String,
    YesNo,
)


@node
class Offset:
    """`DURATION after INSTANT` or `DURATION before INSTANT`."""

    length: Length
    after: bool
    instant: "Operand"
    span: Span


Operand: TypeAlias = (
    Path | Integer | String | LocalDate | LocalInstant | Length | Code | YesNo | Offset
)


@node
class Holds:
    """A bare operand: a yes/no field."""

    operand: Operand
    span: Span


@node
class Compare:
    """Two operands and `==`, `!=`, `<`, `<=`, `>` or `>=`."""

    left: Operand
    operator: str
    right: Operand
    span: Span


@node
class InList:
    """`x in (a, b)` or `x not in (a, b)`."""

    operand: Operand
    negated: bool
    values: tuple[Literal, ...]
    span: Span


@node
class InRange:
    """`x in 1..5` or `x not in 1..5`."""

    operand: Operand
    negated: bool
    low: Integer
    high: Integer
    span: Span


@node
class Has:
    """`tags has tag`."""

    operand: Operand
    tag: Name
    span: Span


@node
class IsSet:
    """`x is set` or `x is not set`."""

    operand: Operand
    negated: bool
    span: Span


@node
class During:
    """`INSTANT during CALENDAR`."""

    operand: Operand
    calendar: CalendarRef
    span: Span


@node
class Not:
    """`not C`."""

    condition: "Condition"
    span: Span


@node
class And:
    """`A and B and …`."""

    conditions: tuple["Condition", ...]
    span: Span


@node
class Or:
    """`A or B or …`."""

    conditions: tuple["Condition", ...]
    span: Span


@node
class Group:
    """A condition in parentheses."""

    condition: "Condition"
    span: Span


Condition: TypeAlias = (
    Holds | Compare | InList | InRange | Has | IsSet | During | Not | And | Or | Group
)


@node
class When:
    """`when C` behind a line."""

    condition: Condition
    span: Span
