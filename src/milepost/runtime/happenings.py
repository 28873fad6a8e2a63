"""What happens to a case: the records of a timeline, and what a host has to do."""

from typing import Any

from milepost.frozen import frozen

#: What a happening can be, and what its `detail` holds.
KINDS = {
    "created": "the case was opened (`set`, `events`)",
    "entry": "fields changed, events arrived (`set`, `events`; `by` for what `set` actions did)",
    "entitled": "the entitlement that was linked, or why there is none (`entitlement`, `reason`)",
    "entered": "a process took the case (`version`; `reopened`, `takes_over` or `adopted`)",
    "left": "the process let the case go (`reason`)",
    "started": "a clock began, or runs again (`anchor`, `line`, `level`, `again`)",
    "waiting": "a milestone waits for its anchor, which lies ahead (`until`, `level`)",
    "due": "the due became known or moved (`due`, null for none, and the `line`)",
    "paused": "a clock stopped",
    "resumed": "a clock went on",
    "met": "a milestone was done (`late` when after its due)",
    "breached": "a due passed (`due`)",
    "missed": "a round of a rhythm ended undone",
    "cancelled": "a milestone ended without being done (`reason`)",
    "waived": "a milestone counts as met without being done",
    "sent": "an action was sent (`milestone`, `trigger`; `reached` and `late` when not at once)",
    "skipped": "an action was not sent (`reason`, `reached`, `milestone`, `trigger`, `times`)",
    "asked": "the host was asked for minutes (`name`, `fields`)",
    "unstable": "set actions changed each other without end at one instant",
    "error": "a due cannot be reckoned (`reason`)",
}


@frozen
class Happening:
    """Something that happened at an instant; `subject` is a milestone, process or action."""

    at: int
    kind: str
    subject: str | None = None
    instance: int | None = None
    detail: dict[str, Any] = {}  # noqa: RUF012 - never changed: a frozen value's default

    def data(self) -> dict[str, Any]:
        """Return the happening as JSON data."""
        data: dict[str, Any] = {"at": self.at, "kind": self.kind}
        if self.subject is not None:
            data["subject"] = self.subject
        if self.instance is not None:
            data["instance"] = self.instance
        return data | self.detail


@frozen
class Effects:
    """What a step brought about: happenings in order, and when to wake the case next (None: never).

    The actions to send are the happenings of kind `sent`.
    """

    happenings: tuple[Happening, ...]
    wake: int | None

    @property
    def actions(self) -> tuple[Happening, ...]:
        """The actions to send."""
        return tuple(one for one in self.happenings if one.kind == "sent")
