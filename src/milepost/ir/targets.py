"""Targets: by when a milestone is promised, and counted from where.

Every amount names the calendar it runs on, or none when the hours of the milestone, process,
entitlement or tier decide (in that order).
"""

from typing import TypeAlias

from milepost.frozen import frozen
from milepost.ir.conditions import CalendarRef, Condition, Named


@frozen
class Duration:
    """So many seconds of open time."""

    kind = "duration"
    seconds: int
    calendar: CalendarRef | None = None


@frozen
class BusinessDays:
    """The same local time on the n-th following business day."""

    kind = "business_days"
    count: int
    calendar: CalendarRef | None = None


@frozen
class CalendarDays:
    """The same local time so many local dates later."""

    kind = "calendar_days"
    count: int
    calendar: CalendarRef | None = None


@frozen
class Months:
    """The same local time so many months later; month ends clamp."""

    kind = "months"
    count: int
    calendar: CalendarRef | None = None


@frozen
class DayTime:
    """A time of a counted day.

    `edge` is `time` (at `time` seconds of the day), `close` or `end` (24:00). `business` counts
    business days after the anchor's local date, else local dates. An anchor later than `cut_off`
    seconds of its day counts for the next (business) day.
    """

    kind = "day_time"
    edge: str
    day: int
    business: bool
    time: int | None = None
    cut_off: int | None = None
    calendar: CalendarRef | None = None


@frozen
class ByField:
    """The instant (or the end of the local date) that a field holds."""

    kind = "by_field"
    field: str


@frozen
class DurationOf:
    """As many seconds of open time as a duration field holds."""

    kind = "duration_of"
    field: str
    calendar: CalendarRef | None = None


@frozen
class TableTarget:
    """The cell of a table that the case's fields (and the milestone) select."""

    kind = "table"
    table: str


@frozen
class External:
    """Minutes that the host supplies: asked at the start and whenever one of `fields` changes."""

    kind = "external"
    name: str
    fields: tuple[str, ...] = ()
    calendar: CalendarRef | None = None


@frozen
class NoTarget:
    """No clock: words for the contract, and a milestone that can still be met."""

    kind = "none"
    words: str | None = None


@frozen
class Alternative:
    """A target inside `earliest` or `latest`, with its own anchor or the milestone's."""

    target: "Target"
    anchor: "Anchor | None" = None


@frozen
class Earliest:
    """The earliest due time of the alternatives whose anchors exist."""

    kind = "earliest"
    alternatives: tuple[Alternative, ...]


@frozen
class Latest:
    """The latest due time, once the anchors of all alternatives exist."""

    kind = "latest"
    alternatives: tuple[Alternative, ...]


Target: TypeAlias = (
    Duration
    | BusinessDays
    | CalendarDays
    | Months
    | DayTime
    | ByField
    | DurationOf
    | TableTarget
    | External
    | NoTarget
    | Earliest
    | Latest
)


@frozen
class Anchor:
    """What time is counted from.

    `of` names milestones, events, time fields or `created`. `how` is `once` (the one thing),
    `first`, `last`, `each` (every occurrence starts an instance), `chained` (as `each`, one after
    the other), `all` (the last of several), `due` (the due time of a milestone), `day` or `hour`
    (the end of the local day or hour it falls in).
    """

    how: str
    of: tuple[Named, ...]


@frozen
class Rolling:
    """Move a due time whose local date has no open time to a time of the next business day."""

    time: int
    calendar: CalendarRef
    when: Condition | None = None


@frozen
class TargetLine:
    """One promise of a milestone: the first line whose condition holds counts."""

    target: Target
    anchor: Anchor | None = None
    when: Condition | None = None
    rolling: Rolling | None = None


@frozen
class Row:
    """A row of a table: its values in each row dimension (none: any), and a cell a column."""

    keys: tuple[tuple[str | int | bool | tuple[int, int], ...], ...]
    cells: tuple["Cell", ...]


@frozen
class TargetCell:
    """A promise in a table."""

    kind = "target"
    target: Target
    rolling: Rolling | None = None


@frozen
class ValueCell:
    """A value in a table that derives a field."""

    kind = "value"
    value: str | int | bool


Cell: TypeAlias = TargetCell | ValueCell


@frozen
class Table:
    """A table of targets or values.

    The last name of `by` selects the column, the others the row; with one name there are rows only.
    `milestone` in `by` stands for the name of the milestone that looks the table up. A range key is
    a pair of integers, both included.
    """

    name: str
    by: tuple[str, ...]
    columns: tuple[tuple[str | int | bool | tuple[int, int], ...], ...]
    rows: tuple[Row, ...]
    label: str | None = None
    sources: tuple[str, ...] = ()
