"""What `set` actions set off at one instant: steps that follow each other with no time between.

A milestone that is done by a condition and happens again may send, once it is met, an action that
sets a field; that may make another condition true, and so on. A step is such a milestone with one
of its assignments; it leads to the steps whose conditions read what it sets. Only milestones that
happen again count: the others are met once, and every chain of those ends.
"""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from milepost.frozen import frozen
from milepost.ir.conditions import And, Condition, Constant, Not, Or
from milepost.ir.processes import Milestone, Occasion, Once, Process, Trigger
from milepost.ir.schedule import Action
from milepost.semantics import graph
from milepost.semantics.model import Model
from milepost.semantics.regions.example import Case
from milepost.semantics.regions.facts import has_value
from milepost.semantics.regions.logic import Logic, No, Yes, logic_of
from milepost.semantics.regions.reading import fields_in
from milepost.semantics.settled import settled

#: Circles of more steps are not looked for.
LONGEST = 6
Values = Mapping[str, Constant | None]


@frozen
class Step:
    """A milestone that is done by a condition, and what it assigns once it is met."""

    place: int
    milestone: Milestone
    occasion: Occasion
    trigger: Trigger
    action: Action

    @property
    def assigned(self) -> dict[str, Constant | None]:
        """The fields that are set, and their values."""
        return {
            setting.name: setting.values[0] if setting.values else None
            for setting in self.action.settings
            if setting.assigns
        }

    @property
    def condition(self) -> Condition:
        """What completes the milestone."""
        assert self.occasion.when is not None, "only conditions make steps"
        return self.occasion.when


@frozen
class Loop:
    """Steps that lead back to the first at one instant, and a case in which they do."""

    steps: tuple[Step, ...]
    case: Case | None


def endless_loops(model: Model, process: Process) -> Iterator[Loop]:
    """Yield chains of assignments that run for ever at one instant, each with a case."""
    steps = tuple(_steps(model, process))
    links = {
        one.place: [two.place for two in steps if fields_in(two.condition) & set(one.assigned)]
        for one in steps
    }
    try:
        TopologicalSorter(links).prepare()
    except CycleError:
        logic = logic_of(model, process.record)
        for circle in graph.all_circles(links, LONGEST):
            first = circle.index(min(circle))
            chain = tuple(steps[place] for place in (*circle[first:], *circle[:first]))
            verdict = _Chain(logic, process, chain).verdict()
            if verdict is not None:
                yield Loop(chain, verdict.case)


def _steps(model: Model, process: Process) -> Iterator[Step]:
    actions = {action.name: action for action in model.actions if action.type == "set"}
    place = 0
    for milestone in process.milestones:
        if milestone.repeats == "no" or not actions:
            continue
        for occasion in milestone.done:
            if occasion.events or occasion.when is None:
                continue
            for trigger in milestone.triggers:
                if not isinstance(trigger.moment, Once) or trigger.moment.state != "met":
                    continue
                for name in trigger.actions:
                    if isinstance(name, str) and name in actions and not trigger.in_turn:
                        yield Step(place, milestone, occasion, trigger, actions[name])
                        place += 1


class _Chain:
    """Steps in a circle, with the values that the assigned fields have after each of them."""

    def __init__(self, logic: Logic, process: Process, steps: tuple[Step, ...]) -> None:
        self.logic = logic
        self.process = process
        self.steps = steps
        self.fields = {field.name: field for field in logic.record.fields}
        values: dict[str, Constant | None] = {}
        for step in steps:
            values |= step.assigned
        self.after: list[Values] = []
        for step in steps:
            values = {**values, **step.assigned}
            self.after.append(values)

    def verdict(self) -> Yes | None:
        """Return a case in which each step sets off the next one, for ever, or None."""
        asked: list[Condition] = []
        for place, step in enumerate(self.steps):
            asked.append(self._given(step.condition, self.after[place - 1]))
            if step.trigger.when is not None:
                asked.append(self._given(step.trigger.when, self.after[place - 1]))
            # Met again only if it was not so in between: a new round begins then.
            between = [
                self._given(Not(step.condition), values)
                for at, values in enumerate(self.after)
                if at != (place - 1) % len(self.steps)
            ]
            asked.append(Or(tuple(between)))
            if step.milestone.start is not None:
                start = step.milestone.start.when
                asked.append(Or(tuple(self._given(start, values) for values in self.after)))
                asked.append(Or(tuple(self._given(Not(start), values) for values in self.after)))
            asked += self._all_along(step.milestone)
        verdict = self.logic.satisfiable(*asked)
        return verdict if isinstance(verdict, Yes) else None

    def _all_along(self, milestone: Milestone) -> Iterator[Condition]:
        until = self.process.until
        lasting = [self.process.when, milestone.when, Not(until) if until is not None else None]
        lasting.append(Not(milestone.until) if milestone.until is not None else None)
        for condition in lasting:
            if condition is not None:
                yield from (self._given(condition, values) for values in self.after)

    def _given(self, condition: Condition, values: Values) -> Condition:
        """Return a condition for fields that have these values; the fields do not occur in it."""
        left = settled(condition, lambda atom: self._answer(atom, values))
        if isinstance(left, bool):
            return And(()) if left else Or(())
        return left

    def _answer(self, atom: Condition, values: Values) -> bool | None:
        """Return the answer to an atom about fields with values; one that asks more never holds."""
        read = fields_in(atom) & set(values)
        if not read:
            return None
        known = [has_value(self.fields[name], values[name]) for name in sorted(read)]
        if isinstance(self.logic.satisfiable(atom, *known), No):
            return False
        return True if isinstance(self.logic.satisfiable(Not(atom), *known), No) else None
