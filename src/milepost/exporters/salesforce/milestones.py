"""Milestones as milestone items and milestone types."""

from collections.abc import Iterator

from milepost.exporters.salesforce.calendars import Hours
from milepost.exporters.salesforce.criteria import Criteria
from milepost.exporters.salesforce.losses import (
    ANCHOR,
    CHANGE,
    COMPLETION,
    CONDITION,
    ENDING,
    HOURS,
    PAUSE,
    RHYTHM,
    TARGET,
    Losses,
)
from milepost.exporters.salesforce.names import Names
from milepost.exporters.salesforce.promises import Promise, Promises, joined
from milepost.exporters.salesforce.triggers import Triggers
from milepost.frozen import replace
from milepost.ir.conditions import Holds
from milepost.ir.processes import Milestone, Pause, Process
from milepost.ir.schedule import Schedule
from milepost.salesforce.criteria import Criterion, Formula, items_of
from milepost.salesforce.metadata import MilestoneItem, MilestoneType
from milepost.salesforce.names import encoded
from milepost.salesforce.shapes import element_of, shape_of

ONCE = "none"
AGAIN = "recursIndependently"
CHAINED = "recursChained"
_SUFFIX = {AGAIN: " (recurring)", CHAINED: " (in sequence)"}


class Types:
    """The milestone types: recurrence belongs to them, so one may have to be split."""

    def __init__(self, schedule: Schedule, names: Names) -> None:
        self.names = names
        self.kept = {str(values[0]) for values in names.settings("milestone_type") if values}
        self.foreign = {str(values[0]) for values in names.settings("foreign_type") if values}
        self.recurrences: dict[str, set[str]] = {}
        for process in schedule.processes:
            for milestone in process.milestones:
                found = self.recurrences.setdefault(_shown(milestone), set())
                found.add(recurrence_of(milestone))

    def name(self, milestone: Milestone) -> str:
        """Return the type of a milestone; one that recurs otherwise than its namesakes is split."""
        shown, recurrence = _shown(milestone), recurrence_of(milestone)
        if shown in self.kept | self.foreign or len(self.recurrences[shown]) == 1:
            return shown
        return shown + _SUFFIX.get(recurrence, "")

    def all(self, schedule: Schedule) -> tuple[MilestoneType, ...]:
        """Return every type by name, also those that no process uses; not those of others."""
        found: dict[str, str] = dict.fromkeys(self.kept, ONCE)
        for process in schedule.processes:
            for milestone in process.milestones:
                found[self.name(milestone)] = recurrence_of(milestone)
        ours = sorted(found.keys() - self.foreign)
        return tuple(self._type(name, found[name]) for name in ours)

    def _type(self, name: str, recurrence: str) -> MilestoneType:
        kept = self.names.elements("milestone_type", name)
        description = kept.get("description")
        return MilestoneType(
            name,
            description=None if description is None else str(description),
            recurrence_type=str(kept.get("recurrenceType", recurrence)),
        )


class Milestones:
    """The milestone items of one version of a process."""

    def __init__(
        self,
        process: Process,
        part: str,
        criteria: Criteria,
        promises: Promises,
        triggers: Triggers,
        types: Types,
        hours: Hours,
        losses: Losses,
    ) -> None:
        self.process = process
        self.part = part
        self.criteria = criteria
        self.promises = promises
        self.triggers = triggers
        self.types = types
        self.hours = hours
        self.losses = losses

    def items(self) -> Iterator[MilestoneItem]:
        """Yield the items in the order of the process, several for one with several targets."""
        for index, milestone in enumerate(self.process.milestones):
            part = f"{self.part}/milestones/{index}"
            yield from self._items(milestone, part)

    def _items(self, milestone: Milestone, part: str) -> Iterator[MilestoneItem]:
        if not self._starts(milestone, part):
            return
        self._lose_what_is_not_said(milestone, part)
        base: Criterion | None = None
        for name in ("when", "start"):
            condition = getattr(milestone, name)
            if condition is None:
                continue
            found = self.criteria.of(getattr(condition, "when", condition), f"{part}/{name}")
            if found is None:
                return
            base = joined(base, found)
        for promise in self.promises.of(milestone, self.process.hours, part):
            item = self._item(milestone, promise, base, part)
            if item is not None:
                yield item

    def _item(
        self, milestone: Milestone, promise: Promise, base: Criterion | None, part: str
    ) -> MilestoneItem | None:
        criterion = joined(base, promise.criterion)
        written = None if criterion is None else items_of(criterion)
        formula = criterion.text if isinstance(criterion, Formula) else None
        if criterion is not None and written is None and formula is None:
            self._lose(CONDITION, part, "a formula cannot be joined with other criteria")
            return None
        items, boolean_filter = written or ((), None)
        target = promise.target
        made = MilestoneItem(
            business_hours=self._hours(milestone, promise, part),
            criteria_boolean_filter=boolean_filter,
            milestone_criteria_filter_items=items,
            milestone_criteria_formula=formula,
            milestone_name=encoded(self.types.name(milestone)),
            minutes_custom_class=target if isinstance(target, str) else None,
            minutes_to_complete=target if isinstance(target, int) else None,
            success_actions=self.triggers.successes(milestone, part),
            time_triggers=self.triggers.times(milestone, self.process, target, part),
            use_criteria_start_time=milestone.start is not None,
        )
        kept = self.types.names.elements(
            "milestone_element", self.process.name, self.process.version, milestone.name
        )
        known = {element_of(member.name): member.name for member in shape_of(MilestoneItem)}
        return replace(
            made, **{known[element]: value for element, value in kept.items() if element in known}
        )

    def _hours(self, milestone: Milestone, promise: Promise, part: str) -> str | None:
        if promise.calendar is not None:
            return self.hours.name(promise.calendar)
        if milestone.hours is None:
            return None
        if not isinstance(milestone.hours, str):
            self._lose(HOURS, part, "the hours of a milestone cannot be chosen by a field")
            return None
        return self.hours.name(milestone.hours)

    def _starts(self, milestone: Milestone, part: str) -> bool:
        """Say whether a milestone starts as Salesforce can say it."""
        if milestone.anchor is None and milestone.per is None and milestone.repeats != "every":
            return True
        if milestone.anchor is not None:
            self._lose(
                ANCHOR, part, f"milestone `{milestone.name}` counts from something of its own"
            )
        else:
            self._lose(RHYTHM, part, f"milestone `{milestone.name}` has several instances")
        return False

    def _lose_what_is_not_said(self, milestone: Milestone, part: str) -> None:
        name = milestone.name
        names = self.types.names
        is_told = any(names.has("completed_by", one) for one in (name, _shown(milestone)))
        for index, done in enumerate(milestone.done):
            if not done.by_hand and not is_told:
                self._lose(
                    COMPLETION,
                    f"{part}/done/{index}",
                    f"nothing in the metadata completes `{name}`",
                )
        if milestone.start is not None and milestone.when is None:
            self._lose(
                ENDING, f"{part}/start", f"`{name}` is taken away when its start no longer holds"
            )
        for what, word in (
            (milestone.reset, "reset"),
            (milestone.cancel, "cancelled"),
            (milestone.waived, "waived"),
            (milestone.until, "ended"),
        ):
            if what:
                self._lose(ENDING, part, f"`{name}` can be {word} in the policy, not in Salesforce")
        if milestone.pause is not None and not stops_with(milestone.pause, self.criteria):
            self._lose(PAUSE, part, f"the clock of `{name}` stops with the record only")
        if (milestone.at_close or self.process.at_close) == "rolls":
            self._lose(TARGET, part, f"a due of `{name}` at closing time stays there")
        for index, rule in enumerate(milestone.changes):
            if rule.rule != "carry":
                self._lose(
                    CHANGE, f"{part}/changes/{index}", f"`{name}` keeps its time used on a change"
                )

    def _lose(self, code: str, part: str, message: str) -> None:
        self.losses.lose(code, part, message, HINTS[code])


#: What one can do about what the metadata does not say.
HINTS = {
    ANCHOR: "start it when criteria hold: let a flow set a field at that moment",
    CHANGE: "the new target counts from the start of the milestone, as with `carry`",
    COMPLETION: "a flow or trigger has to set the completion date; `completed_by` says which",
    CONDITION: "write one formula, or let a formula field of the object work it out",
    ENDING: "a flow can complete the milestone instead",
    HOURS: "write one milestone for each, with `when`",
    PAUSE: "let a flow set `IsStopped` while the clock should stand",
    TARGET: "a target is minutes of business hours, and due when they have passed",
    RHYTHM: "let it recur with its type: `start each time CONDITION`",
}


def recurrence_of(milestone: Milestone) -> str:
    """Return how a milestone recurs, as a milestone type says it."""
    if milestone.start is not None and milestone.start.each:
        return AGAIN
    if milestone.anchor is not None and milestone.anchor.how == "chained":
        return CHAINED
    return ONCE


def stops_with(pauses: tuple[Pause, ...], criteria: Criteria) -> bool:
    """Say whether clocks stop while the record is stopped, and only then."""
    return bool(pauses) and all(
        pause.resume is None
        and isinstance(pause.while_, Holds)
        and criteria.names.outside(pause.while_.field) == f"{criteria.object}.IsStopped"
        for pause in pauses
    )


def _shown(milestone: Milestone) -> str:
    return milestone.label or milestone.name
