"""Processes, milestones and triggers, as written."""

from typing import TypeAlias

from milepost.frozen import node
from milepost.source import Span
from milepost.syntax.ast.conditions import Condition, When
from milepost.syntax.ast.literals import (
    CalendarRef,
    Choice,
    Length,
    LocalDate,
    Name,
    Percent,
    Source,
    String,
)
from milepost.syntax.ast.targets import Anchor, Clocked, PromiseLine


@node
class Becomes:
    """`when C`, as an occasion: the condition becomes true."""

    condition: Condition
    span: Span


@node
class OnEvents:
    """`on a, b [when C]`."""

    events: tuple[Name, ...]
    when: When | None
    span: Span


Occasion: TypeAlias = Becomes | OnEvents


@node
class Done:
    """`done on …`, `done when …`, or `done by hand` (no occasion)."""

    occasion: Occasion | None
    span: Span


@node
class Reset:
    """`reset on …` or `reset when …`."""

    occasion: Occasion
    span: Span


@node
class Cancel:
    """`cancel on …` or `cancel when …`."""

    occasion: Occasion
    span: Span


@node
class Start:
    """`start when C`, or `start each time C`."""

    condition: Condition
    each: bool
    span: Span


@node
class Pause:
    """`pause while C`, or `pause never` (no condition)."""

    condition: Condition | None
    span: Span


@node
class Resume:
    """`resume when C`."""

    condition: Condition
    span: Span


@node
class Waived:
    """`waived when C`."""

    condition: Condition
    span: Span


@node
class Until:
    """`until C`."""

    condition: Condition
    span: Span


@node
class Hours:
    """`hours CALENDAR`."""

    calendar: CalendarRef
    span: Span


@node
class Per:
    """`per FIELD`."""

    field: Name
    span: Span


@node
class Escalate:
    """`escalate LADDER`."""

    ladder: Name
    span: Span


@node
class Change:
    """`carry on change of fields`; also `restart` and `tighten`."""

    rule: str
    fields: tuple[Name, ...]
    span: Span


@node
class AtClose:
    """`at close stays` or `at close rolls`."""

    what: Name
    span: Span


@node
class AtPercent:
    """`at 50%`."""

    percent: Percent
    span: Span


@node
class AtUsed:
    """`at 10m`."""

    length: Length
    span: Span


@node
class AtBreach:
    """`at breach`."""

    span: Span


@node
class BeforeDue:
    """`15m before due`."""

    offset: Clocked
    span: Span


@node
class AfterDue:
    """`30m after due`."""

    offset: Clocked
    span: Span


@node
class EveryAfterDue:
    """`every 1h after due[, up to 5 times]`."""

    offset: Clocked
    times: int | None
    span: Span


@node
class Once:
    """`once met`, `once late`."""

    state: Name
    span: Span


Moment: TypeAlias = AtPercent | AtUsed | AtBreach | BeforeDue | AfterDue | EveryAfterDue | Once


@node
class Trigger:
    """`MOMENT do actions [in turn] [during CALENDAR] [when C]`."""

    moment: Moment
    actions: tuple[Name | Choice, ...]
    in_turn: bool
    during: CalendarRef | None
    when: When | None
    span: Span


MilestoneLine: TypeAlias = (
    PromiseLine
    | When
    | Start
    | Done
    | Pause
    | Resume
    | Reset
    | Cancel
    | Waived
    | Until
    | Hours
    | Per
    | Escalate
    | Change
    | AtClose
    | Source
    | Trigger
)


@node
class Milestone:
    """`milestone NAME [heading] { … }`."""

    name: Name
    label: String | None
    heading: PromiseLine | Anchor | None
    lines: tuple[MilestoneLine, ...]
    span: Span


@node
class Escalation:
    """`escalation NAME { … }`: a named ladder of triggers."""

    name: Name
    label: String | None
    lines: tuple[Trigger | Source, ...]
    span: Span


@node
class Effective:
    """`effective DATE [by FIELD]`."""

    date: LocalDate
    by: Name | None
    span: Span


@node
class ForTiers:
    """`for gold, silver`."""

    tiers: tuple[Name, ...]
    span: Span


@node
class From:
    """`from FIELD`."""

    field: Name | Choice
    span: Span


@node
class Reopening:
    """`on reopening ignore`; also `resume` and `restart`."""

    what: Name
    span: Span


@node
class AheadOf:
    """`ahead of other_process`."""

    processes: tuple[Name, ...]
    span: Span


ProcessLine: TypeAlias = (
    ForTiers
    | When
    | From
    | Until
    | Cancel
    | Pause
    | Resume
    | Hours
    | Reopening
    | Change
    | AheadOf
    | AtClose
    | Source
    | Milestone
)


@node
class Process:
    """`process NAME ["label"] [on RECORD] [version N] [effective D] … { … }`."""

    name: Name
    label: String | None
    record: Name | None
    version: int | None
    effective: Effective | None
    takes_over: bool
    retired: bool
    lines: tuple[ProcessLine, ...]
    span: Span
