"""Milestone items that are one milestone: a value of a field and the minutes tell them apart."""

from collections.abc import Iterator, Sequence

from milepost.frozen import frozen
from milepost.importers.salesforce.fields import Fields
from milepost.importers.salesforce.ledger import Ledger
from milepost.salesforce.criteria import (
    AllOf,
    Comparison,
    CriteriaError,
    Criterion,
    all_of,
    criterion_of,
)
from milepost.salesforce.metadata import MilestoneItem


@frozen
class Entry:
    """A milestone item with its criteria, for one value of a field where it is one of several."""

    item: MilestoneItem
    criterion: Criterion | None
    common: Criterion | None = None
    value: Comparison | None = None


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


def grouped(entries: Sequence[Entry], fields: Fields) -> Iterator[list[Entry]]:
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
