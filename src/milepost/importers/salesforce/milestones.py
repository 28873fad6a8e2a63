"""Milestones of a process; those that differ in nothing but a value and a target become a table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from milepost.frozen import frozen
from milepost.importers.salesforce.actions import Actions
from milepost.importers.salesforce.calendars import Calendars
from milepost.importers.salesforce.conditions import condition_of
from milepost.importers.salesforce.fields import Fields
from milepost.importers.salesforce.grouping import Entry, criteria_of, grouped
from milepost.importers.salesforce.ledger import Ledger
from milepost.importers.salesforce.tables import Tables
from milepost.importers.salesforce.trees import (
    NOWHERE,
    conjunction,
    label,
    length,
    name,
    names,
    path,
    string,
    when,
)
from milepost.salesforce.criteria import (
    Comparison,
    leaves_of,
)
from milepost.salesforce.metadata import (
    ActionReference,
    EntitlementProcess,
    MilestoneItem,
    MilestoneType,
)
from milepost.salesforce.names import decoded
from milepost.salesforce.normal import trigger_minutes
from milepost.syntax.ast.conditions import Condition, InList
from milepost.syntax.ast.processes import (
    AfterDue,
    AtBreach,
    BeforeDue,
    Change,
    Done,
    Hours,
    Milestone,
    MilestoneLine,
    Moment,
    Once,
    Start,
    Trigger,
)
from milepost.syntax.ast.targets import (
    Clocked,
    External,
    Reference,
    Row,
    TargetCell,
    Within,
)

RECURS = "recursIndependently"
CHAINED = "recursChained"
Target: TypeAlias = Clocked | External


@frozen
class Surroundings:
    """What the milestones of all processes share."""

    types: dict[str, MilestoneType]
    calendars: Calendars
    actions: Actions
    ledger: Ledger
    tables: Tables
    has_versions: bool


class Milestones:
    """The milestones of one version of a process."""

    def __init__(
        self, process: EntitlementProcess, word: str, fields: Fields, around: Surroundings
    ) -> None:
        self.process = process
        self.word = word
        self.version = process.version_number or 1
        self.fields = fields
        self.around = around
        self.names: set[str] = set()

    def trees(self) -> Iterator[Milestone]:
        """Yield the milestones in the order of the process."""
        entries = [
            Entry(item, criteria_of(item, self.fields, self.around.ledger))
            for item in self.process.milestones
        ]
        for group in grouped(entries, self.fields):
            if len(group) == 1:
                yield self.single(group[0])
            else:
                yield self.joined(group)

    def single(self, entry: Entry) -> Milestone:
        """Return the milestone of one item."""
        item = entry.item
        word = self.unique(self.plain_name(item), entry)
        target = self.target(item)
        heading = Within(target, None, None, None, NOWHERE)
        condition = None
        if entry.criterion is not None:
            condition = condition_of(entry.criterion, self.fields)
        return self.milestone(word, entry, heading, condition, ())

    def joined(self, group: Sequence[Entry]) -> Milestone:
        """Return the milestone of several items: its targets stand in a table."""
        first = group[0]
        assert first.value is not None, "items are joined over the values of a field"
        word = self.unique(self.plain_name(first.item), first, alone=False)
        field = self.fields.name(first.value.field)
        rows, values = [], []
        for entry in group:
            assert entry.value is not None, "items are joined over the values of a field"
            keys = [name(self.fields.value(entry.value.field, one)) for one in entry.value.values]
            values += keys
            cell = TargetCell(self.target(entry.item), None, NOWHERE)
            rows.append(Row((tuple(keys),), (cell,), NOWHERE))
        table = self.around.tables.name(f"{word}_targets", field, tuple(rows))
        among: Condition = InList(path(field), False, tuple(values), NOWHERE)
        if first.common is not None:
            among = conjunction((condition_of(first.common, self.fields), among))
        heading = Within(Reference(name(table), None, NOWHERE), None, None, None, NOWHERE)
        change = Change("carry", names((field,)), NOWHERE)
        return self.milestone(word, first, heading, among, (change,))

    def milestone(
        self,
        word: str,
        entry: Entry,
        heading: Within,
        condition: Condition | None,
        changes: tuple[Change, ...],
    ) -> Milestone:
        """Return a milestone with the lines that its item asks for."""
        item = entry.item
        lines: list[MilestoneLine] = []
        recurrence = self.recurrence(item, condition)
        given = when(condition)
        if given is not None:
            lines.append(given)
        if condition is not None and item.use_criteria_start_time:
            lines.append(Start(condition, recurrence in (RECURS, CHAINED), NOWHERE))
        if item.business_hours:
            calendar = self.around.calendars.name(item.business_hours, item.span)
            lines.append(Hours(name(calendar), NOWHERE))
        lines += changes
        lines.append(Done(None, NOWHERE))
        lines += self.triggers(item, word)
        self.keep(item, word, condition)
        return Milestone(
            name(word), label(decoded(item.milestone_name or "")), heading, tuple(lines), NOWHERE
        )

    def target(self, item: MilestoneItem) -> Target:
        """Return the target of an item: minutes, or a class of the host that knows them."""
        if item.minutes_to_complete is not None:
            return Clocked(length(item.minutes_to_complete), None, NOWHERE)
        if item.minutes_custom_class is None:
            self.around.ledger.not_understood(
                f"milestone `{item.milestone_name}` has neither minutes nor a class", item.span
            )
        return External(string(item.minutes_custom_class or "unknown"), (), None, NOWHERE)

    def recurrence(self, item: MilestoneItem, condition: Condition | None) -> str:
        """Return how a milestone recurs, and say what of it the policy cannot."""
        kind = decoded(item.milestone_name or "")
        if kind not in self.around.types:
            self.around.ledger.keep("foreign_type", kind)
            self.around.ledger.missing(
                f"milestone type `{kind}` is not in this folder; it is taken not to recur",
                item.span,
            )
            return "none"
        found = self.around.types[kind].recurrence_type or "none"
        if found == "none":
            return found
        if condition is None or not item.use_criteria_start_time:
            self.around.ledger.approximated(
                f"milestone `{kind}` recurs ({found}), but it starts with the process: "
                "the policy has it once",
                item.span,
            )
        elif found == CHAINED:
            self.around.ledger.approximated(
                f"milestone `{kind}` recurs in sequence; in the policy each begins when its "
                "criteria hold again, not when the one before is due",
                item.span,
            )
        return found

    def triggers(self, item: MilestoneItem, word: str) -> Iterator[Trigger]:
        """Yield the triggers of an item; those that send nothing are kept in the export block."""
        for trigger in item.time_triggers:
            unit = trigger.workflow_time_trigger_unit
            minutes = trigger_minutes(trigger.time_length, unit)
            if unit == "Days" and minutes:
                self.around.ledger.approximated(
                    f"an offset in days is taken as {abs(minutes) // 60}h on the clock of the "
                    "milestone",
                    trigger.span,
                )
            if not trigger.actions:
                self.around.ledger.keep("idle_trigger", self.word, self.version, word, minutes)
                continue
            yield self.trigger(_moment(minutes), trigger.actions)
        if item.success_actions:
            yield self.trigger(Once(name("met"), NOWHERE), item.success_actions)

    def trigger(self, moment: Moment, references: Iterable[ActionReference]) -> Trigger:
        """Return a trigger that sends some actions."""
        sent = [self.around.actions.name(one, self.fields) for one in references]
        return Trigger(moment, names(tuple(dict.fromkeys(sent))), False, None, None, NOWHERE)

    def keep(self, item: MilestoneItem, word: str, condition: Condition | None) -> None:
        """Keep the elements that the policy has no words for."""
        place = (self.word, self.version, word)
        keep = self.around.ledger.keep
        if item.is_displayed_on_linked_entity is not None:
            shown = item.is_displayed_on_linked_entity
            keep("milestone_element", *place, "isDisplayedOnLinkedEntity", shown)
        if item.milestone_completion_criteria:
            text = item.milestone_completion_criteria
            keep("milestone_element", *place, "milestoneCompletionCriteria", text)
            self.around.ledger.approximated(
                f"milestone `{word}` completes on criteria of its own; in the policy it is "
                "done by hand",
                item.span,
            )
        if condition is None and item.use_criteria_start_time:
            keep("milestone_element", *place, "useCriteriaStartTime", True)

    def plain_name(self, item: MilestoneItem) -> str:
        """Return what a milestone is called after its type."""
        text = decoded(item.milestone_name or "")
        namer = self.fields.namer
        return namer.name("milestone", (self.fields.record, text), text, space=self.fields.space)

    def unique(self, plain: str, entry: Entry, *, alone: bool = True) -> str:
        """Return a name that no other milestone of the process has: its criteria tell it apart."""
        kind = entry.item.milestone_name
        others = [one for one in self.process.milestones if one.milestone_name == kind]
        told = self.told_apart(entry, others) if alone and len(others) > 1 else ""
        wanted = f"{plain}_{told}" if told else plain
        found, number = wanted, 1
        while found in self.names:
            number += 1
            found = f"{wanted}_{number}"
        self.names.add(found)
        return found

    def told_apart(self, entry: Entry, others: list[MilestoneItem]) -> str:
        """Return words for the one value that an item asks for and others of its type do not."""
        quiet = Ledger()
        elsewhere = {
            leaf
            for other in others
            if other is not entry.item
            for criterion in (criteria_of(other, self.fields, quiet),)
            if criterion is not None
            for leaf in leaves_of(criterion)
        }
        own = [
            leaf
            for leaf in (leaves_of(entry.criterion) if entry.criterion is not None else ())
            if isinstance(leaf, Comparison) and leaf.operation == "equals" and leaf not in elsewhere
        ]
        if len(own) != 1 or not all(own[0].values):
            return ""
        values = [self.fields.namer.word(one, "value", free=True) for one in own[0].values]
        words = "_or_".join(values)
        return words if len(words) < 40 else ""


def _moment(minutes: int) -> Moment:
    if minutes == 0:
        return AtBreach(NOWHERE)
    offset = Clocked(length(abs(minutes)), None, NOWHERE)
    return BeforeDue(offset, NOWHERE) if minutes < 0 else AfterDue(offset, NOWHERE)
