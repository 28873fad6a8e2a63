"""Which stages the milestones of a process can reach, in any case at all.

Events and fields come from outside, so whatever only waits for those can happen. What waits for a
milestone can happen only once that can be met. The stages that can be reached are therefore found
in rounds, each resting on those before it, until none is added: what is left rests on itself, or on
something that never comes, and its hindrances say on what.
"""

from collections.abc import Iterable, Iterator

from milepost.frozen import frozen
from milepost.ir.conditions import Condition, IsSet, MilestoneOf, Not
from milepost.ir.processes import Milestone, Occasion, Process
from milepost.ir.targets import Anchor, Earliest, Latest, NoTarget, Target, TargetLine
from milepost.semantics.choices import names_in
from milepost.semantics.clocks import clocks_of
from milepost.semantics.model import Model
from milepost.semantics.regions.logic import No, logic_of
from milepost.semantics.settled import milestones_in, settled, without_milestones
from milepost.semantics.whole import whole_parts

START, MET, DUE = "start", "met", "due"
#: What the end of a process cancels runs on when the case comes back.
RESUME = "resume"
#: Why a stage is never reached, where it needs no other stage.
NO_DUE, AT_THE_END, NEVER_HOLDS = "no due", "end", "condition"


@frozen
class Stage:
    """A stage in the life of a milestone: its `start`, the instant it is `met`, or its `due`."""

    milestone: str
    what: str


@frozen
class Hindrance:
    """What keeps a stage from being reached.

    `part` is the anchor, occasion, line or milestone that asks for something, `verb` how it asks.
    `needs` is a stage that is never reached either, or None where `why` says what is amiss.
    """

    part: object
    verb: str
    needs: Stage | None = None
    why: str = ""
    name: str = ""
    condition: Condition | None = None


#: Empty where a stage can be reached.
Hindrances = tuple[Hindrance, ...]


class Judge:
    """What is known about conditions while a case is in a process, whatever milestones are met."""

    def __init__(self, model: Model, process: Process) -> None:
        self.process = process
        self.logic = logic_of(model, process.record)
        self.inside = (process.when,) if process.when is not None else ()

    def can_hold(self, condition: Condition) -> bool:
        """Say whether a condition may hold for a case of the process."""
        return not isinstance(self.logic.satisfiable(*self.inside, condition), No)

    def can_hold_before_the_end(self, condition: Condition) -> bool:
        """Say whether a condition may hold while the process does not end."""
        until = self.process.until
        if until is None or self.process.on_reopening == RESUME:
            return True
        return not isinstance(self.logic.satisfiable(*self.inside, condition, Not(until)), No)

    def ends(self, occasion: Occasion) -> bool:
        """Say whether an occasion is always one at which the process ends, too."""
        certain = {event for one in self.process.cancel if one.when is None for event in one.events}
        if occasion.events and certain.issuperset(occasion.events):
            return True
        return occasion.when is not None and self.ends_when(occasion.when)

    def ends_when(self, condition: Condition) -> bool:
        """Say whether the process ends whenever a condition holds."""
        ends = [one.when for one in self.process.cancel if one.when and not one.events]
        ends += [self.process.until] if self.process.until is not None else []
        if not ends:
            return False
        return isinstance(self.logic.uncovered(ends, *self.inside, condition), No)


class Reach:
    """The stages that the milestones of a process can reach.

    `met_elsewhere` names milestones of other processes that can be met: conditions may ask for
    them. `unmet` is a milestone that is taken as not met yet.
    """

    def __init__(
        self,
        model: Model,
        process: Process,
        met_elsewhere: frozenset[str],
        unmet: str | None = None,
    ) -> None:
        self.model = model
        self.process = process
        self.judge = Judge(model, process)
        self.met_elsewhere = met_elsewhere
        self.unmet = unmet
        self.milestones = {milestone.name: milestone for milestone in process.milestones}
        self.reached: set[Stage] = set()
        self._at_the_end: dict[str, bool] = {}
        growing = True
        while growing:
            size = len(self.reached)
            for milestone in process.milestones:
                self._advance(milestone)
            growing = len(self.reached) > size

    @property
    def met(self) -> frozenset[str]:
        """The milestones that can be met."""
        return frozenset(stage.milestone for stage in self.reached if stage.what == MET)

    def lacking(self) -> Iterator[tuple[Stage, Hindrances]]:
        """Yield every stage that is never reached, with what keeps it from that."""
        for milestone in self.process.milestones:
            for what in (START, DUE, MET):
                stage = Stage(milestone.name, what)
                if stage not in self.reached:
                    found = self.hindrances(stage)
                    if any(hindrance.why != NO_DUE or what != DUE for hindrance in found):
                        yield stage, found

    def lacking_in(self, condition: Condition) -> tuple[str, ...]:
        """Return the milestones without which a condition never holds: none where it may."""
        found = self._condition(condition, "", condition)
        return tuple(one.name for one in found if one.needs is not None)

    def before(self, milestone: Milestone) -> "Reach":
        """Return what can be reached while a milestone is not met."""
        return Reach(self.model, self.process, self.met_elsewhere, milestone.name)

    def hindrances(self, stage: Stage) -> Hindrances:
        """Return what keeps a stage from being reached, as far as the others are."""
        milestone = self.milestones[stage.milestone]
        if stage.what == START:
            return self._start(milestone)
        start = Stage(milestone.name, START)
        if start not in self.reached:
            return (Hindrance(milestone, "", start),)
        if stage.what == DUE:
            return self._due(milestone)
        if milestone.name == self.unmet:
            return (Hindrance(milestone, "", Stage(milestone.name, DUE)),)
        return self._met(milestone)

    def _advance(self, milestone: Milestone) -> None:
        for what in (START, DUE, MET):
            stage = Stage(milestone.name, what)
            if stage not in self.reached and not self.hindrances(stage):
                self.reached.add(stage)

    def _start(self, milestone: Milestone) -> Hindrances:
        for verb, condition in _beginnings(milestone):
            found = self._condition(milestone, verb, condition)
            if found:
                return found
            if not self.judge.can_hold_before_the_end(condition):
                return (Hindrance(milestone, verb, None, AT_THE_END, "", condition),)
        if milestone.start is not None:
            return ()
        found = first_way(self._line_starts(milestone, line) for line in milestone.lines)
        if milestone.waived is not None:
            # Waived as it starts, it counts as met before the process ends.
            found = tuple(one for one in found if one.why != AT_THE_END)
        return found

    def _line_starts(self, milestone: Milestone, line: TargetLine) -> Hindrances:
        found = self._condition(line, "when", line.when) if line.when is not None else ()
        anchor = None if milestone.start is not None else line.anchor or milestone.anchor
        return found or (self._anchor(anchor) if anchor is not None else ())

    def _due(self, milestone: Milestone) -> Hindrances:
        return first_way(
            self._line_starts(milestone, line) or self._target(milestone, line.target)
            for line in milestone.lines
        )

    def _target(self, milestone: Milestone, target: Target) -> Hindrances:
        """Return what keeps a target from being due, such as the anchors of its alternatives."""
        if isinstance(target, Earliest | Latest):
            ways = [
                (self._anchor(part.anchor) if part.anchor else ())
                or self._target(milestone, part.target)
                for part in target.alternatives
            ]
            if isinstance(target, Earliest):
                return first_way(ways)
            return tuple(hindrance for way in ways for hindrance in way)
        if isinstance(target, NoTarget) or not clocks_of(self.model).of(self.process, milestone):
            return (Hindrance(milestone, "", None, NO_DUE, milestone.name),)
        return ()

    def _met(self, milestone: Milestone) -> Hindrances:
        waived = milestone.waived
        ways: list[Hindrances] = []
        if waived is not None:
            ways.append(self._condition(milestone, "is waived when", waived))
        ways += [self._occasion(occasion) for occasion in milestone.done]
        return first_way(ways)

    def _occasion(self, occasion: Occasion) -> Hindrances:
        if occasion.when is None:
            return ()
        return self._condition(occasion, "is done when", occasion.when)

    def _condition(self, part: object, verb: str, condition: Condition) -> Hindrances:
        """Return the milestones that a condition lacks, or that it can never hold as it stands."""
        left = settled(condition, without_milestones(self._may_be_met))
        if left is False:
            lacking = dict.fromkeys(
                name for name in milestones_in(condition) if not self._may_be_met(name)
            )
            return tuple(
                Hindrance(part, verb, Stage(name, MET), "", name, condition) for name in lacking
            )
        if left is True or self.judge.can_hold(left):
            return ()
        return (Hindrance(part, verb, None, NEVER_HOLDS, "", condition),)

    def _may_be_met(self, name: str) -> bool:
        return Stage(name, MET) in self.reached or name in self.met_elsewhere

    def _anchor(self, anchor: Anchor) -> Hindrances:
        found: Hindrances = ()
        for named in anchor.of:
            found += first_way(self._instant(anchor, name) for name in names_in(named))
        return found

    def _instant(self, anchor: Anchor, name: str) -> Hindrances:
        milestone = self.milestones.get(name)
        if milestone is None:
            return ()
        wanted = Stage(name, DUE if anchor.how == "due" else MET)
        if wanted not in self.reached:
            if wanted.what == DUE and self.is_promised_no_time(milestone):
                return (Hindrance(anchor, "after", None, NO_DUE, name),)
            return (Hindrance(anchor, "after", wanted, "", name),)
        if wanted.what == MET and self._met_at_the_end(milestone):
            return (Hindrance(anchor, "after", None, AT_THE_END, name),)
        return ()

    def is_promised_no_time(self, milestone: Milestone) -> bool:
        """Say whether a milestone that can begin has no due because its targets are `none`."""
        if Stage(milestone.name, START) not in self.reached:
            return False
        return not clocks_of(self.model).of(self.process, milestone)

    def _met_at_the_end(self, milestone: Milestone) -> bool:
        """Say whether a milestone is only ever met in the entry in which the process ends."""
        known = self._at_the_end.get(milestone.name)
        if known is None:
            known = self._at_the_end[milestone.name] = self._is_met_at_the_end(milestone)
        return known

    def _is_met_at_the_end(self, milestone: Milestone) -> bool:
        if self.process.on_reopening == RESUME or milestone.waived is not None:
            return False
        if all(self.judge.ends(occasion) for occasion in milestone.done):
            return True
        if milestone.name not in milestones_in(self.process.until):
            return False
        return self.judge.ends_when(IsSet(MilestoneOf(milestone.name)))


def _beginnings(milestone: Milestone) -> Iterator[tuple[str, Condition]]:
    if milestone.when is not None:
        yield "when", milestone.when
    if milestone.start is not None:
        yield "starts when", milestone.start.when


class Reaches:
    """What the milestones of all processes of a model can reach."""

    def __init__(self, model: Model) -> None:
        self.model = model
        is_whole = whole_parts(model)
        self._owners: dict[tuple[str, str], list[Process]] = {}
        for process, milestone in model.milestones():
            owners = self._owners.setdefault((process.record, milestone.name), [])
            owners.append(process)
        self.all = tuple(
            Reach(model, process, self._elsewhere(process))
            for process in model.processes
            if is_whole(process)
        )

    def _elsewhere(self, process: Process) -> frozenset[str]:
        """Return the milestones that a case may have met in another process before this one."""
        return frozenset(
            milestone.name
            for milestone in process.milestones
            if any(
                other is not process and (other.name != process.name or process.takes_over)
                for other in self._owners[process.record, milestone.name]
            )
        )


def reaches_of(model: Model) -> Reaches:
    """Return the reaches of a model: the same ones for every check that asks."""
    if not _latest or _latest[0].model is not model:
        _latest[:] = [Reaches(model)]
    return _latest[0]


#: The reaches that were asked for last: the checks of one model ask one after another.
_latest: list[Reaches] = []


def first_way(ways: Iterable[Hindrances]) -> Hindrances:
    """Return nothing where one of several ways is free, else the hindrances of all."""
    found: Hindrances = ()
    for way in ways:
        if not way:
            return ()
        found += way
    return found
