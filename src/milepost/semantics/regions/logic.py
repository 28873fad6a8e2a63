"""Questions about conditions, decided exactly or answered with *not decided* and why.

A question is turned into a formula, joined by the facts that hold for every case and share fields
with it, and searched for a case (`search`). Nothing is sampled: `No` is a proof, and `Yes` brings
a case that can be checked by hand. Two things are not decided: what hangs on the opening hours of
a calendar, and what takes more steps than the bound allows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, tzinfo
from functools import cached_property
from typing import TypeAlias

from milepost.frozen import frozen
from milepost.ir import conditions as ir
from milepost.ir.schedule import Record, Requirement
from milepost.ir.targets import Table
from milepost.semantics.model import Model
from milepost.semantics.regions.example import Case, case_of
from milepost.semantics.regions.facts import computed, facts_about
from milepost.semantics.regions.formula import (
    FALSE,
    Formula,
    Variable,
    Within,
    every,
    plain_regions,
    variables_of,
)
from milepost.semantics.regions.overlaps import overlapping, regions_asked
from milepost.semantics.regions.search import Search, Solution, Spent
from milepost.semantics.regions.vocabulary import CREATED, Vocabulary
from milepost.semantics.week import changing_calendars
from milepost.semantics.zones import zone_of

#: Steps that one question may take: about a fifth of a second.
MOST_STEPS = 100_000


#: A case, or what makes it: most examples are never shown.
_Shown: TypeAlias = Case | Callable[[], Case] | None


@frozen
class Yes:
    """It is so; `case` is an example where one can show it."""

    shown: _Shown = None

    @property
    def case(self) -> Case | None:
        """The example."""
        return self.shown() if callable(self.shown) else self.shown


@frozen
class No:
    """It is not so; `case` is a counterexample where one can show it."""

    shown: _Shown = None

    @property
    def case(self) -> Case | None:
        """The counterexample."""
        return self.shown() if callable(self.shown) else self.shown


@frozen
class NotDecided:
    """It was not found out, and why; `is_large` when that would take too many steps."""

    reason: str
    is_large: bool = False


Verdict: TypeAlias = Yes | No | NotDecided


class Logic:
    """What can be said about the cases of one record.

    `changing` names calendars that are open at some instants and closed at others.
    """

    def __init__(
        self,
        record: Record,
        requirements: Iterable[Requirement] = (),
        tables: Iterable[Table] = (),
        zone: tzinfo = UTC,
        changing: frozenset[str] = frozenset(),
        steps: int = MOST_STEPS,
    ) -> None:
        self.record = record
        self.changing = changing
        self.zone = zone
        self.steps = steps
        self._words = Vocabulary(record)
        self.facts = tuple(facts_about(record, requirements))
        named = {table.name: table for table in tables}
        self._tables = {
            field.name: (field, named[field.derived_from])
            for field in record.fields
            if field.derived_from in named
        }
        self._computed: dict[str, Formula] = {}
        self._earliest = (
            self._words.field(CREATED)
            if any(field.name == CREATED and field.type == "time" for field in record.fields)
            else None
        )
        self._answers: dict[Formula, Verdict] = {}

    @cached_property
    def plain(self) -> "Logic":
        """The same without the facts that are required of input."""
        tables = [table for _, table in self._tables.values()]
        return Logic(self.record, (), tables, self.zone, self.changing, self.steps)

    @cached_property
    def _facts(self) -> tuple[tuple[Formula, frozenset[str]], ...]:
        """The required facts, or none where they contradict each other: then all would follow."""
        if self.facts and isinstance(self.plain.satisfiable(*self.facts), No):
            return ()
        return tuple(self._with_variables(self.facts))

    def satisfiable(self, *conditions: ir.Condition) -> Verdict:
        """Say whether a case exists for which all conditions hold; `Yes` shows the simplest."""
        return self._decided([self._words.formula(condition) for condition in conditions])

    def implies(self, first: ir.Condition, second: ir.Condition) -> Verdict:
        """Say whether the second holds wherever the first does; `No` shows where it does not."""
        return _opposite(self._outside((first,), (second,)))

    def always(self, condition: ir.Condition) -> Verdict:
        """Say whether a condition holds for every case; `No` shows one for which it does not."""
        return _opposite(self._outside((), (condition,)))

    def disjoint(self, first: ir.Condition, second: ir.Condition) -> Verdict:
        """Say whether no case fulfils both; `No` shows one that does."""
        return _opposite(self.satisfiable(first, second))

    def uncovered(self, conditions: Iterable[ir.Condition], *within: ir.Condition) -> Verdict:
        """Say whether a case within some conditions fulfils none of the others; `Yes` shows it."""
        return self._outside(within, conditions)

    def meeting(
        self, claims: Sequence[Sequence[ir.Condition]]
    ) -> Iterator[tuple[int, int, Verdict]]:
        """Yield the pairs of conjunctions that are not surely disjoint, by their places.

        The verdict says whether a case fulfils both. Pairs that share no value of some field are
        passed over without a look at them.
        """
        formulas = self._conjunctions(claims)
        for first, second in overlapping([regions_asked(formula) for formula in formulas]):
            verdict = self._decided((formulas[first], formulas[second]))
            if not isinstance(verdict, No):
                yield first, second, verdict

    def near(
        self, ones: Sequence[Sequence[ir.Condition]], others: Sequence[Sequence[ir.Condition]]
    ) -> Iterator[tuple[int, int]]:
        """Yield the places of pairs that share a value of every field, at least those that meet."""
        formulas = self._conjunctions((*ones, *others))
        for first, second in overlapping([regions_asked(formula) for formula in formulas]):
            if first < len(ones) <= second:
                yield first, second - len(ones)

    def values_of(self, name: str) -> tuple[ir.Constant, ...]:
        """Return the values that a field lists, in declared order."""
        return self._words.field(name).values

    def lists(self, name: str) -> bool:
        """Say whether the record has a field of that name with listed values."""
        field = next((one for one in self.record.fields if one.name == name), None)
        return field is not None and self._words.field(name).kind == "listed"

    def values(
        self, name: str, *conditions: ir.Condition
    ) -> tuple[tuple[ir.Constant, ...], tuple[ir.Constant, ...]]:
        """Return the values of a field with which a case surely, and perhaps, fulfils conditions.

        The field is one with listed values. The second tuple holds the first.
        """
        variable = self._words.field(name)
        asked = every([self._words.formula(condition) for condition in conditions])
        if asked == FALSE:
            return (), ()
        regions = plain_regions(asked)
        if regions is not None and not self._facts_about(every((asked, Within(variable, 1)))):
            region: int = regions.get(variable, variable.universe)
            found = tuple(value for at, value in enumerate(variable.values) if region >> at & 1)
            return found, found
        verdicts = {
            value: self._decided((asked, Within(variable, 1 << at)))
            for at, value in enumerate(variable.values)
        }
        return (
            tuple(value for value, verdict in verdicts.items() if isinstance(verdict, Yes)),
            tuple(value for value, verdict in verdicts.items() if not isinstance(verdict, No)),
        )

    def _conjunctions(self, claims: Iterable[Sequence[ir.Condition]]) -> list[Formula]:
        return [every([self._words.formula(one) for one in claim]) for claim in claims]

    def _outside(self, inside: Iterable[ir.Condition], outside: Iterable[ir.Condition]) -> Verdict:
        parts = [self._words.formula(condition) for condition in inside]
        parts += [self._words.formula(condition, holds=False) for condition in outside]
        return self._decided(parts)

    def _decided(self, parts: Sequence[Formula]) -> Verdict:
        asked = every(parts)
        if asked == FALSE:
            return No()
        known = self._answers.get(asked)
        if known is None:
            known = self._answers[asked] = self._searched(asked)
        return known

    def _searched(self, asked: Formula) -> Verdict:
        facts = self._facts_about(asked)
        regions = None if facts else plain_regions(asked)
        if regions is not None:
            return Yes(lambda: case_of(Solution(regions), asked, self.zone)[0])
        formula = every((asked, *facts))
        search = Search(self.steps, self._earliest)
        try:
            found = search.best(formula)
        except Spent:
            return NotDecided(f"it takes more than {self.steps:,} steps", is_large=True)
        if found is None:
            return No()
        case, questions = case_of(found, formula, self.zone)
        if questions and not self._are_free(questions, found):
            return NotDecided(f"it hangs on the hours of {_asked(questions)}")
        return Yes(case)

    def _are_free(self, questions: Sequence[Variable], found: Solution) -> bool:
        """Say whether each question can be answered as needed: its instant may be any."""
        compared = {side for one in found.differences for side in (one.left, one.right)}
        bases = [self._words.term(one.subject.instant)[0] for one in questions]
        return len(set(bases)) == len(bases) and all(
            base is not None
            and one.subject.calendar in self.changing
            and base not in compared
            and found.regions.get(base, base.universe).spans == base.universe.spans
            for one, base in zip(questions, bases, strict=True)
        )

    def _facts_about(self, asked: Formula) -> list[Formula]:
        """Return the facts that speak of the variables in question, or of those tied to them."""
        touched = _ties(asked)
        found: list[Formula] = []
        left = dict(enumerate(self._facts))
        tables = dict(self._tables)
        growing = True
        while growing:
            growing = False
            for at, (fact, ties) in tuple(left.items()):
                if ties & touched:
                    del left[at]
                    found.append(fact)
                    touched |= ties
                    growing = True
            for name in [name for name in tables if name in touched]:
                del tables[name]
                fact = self._computed_by(name)
                found.append(fact)
                touched |= _ties(fact)
                growing = True
        return found

    def _computed_by(self, name: str) -> Formula:
        if name not in self._computed:
            self._computed[name] = computed(*self._tables[name], self._words)
        return self._computed[name]

    def _with_variables(
        self, facts: Iterable[ir.Condition]
    ) -> Iterable[tuple[Formula, frozenset[str]]]:
        """Yield facts with their ties: what they read, and what that is computed from."""
        for fact in facts:
            formula = self._words.formula(fact)
            ties = _ties(formula)
            waiting = list(ties)
            while waiting:
                name = waiting.pop()
                more = set(self._tables[name][1].by) - ties if name in self._tables else set()
                ties |= more
                waiting += more
            yield formula, frozenset(ties)


def logic_of(model: Model, record: str) -> Logic:
    """Return the logic of a record of a model: the same one for every check that asks."""
    if not _latest or _latest[0][0] is not model:
        _latest[:] = [(model, {})]
    made = _latest[0][1]
    if record not in made:
        zone = (zone_of(model.timezone) if model.timezone else None) or UTC
        made[record] = Logic(
            model.record(record), model.requirements, model.tables, zone, changing_calendars(model)
        )
    return made[record]


#: The logics that were asked for last: the checks of one model ask one after another.
_latest: list[tuple[Model, dict[str, Logic]]] = []


def _opposite(verdict: Verdict) -> Verdict:
    if isinstance(verdict, Yes):
        return No(verdict.shown)
    return Yes() if isinstance(verdict, No) else verdict


def _ties(formula: Formula) -> set[str]:
    """Return the names by which facts are tied to a formula.

    A tag is tied to its field, a milestone to the creation, for it is met no earlier.
    """
    names: set[str] = set()
    for one in variables_of(formula):
        if one.subject == "milestone":
            names |= {f"milestone {one.name}", CREATED}
        elif one.kind == "tag":
            names.add(str(one.subject))
        else:
            names.add(one.name)
    return names


def _asked(questions: Sequence[Variable]) -> str:
    names = dict.fromkeys(
        one.subject.calendar if isinstance(one.subject.calendar, str) else "a calendar by data"
        for one in questions
    )
    return ", ".join(f"`{name}`" for name in names)
