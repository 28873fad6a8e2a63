"""Processes: which cases they hold, their milestones, and what happens on the way."""

from typing import TypeAlias

from milepost.frozen import frozen
from milepost.ir.conditions import CalendarRef, Condition, Named
from milepost.ir.targets import Anchor, TargetLine


@frozen
class Occasion:
    """Something that happens.

    One of `events` arrives (and `when` holds), or `when` becomes true, or it is done `by_hand`.
    """

    events: tuple[str, ...] = ()
    when: Condition | None = None
    by_hand: bool = False


@frozen
class Pause:
    """The clock stops while a condition holds; with `resume`, until that one holds."""

    while_: Condition
    resume: Condition | None = None


@frozen
class ChangeRule:
    """What a change of one of the fields does to a running clock.

    `rule` is `restart`, `carry` or `tighten`.
    """

    rule: str
    fields: tuple[str, ...]


@frozen
class AtPercent:
    """A share of the time between start and due, in basis points."""

    kind = "at_percent"
    basis_points: int


@frozen
class AtUsed:
    """So many seconds of the milestone's clock used."""

    kind = "at_used"
    seconds: int


@frozen
class AtBreach:
    """The due instant, when the milestone is not done by then."""

    kind = "at_breach"


@frozen
class Offset:
    """An amount of time beside the due.

    It counts seconds of open time, business days, calendar days or months.
    """

    unit: str
    count: int
    calendar: CalendarRef | None = None


@frozen
class BeforeDue:
    """An amount of time before the due instant."""

    kind = "before_due"
    offset: Offset


@frozen
class AfterDue:
    """An amount of time after the due instant, while still open."""

    kind = "after_due"
    offset: Offset


@frozen
class EveryAfterDue:
    """Again and again after the due instant, while still open, at most `times` times."""

    kind = "every_after_due"
    offset: Offset
    times: int | None = None


@frozen
class Once:
    """When the milestone is met: in any case (`met`), or only after its due (`late`)."""

    kind = "once"
    state: str


Moment: TypeAlias = AtPercent | AtUsed | AtBreach | BeforeDue | AfterDue | EveryAfterDue | Once


@frozen
class Trigger:
    """Actions to send at a moment of a milestone's life.

    `in_turn` sends the next action of the list at each firing; `during` delays sending to open
    time. `ladder` names the escalation the line came from.
    """

    moment: Moment
    actions: tuple[Named, ...]
    in_turn: bool = False
    during: CalendarRef | None = None
    when: Condition | None = None
    ladder: str | None = None


@frozen
class Escalation:
    """A named ladder of triggers; milestones along it hold copies marked with its name."""

    name: str
    triggers: tuple[Trigger, ...]
    label: str | None = None
    sources: tuple[str, ...] = ()


@frozen
class Start:
    """The instant a condition becomes true is the anchor; `each` starts an instance every time."""

    when: Condition
    each: bool = False


@frozen
class Milestone:
    """A required step with a time limit.

    `repeats` is `no`, `every` (a round follows each round, `fixed` to the anchor's rhythm) or
    `each` (an instance for each anchor or start). `pause` None means the process's pauses, an
    empty tuple means it never pauses.
    """

    name: str
    lines: tuple[TargetLine, ...]
    done: tuple[Occasion, ...]
    label: str | None = None
    anchor: Anchor | None = None
    repeats: str = "no"
    fixed: bool = False
    per: str | None = None
    when: Condition | None = None
    start: Start | None = None
    pause: tuple[Pause, ...] | None = None
    reset: tuple[Occasion, ...] = ()
    cancel: tuple[Occasion, ...] = ()
    waived: Condition | None = None
    until: Condition | None = None
    hours: CalendarRef | None = None
    changes: tuple[ChangeRule, ...] = ()
    at_close: str | None = None
    triggers: tuple[Trigger, ...] = ()
    sources: tuple[str, ...] = ()


@frozen
class Process:
    """The timeline a case follows: where it enters, its milestones, where it leaves.

    Of several versions of one name, the newest whose `effective` date has come (by `created`, or by
    the time field `effective_by`) takes a new case. `tiers` empty means every case.
    """

    name: str
    record: str
    milestones: tuple[Milestone, ...]
    label: str | None = None
    version: int = 1
    effective: str | None = None
    effective_by: str | None = None
    takes_over: bool = False
    retired: bool = False
    tiers: tuple[str, ...] = ()
    when: Condition | None = None
    starts_from: Named = "created"
    until: Condition | None = None
    cancel: tuple[Occasion, ...] = ()
    pause: tuple[Pause, ...] = ()
    hours: CalendarRef | None = None
    on_reopening: str = "ignore"
    changes: tuple[ChangeRule, ...] = ()
    ahead_of: tuple[str, ...] = ()
    at_close: str = "stays"
    sources: tuple[str, ...] = ()
