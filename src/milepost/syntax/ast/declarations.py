"""The other declarations of a policy, as written."""

from typing import TypeAlias

from milepost.frozen import node
from milepost.source import Span
from milepost.syntax.ast.calendars import Bounds, Calendar, DerivedCalendar, Timezone
from milepost.syntax.ast.conditions import Condition, When
from milepost.syntax.ast.exports import Export, Setting
from milepost.syntax.ast.literals import (
    Code,
    Integer,
    Key,
    Length,
    Literal,
    LocalInstant,
    Name,
    Path,
    Percent,
    Source,
    String,
    TagList,
)
from milepost.syntax.ast.processes import Escalation, Hours, Process
from milepost.syntax.ast.targets import By, PromiseLine, Table, Within


@node
class Language:
    """`language 1`."""

    version: int
    span: Span


@node
class Use:
    """`use "../folder"`."""

    folder: String
    span: Span


@node
class ChoiceType:
    """`a | b | c`."""

    values: tuple[Name, ...]
    span: Span


@node
class RangeType:
    """`0..100`."""

    low: Integer
    high: Integer
    span: Span


@node
class PlainType:
    """A type without parts: `yes_no`, `time`, `date`, `duration` or `text`."""

    kind: str
    span: Span


@node
class ZoneType:
    """`zone A | B`."""

    zones: tuple[Code, ...]
    span: Span


@node
class TagsType:
    """`some of a | b`."""

    values: tuple[Name, ...]
    span: Span


FieldType: TypeAlias = ChoiceType | RangeType | PlainType | ZoneType | TagsType


@node
class Field:
    """`names TYPE [= default] [from TABLE] ["label"]`."""

    names: tuple[Name, ...]
    type: FieldType
    default: Literal | TagList | None
    derived: Name | None
    label: String | None
    span: Span


@node
class Events:
    """`events a, b`."""

    names: tuple[Name, ...]
    span: Span


@node
class Record:
    """`case { … }` (no name), or `record NAME { … }`."""

    name: Name | None
    label: String | None
    lines: tuple[Field | Events | Source, ...]
    span: Span


@node
class Assignment:
    """`name = value`."""

    name: Name
    value: Literal | Percent | Path | TagList
    span: Span


@node
class Action:
    """`action NAME KIND { … }`."""

    name: Name
    kind: Name
    label: String | None
    lines: tuple[Setting | Assignment, ...]
    span: Span


@node
class Channels:
    """`channels a, b`."""

    names: tuple[Name, ...]
    span: Span


@node
class Tier:
    """`tier NAME { … }`."""

    name: Name
    label: String | None
    lines: tuple[Channels | Hours | Source, ...]
    span: Span


@node
class Fact:
    """`account "…"` and other texts of an entitlement."""

    name: Name
    value: String
    span: Span


@node
class Cases:
    """`cases 20`."""

    count: int
    span: Span


@node
class Entitlement:
    """`entitlement NAME { … }`."""

    name: Name
    label: String | None
    lines: tuple[Fact | Assignment | Channels | Bounds | Cases | Hours, ...]
    span: Span


@node
class Register:
    """`entitlements from "file.csv"`."""

    file: String
    span: Span


@node
class ContractPromise:
    """`milestone within …` in a contract."""

    milestone: Name
    promise: PromiseLine
    span: Span


@node
class Contract:
    """`contract NAME for entitlements { … }`."""

    name: Name
    label: String | None
    entitlements: tuple[Name, ...]
    lines: tuple[ContractPromise | Bounds | Source, ...]
    span: Span


@node
class RequireAsFast:
    """`require A at least as fast as B`."""

    faster: Name
    slower: Name
    when: When | None
    label: String | None
    span: Span


@node
class RequireWithin:
    """`require MILESTONE within T`."""

    milestone: Name
    promise: Within | By
    label: String | None
    span: Span


@node
class RequireBefore:
    """`require A before B`."""

    first: Name
    second: Name
    when: When | None
    label: String | None
    span: Span


@node
class RequireFact:
    """`require C [when C]`."""

    condition: Condition
    when: When | None
    label: String | None
    span: Span


@node
class Objective:
    """`objective NAME 95% of M met per month …`, or `at most N misses of M per …` (no share)."""

    name: Name
    label: String | None
    share: Percent | None
    misses: int | None
    milestone: Name
    period: str
    starting: int | None
    where: Condition | None
    few_cases: int | None
    on_miss: tuple[Name, ...]
    span: Span


@node
class Event:
    """An event in a log entry."""

    name: Name
    span: Span


@node
class Given:
    """`given changes`."""

    changes: tuple[Assignment | Event, ...]
    span: Span


@node
class Created:
    """`created INSTANT`."""

    at: LocalInstant
    span: Span


@node
class LogEntry:
    """`INSTANT changes`, or `+DURATION changes`, counted from the entry before."""

    at: LocalInstant | Length
    changes: tuple[Assignment | Event, ...]
    span: Span


@node
class Expect:
    """`expect [nth] subject [for level] outcome`.

    `outcome` is `due`, `state`, `sent`, `starts` or `process`; `state` names the state; `times` 0
    means never.
    """

    subject: Name | None
    outcome: str
    state: str | None
    at: LocalInstant | None
    times: int | None
    nth: int | None
    level: Key | None
    span: Span


@node
class Test:
    """`test "…" [on RECORD] { … }`."""

    title: String
    record: Name | None
    lines: tuple[Timezone | Given | Created | LogEntry | Expect | Source, ...]
    span: Span


Statement: TypeAlias = (
    Language
    | Timezone
    | Use
    | Record
    | Calendar
    | DerivedCalendar
    | Action
    | Tier
    | Table
    | Escalation
    | Process
    | Entitlement
    | Register
    | Contract
    | RequireAsFast
    | RequireWithin
    | RequireBefore
    | RequireFact
    | Objective
    | Test
    | Export
)


@node
class Policy:
    """A file: its statements in the order they were written."""

    statements: tuple[Statement, ...]
    span: Span
