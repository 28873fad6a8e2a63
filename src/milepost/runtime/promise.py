"""One claim worked out: the due of a target in its own wording, its clock, and its moved start."""

from typing import TYPE_CHECKING, Any

from milepost.clock import BEYOND, Clock, ClockError, HorizonError, due_of
from milepost.clock.dates import day_number
from milepost.frozen import frozen
from milepost.ir import targets as t
from milepost.ir.processes import Milestone
from milepost.runtime.anchors import anchored
from milepost.runtime.case import Claim, Instance

if TYPE_CHECKING:
    from milepost.runtime.reckoner import Reckoner

_MINUTE = 60


class Unreckonable(Exception):  # noqa: N818 - it is an answer: there is no due, and this is why
    """A due that cannot be told: the reason is shown in the timeline."""


@frozen
class Reckoning:
    """What a due comes from: the clock, the moved start, the target, the number of its line.

    `due` is None where nothing is due (yet), `trouble` says why it cannot be told.
    """

    due: int | None
    clock: Clock | None
    start: int
    target: t.Target | None = None
    line: int | None = None
    trouble: str | None = None

    @property
    def rank(self) -> int:
        """What orders dues: the earliest first, then beyond the horizon, then what has none."""
        return BEYOND + 1 if self.due is None else self.due

    @property
    def counts(self) -> bool:
        """Whether time is counted on the clock: a date that a field holds is no amount of it."""
        return self.clock is not None and not isinstance(self.target, t.NoTarget | t.ByField)


class Promise:
    """A claim of an instance, while its target is worked out."""

    def __init__(
        self, reckoner: "Reckoner", milestone: Milestone, instance: Instance, claim: Claim
    ) -> None:
        self.reckoner = reckoner
        self.milestone = milestone
        self.instance = instance
        self.claim = claim

    def of(self, target: t.Target) -> Reckoning:
        """Return the due of a target before any roll-forward, with its clock and moved start."""
        if isinstance(target, t.Earliest | t.Latest):
            return self._combined(target)
        reckoner, start = self.reckoner, self.claim.start
        if isinstance(target, t.NoTarget) and reckoner.hours(self.milestone, target) is None:
            return Reckoning(None, None, start, target)
        clock = reckoner.clock(self.milestone, target)
        if start < clock.table.since:
            raise Unreckonable("it would count from before the horizon of the schedule")
        try:
            moved = self._moved(clock, start, self.claim.since)
            return Reckoning(self._due(target, clock, moved), clock, moved, target)
        except HorizonError:
            return Reckoning(BEYOND, clock, start, target)

    def _moved(self, clock: Clock, start: int, since: int) -> int:
        instance = self.instance
        passed = instance.due if instance.breached and instance.due is not None else BEYOND
        return self.reckoner.moved(self.milestone, clock, start, since, instance, passed)

    def _due(self, target: t.Target, clock: Clock, start: int) -> int | None:
        fields = self.reckoner.fields
        plain: Any = target
        match target:
            case t.NoTarget():
                return None
            case t.ByField():
                return self._by_field(clock, fields.get(target.field))
            case t.External():
                answered = self.claim.minutes
                minutes = self.instance.minutes if answered is None else answered
                if minutes is None:
                    return None
                plain = t.Duration(minutes * _MINUTE)
            case t.DurationOf():
                if fields.get(target.field) is None:
                    return None
                plain = t.Duration(fields[target.field])
            case t.Months() if self.instance.rhythm is not None:
                origin, beat = self.instance.rhythm
                return clock.months(self._moved(clock, origin, 0), target.count * beat)
        roll = (self.milestone.at_close or self.reckoner.process.at_close) == "rolls"
        return due_of(plain, start, clock, roll=roll)

    def _by_field(self, clock: Clock, value: object) -> int | None:
        """Return the instant a time field holds, or the end of the date a date field holds."""
        if value is None or isinstance(value, int):
            return value
        day = day_number(str(value)) + 1
        try:
            return clock.zone.midnight(day)
        except ClockError:
            return self.reckoner.program.zone.midnight(day)

    def _combined(self, target: t.Earliest | t.Latest) -> Reckoning:
        """Return the earliest of those whose anchors exist, or the latest once all do."""
        found: list[Reckoning] = []
        for part in target.alternatives:
            claim = own_claim(self.reckoner, self.milestone, part, self.claim)
            if claim is not None:
                inner = Promise(self.reckoner, self.milestone, self.instance, claim)
                found.append(inner.of(part.target))
        known = [one for one in found if one.due is not None]
        if isinstance(target, t.Earliest):
            if known:
                return min(known, key=_rank)
        elif len(known) == len(target.alternatives):
            return max(known, key=_rank)
        first = found[0] if found else Reckoning(None, None, self.claim.start)
        return Reckoning(None, first.clock, first.start, first.target)


def own_claim(
    reckoner: "Reckoner", milestone: Milestone, part: t.Alternative, claim: Claim
) -> Claim | None:
    """Return what an alternative is reckoned from, or None while its own anchor has not come."""
    if part.anchor is None:
        return claim
    clock = None
    if not isinstance(part.target, t.Earliest | t.Latest | t.NoTarget):
        clock = reckoner.clock(milestone, part.target)
    found = anchored(reckoner, part.anchor, clock)
    if found is None:
        return None
    own = Claim(found.at, 0, claim.fields)
    own.minutes, own.of = claim.minutes, claim.of
    return own


def _rank(one: Reckoning) -> int:
    return one.rank
