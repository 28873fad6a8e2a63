"""The kinds of cases that two promises serve, by the calendars that each of them then runs on."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from milepost.frozen import frozen
from milepost.ir import conditions as ir
from milepost.ir import targets as t
from milepost.ir.conditions import CalendarRef, Choice, Constant
from milepost.ir.processes import Offset
from milepost.ir.schedule import Field
from milepost.semantics.choices import names_in
from milepost.semantics.clocks import TIER
from milepost.semantics.model import Model
from milepost.semantics.ordering.fixing import equals
from milepost.semantics.ordering.promised import Promised
from milepost.semantics.ordering.terms import Terms
from milepost.semantics.values import values_of

MOST_KINDS = 128


@frozen
class Side:
    """A promise, and the value that one field has for it where two kinds of cases are compared.

    With `before` it stands for an amount of time before the due, with `used` for so many seconds of
    its clock used, with `is_start` for the start.
    """

    promised: Promised
    field: Field | None = None
    value: Constant | None = None
    before: Offset | None = None
    used: int | None = None
    is_start: bool = False


@frozen
class Kind:
    """A kind of case: the fields that choose calendars, the hours of both sides, what it asks."""

    fields: Mapping[str, Any]
    hours: tuple[CalendarRef | None, CalendarRef | None]
    given: tuple[ir.Condition, ...]


class Kinds:
    """The kinds of cases of a model."""

    def __init__(self, model: Model, terms: Terms) -> None:
        self.model = model
        self.terms = terms

    def of(self, one: Side, other: Side) -> tuple[Kind, ...] | None:
        """Return the kinds of cases of two promises, or None where too many fields choose."""
        sides = (one, other)
        names: dict[str, None] = {}
        inherits = [_inherits(side.promised) for side in sides]
        for side in sides:
            names |= dict.fromkeys(_choosing(side.promised))
            if side.before is not None and isinstance(side.before.calendar, Choice):
                names[side.before.calendar.by] = None
        options = tuple(
            tuple(self.terms.hours_for(side.promised.process, self._tier_of(side)))
            if lacks
            else (None,)
            for side, lacks in zip(sides, inherits, strict=True)
        )
        for option in (option for each in options for option in each if option is not None):
            if isinstance(option.hours, Choice):
                names[option.hours.by] = None
        if one.field is not None:
            names.pop(one.field.name, None)
        domains = self.domains(one.promised.process.record, names)
        if domains is None:
            return None
        return tuple(self._each_kind(domains, options, apart=self._tier_of(one) is not None))

    def _tier_of(self, side: Side) -> Constant | None:
        return side.value if side.field is not None and side.field.name == TIER else None

    def _each_kind(
        self, domains: Mapping[str, tuple[Any, ...]], options: tuple[Any, ...], *, apart: bool
    ) -> Iterator[Kind]:
        for values in product(*domains.values()):
            fields = dict(zip(domains, values, strict=True))
            given = tuple(equals(name, value) for name, value in fields.items())
            for left, right in product(*options):
                # One case has one tier and one entitlement: the same hours for both promises.
                if not apart and None not in (left, right) and left != right:
                    continue
                asked = [*given]
                for option in (left, right):
                    if option is not None:
                        asked += option.given
                hours = (left and left.hours, right and right.hours)
                yield Kind(fields, hours, tuple(dict.fromkeys(asked)))

    def domains(self, record: str, names: Iterable[str]) -> dict[str, tuple[Any, ...]] | None:
        """Return the values of fields that have few, or None where there are too many."""
        declared = {field.name: field for field in self.model.record(record).fields}
        domains: dict[str, tuple[Any, ...]] = {}
        count = 1
        for name in sorted(names):
            values = values_of(declared[name]) if name in declared else ()
            count *= len(values)
            domains[name] = tuple(values)
            if not values or count > MOST_KINDS:
                return None
        return domains


def _inherits(promised: Promised) -> bool:
    """Say whether some target of a promise leaves its calendar to the tier or the entitlement."""
    if promised.hours is not None:
        return False
    return any(
        getattr(target, "calendar", None) is None
        and not isinstance(target, t.ByField | t.NoTarget | t.External | t.TableTarget)
        for target in _plain(promised.target)
    )


def _choosing(promised: Promised) -> Iterator[str]:
    """Yield the fields that choose the calendars of a promise."""
    references = [getattr(target, "calendar", None) for target in _plain(promised.target)]
    if promised.rolling is not None:
        references.append(promised.rolling.calendar)
    for reference in (*references, promised.hours):
        if isinstance(reference, Choice) and names_in(reference):
            yield reference.by


def _plain(target: t.Target) -> Iterator[t.Target]:
    if isinstance(target, t.Earliest | t.Latest):
        for one in target.alternatives:
            yield from _plain(one.target)
    else:
        yield target
