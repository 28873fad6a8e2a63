"""Triggers as time triggers: minutes beside the target, reckoned for each target."""

from collections.abc import Iterator

from milepost.exporters.salesforce.actions import Actions
from milepost.exporters.salesforce.losses import SHARE, SUCCESS, TRIGGER, Losses
from milepost.exporters.salesforce.names import Names
from milepost.ir import processes as p
from milepost.ir.conditions import Named
from milepost.ir.processes import Milestone, Process, Trigger
from milepost.salesforce.metadata import ActionReference, TimeTrigger

_MINUTE = 60
_WHOLE = 10_000
_MOST_REPEATS = 10


class Triggers:
    """The time triggers and success actions of milestones."""

    def __init__(self, actions: Actions, names: Names, losses: Losses) -> None:
        self.actions = actions
        self.names = names
        self.losses = losses

    def times(
        self, milestone: Milestone, process: Process, target: int | str, part: str
    ) -> tuple[TimeTrigger, ...]:
        """Return the time triggers of a milestone with one of its targets."""
        found: dict[int, dict[ActionReference, None]] = {}
        for index, trigger in enumerate(milestone.triggers):
            place = f"{part}/triggers/{index}"
            if isinstance(trigger.moment, p.Once) or not self._can_be_said(trigger, place):
                continue
            for minutes, sent in self._moments(trigger, target, place):
                references = found.setdefault(minutes, {})
                for name in sent:
                    references |= dict.fromkeys(self.references(name, place))
        for values in self.names.settings("idle_trigger"):
            if values[:3] == (process.name, process.version, milestone.name):
                found.setdefault(int(values[3]), {})
        return tuple(
            TimeTrigger(tuple(references), minutes, "Minutes")
            for minutes, references in found.items()
        )

    def successes(self, milestone: Milestone, part: str) -> tuple[ActionReference, ...]:
        """Return the actions that are sent when a milestone is done."""
        found: dict[ActionReference, None] = {}
        for index, trigger in enumerate(milestone.triggers):
            place = f"{part}/triggers/{index}"
            if not isinstance(trigger.moment, p.Once) or not self._can_be_said(trigger, place):
                continue
            if trigger.moment.state != "met":
                self.losses.lose(
                    SUCCESS,
                    place,
                    "success actions are sent whenever a milestone is done, in time or not",
                    "the trigger is left out: a flow can look whether the milestone was late",
                )
                continue
            for name in trigger.actions:
                found |= dict.fromkeys(self.references(name, place))
        return tuple(found)

    def references(self, name: Named, part: str) -> tuple[ActionReference, ...]:
        """Return the references of an action; a choice among actions is a loss."""
        if isinstance(name, str):
            return self.actions.references(name)
        self._lose(part, "actions cannot be chosen by a field; the choice is left out")
        return ()

    def _can_be_said(self, trigger: Trigger, part: str) -> bool:
        if trigger.when is not None:
            self._lose(part, "a trigger has no condition of its own in Salesforce; it is left out")
            return False
        if trigger.during is not None:
            self._lose(part, "sending cannot wait for other hours; it is sent at its moment")
        return True

    def _moments(
        self, trigger: Trigger, target: int | str, part: str
    ) -> Iterator[tuple[int, tuple[Named, ...]]]:
        """Yield the minutes beside the target, and the actions that are sent then."""
        match trigger.moment:
            case p.AtBreach():
                yield 0, trigger.actions
            case p.BeforeDue(offset=offset) | p.AfterDue(offset=offset):
                minutes = self._offset(offset, part)
                if minutes is not None:
                    sign = -1 if isinstance(trigger.moment, p.BeforeDue) else 1
                    yield sign * minutes, trigger.actions
            case p.EveryAfterDue(offset=offset, times=times):
                yield from self._repeated(trigger, offset, times, part)
            case p.AtPercent(basis_points=share):
                if not isinstance(target, int):
                    self._share(part, "a share of a target that a class reckons is not known")
                    return
                used = self._whole(target * share, _WHOLE, part)
                yield used - target, trigger.actions
            case p.AtUsed(seconds=seconds):
                if not isinstance(target, int):
                    self._share(part, "time used of a target that a class reckons is not known")
                    return
                yield self._whole(seconds, _MINUTE, part) - target, trigger.actions

    def _repeated(
        self, trigger: Trigger, offset: p.Offset, times: int | None, part: str
    ) -> Iterator[tuple[int, tuple[Named, ...]]]:
        minutes = self._offset(offset, part)
        if minutes is None:
            return
        if times is None or times > _MOST_REPEATS:
            self._lose(part, f"nothing repeats in Salesforce; {_MOST_REPEATS} are exported")
        for turn in range(min(times or _MOST_REPEATS, _MOST_REPEATS)):
            sent = trigger.actions
            if trigger.in_turn:
                sent = (sent[turn % len(sent)],)
            yield minutes * (turn + 1), sent

    def _offset(self, offset: p.Offset, part: str) -> int | None:
        if offset.unit != "seconds":
            self._lose(part, "an offset in days or months is no number of minutes; left out")
            return None
        if offset.calendar is not None:
            self._lose(part, "an offset counts on the hours of its milestone, not on others")
        return self._whole(offset.count, _MINUTE, part)

    def _whole(self, amount: int, divisor: int, part: str) -> int:
        if amount % divisor:
            self._share(part, "the moment is no whole minute; it is exported as the minute before")
        return amount // divisor

    def _share(self, part: str, message: str) -> None:
        self.losses.lose(
            SHARE, part, message, "offsets are whole minutes before or after the target"
        )

    def _lose(self, part: str, message: str) -> None:
        self.losses.lose(
            TRIGGER,
            part,
            message,
            "actions are sent at so many minutes before or after the target, and at success",
        )
