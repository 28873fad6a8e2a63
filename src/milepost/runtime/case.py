"""A case while it is worked on.

Inside the runtime a case is changed in place, on a private copy: `saved` makes it from the state a
host stored, and writes the next state from it.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

#: A case's state as a host stores it: JSON objects, arrays, texts, integers, booleans and null.
State: TypeAlias = dict[str, Any]

WAITING = "waiting"
RUNNING = "running"
MET = "met"
MISSED = "missed"
CANCELLED = "cancelled"
WAIVED = "waived"
OPEN = (WAITING, RUNNING)

# Why an instance was cancelled, where that can be undone.
NOT_PROMISED = "when no longer holds"
NOTHING = "nothing is promised any more"
CLEARED = "its anchor was cleared"
DONE_BEFORE = "it was done before it began"
ENDED = "process ended"
LEFT = "process no longer holds the case"
#: Cancelled for as long as a condition says so: the same instance may run on.
DORMANT = (NOT_PROMISED, NOTHING)
#: Cancelled for want of something to count from: another instance may begin.
UNBEGUN = (CLEARED, DONE_BEFORE)

#: How a process let a case go.
OVER, GONE, CALLED_OFF = "over", "gone", "called off"

#: After the name of a process: what ran in a passage that a restart has made history.
EARLIER = "@"

#: The pauses of the process; those of a milestone that has its own are kept under its name.
PROCESS = ""


class Claim:
    """What a due is reckoned from: a start, moved by the pauses since an instant.

    The last claim of an instance is live: it follows the fields of the case. One before it keeps an
    earlier promise (`tighten`, or after a breach): it has `fields` of its own, the `minutes` the
    host had answered, and the process and version it was made under.
    """

    __slots__ = ("fields", "minutes", "of", "since", "start")

    def __init__(self, start: int, since: int = 0, fields: dict[str, Any] | None = None) -> None:
        self.start = start
        self.since = since
        self.fields = fields
        self.minutes: int | None = None
        self.of: list[Any] | None = None

    def kept(self, fields: dict[str, Any], minutes: int | None, of: list[Any]) -> "Claim":
        """Return the claim as it is now, held fast."""
        claim = Claim(self.start, self.since, fields)
        claim.minutes, claim.of = minutes, of
        return claim

    def key(self) -> tuple[Any, ...]:
        """Return what makes two claims the same."""
        return self.start, self.since, self.fields, self.minutes, self.of


class Instance:
    """One run of a milestone.

    Time counts from `anchor`; `seen` is the anchor that the policy named then, to notice when it
    moves, and until `opens` the instance waits. `due` is known once it was breached, and frozen
    then; `shown` is the due last recorded. `fired` counts the firings of each trigger line,
    `lapsed` says when a line was reached while its condition did not hold. `pauses` are those of
    before it was handed over, at `handed`. `rhythm` is the first anchor and the number of the beat.
    """

    __slots__ = (
        "anchor",
        "asked",
        "breached",
        "called",
        "claims",
        "due",
        "ended",
        "fired",
        "handed",
        "id",
        "lapsed",
        "level",
        "milestone",
        "minutes",
        "opens",
        "paused",
        "pauses",
        "process",
        "reason",
        "rhythm",
        "seen",
        "shown",
        "started",
        "state",
        "trouble",
    )

    def __init__(self) -> None:
        self.id = 0
        self.process = ""
        self.milestone = ""
        self.level: Any = None
        self.state = RUNNING
        self.started = 0
        self.anchor = 0
        self.opens = 0
        self.seen: int | None = None
        self.called: int | None = None
        self.rhythm: list[int] | None = None
        self.claims: list[Claim] = []
        self.pauses: list[list[int]] = []
        self.handed = 0
        self.paused = False
        self.minutes: int | None = None
        self.asked: list[Any] | None = None
        self.shown: int | None = None
        self.breached = False
        self.due: int | None = None
        self.trouble: str | None = None
        self.fired: dict[str, int] = {}
        self.lapsed: dict[str, int] = {}
        self.ended: int | None = None
        self.reason: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the promise is still to be kept."""
        return self.state in OPEN

    @property
    def is_running(self) -> bool:
        """Whether the clock has begun and nothing ended it."""
        return self.state == RUNNING

    @property
    def is_dormant(self) -> bool:
        """Whether the instance was cancelled only for as long as a condition says so."""
        return self.state == CANCELLED and self.reason in DORMANT

    @property
    def last_due(self) -> int | None:
        """The due as it was recorded last."""
        return self.due if self.breached else self.shown

    def count_from(self, anchor: int, opens: int | None = None) -> None:
        """Count from an anchor, with the pauses since; wait for `opens`, if that lies ahead."""
        self.anchor = anchor
        self.opens = anchor if opens is None else opens
        self.claims = [Claim(anchor)]

    def end(self, state: str, at: int, reason: str | None = None) -> None:
        """End the instance."""
        self.state = state
        self.ended = at
        self.reason = reason
        self.paused = False


class Delivery:
    """Actions of a trigger line that wait for open time, and when the line was reached."""

    __slots__ = (
        "actions",
        "instance",
        "late",
        "milestone",
        "nth",
        "process",
        "reached",
        "trigger",
        "version",
    )

    def __init__(self) -> None:
        self.instance = 0
        self.process = ""
        self.version = 1
        self.milestone = ""
        self.trigger = 0
        self.nth = 0
        self.reached = 0
        self.late = False
        self.actions: list[str] = []


class Passage:
    """A case in a process: since when, in which version, its pauses, and how it ended.

    `start` replaces the process's own start after a restart. `standing` are the pause lines that
    stop a clock now. `edges` says of `start` lines whether they hold, and since when they first
    did. `barred` are milestones that a later version brought, at an instant by which their
    anchor had come. `fields` are what the fields that select targets were when the case left.
    """

    __slots__ = (
        "barred",
        "edges",
        "entered",
        "fields",
        "how",
        "left",
        "pauses",
        "standing",
        "start",
        "version",
    )

    def __init__(self) -> None:
        self.version = 1
        self.entered = 0
        self.left: int | None = None
        self.how: str | None = None
        self.start: int | None = None
        self.pauses: dict[str, list[list[int | None]]] = {}
        self.standing: dict[str, list[int]] = {}
        self.edges: dict[str, list[Any]] = {}
        self.barred: dict[str, int] = {}
        self.fields: dict[str, Any] | None = None

    def is_paused(self, key: str) -> bool:
        """Say whether the clocks under a key stand."""
        history = self.pauses.get(key)
        return bool(history and history[-1][1] is None)

    def close_pauses(self, at: int) -> None:
        """End every pause that still lasts."""
        for history in self.pauses.values():
            if history and history[-1][1] is None:
                history[-1][1] = at


class Case:
    """A case: its fields and events, the process that holds it, the instances of its milestones.

    `holder` is the process that holds it now. `next` is the earliest timer, None for none; `met`
    and `events` hold the first and the last instant of each name.
    """

    __slots__ = (
        "created",
        "deliveries",
        "digest",
        "entitlement",
        "events",
        "fields",
        "holder",
        "instances",
        "met",
        "next",
        "numbered",
        "passages",
        "reason",
        "record",
        "settled",
    )

    def __init__(self) -> None:
        self.record = "case"
        self.digest = ""
        self.created = 0
        self.settled = 0
        self.next: int | None = None
        self.fields: dict[str, Any] = {}
        self.events: dict[str, list[int]] = {}
        self.met: dict[str, list[int]] = {}
        self.entitlement: str | None = None
        self.reason: str | None = None
        self.holder: str | None = None
        self.passages: dict[str, Passage] = {}
        self.numbered = 0
        self.instances: list[Instance] = []
        self.deliveries: list[Delivery] = []

    @staticmethod
    def of(state: "State") -> "Case":
        """Return the case of a stored state, to look at; raise ValueError if it is none."""
        from milepost.runtime.saved import read_case

        return read_case(state)

    @property
    def process(self) -> str | None:
        """The process that holds the case, or the one it has passed to its end."""
        if self.holder is not None:
            return self.holder
        ended = [
            (one.left, name)
            for name, one in self.passages.items()
            if one.left is not None and one.how != GONE
        ]
        return max(ended)[1] if ended else None

    @property
    def version(self) -> int | None:
        """The version of that process."""
        name = self.process
        return None if name is None else self.passages[name].version

    @property
    def exited(self) -> int | None:
        """When the case left that process; None while it is held."""
        name = self.process
        return None if name is None else self.passages[name].left

    @property
    def passage(self) -> int | None:
        """From when on everything counts anew, after a restart."""
        name = self.process
        return None if name is None else self.passages[name].start

    @property
    def pauses(self) -> dict[str, list[list[int | None]]]:
        """The pauses in that process, by key."""
        name = self.process
        return {} if name is None else self.passages[name].pauses

    @property
    def stay(self) -> Passage:
        """The passage through the process that holds the case."""
        assert self.holder is not None, "only a case in a process has a passage"
        return self.passages[self.holder]

    def mine(self) -> Iterator[Instance]:
        """Yield the instances of the process that holds the case, in the order they began."""
        holder = self.holder
        return (one for one in self.instances if one.process == holder)

    def open_instances(self) -> list[Instance]:
        """Return the instances whose promise is still to be kept, in the order they began."""
        return [one for one in self.mine() if one.state in OPEN]

    def last(self, milestone: str, level: Any = None) -> Instance | None:
        """Return the latest instance of a milestone at a level in the process that holds it."""
        for one in reversed(self.instances):
            if one.milestone == milestone and one.process == self.holder and one.level == level:
                return one
        return None

    def latest(self, milestone: str) -> Instance | None:
        """Return the latest instance of a milestone at any level."""
        for one in reversed(self.instances):
            if one.milestone == milestone and one.process == self.holder:
                return one
        return None
