"""A case replayed step by step: the state before and after every entry and every timer.

`RunningSchedule.run` tells what happened; an explanation must also see the case as it stood at each
moment. Entries and timers take the same path as in a host: `step` for the one, `wake` for the
other, so that what is explained is what runs.
"""

from typing import Any

from milepost.clock import ClockError
from milepost.diagnostics import ToolError
from milepost.frozen import frozen
from milepost.replay.cases import WrittenCase
from milepost.replay.local_times import moment_text
from milepost.runtime import EntryError, Happening, RunningSchedule
from milepost.runtime.case import State

#: Timers that are settled after the last entry, unless the case says how far to look.
FUTURE = 100
#: Timers that are settled in all: every state on the way is kept, and a cadence never ends.
MOST_TIMERS = 5_000


@frozen
class Moment:
    """One step of a case: at an entry, or at a timer (`entry` None)."""

    at: int
    entry: dict[str, Any] | None
    before: State | None
    after: State
    happenings: tuple[Happening, ...]


@frozen
class Replay:
    """A case with its moments in order; `wake` is the next timer that was not settled any more."""

    case: WrittenCase
    moments: tuple[Moment, ...]
    wake: int | None

    @property
    def state(self) -> State:
        """The state at the end."""
        return self.moments[-1].after

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """Everything that happened, in order."""
        return tuple(one for moment in self.moments for one in moment.happenings)


def replay(running: RunningSchedule, case: WrittenCase, upto: int | None = None) -> Replay:
    """Return a case replayed; with `upto`, only what happened by that instant.

    After the last entry, timers are settled until the case's `until`; without one, a hundred.
    """
    try:
        return _Replayer(running, case, upto).run()
    except EntryError as trouble:
        raise ToolError(f"the case cannot be replayed: {trouble}") from trouble
    except ClockError as trouble:
        raise ToolError(f"the case cannot be reckoned: {trouble}") from trouble


class _Replayer:
    """The working place of one replay."""

    def __init__(self, running: RunningSchedule, case: WrittenCase, upto: int | None) -> None:
        self.running = running
        self.case = case
        self.upto = upto
        self.state: State | None = None
        self.wake: int | None = None
        self.moments: list[Moment] = []
        self.settled = 0

    def run(self) -> Replay:
        for entry in self.case.log:
            if self.upto is not None and entry["at"] > self.upto and self.moments:
                break
            self.settle(entry["at"])
            self.step(entry)
        if self.upto is not None:
            self.settle(self.upto)
        elif self.case.until is not None:
            self.settle(self.case.until)
        else:
            for _ in range(FUTURE):
                if self.wake is None:
                    break
                self.timers(self.wake)
        return Replay(self.case, tuple(self.moments), self.wake)

    def settle(self, until: int) -> None:
        """Settle every timer up to an instant: one at `t` is settled a second after."""
        while self.wake is not None and self.wake <= until:
            self.timers(self.wake)

    def step(self, entry: dict[str, Any]) -> None:
        before = self.state
        self.state, effects = self.running.step(before, entry, self.case.record)
        self.wake = effects.wake
        at = entry["at"]
        self.moments.append(Moment(at, entry, before, self.state, effects.happenings))

    def timers(self, at: int) -> None:
        before = self.state
        assert before is not None, "a case that was not created has no timers"
        self.settled += 1
        if self.settled > MOST_TIMERS:
            reached = moment_text(at, self.case.zone)
            raise ToolError(
                f"more than {MOST_TIMERS:,} timers run off until {reached}; "
                "look less far ahead with `--until`, or give the case a shorter log"
            )
        self.state, effects = self.running.wake(before, at)
        self.wake = effects.wake
        self.moments.append(Moment(at - 1, None, before, self.state, effects.happenings))
