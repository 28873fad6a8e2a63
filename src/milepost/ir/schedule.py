"""The compiled policy set: what `schedule.json` holds.

Everything the author wrote is here, in the order it was written within each kind, with names
resolved and units made plain: seconds, basis points, Unix instants, `YYYY-MM-DD` dates. Everything
but `source_map` and `files` takes part in the digest, so a policy that was only formatted keeps its
digest.
"""

from typing import TypeAlias

from milepost.frozen import frozen
from milepost.ir.calendars import Calendar, HolidaySet
from milepost.ir.conditions import CalendarRef, Condition, Constant
from milepost.ir.processes import Escalation, Process
from milepost.ir.targets import Rolling, Table, Target

FORMAT = "milepost/schedule"
VERSION = 1


@frozen
class Field:
    """A field of a record: its type and, for some types, its values or bounds.

    `type` is `choice`, `yes_no`, `integer`, `time`, `date`, `duration`, `zone`, `text` or `tags`.
    `values` lists choices, zones or tags in their order; `low` and `high` bound an integer.
    `derived_from` names the table that computes it.
    """

    name: str
    type: str
    values: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    default: Constant | None = None
    derived_from: str | None = None
    predeclared: bool = False
    label: str | None = None


@frozen
class Record:
    """A kind of record: `case`, or another one declared with `record`."""

    name: str
    fields: tuple[Field, ...]
    events: tuple[str, ...] = ()
    label: str | None = None
    sources: tuple[str, ...] = ()


@frozen
class Setting:
    """A setting of an action or exporter: words, numbers or text, as written."""

    name: str
    values: tuple[Constant, ...]
    is_path: bool = False
    assigns: bool = False


@frozen
class Action:
    """Something to do: its kind, and the settings that kind takes.

    Kind `set` assigns fields at run time.
    """

    name: str
    type: str
    settings: tuple[Setting, ...] = ()
    label: str | None = None
    sources: tuple[str, ...] = ()


@frozen
class Tier:
    """A level of service: its channels and its hours."""

    name: str
    channels: tuple[str, ...] = ()
    hours: CalendarRef | None = None
    label: str | None = None
    sources: tuple[str, ...] = ()


@frozen
class Assignment:
    """A field and the value it takes."""

    field: str
    value: Constant | None


@frozen
class Entitlement:
    """The right of a customer to a kind of support, for whole local days of the project's zone."""

    name: str
    account: str | None = None
    asset: str | None = None
    contract: str | None = None
    contract_line: str | None = None
    type: str | None = None
    fields: tuple[Assignment, ...] = ()
    channels: tuple[str, ...] = ()
    starts: str | None = None
    ends: str | None = None
    cases: int | None = None
    hours: CalendarRef | None = None
    label: str | None = None
    register: str | None = None
    sources: tuple[str, ...] = ()


@frozen
class Promise:
    """A milestone and the limit that was signed for it."""

    milestone: str
    target: Target
    when: Condition | None = None
    rolling: Rolling | None = None


@frozen
class Contract:
    """What was signed for some entitlements."""

    name: str
    entitlements: tuple[str, ...]
    promises: tuple[Promise, ...]
    starts: str | None = None
    ends: str | None = None
    label: str | None = None
    sources: tuple[str, ...] = ()


@frozen
class AtLeastAsFast:
    """One value of a field is never served slower than another."""

    kind = "at_least_as_fast"
    field: str
    faster: str
    slower: str
    when: Condition | None = None
    label: str | None = None


@frozen
class RequireWithin:
    """A milestone is always promised within a limit."""

    kind = "within"
    milestone: str
    target: Target
    when: Condition | None = None
    label: str | None = None


@frozen
class RequireBefore:
    """One milestone is always due before another."""

    kind = "before"
    first: str
    second: str
    when: Condition | None = None
    label: str | None = None


@frozen
class RequireFact:
    """A fact about input, which the proofs may assume."""

    kind = "fact"
    record: str
    condition: Condition
    when: Condition | None = None
    label: str | None = None


Requirement: TypeAlias = AtLeastAsFast | RequireWithin | RequireBefore | RequireFact


@frozen
class Objective:
    """A goal over a period: a share of milestones met, or a number of misses not to pass.

    `share` is in basis points. `misses` is the number allowed when there is no share, or, with
    `few_cases`, when a period has fewer cases than that. `starting_month` is the month (1 to 12)
    that periods are counted from.
    """

    name: str
    milestone: str
    period: str
    share: int | None = None
    misses: int | None = None
    few_cases: int | None = None
    starting_month: int | None = None
    where: Condition | None = None
    when_missed: tuple[str, ...] = ()
    label: str | None = None


@frozen
class LogEntry:
    """An entry of a case's log: its instant, and the changes and events that happen together."""

    at: int
    changes: tuple[Assignment, ...] = ()
    events: tuple[str, ...] = ()


@frozen
class Expectation:
    """What a test expects of a milestone, an action or the enrolment.

    `outcome` is `due`, a state (`met`, `late`, `breached`, `open`, `paused`, `cancelled`, `missed`,
    `waived`), `starts` (with `times` 0: it never starts), `sent` (an action, at an instant or so
    many `times`), or `process` (which process holds the case at the end of the log; an empty name
    for none). `at` None means: at the end of the log; for `due`, no due.
    """

    subject: str
    outcome: str
    at: int | None = None
    times: int | None = None
    nth: int | None = None
    level: str | int | bool | None = None


@frozen
class Test:
    """A case and what must become of it.

    The first entry of the log is `created`, with what is `given`.
    """

    name: str
    record: str
    zone: str
    given: tuple[Assignment, ...]
    log: tuple[LogEntry, ...]
    expectations: tuple[Expectation, ...]
    sources: tuple[str, ...] = ()


@frozen
class MapEntry:
    """A value here and its name in the other system."""

    value: str | int | bool
    outside: str | int


@frozen
class Mapping:
    """A field, event or action here and its name in the other system; its values, too."""

    name: str
    outside: str
    values: tuple[MapEntry, ...] = ()


@frozen
class Limit:
    """A limit of a target system, overridden."""

    name: str
    value: int


@frozen
class Export:
    """How the policy is called in another system."""

    target: str
    mappings: tuple[Mapping, ...] = ()
    settings: tuple[Setting, ...] = ()
    limit_profile: str | None = None
    limits_strict: bool = False
    limits: tuple[Limit, ...] = ()
    label: str | None = None
    sources: tuple[str, ...] = ()


@frozen
class Bound:
    """The shortest and longest wall-clock time a target takes, over every start in the horizon.

    Seconds, without pauses; `shortest_from` and `longest_from` are start instants at which it does.
    """

    process: str
    version: int
    milestone: str
    target: Target
    calendar: str
    shortest: int
    shortest_from: int
    longest: int
    longest_from: int


@frozen
class Horizon:
    """The local dates over which calendars are compiled, both included."""

    starts: str
    ends: str


@frozen
class DataVersions:
    """What the schedule was compiled with."""

    milepost: str
    tzdata: str
    holidays: str


@frozen
class File:
    """A file the schedule was compiled from: its path, and the SHA-256 of its bytes."""

    path: str
    digest: str


@frozen
class Place:
    """Where a part of the schedule was written. `part` is a JSON pointer into the schedule."""

    part: str
    path: str
    line: int
    column: int


@frozen
class Schedule:
    """A compiled policy set."""

    project: str
    timezone: str | None
    horizon: Horizon
    data: DataVersions
    records: tuple[Record, ...]
    calendars: tuple[Calendar, ...]
    holiday_sets: tuple[HolidaySet, ...] = ()
    actions: tuple[Action, ...] = ()
    tiers: tuple[Tier, ...] = ()
    tables: tuple[Table, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    processes: tuple[Process, ...] = ()
    entitlements: tuple[Entitlement, ...] = ()
    contracts: tuple[Contract, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    objectives: tuple[Objective, ...] = ()
    tests: tuple[Test, ...] = ()
    exports: tuple[Export, ...] = ()
    bounds: tuple[Bound, ...] = ()
    language: int = 1
    files: tuple[File, ...] = ()
    source_map: tuple[Place, ...] = ()
