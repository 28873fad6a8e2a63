"""A case while it is worked on: the state that a host stores between two events.

The state is JSON: `Case.of` reads it, `Case.state` writes it. Inside the runtime a case is changed
in place, on a private copy; the functions a host calls never change what it gave them.
"""

import json
from typing import Any, TypeAlias

FORMAT = "milepost/state"
VERSION = 1

#: A case's state as a host stores it: JSON objects, arrays, texts, integers, booleans and null.
State: TypeAlias = dict[str, Any]

WAITING = "waiting"
RUNNING = "running"
MET = "met"
MISSED = "missed"
CANCELLED = "cancelled"
WAIVED = "waived"
OPEN = (WAITING, RUNNING)


class Claim:
    """What a due is reckoned from: its start, since when pauses move it, and the fields.

    `fields` None means the case's fields as they are; a snapshot keeps an earlier promise
    (`tighten`).
    """

    __slots__ = ("fields", "since", "start")

    def __init__(self, start: int, since: int, fields: dict[str, Any] | None = None) -> None:
        self.start = start
        self.since = since
        self.fields = fields


class Instance:
    """One run of a milestone.

    `anchor` is what time is counted from; `due` is known once it was breached and is frozen then.
    `fired` counts the firings of each trigger line, `held` are deliveries that wait for open time:
    [trigger, firing, reached].
    """

    __slots__ = (
        "anchor",
        "asked",
        "breached",
        "claims",
        "due",
        "ended",
        "fired",
        "held",
        "id",
        "level",
        "milestone",
        "minutes",
        "reason",
        "shown",
        "started",
        "state",
    )

    def __init__(self, id: int, milestone: str, anchor: int, started: int) -> None:  # noqa: A002
        self.id = id
        self.milestone = milestone
        self.anchor = anchor
        self.started = started
        self.level: Any = None
        self.state = RUNNING
        self.claims = [Claim(anchor, 0)]
        self.due: int | None = None
        self.shown: int | None = None
        self.breached = False
        self.ended: int | None = None
        self.reason: str | None = None
        self.fired: dict[str, int] = {}
        self.held: list[list[int]] = []
        self.minutes: int | None = None
        self.asked: list[Any] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the promise is still to be kept."""
        return self.state in OPEN

    def end(self, state: str, at: int, reason: str | None = None) -> None:
        """End the instance."""
        self.state = state
        self.ended = at
        self.reason = reason


class Case:
    """A case.

    Its fields and events, the process that holds it, and the instances of its milestones.
    """

    __slots__ = (
        "created",
        "digest",
        "entered",
        "entitlement",
        "events",
        "exited",
        "fields",
        "instances",
        "met",
        "passage",
        "passed",
        "pauses",
        "process",
        "reason",
        "record",
        "settled",
        "true_starts",
        "version",
        "was_closed",
    )

    def __init__(self, record: str, digest: str) -> None:
        self.record = record
        self.digest = digest
        self.fields: dict[str, Any] = {}
        self.events: dict[str, list[int]] = {}
        self.created = 0
        self.settled = 0
        self.entitlement: str | None = None
        self.reason: str | None = None
        self.process: str | None = None
        self.version: int | None = None
        self.entered: int | None = None
        self.exited: int | None = None
        self.passage: int | None = None
        self.passed: list[str] = []
        self.was_closed = False
        self.instances: list[Instance] = []
        self.met: dict[str, list[int]] = {}
        self.pauses: dict[str, list[list[int | None]]] = {}
        self.true_starts: dict[str, bool] = {}

    def state(self) -> State:
        """Return the case as JSON data."""
        data: State = {"format": FORMAT, "version": VERSION}
        for name in self.__slots__:
            value = getattr(self, name)
            data["process_version" if name == "version" else name] = value
        data["instances"] = [_instance_data(instance) for instance in self.instances]
        copied: State = json.loads(json.dumps(data))
        return copied

    @staticmethod
    def of(state: State) -> "Case":
        """Return the case of a stored state; raise ValueError when it is none of ours."""
        if state.get("format") != FORMAT or state.get("version") != VERSION:
            raise ValueError(f"this is no case state of version {VERSION}")
        data = json.loads(json.dumps(state))
        case = Case(data["record"], data["digest"])
        for name in Case.__slots__:
            setattr(case, name, data["process_version" if name == "version" else name])
        case.instances = [_instance_of(one) for one in data["instances"]]
        return case

    def open_instances(self) -> list[Instance]:
        """Return the instances whose promise is still to be kept, in the order they started."""
        return [instance for instance in self.instances if instance.is_open]

    def of_milestone(self, name: str) -> list[Instance]:
        """Return all instances of a milestone in this passage of the process."""
        return [instance for instance in self.instances if instance.milestone == name]


def _instance_data(instance: Instance) -> dict[str, Any]:
    data = {name: getattr(instance, name) for name in Instance.__slots__}
    data["claims"] = [[claim.start, claim.since, claim.fields] for claim in instance.claims]
    return data


def _instance_of(data: dict[str, Any]) -> Instance:
    instance = Instance(data["id"], data["milestone"], data["anchor"], data["started"])
    for name in Instance.__slots__:
        setattr(instance, name, data[name])
    instance.claims = [Claim(start, since, fields) for start, since, fields in data["claims"]]
    return instance
