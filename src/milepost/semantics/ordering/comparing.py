"""Two promises compared over every start and every case: never later, later from when, or unknown.

The calendars that the two run on may hang on the case. So each kind of case is looked at by itself:
every choice of calendars that a case can make, and last, only where wording does not settle it,
every member of a calendar family. A kind of case that no case is of accuses nobody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, TypeAlias

from milepost.frozen import frozen, replace
from milepost.ir import conditions as ir
from milepost.semantics.model import Model
from milepost.semantics.ordering.dues import Dues, NotTold
from milepost.semantics.ordering.fixing import all_fixed, equals, excluded, reads_the_time
from milepost.semantics.ordering.kinds import Kind, Kinds, Side
from milepost.semantics.ordering.promised import Promised
from milepost.semantics.ordering.shapes import (
    Members,
    Opaque,
    Settling,
    Shape,
    Start,
    Unpromised,
    leaves,
    reason_of,
    with_members,
)
from milepost.semantics.ordering.terms import Terms
from milepost.semantics.regions.example import Case
from milepost.semantics.regions.facts import facts_about
from milepost.semantics.regions.logic import No, NotDecided, logic_of
from milepost.semantics.regions.reading import fields_in, known

MOST_KINDS = 128
#: How many members of a calendar family are looked at where much hangs on it, and where less does.
MOST_MEMBERS = 64
FEW_MEMBERS = 4
_TOO_MANY = "too many fields choose the calendars"


@frozen
class Never:
    """The first is never due later than the second."""


@frozen
class Later:
    """The first is due later for a case that starts at an instant; `due` None: it never is due."""

    case: Case
    start: int
    due: int | None
    other: int
    zone: str | None
    sides: tuple[Shape, Shape]


@frozen
class Unknown:
    """It cannot be said, and why."""

    reason: str


Outcome: TypeAlias = Never | Later | Unknown


class Ordering:
    """Comparisons of the promises of a model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.dues = Dues(model)
        self.terms = Terms(model)
        self.kinds = Kinds(model, self.terms)
        self._fixed: dict[
            tuple[int, str, Any], tuple[Promised, tuple[ir.Condition, ...] | None]
        ] = {}

    def later(
        self,
        one: Side,
        other: Side,
        given: Sequence[ir.Condition] = (),
        *,
        margin: int = 0,
        members: int = FEW_MEMBERS,
        within: tuple[int, int] | None = None,
    ) -> Outcome:
        """Say whether the first is ever due later than the second, both counted from one start.

        With a margin of -1 a due at the same instant counts as later. Nothing is said of cases that
        do not fulfil `given`, nor of starts that do not lie `within` two instants. Of a calendar
        family so many members are looked at.
        """
        if one.promised.origin != other.promised.origin:
            return Unknown("the two are counted from different anchors")
        span = self.terms.shared(one.promised.process, other.promised.process)
        if span is not None and within is not None:
            span = max(span[0], within[0]), min(span[1], within[1])
        if span is None or span[0] > span[1]:
            return Never()
        conditions = self._conditions(one, other, given)
        if isinstance(conditions, Unknown):
            return conditions
        kinds = self.kinds.of(one, other)
        if kinds is None:
            return Unknown(_TOO_MANY)
        unknown: Unknown | None = None
        for kind in kinds:
            found = self._of_kind(one, other, kind, conditions, span, margin, members)
            if isinstance(found, Later):
                return found
            if isinstance(found, Unknown):
                unknown = unknown or found
        return unknown or Never()

    def pairs(
        self, record: str, ones: Iterable[Promised], others: Iterable[Promised]
    ) -> Iterator[tuple[Promised, Promised]]:
        """Yield the pairs of promises that one case may have, by the values that both ask for.

        Two tables of many rows have few such pairs among many.
        """
        first, second = tuple(ones), tuple(others)
        logic = logic_of(self.model, record)
        asked = ([one.conditions for one in each] for each in (first, second))
        for place, other in logic.near(*asked):
            yield first[place], second[other]

    def surely_never_later(self, one: Side, other: Side) -> bool:
        """Say whether wording alone shows that the first is never due later than the second."""
        if one.promised.origin != other.promised.origin:
            return False
        conditions, kinds = self._conditions(one, other, ()), self.kinds.of(one, other)
        if isinstance(conditions, Unknown) or kinds is None:
            return False
        return all(
            self.dues.sure.never_later(self.shape(one, kind, 0), self.shape(other, kind, 1))
            or self._is_nobody(one, (*conditions, *kind.given))
            for kind in kinds
        )

    def can_be(self, side: Side) -> bool:
        """Say whether a promise may count for a case with the value of its side; yes if unsure."""
        if side.field is None or side.value is None:
            return True
        given = self._conditions_of(side)
        return given is None or not excluded(given)

    def shape(self, side: Side, kind: Kind, place: int) -> Shape:
        """Return the shape of a promise for a kind of case."""
        promised = side.promised
        hours = promised.hours if promised.hours is not None else kind.hours[place]
        fields = dict(kind.fields)
        if side.field is not None:
            fields[side.field.name] = side.value
        settling = Settling(hours, fields, promised.rolls, promised.anchor)
        found = settling.shape(promised.target, promised.rolling)
        if side.is_start and not isinstance(found, Unpromised | Opaque):
            return Start()
        if side.used is not None:
            return settling.used(found, side.used)
        return found if side.before is None else settling.before(found, side.before)

    def _of_kind(
        self,
        one: Side,
        other: Side,
        kind: Kind,
        conditions: tuple[ir.Condition, ...],
        span: tuple[int, int],
        margin: int,
        most: int,
    ) -> Outcome:
        shapes = self.shape(one, kind, 0), self.shape(other, kind, 1)
        if isinstance(shapes[1], Unpromised) or shapes == (Unpromised(), Unpromised()):
            return Never()
        if margin >= 0 and self.dues.sure.never_later(*shapes):
            return Never()
        record = one.promised.process.record
        members = self._members(record, shapes, kind)
        if members is None:
            return Unknown(_TOO_MANY)
        serving = []
        for fields, pair in members:
            asked = (*conditions, *kind.given, *fields)
            if excluded(asked):
                continue
            verdict = logic_of(self.model, record).satisfiable(*asked, known(*asked))
            if not isinstance(verdict, No):
                serving.append((asked, verdict, pair))
            if len(serving) > most:
                return Unknown(_TOO_MANY)
        unknown: Unknown | None = None
        for asked, verdict, pair in serving:
            found = self._compared(pair, span, margin)
            if isinstance(found, Unknown):
                unknown = unknown or found
            if not isinstance(found, Later):
                continue
            if isinstance(verdict, NotDecided):
                unknown = unknown or Unknown(verdict.reason)
            elif reads_the_time(asked):
                unknown = unknown or Unknown("which case it is hangs on when it was created")
            else:
                return replace(found, case=_told(verdict.case, one))
        return unknown or Never()

    def _is_nobody(self, side: Side, asked: tuple[ir.Condition, ...]) -> bool:
        """Say whether no case fulfils conditions."""
        if excluded(asked):
            return True
        logic = logic_of(self.model, side.promised.process.record)
        return isinstance(logic.satisfiable(*asked, known(*asked)), No)

    def _compared(self, pair: tuple[Shape, Shape], span: tuple[int, int], margin: int) -> Outcome:
        if isinstance(pair[0], Unpromised):
            return self._unpromised(pair, span)
        reason = reason_of(pair[0]) or reason_of(pair[1])
        if reason is not None:
            return Unknown(reason)
        found = self.dues.later(*pair, margin=margin)
        if isinstance(found, NotTold):
            return Unknown(found.reason)
        inside = self.terms.inside(found, span)
        if not inside:
            return Never()
        start = self.terms.telling(inside, span, self._zone(pair))
        due, other = self.dues.due(pair[0], start), self.dues.due(pair[1], start)
        assert due is not None
        assert other is not None
        return Later(Case(), start, due, other, self._zone(pair), pair)

    def _unpromised(self, pair: tuple[Shape, Shape], span: tuple[int, int]) -> Outcome:
        """Return that the first is never due, with an instant at which the second is."""
        dues = self.dues.pieces(pair[1])
        if isinstance(dues, NotTold):
            return Unknown(dues.reason)
        start = self.terms.telling((), (max(span[0], dues.starts[0]), min(span[1], dues.last)))
        return Later(Case(), start, None, dues.at(start), self._zone(pair), pair)

    def _zone(self, pair: tuple[Shape, Shape]) -> str | None:
        """Return the time zone in which to tell of both: that of the project or of a calendar."""
        if self.model.timezone is not None:
            return self.model.timezone
        from milepost.clock import ClockError

        for part in (part for shape in pair for part in leaves(shape)):
            try:
                return self.dues.clock(str(part.calendar), part.members).zone.name
            except ClockError:
                continue
        return None

    def _conditions(
        self, one: Side, other: Side, given: Sequence[ir.Condition]
    ) -> tuple[ir.Condition, ...] | Unknown:
        """Return what a case must fulfil for both promises to count."""
        own = (*one.promised.conditions, *given)
        others = (*other.promised.conditions, *given)
        if one.field is None:
            return (*own, *others)
        assert one.value is not None
        assert other.value is not None
        record = self.model.record(one.promised.process.record)
        for table in self.model.tables:
            computed = [each.name for each in record.fields if each.derived_from == table.name]
            if computed and one.field.name in table.by:
                read = frozenset[str]().union(*map(fields_in, (*own, *others)))
                if read.intersection(computed):
                    return Unknown(f"`{one.field.name}` decides `{computed[0]}` as well")
        facts = [
            fact
            for fact in facts_about(record, self.model.requirements)
            if one.field.name in fields_in(fact)
        ]
        left = self._conditions_of(one), all_fixed((*given, *facts), one.field, one.value)
        right = self._conditions_of(other), all_fixed((*given, *facts), one.field, other.value)
        found: tuple[ir.Condition, ...] = ()
        for part in (*left, *right):
            if part is None:
                return Unknown(f"a condition sets `{one.field.name}` against another field")
            found += part
        return found

    def _conditions_of(self, side: Side) -> tuple[ir.Condition, ...] | None:
        """Return what the promise of a side asks of a case with its value, or None.

        It is remembered, as each cell of a large table is compared with many others.
        """
        promised, field, value = side.promised, side.field, side.value
        assert field is not None
        assert value is not None
        key = id(promised), field.name, value
        if key not in self._fixed:
            self._fixed[key] = promised, all_fixed(promised.conditions, field, value)
        return self._fixed[key][1]

    def _members(
        self, record: str, pair: tuple[Shape, Shape], kind: Kind
    ) -> Iterator[tuple[tuple[ir.Condition, ...], tuple[Shape, Shape]]] | None:
        """Return the pair for each choice of members of the calendar families it runs on.

        None where there are too many.
        """
        calendars = dict.fromkeys(str(part.calendar) for shape in pair for part in leaves(shape))
        fields = {name: self.dues.fields_of(name) for name in calendars}
        wanted = dict.fromkeys(field for each in fields.values() for field in each)
        if not wanted:
            return iter((((), pair),))
        domains = self.kinds.domains(record, (name for name in wanted if name not in kind.fields))
        if domains is None:
            return None
        return _chosen(pair, kind, fields, domains)


def _told(case: Case | None, side: Side) -> Case:
    """Return what to tell of a case: not the field whose values are compared."""
    features = case.features if case is not None else ()
    name = side.field.name if side.field is not None else ""
    return Case(tuple(one for one in features if not one.field or one.field != name))


def _chosen(
    pair: tuple[Shape, Shape],
    kind: Kind,
    fields: Mapping[str, tuple[str, ...]],
    domains: Mapping[str, tuple[Any, ...]],
) -> Iterator[tuple[tuple[ir.Condition, ...], tuple[Shape, Shape]]]:
    for values in product(*domains.values()):
        own = dict(zip(domains, values, strict=True))
        chosen = {**kind.fields, **own}
        members: dict[str, Members] = {
            name: tuple((field, chosen[field]) for field in each) for name, each in fields.items()
        }
        asked = tuple(equals(name, value) for name, value in own.items())
        yield asked, (with_members(pair[0], members), with_members(pair[1], members))


def ordering_of(model: Model) -> Ordering:
    """Return the comparisons of a model: the same ones for every check that asks."""
    if not _latest or _latest[0].model is not model:
        _latest[:] = [Ordering(model)]
    return _latest[0]


#: The comparisons that were asked for last: the checks of one model ask one after another.
_latest: list[Ordering] = []
