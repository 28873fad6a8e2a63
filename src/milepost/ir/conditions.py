"""Conditions over a case, compiled: two-valued, total, over declared fields.

A comparison with an unset field is false, except `!=` and `not in`, which are exactly the negations
of `==` and `in` and are written here as `Not`.
"""

from typing import TypeAlias

from milepost.frozen import frozen

#: A constant: a choice, zone or text (str), yes or no (bool), an integer, a number of seconds
#: (int), an instant (int, Unix seconds), a date (`YYYY-MM-DD`) or a set of tags. Which one is meant
#: is said by the field's type.
Constant: TypeAlias = str | int | bool | tuple[str, ...]


@frozen
class FieldOf:
    """The value of a field of the case."""

    kind = "field"
    field: str


@frozen
class MilestoneOf:
    """The instant a milestone was met; unset until then."""

    kind = "milestone"
    milestone: str


@frozen
class Literal:
    """A constant of the named type (the `kind` of a field type)."""

    kind = "literal"
    type: str
    value: Constant


@frozen
class After:
    """The instant so many seconds after another (before it, when negative)."""

    kind = "after"
    seconds: int
    instant: "Operand"


Operand: TypeAlias = FieldOf | MilestoneOf | Literal | After


@frozen
class Holds:
    """A yes/no field is yes."""

    kind = "holds"
    field: str


@frozen
class Compare:
    """Two operands of one type, compared: `operator` is `==`, `<`, `<=`, `>` or `>=`."""

    kind = "compare"
    left: Operand
    operator: str
    right: Operand


@frozen
class In:
    """An operand is one of the listed constants."""

    kind = "in"
    operand: Operand
    values: tuple[Constant, ...]


@frozen
class InRange:
    """An integer field lies between two bounds, both included."""

    kind = "in_range"
    operand: Operand
    low: int
    high: int


@frozen
class Has:
    """A tag field holds the tag."""

    kind = "has"
    field: str
    tag: str


@frozen
class IsSet:
    """An operand has a value."""

    kind = "is_set"
    operand: Operand


@frozen
class During:
    """An instant falls into the open time of a calendar; false when the instant is unset."""

    kind = "during"
    instant: Operand
    calendar: "CalendarRef"


@frozen
class Not:
    """The condition does not hold."""

    kind = "not"
    condition: "Condition"


@frozen
class And:
    """Every condition holds."""

    kind = "and"
    conditions: tuple["Condition", ...]


@frozen
class Or:
    """At least one condition holds."""

    kind = "or"
    conditions: tuple["Condition", ...]


Condition: TypeAlias = Holds | Compare | In | InRange | Has | IsSet | During | Not | And | Or


@frozen
class Case:
    """One branch of a choice: the field has one of the values."""

    values: tuple[Constant, ...]
    then: str


@frozen
class Choice:
    """A name chosen by a field of the case: the first branch with its value, else `otherwise`."""

    kind = "choice"
    by: str
    cases: tuple[Case, ...]
    otherwise: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it may choose, branch by branch."""
        branches = tuple(case.then for case in self.cases)
        return (*branches, self.otherwise) if self.otherwise is not None else branches


#: The name of a thing, or a choice among names.
Named: TypeAlias = str | Choice
CalendarRef: TypeAlias = Named
