"""Milestones of a process; those that differ in nothing but a value and a target become a table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from milepost.frozen import frozen
from milepost.importers.salesforce.actions import Actions
from milepost.importers.salesforce.calendars import Calendars
from milepost.importers.salesforce.conditions import condition_of
from milepost.importers.salesforce.fields import Fields
from milepost.importers.salesforce.ledger import Ledger
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
    AllOf,
    Comparison,
    CriteriaError,
    Criterion,
    all_of,
    criterion_of,
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
    Table,
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
    tables: "Tables"
    has_versions: bool


class Tables:
    """The tables of a policy; processes and versions with equal targets share one."""

    def __init__(self) -> None:
        self.made: dict[str, Table] = {}

    def name(self, wanted: str, field: str, rows: tuple[Row, ...]) -> str:
        """Return the name of a table with such rows."""
        number = 1
        while True:
            word = wanted if number == 1 else f"{wanted}_{number}"
            table = Table(name(word), None, (name(field),), rows, NOWHERE)
            if self.made.setdefault(word, table) == table:
                return word
            number += 1


def criteria_of(item: MilestoneItem, fields: Fields, ledger: Ledger) -> Criterion | None:
    """Return the criteria of a milestone; what cannot be read is reported once."""
    try:
        return criterion_of(
            item.milestone_criteria_filter_items,
            item.criteria_boolean_filter,
            item.milestone_criteria_formula,
            fields.object,
        )
    except CriteriaError as error:
        ledger.not_understood(str(error), item.span, "the milestone is imported without criteria")
        return None


@frozen
class Entry:
    """A milestone item with its criteria, for one value of a field where it is one of several."""

    item: MilestoneItem
    criterion: Criterion | None
    common: Criterion | None = None
    value: Comparison | None = None


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
        for group in _groups(entries, self.fields):
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
                    f"an offset of {abs(trigger.time_length or 0)} days is taken as "
                    f"{abs(minutes) // 60}h on the clock of the milestone",
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


def _groups(entries: Sequence[Entry], fields: Fields) -> Iterator[list[Entry]]:
    """Yield neighbouring entries that are one milestone but for a value and a target."""
    group: list[Entry] = []
    for entry in entries:
        joined = _joined(group, entry, fields) if group else None
        if joined is None:
            if group:
                yield group
            group = [entry]
        else:
            group = joined
    if group:
        yield group


def _joined(group: list[Entry], entry: Entry, fields: Fields) -> list[Entry] | None:
    """Return a group with one more entry, or None when they are not one milestone."""
    first = group[0]
    if not _is_alike(first.item, entry.item):
        return None
    for field in _split_fields(first.criterion, fields):
        made = [_split(one, field) for one in (*group, entry)]
        values = [value for one in made if one and one.value for value in one.value.values]
        if all(made) and len(values) == len(set(values)):
            found = [one for one in made if one is not None]
            if len({one.common for one in found}) == 1:
                return found
    return None


def _is_alike(left: MilestoneItem, right: MilestoneItem) -> bool:
    """Say whether two items differ in their criteria and minutes at most."""
    same = ("milestone_name", "business_hours", "success_actions", "time_triggers")
    return all(getattr(left, one) == getattr(right, one) for one in same) and not any(
        item.use_criteria_start_time
        or item.minutes_to_complete is None
        or item.milestone_completion_criteria
        or item.is_displayed_on_linked_entity is not None
        for item in (left, right)
    )


def _split_fields(criterion: Criterion | None, fields: Fields) -> Iterator[str]:
    parts = criterion.criteria if isinstance(criterion, AllOf) else (criterion,)
    for part in parts:
        if not isinstance(part, Comparison) or part.operation != "equals":
            continue
        if all(part.values) and fields.use(part.field).type == "choice":
            yield part.field


def _split(entry: Entry, field: str) -> Entry | None:
    """Return an entry with its criteria split into a value of a field and the rest."""
    criterion = entry.criterion
    parts = criterion.criteria if isinstance(criterion, AllOf) else (criterion,)
    of_field = [
        part
        for part in parts
        if isinstance(part, Comparison)
        and part.field == field
        and part.operation == "equals"
        and all(part.values)
    ]
    if len(of_field) != 1:
        return None
    rest = tuple(part for part in parts if part is not None and part != of_field[0])
    return Entry(entry.item, criterion, all_of(rest) if rest else None, of_field[0])


def _moment(minutes: int) -> Moment:
    if minutes == 0:
        return AtBreach(NOWHERE)
    offset = Clocked(length(abs(minutes)), None, NOWHERE)
    return BeforeDue(offset, NOWHERE) if minutes < 0 else AfterDue(offset, NOWHERE)
