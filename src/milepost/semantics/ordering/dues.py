"""Shapes of promises against the calendars: when one is due later than another, exactly.

What wording alone settles is settled by it (`sure`); else the dues of both over the whole horizon
are compared piece by piece. Every calendar is compiled when it is first needed, and every pair is
compared once.
"""

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from milepost.frozen import frozen
from milepost.ir.schedule import Horizon
from milepost.semantics.model import Model
from milepost.semantics.ordering.shapes import (
    Before,
    Combined,
    Leaf,
    Members,
    Opaque,
    Rolled,
    Shape,
    Start,
    Unpromised,
    reason_of,
)
from milepost.semantics.ordering.sure import Sureness

if TYPE_CHECKING:
    from milepost.clock import Calendars, Clock
    from milepost.clock.pieces import Pieces, Stretch


DAY = 86400


@frozen
class NotTold:
    """Why two dues cannot be compared."""

    reason: str


Compared: TypeAlias = "tuple[Stretch, ...] | NotTold"


class Dues:
    """The dues of the shapes of a model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        settings = model.project.settings
        self.sure = Sureness(model.calendars, settings.horizon_starts)
        self.horizon = Horizon(settings.horizon_starts, settings.horizon_ends)
        self._pieces: dict[Shape, Pieces | NotTold] = {}
        self._later: dict[tuple[Shape, Shape, int], Compared] = {}
        self._families: dict[str, tuple[str, ...]] = {}
        # Wider than the horizon by a day: every zone begins its dates at another instant.
        self.first = _midnight(settings.horizon_starts) - DAY
        self.last = _midnight(settings.horizon_ends) + 2 * DAY

    @cached_property
    def calendars(self) -> "Calendars":
        """The calendars of the model, each compiled when it is asked for."""
        from milepost.clock import Calendars

        model = self.model
        return Calendars(model.calendars, model.holiday_sets, model.timezone, self.horizon)

    def fields_of(self, calendar: str) -> tuple[str, ...]:
        """Return the fields that choose a member of a calendar's family."""
        from milepost.clock import ClockError

        if calendar not in self._families:
            try:
                self._families[calendar] = self.calendars.fields_of(calendar)
            except ClockError:
                self._families[calendar] = ()
        return self._families[calendar]

    def clock(self, calendar: str, members: Members = ()) -> "Clock":
        """Return the clock of a calendar, or of a member of its family."""
        return self.calendars.clock(calendar, dict(members))

    def later(self, one: Shape, other: Shape, margin: int = 0) -> Compared:
        """Return the stretches of starts from which the first is due later than the second.

        By more than `margin` seconds: -1 lets a due at the same instant count.
        """
        key = (one, other, margin)
        if key not in self._later:
            self._later[key] = self._compared(one, other, margin)
        return self._later[key]

    def due(self, shape: Shape, start: int) -> int | None:
        """Return when a shape is due from a start, or None when that is not told."""
        pieces = self.pieces(shape)
        return None if isinstance(pieces, NotTold) else pieces.at(start)

    def pieces(self, shape: Shape) -> "Pieces | NotTold":
        """Return the dues of a shape for every start."""
        if shape not in self._pieces:
            self._pieces[shape] = self._made(shape)
        return self._pieces[shape]

    def _compared(self, one: Shape, other: Shape, margin: int) -> Compared:
        if margin >= 0 and self.sure.never_later(one, other):
            return ()
        return self.exactly_later(one, other, margin)

    def exactly_later(self, one: Shape, other: Shape, margin: int = 0) -> Compared:
        """Return the same as `later`, by the calendars alone."""
        for shape in (one, other):
            reason = reason_of(shape)
            if reason is not None:
                return NotTold(reason)
        left, right = self.pieces(one), self.pieces(other)
        if isinstance(left, NotTold):
            return left
        if isinstance(right, NotTold):
            return right
        from milepost.clock.pieces import later

        return tuple(later(left, right, margin))

    def _made(self, shape: Shape) -> "Pieces | NotTold":
        from milepost.clock import ClockError

        try:
            return self._traced(shape)
        except ClockError as trouble:
            return NotTold(str(trouble))

    def _traced(self, shape: Shape) -> "Pieces | NotTold":
        from milepost.clock.breaks import before, pieces_of, rolled
        from milepost.clock.pieces import Pieces, largest, smallest

        match shape:
            case Leaf():
                clock = self.clock(str(shape.calendar), shape.members)
                return pieces_of(shape.target, clock, roll=shape.rolls)  # type: ignore[arg-type]
            case Combined():
                parts = [self.pieces(part) for part in shape.parts]
                unknown = [part for part in parts if isinstance(part, NotTold)]
                if unknown:
                    return unknown[0]
                told = [part for part in parts if not isinstance(part, NotTold)]
                return smallest(told) if shape.is_earliest else largest(told)
            case Rolled():
                of = self.pieces(shape.of)
                if isinstance(of, NotTold):
                    return of
                clock = self.clock(shape.calendar, shape.members)
                return rolled(of, clock, shape.time, ends_day=shape.ends_day)
            case Before():
                of = self.pieces(shape.of)
                if isinstance(of, NotTold):
                    return of
                return before(of, self.clock(shape.calendar, shape.members), shape.offset)
            case Start():
                return Pieces((self.first,), (self.first,), (1,), self.last)
            case Opaque():
                return NotTold(shape.reason)
            case Unpromised():
                return NotTold("nothing is promised")


def _midnight(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
