"""What a milestone promises, line by line and cell by cell, and what must hold for it to count."""

from collections.abc import Iterator
from typing import Any

from milepost.frozen import frozen
from milepost.ir import targets as t
from milepost.ir.conditions import CalendarRef, Condition, FieldOf, In, Not
from milepost.ir.processes import Milestone, Process
from milepost.semantics.clocks import TIER, clocks_of
from milepost.semantics.model import Model

CREATED = "created"


@frozen
class Promised:
    """One promise of a milestone: a line, or a cell of the table that the line looks up.

    It counts where all conditions `given` hold.
    """

    process: Process
    milestone: Milestone
    line: t.TargetLine
    cell: t.TargetCell | None
    given: tuple[Condition, ...]
    rolling: t.Rolling | None = None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What a case must fulfil: the conditions given, and the tiers of the process."""
        if not self.process.tiers:
            return self.given
        return (In(FieldOf(TIER), self.process.tiers), *self.given)

    @property
    def target(self) -> t.Target:
        """The target as a whole."""
        return self.cell.target if self.cell else self.line.target

    @property
    def part(self) -> object:
        """The part of the model that was written where the promise stands."""
        return self.cell.target if self.cell else self.line.target

    @property
    def hours(self) -> CalendarRef | None:
        """The calendar that milestone or process give to targets that name none."""
        return self.milestone.hours or self.process.hours

    @property
    def rolls(self) -> bool:
        """Whether a duration that ends at closing time is due at the next opening."""
        return (self.milestone.at_close or self.process.at_close) == "rolls"

    @property
    def anchor(self) -> t.Anchor | None:
        """The anchor written for it, or None: the start of the process or of the milestone."""
        return self.line.anchor or self.milestone.anchor

    @property
    def origin(self) -> Any:
        """What it is counted from: promises of one origin have one start instant."""
        anchor = self.anchor
        if anchor is not None:
            plain = anchor.of[0] if anchor.how == "once" and len(anchor.of) == 1 else None
            return plain if plain == CREATED else anchor
        return self.milestone.start or self.process.starts_from


def promised_by(model: Model, process: Process, milestone: Milestone) -> Iterator[Promised]:
    """Yield the promises of a milestone in the order written.

    A line whose due moves on under a condition makes two: one for either answer.
    """
    for line, selected in clocks_of(model).selected(process, milestone):
        given, cell = selected.given, selected.cell
        rolling = (cell.rolling if cell else None) or line.rolling
        when = rolling.when if rolling is not None else None
        if rolling is None or when is None:
            yield Promised(process, milestone, line, cell, given, rolling)
        else:
            yield Promised(process, milestone, line, cell, (*given, when), rolling)
            yield Promised(process, milestone, line, cell, (*given, Not(when)))
