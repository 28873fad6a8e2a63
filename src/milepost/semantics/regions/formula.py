"""Conditions in negation normal form: single-variable regions, differences and relations.

What a condition asks about one field becomes the set of values for which it holds (`Within`). Two
instants, numbers, dates or durations compared become bounds on their difference (`Difference`), two
choices or texts a relation between their values (`Related`). `not` is pushed down to these.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from milepost.frozen import frozen
from milepost.semantics.regions.values import Numbers, Region, Texts


class Variable:
    """Something that has one value in each case: a field, a tag, a milestone, a question.

    `kind` is `listed`, `number`, `text`, `tag` or `open` (whether a calendar is open at an
    instant). `type` is the type of the field. `rank` orders variables as they were declared.
    """

    __slots__ = ("kind", "name", "rank", "subject", "type", "universe", "values")

    def __init__(
        self,
        name: str,
        kind: str,
        universe: Any,
        rank: int,
        type_: str = "",
        values: tuple[Any, ...] = (),
        subject: Any = None,
    ) -> None:
        self.name = name
        self.kind = kind
        self.universe: Any = universe
        self.rank = rank
        self.type = type_
        self.values = values
        self.subject = subject

    @property
    def set_region(self) -> Any:
        """The region of every value but unset."""
        if isinstance(self.universe, Numbers):
            return Numbers(self.universe.spans)
        if isinstance(self.universe, Texts):
            return Texts(self.universe.words, self.universe.others)
        return self.universe & ~self.unset_region

    @property
    def unset_region(self) -> Any:
        """The region of unset alone; empty for what always has a value."""
        if isinstance(self.universe, Numbers):
            return Numbers((), self.universe.unset)
        if isinstance(self.universe, Texts):
            return Texts(frozenset(), unset=self.universe.unset)
        return self.universe & (1 << len(self.values))


@frozen
class Within:
    """A variable has a value in the region."""

    variable: Variable
    region: Region


@frozen
class Difference:
    """`left - right <= bound`, both being set."""

    left: Variable
    right: Variable
    bound: int


@frozen
class Related:
    """Two variables, both set, have values that `operator` relates (or, negated, does not).

    Choices are ordered by the values of `left`; a value that `left` does not list has no place in
    that order.
    """

    left: Variable
    operator: str
    right: Variable
    holds: bool


@frozen
class All:
    """Every part holds; without parts it always does."""

    parts: tuple["Formula", ...]


@frozen
class Either:
    """Some part holds; without parts none ever does."""

    parts: tuple["Formula", ...]


Formula: TypeAlias = Within | Difference | Related | All | Either
TRUE = All(())
FALSE = Either(())


def within(variable: Variable, region: Any) -> Formula:
    """Return that a variable lies in a region, or a constant where it always or never does."""
    region = region & variable.universe
    if not region:
        return FALSE
    if not variable.universe & ~region:
        return TRUE
    return Within(variable, region)


def every(parts: Iterable[Formula]) -> Formula:
    """Return the conjunction, with one region for each variable."""
    regions: dict[Variable, Any] = {}
    others: list[Formula] = []
    waiting = list(parts)[::-1]
    while waiting:
        part = waiting.pop()
        if isinstance(part, All):
            waiting += part.parts[::-1]
        elif isinstance(part, Within):
            known = regions.get(part.variable)
            region: Any = part.region if known is None else known & part.region
            if not region:
                return FALSE
            regions[part.variable] = region
        elif part == FALSE:
            return FALSE
        else:
            others.append(part)
    made = (*(Within(one, region) for one, region in regions.items()), *dict.fromkeys(others))
    return made[0] if len(made) == 1 else All(made)


def either(parts: Iterable[Formula]) -> Formula:
    """Return the disjunction, with one region for each variable."""
    regions: dict[Variable, Any] = {}
    others: list[Formula] = []
    waiting = list(parts)[::-1]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Either):
            waiting += part.parts[::-1]
        elif isinstance(part, Within):
            known = regions.get(part.variable)
            regions[part.variable] = part.region if known is None else known | part.region
        elif part == TRUE:
            return TRUE
        else:
            others.append(part)
    for variable, region in regions.items():
        if not variable.universe & ~region:
            return TRUE
    made = (*(Within(one, region) for one, region in regions.items()), *dict.fromkeys(others))
    return made[0] if len(made) == 1 else Either(made)


def plain_regions(formula: Formula) -> dict[Variable, Any] | None:
    """Return the region of each field where a formula asks for nothing else, or None.

    Then nothing ties the fields together, and each may have any value of its region.
    """
    found: dict[Variable, Any] = {}
    for part in formula.parts if isinstance(formula, All) else (formula,):
        if not isinstance(part, Within) or part.variable.subject is not None:
            return None
        found[part.variable] = part.region
    return found


def variables_of(formula: Formula) -> frozenset[Variable]:
    """Return the variables that a formula speaks of."""
    found: set[Variable] = set()
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if isinstance(part, All | Either):
            waiting += part.parts
        elif isinstance(part, Within):
            found.add(part.variable)
        else:
            found |= {part.left, part.right}
    return frozenset(found)
