"""Which calendars each target may run on.

A target names its calendar itself, or leaves it to the `hours` of its milestone, its process, the
entitlement or the tier, in that order. The last two depend on the case: then a target has several
calendars, those of all tiers whose cases it may serve, and some tiers may have none for it.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from milepost.frozen import frozen
from milepost.ir import conditions, targets
from milepost.ir.processes import Milestone, Process
from milepost.semantics.choices import names_in
from milepost.semantics.model import Model
from milepost.semantics.regions.logic import No, Yes, logic_of
from milepost.semantics.regions.reading import known
from milepost.semantics.regions.tables import MILESTONE, columns_asked, rows_asked
from milepost.semantics.whole import registers_are_read, whole_parts

TIER = "tier"
#: Stands for the tier of a case where the policy has no tiers.
NO_TIER = ""


@frozen
class Clocked:
    """A target of a milestone, with every calendar it may run on.

    `target` is a plain one: out of `earliest`, `latest` and tables, whose `cell` it then is. It
    counts where all conditions of `given` hold. `without` lists the tiers for which nothing says a
    calendar.
    """

    process: Process
    milestone: Milestone
    line: targets.TargetLine
    target: targets.Target
    given: tuple[conditions.Condition, ...]
    calendars: tuple[str, ...]
    without: tuple[str, ...] = ()
    cell: targets.TargetCell | None = None

    @property
    def rolling(self) -> targets.Rolling | None:
        """The roll-forward of the line or cell."""
        return self.cell.rolling if self.cell else self.line.rolling


def plain_targets(target: targets.Target) -> Iterator[targets.Target]:
    """Yield a target, or the alternatives of `earliest` and `latest`, however deep."""
    waiting = [target]
    while waiting:
        found = waiting.pop()
        if isinstance(found, targets.Earliest | targets.Latest):
            waiting += [one.target for one in reversed(found.alternatives)]
        else:
            yield found


@frozen
class _Hours:
    """What the hours of an entitlement or tier come to for the cases of one tier."""

    calendars: tuple[str, ...]
    is_hole: bool


@frozen
class Selected:
    """A target and what must hold for it to count."""

    target: targets.Target
    given: tuple[conditions.Condition, ...]
    cell: targets.TargetCell | None = None


_Given: TypeAlias = tuple[conditions.Condition, ...]
#: A cell, and what must hold for it to be looked up.
_Cell: TypeAlias = tuple[targets.TargetCell, _Given]


class Clocks:
    """The clocks of all targets of a model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.tables = {table.name: table for table in model.tables}
        self.tiers = tuple(tier.name for tier in model.tiers) or (NO_TIER,)
        is_whole = whole_parts(model)
        parts = (*model.tiers, *model.entitlements)
        self.is_sure = all(is_whole(part) for part in parts) and registers_are_read(model)
        self.hours = {tier: self._hours_of(tier) for tier in self.tiers}
        self._looked_up: dict[tuple[str, str], tuple[_Cell, ...]] = {}
        self._tiers: dict[tuple[Any, ...], tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._found: dict[int, tuple[Clocked, ...]] = {}

    def of_milestones(self) -> Iterator[Clocked]:
        """Yield every target of every milestone that has a clock, table cells included."""
        for process, milestone in self.model.milestones():
            yield from self.of(process, milestone)

    def of(self, process: Process, milestone: Milestone) -> tuple[Clocked, ...]:
        """Return every target of a milestone that has a clock; reckoned once."""
        known = self._found.get(id(milestone))
        if known is None:
            known = self._found[id(milestone)] = tuple(self._clocked(process, milestone))
        return known

    def _clocked(self, process: Process, milestone: Milestone) -> Iterator[Clocked]:
        """Yield every target of a milestone that has a clock.

        One that is due `by` a field has the clock of its hours: triggers count on it.
        """
        settled = names_in(milestone.hours) or names_in(process.hours)
        for line, selected in self.selected(process, milestone):
            given, cell = selected.given, selected.cell
            for target in plain_targets(selected.target):
                if isinstance(target, targets.NoTarget):
                    continue
                calendars = names_in(getattr(target, "calendar", None)) or settled
                without: tuple[str, ...] = ()
                if not calendars:
                    calendars, without = self._by_tier(process, given)
                yield Clocked(process, milestone, line, target, given, calendars, without, cell)

    def _by_tier(self, process: Process, given: _Given) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the calendars that entitlements and tiers give, and the tiers that have none."""
        held = tuple(tier for tier in process.tiers if tier in self.hours) or self.tiers
        sure = held
        if len({self.hours[tier] for tier in held}) > 1 or self.hours[held[0]].is_hole:
            held, sure = self._with_cases(process.record, given, held)
        found = [self.hours[tier] for tier in held]
        names = dict.fromkeys(name for hours in found for name in hours.calendars)
        without = tuple(tier for tier in sure if self.is_sure and self.hours[tier].is_hole)
        return tuple(names), without

    def _with_cases(
        self, record: str, given: _Given, tiers: tuple[str, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the tiers of which a case, its fields set, may and surely can meet conditions."""
        key = (record, tiers, *map(id, given))
        if key not in self._tiers:
            logic, here = logic_of(self.model, record), (*given, known(*given))
            if not logic.lists(TIER):
                verdict = logic.satisfiable(*here)
                possible = () if isinstance(verdict, No) else tiers
                self._tiers[key] = possible, tiers if isinstance(verdict, Yes) else ()
            else:
                sure, perhaps = logic.values(TIER, *here)
                self._tiers[key] = (
                    tuple(tier for tier in tiers if tier in perhaps),
                    tuple(tier for tier in tiers if tier in sure),
                )
        return self._tiers[key]

    def _hours_of(self, tier: str) -> _Hours:
        """Return the hours that a case of a tier has from its entitlement, or else its tier."""
        own = next((found.hours for found in self.model.tiers if found.name == tier), None)
        names = list(names_in(own))
        entitlements = [
            entitlement
            for entitlement in self.model.entitlements
            if all(field.value == tier for field in entitlement.fields if field.field == TIER)
        ]
        for entitlement in entitlements:
            names += names_in(entitlement.hours)
        lacking = not self.model.entitlements or any(
            entitlement.hours is None for entitlement in entitlements
        )
        return _Hours(tuple(dict.fromkeys(names)), own is None and lacking)

    def _cells_of(self, name: str, milestone: Milestone) -> tuple[_Cell, ...]:
        """Return the cells that a milestone may look up; often the same as for others."""
        table = self.tables.get(name)
        asks = table is not None and MILESTONE in table.by
        key = (name, milestone.name if asks else "")
        if key not in self._looked_up:
            self._looked_up[key] = tuple(_cells(table, milestone.name))
        return self._looked_up[key]

    def selected(
        self, process: Process, milestone: Milestone
    ) -> Iterator[tuple[targets.TargetLine, Selected]]:
        """Yield the targets of a milestone with what must hold for each, table cells one by one."""
        given = tuple(condition for condition in (process.when, milestone.when) if condition)
        for line in milestone.lines:
            here = (*given, line.when) if line.when else given
            if isinstance(line.target, targets.TableTarget):
                for cell, conditions_of_cell in self._cells_of(line.target.table, milestone):
                    yield line, Selected(cell.target, (*here, *conditions_of_cell), cell)
            else:
                yield line, Selected(line.target, here)
            if line.when is None:
                return
            given = (*given, conditions.Not(line.when))


def clocks_of(model: Model) -> "Clocks":
    """Return the clocks of a model: the same ones for every check that asks."""
    if not _latest or _latest[0].model is not model:
        _latest[:] = [Clocks(model)]
    return _latest[0]


#: The clocks that were asked for last: the checks of one model ask one after another.
_latest: list["Clocks"] = []


def _cells(
    table: targets.Table | None, milestone: str
) -> Iterator[tuple[targets.TargetCell, _Given]]:
    """Yield the cells that a milestone may look up, with what must hold for each."""
    if table is None:
        return
    columns = tuple(_firsts(columns_asked(table, milestone)))
    for row, given in _firsts(rows_asked(table, milestone)):
        for column, also in columns:
            cell = table.rows[row].cells[column]
            if isinstance(cell, targets.TargetCell):
                yield cell, (*given, *also)


def _firsts(
    asked: Iterable[tuple[int, conditions.Condition]],
) -> Iterator[tuple[int, _Given]]:
    """Yield places with what must hold for each to be the first that holds."""
    above: _Given = ()
    for place, condition in asked:
        if condition == conditions.And(()):
            yield place, above
            return
        yield place, (*above, condition)
        above = (*above, conditions.Not(condition))
