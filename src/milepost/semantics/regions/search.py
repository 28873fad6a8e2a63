"""The search for a case that fulfils a formula.

Regions are intersected at once; a disjunction that is left with one possible part becomes that
part. When nothing follows any more, what shares no variables is solved apart, and of the smallest
disjunction each part is tried. Where no disjunction is left, relations between choices or texts
are settled by trying values, and bounds on differences by their closure. Every step is counted, and
beyond the bound the search gives up: `Spent`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from milepost.frozen import frozen
from milepost.semantics.regions.differences import chosen
from milepost.semantics.regions.formula import (
    All,
    Difference,
    Either,
    Formula,
    Related,
    Variable,
    Within,
    variables_of,
)
from milepost.semantics.regions.pairs import fitting
from milepost.semantics.regions.values import FAR, Numbers, Texts

#: Solutions that are compared before the best one so far is taken.
ENOUGH = 12
_Regions = dict[Variable, Any]


class Spent(Exception):  # noqa: N818 - no error: the question was too large
    """Raised when a search has taken as many steps as it may."""


@frozen
class Solution:
    """What variables may be; those that are absent may be anything."""

    regions: Mapping[Variable, Any]
    differences: tuple[Difference, ...] = ()
    related: tuple[Related, ...] = ()

    @property
    def cost(self) -> tuple[int, int, tuple[int, ...]]:
        """How hard it is to read: undecided questions, variables, their places and values."""
        shown = [one for one, region in self.regions.items() if region != one.universe]
        asked = sum(one.kind == "open" for one in shown)
        places = sorted((one.rank, _first(self.regions[one])) for one in shown)
        return asked, len(shown), tuple(number for place in places for number in place)


class Search:
    """One search, which may take so many steps."""

    def __init__(self, steps: int, earliest: Variable | None) -> None:
        self.left = steps
        self.solutions = 0
        self.earliest = earliest

    def best(self, formula: Formula) -> Solution | None:
        """Return a solution that is easy to read, or None when there is none."""
        state = _State(self)
        return self._solved(state) if state.add((formula,)) else None

    def step(self, count: int = 1) -> None:
        """Count a step, or one that is as long as many."""
        self.left -= count
        if self.left < 0:
            raise Spent

    def _solved(self, state: "_State") -> Solution | None:
        self.step(1 + len(state.open))
        groups = state.groups()
        if len(groups) > 1:
            return self._together(state, groups)
        if not state.open:
            return self._settled(state)
        found: Solution | None = None
        disjunction = min(state.open, key=lambda one: len(one.parts))
        for part in disjunction.parts:
            attempt = state.copy(without=disjunction)
            solution = self._solved(attempt) if attempt.add((part,)) else None
            if solution is None:
                if isinstance(part, Within):
                    outside = part.variable.universe & ~part.region
                    if not state.add((Within(part.variable, outside),)):
                        break
                continue
            if found is None or solution.cost < found.cost:
                found = solution
            if self.solutions >= ENOUGH and found.cost[0] == 0:
                break
        return found

    def _together(self, state: "_State", groups: Sequence["_State"]) -> Solution | None:
        """Return the solutions of parts that share no variables as one."""
        regions: _Regions = dict(state.regions)
        differences: list[Difference] = []
        related: list[Related] = []
        for group in groups:
            before = self.solutions
            found = self._solved(group)
            self.solutions = before
            if found is None:
                return None
            for variable in group.own:
                if variable in found.regions:
                    regions[variable] = found.regions[variable]
            differences += found.differences
            related += found.related
        return Solution(regions, tuple(differences), tuple(related))

    def _settled(self, state: "_State") -> Solution | None:
        """Return the solution of what has no disjunctions left: relations, then differences."""
        for regions in fitting(state.regions, state.related, self.step):
            found = self._measured(state, regions)
            if found is not None:
                self.solutions += 1
                return found
        return None

    def _measured(self, state: "_State", regions: _Regions) -> Solution | None:
        compared = dict.fromkeys(
            side for one in state.differences for side in (one.left, one.right)
        )
        bounds = list(state.differences)
        if self.earliest is not None:
            bounds += _after(self.earliest, compared, regions)
            compared |= dict.fromkeys(side for one in bounds for side in (one.left, one.right))
        split = next((one for one in compared if len(_spans(regions, one)) > 1), None)
        if split is not None:
            for span in _spans(regions, split):
                self.step()
                found = self._measured(state, regions | {split: Numbers((span,))})
                if found is not None:
                    return found
            return None
        limits = {one: _spans(regions, one)[0] for one in compared}
        self.step(len(limits) ** 2)
        if len(limits) > 1 and chosen(limits, bounds, {}) is None:
            return None
        return Solution(regions, tuple(bounds), state.related)


class _State:
    """What is settled and what is open on one branch."""

    __slots__ = ("differences", "open", "own", "regions", "related", "search")

    def __init__(self, search: Search) -> None:
        self.search = search
        self.regions: _Regions = {}
        self.open: tuple[Either, ...] = ()
        self.differences: tuple[Difference, ...] = ()
        self.related: tuple[Related, ...] = ()
        self.own: frozenset[Variable] = frozenset()

    def copy(self, without: Either | None = None) -> "_State":
        """Return a state of its own, one disjunction left out."""
        made = _State(self.search)
        made.regions = dict(self.regions)
        made.open = tuple(one for one in self.open if one is not without)
        made.differences = self.differences
        made.related = self.related
        made.own = self.own
        return made

    def add(self, formulas: Iterable[Formula]) -> bool:
        """Let formulas hold, and what follows from them; say whether that is possible so far."""
        waiting = list(formulas)
        while True:
            if not self._assert(waiting):
                return False
            waiting = []
            still: list[Either] = []
            for one in self.open:
                parts = self._possible(one)
                if parts is None:
                    continue
                if not parts:
                    return False
                if len(parts) == 1:
                    waiting.append(parts[0])
                else:
                    still.append(one if len(parts) == len(one.parts) else Either(parts))
            self.open = tuple(still)
            if not waiting:
                return True

    def _assert(self, waiting: list[Formula]) -> bool:
        while waiting:
            part = waiting.pop()
            self.search.step()
            if isinstance(part, Within):
                variable = part.variable
                region = self.regions.get(variable, variable.universe) & part.region
                if not region:
                    return False
                self.regions[variable] = region
            elif isinstance(part, All):
                waiting += part.parts
            elif isinstance(part, Either):
                self.open = (*self.open, part)
            elif isinstance(part, Difference):
                self.differences = (*self.differences, part)
            else:
                self.related = (*self.related, part)
        return True

    def _possible(self, one: Either) -> tuple[Formula, ...] | None:
        """Return the parts of a disjunction that may hold, or None when one surely does."""
        kept: list[Formula] = []
        for part in one.parts:
            if isinstance(part, Within):
                region = self.regions.get(part.variable, part.variable.universe)
                if not region & ~part.region:
                    return None
                if region & part.region:
                    kept.append(part)
            elif not isinstance(part, All) or all(
                self.regions.get(each.variable, each.variable.universe) & each.region
                for each in part.parts
                if isinstance(each, Within)
            ):
                kept.append(part)
        return tuple(kept)

    def groups(self) -> list["_State"]:
        """Return the open parts, those apart that share no variables; none when all are one."""
        parts: tuple[Formula, ...] = (*self.open, *self.differences, *self.related)
        if len(parts) < 2 or not self.open:
            return []
        timed = self._timed(parts)
        groups: list[tuple[set[Variable], list[Formula]]] = []
        for part in parts:
            touched = set(variables_of(part))
            if touched & timed:
                touched |= timed
            inside: list[Formula] = [part]
            apart = []
            for group in groups:
                if group[0] & touched:
                    touched |= group[0]
                    inside = group[1] + inside
                else:
                    apart.append(group)
            groups = [*apart, (touched, inside)]
        if len(groups) < 2:
            return []
        return [self._group(frozenset(touched), inside) for touched, inside in groups]

    def _timed(self, parts: Iterable[Formula]) -> set[Variable]:
        """Return the variables that are tied by milestones being met after the case begins."""
        if self.search.earliest is None:
            return set()
        spoken = set(self.regions).union(*map(variables_of, parts))
        return {one for one in spoken if one.subject == "milestone"} | {self.search.earliest}

    def _group(self, touched: frozenset[Variable], parts: Sequence[Formula]) -> "_State":
        made = _State(self.search)
        made.regions = dict(self.regions)
        made.own = touched
        made.open = tuple(part for part in parts if isinstance(part, Either))
        made.differences = tuple(part for part in parts if isinstance(part, Difference))
        made.related = tuple(part for part in parts if isinstance(part, Related))
        return made


def _spans(regions: _Regions, variable: Variable) -> tuple[tuple[int, int], ...]:
    spans: tuple[tuple[int, int], ...] = regions.get(variable, variable.universe).spans
    return spans


def _after(earliest: Variable, compared: Iterable[Variable], regions: _Regions) -> list[Difference]:
    """Return that milestones are met no earlier than the case begins."""
    met = dict.fromkeys(
        one
        for one in (*compared, *regions)
        if one.subject == "milestone" and not regions.get(one, one.universe).unset
    )
    return [Difference(earliest, one, 0) for one in met]


def _first(region: Any) -> int:
    """Return the place of the first value of a region."""
    if isinstance(region, Numbers):
        return region.spans[0][0] if region.spans else FAR
    if isinstance(region, Texts):
        return 0 if region.words else 1
    return int(region & -region).bit_length()
