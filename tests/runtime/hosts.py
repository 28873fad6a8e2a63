"""A host of cases, as small as it can be: what tests say to a schedule, and what they hear."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from milepost.runtime import Happening, RunningSchedule
from milepost.runtime.case import State


def at(text: str, zone: str = "UTC") -> int:
    """Return the instant of a local time."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


class Host:
    """A case that a host keeps: its state, and everything that happened to it."""

    def __init__(self, schedule: RunningSchedule, created: str, **fields: Any) -> None:
        self.schedule = schedule
        self.happenings: list[Happening] = []
        self.wake_at: int | None = None
        self.state: State
        self._keep(*schedule.step(None, {"at": at(created), "set": fields}))

    def enter(self, instant: str, *events: str, minutes: Any = None, **fields: Any) -> None:
        """Apply an entry."""
        entry: dict[str, Any] = {"at": at(instant), "set": fields, "events": list(events)}
        if minutes is not None:
            entry["minutes"] = minutes
        self._keep(*self.schedule.step(self.state, entry))

    def wake(self, instant: str) -> None:
        """Let time pass up to an instant."""
        self._keep(*self.schedule.wake(self.state, at(instant)))

    def adopt(self, instant: str, schedule: RunningSchedule) -> None:
        """Move to another schedule."""
        earlier, self.schedule = self.schedule, schedule
        self._keep(*schedule.adopt(self.state, at(instant), earlier))

    def _keep(self, state: State, effects: Any) -> None:
        self.state = state
        self.happenings += effects.happenings
        self.wake_at = effects.wake

    def told(self, kind: str, subject: str | None = None) -> list[Happening]:
        """Return what happened of a kind, to one milestone, process or action."""
        return [
            one
            for one in self.happenings
            if one.kind == kind and (subject is None or one.subject == subject)
        ]

    def instants(self, kind: str, subject: str | None = None) -> list[int]:
        """Return when something happened."""
        return [one.at for one in self.told(kind, subject)]

    def due(self, milestone: str) -> int | None:
        """Return the due that was told last."""
        dues = self.told("due", milestone)
        found: int | None = dues[-1].detail["due"]
        return found
