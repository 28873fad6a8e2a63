"""What a milestone promises, one entry for each target: criteria, minutes, business hours.

Salesforce has no tables and no "first line that holds". Every line, row and column of a table, and
every branch of a choice of calendars, becomes an entry of its own, with criteria that leave out
what an earlier entry takes.
"""

from collections.abc import Iterator
from math import ceil
from typing import Any

from milepost.exporters.salesforce.calendars import Hours
from milepost.exporters.salesforce.criteria import Criteria, exclude_each_other
from milepost.exporters.salesforce.losses import ANCHOR, TARGET, Losses
from milepost.frozen import frozen
from milepost.ir import targets as t
from milepost.ir.calendars import ALWAYS, Rules
from milepost.ir.conditions import CalendarRef, Choice
from milepost.ir.processes import Milestone
from milepost.ir.schedule import Schedule
from milepost.salesforce.criteria import AllOf, Comparison, Criterion, all_of, opposite

MILESTONE = "milestone"
_MINUTE = 60
_DAY = 86400


@frozen
class Promise:
    """One entry: for which records, how long (or which class knows), and on which calendar."""

    criterion: Criterion | None
    target: int | str
    calendar: str | None


class Promises:
    """The promises of milestones of one process."""

    def __init__(
        self, schedule: Schedule, criteria: Criteria, hours: Hours, losses: Losses
    ) -> None:
        self.tables = {table.name: table for table in schedule.tables}
        self.criteria = criteria
        self.hours = hours
        self.losses = losses

    def of(self, milestone: Milestone, default: CalendarRef | None, part: str) -> list[Promise]:
        """Return the entries of a milestone, each without what an earlier one takes."""
        made: list[Promise] = []
        taken: list[Criterion | None] = []
        for index, line in enumerate(milestone.lines):
            place = f"{part}/lines/{index}"
            if line.anchor is not None:
                self._lose(ANCHOR, place, "a target line counts from something of its own")
                continue
            if line.rolling is not None:
                self._lose(TARGET, place, "a due that rolls to another day is left where it is")
            given: Criterion | None = None
            if line.when is not None:
                given = self.criteria.of(line.when, f"{place}/when")
                if given is None:
                    continue
            for one in self._targets(line.target, milestone, default, place):
                for other in self._on_calendars(one, place):
                    whole = joined(given, other.criterion)
                    calendar = other.calendar
                    assert not isinstance(calendar, Choice), "choices were unfolded"
                    rest = [
                        opposite(earlier)
                        for earlier in taken
                        if earlier is not None and not exclude_each_other(earlier, whole)
                    ]
                    if None not in taken and other.target != "":
                        made.append(Promise(joined(whole, *rest), other.target, calendar))
                    taken.append(whole)
        return made

    def _targets(
        self, target: t.Target, milestone: Milestone, default: CalendarRef | None, part: str
    ) -> Iterator["_Draft"]:
        """Yield what a target promises; one that promises nothing has an empty target."""
        match target:
            case t.TableTarget():
                yield from self._cells(self.tables[target.table], milestone, default, part)
            case t.NoTarget():
                yield _Draft(None, "", None)
            case t.Duration():
                minutes = self._minutes(target.seconds, part)
                yield _Draft(None, minutes, target.calendar)
            case t.External():
                if target.fields:
                    self._lose(TARGET, part, "the class is not asked again when fields change")
                yield _Draft(None, target.name, target.calendar)
            case t.BusinessDays():
                yield self._days(target, milestone, default, part)
            case t.CalendarDays():
                self._lose(
                    TARGET, part, f"{target.count} calendar days are exported as 24 hours each"
                )
                yield _Draft(None, target.count * _DAY // _MINUTE, ALWAYS)
            case _:
                self._lose(TARGET, part, "only minutes can be promised; this is left out")
                yield _Draft(None, "", None)

    def _days(
        self, target: t.BusinessDays, milestone: Milestone, default: CalendarRef | None, part: str
    ) -> "_Draft":
        """Return business days as open time, where every day has as much of it."""
        calendar = target.calendar or milestone.hours or default
        length = self._day_length(calendar)
        if length is None:
            self._lose(TARGET, part, "business days of different lengths are no minutes; left out")
            return _Draft(None, "", None)
        minutes = target.count * length // _MINUTE
        self._lose(
            TARGET,
            part,
            f"{target.count} business days are exported as {minutes // 60} open hours; a start "
            "outside the hours is due earlier or later",
        )
        return _Draft(None, minutes, target.calendar)

    def _day_length(self, calendar: CalendarRef | None) -> int | None:
        if not isinstance(calendar, str) or calendar == ALWAYS:
            return _DAY if calendar == ALWAYS else None
        found = self.hours.calendars[calendar]
        if not isinstance(found.open_time, Rules):
            return None
        lengths: dict[int, int] = {}
        for window in found.open_time.windows:
            length = window.closes - window.opens
            lengths[window.day] = lengths.get(window.day, 0) + length
        return next(iter(lengths.values())) if len(set(lengths.values())) == 1 else None

    def _cells(
        self, table: t.Table, milestone: Milestone, default: CalendarRef | None, part: str
    ) -> Iterator["_Draft"]:
        columns = table.columns or ((),)
        for row in table.rows:
            for column, cell in zip(columns, row.cells, strict=True):
                keys = (*row.keys, column) if table.columns else row.keys
                given = self._keys(table, keys, milestone, part)
                if isinstance(given, bool) or not isinstance(cell, t.TargetCell):
                    continue
                if cell.rolling is not None:
                    self._lose(TARGET, part, "a due that rolls to another day is left where it is")
                for one in self._targets(cell.target, milestone, default, part):
                    yield _Draft(joined(given, one.criterion), one.target, one.calendar)

    def _keys(
        self, table: t.Table, keys: tuple[Any, ...], milestone: Milestone, part: str
    ) -> Criterion | bool | None:
        """Return the criterion of a cell's labels; False for a cell of another milestone."""
        found: list[Criterion] = []
        for name, values in zip(table.by, keys, strict=True):
            if not values:
                continue
            if name == MILESTONE:
                if milestone.name not in values:
                    return False
                continue
            plain = [value for value in values if not isinstance(value, tuple)]
            if len(plain) != len(values):
                self._lose(TARGET, part, f"rows of table `{table.name}` for ranges are left out")
                return False
            made = self.criteria.selected(name, plain, part)
            if made is None:
                return False
            found.append(made)
        return all_of(found) if found else None

    def _on_calendars(self, draft: "_Draft", part: str) -> Iterator["_Draft"]:
        """Yield a promise for each calendar that a choice may take."""
        chosen = draft.calendar
        if not isinstance(chosen, Choice):
            yield draft
            return
        for case in chosen.cases:
            given = self.criteria.selected(chosen.by, case.values, part)
            if given is not None:
                yield _Draft(joined(draft.criterion, given), draft.target, case.then)
        if chosen.otherwise is not None:
            yield _Draft(draft.criterion, draft.target, chosen.otherwise)

    def _minutes(self, seconds: int, part: str) -> int:
        if seconds % _MINUTE:
            self._lose(TARGET, part, f"{seconds} seconds are exported as whole minutes")
        return max(1, ceil(seconds / _MINUTE))

    def _lose(self, code: str, part: str, message: str) -> None:
        self.losses.lose(
            code,
            part,
            message,
            "a target is minutes of business hours, from the start of the process or from the "
            "moment the criteria hold",
        )


@frozen
class _Draft:
    """A promise whose calendar may still be a choice; an empty target promises nothing."""

    criterion: Criterion | None
    target: int | str
    calendar: CalendarRef | None


def joined(*criteria: Criterion | None) -> Criterion | None:
    """Return the criterion that all of some hold; what a narrower one implies is left out.

    `Priority equals "High, Low"` beside `Priority equals "High"` says nothing more.
    """
    found = [_parts(one) for one in dict.fromkeys(criteria) if one is not None]
    if not found:
        return None
    kept = [
        part
        for parts in found
        for part in parts
        if not any(_implies(one, part) for other in found if other is not parts for one in other)
    ]
    return all_of(kept)


def _parts(criterion: Criterion) -> tuple[Criterion, ...]:
    return criterion.criteria if isinstance(criterion, AllOf) else (criterion,)


def _implies(narrow: Criterion, wide: Criterion) -> bool:
    return (
        isinstance(narrow, Comparison)
        and isinstance(wide, Comparison)
        and (narrow.field, narrow.operation, narrow.other) == (wide.field, "equals", None)
        and wide.operation == "equals"
        and set(narrow.values) < set(wide.values)
    )
