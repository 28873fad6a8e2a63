"""Names and literals, as written."""

from typing import Any, TypeAlias

from milepost.frozen import node
from milepost.source import Span


@node
class Name:
    """A name or a word used as one. Empty text stands for a name that was missing."""

    text: str
    span: Span


@node
class String:
    """A text, its escapes resolved."""

    value: str
    span: Span


@node
class Integer:
    """A whole number."""

    value: int
    span: Span


@node
class YesNo:
    """`yes` or `no`."""

    value: bool
    span: Span


@node
class Code:
    """A token that begins with a capital: a zone, a holiday set, a field of another system."""

    text: str
    span: Span


@node
class TimeOfDay:
    """A local time, in seconds since midnight; up to 24:00."""

    seconds: int
    span: Span


@node
class LocalDate:
    """A date, `YYYY-MM-DD`."""

    text: str
    span: Span


@node
class LocalInstant:
    """A date and time, `YYYY-MM-DDTHH:MM[:SS][Z]`; without Z, in the zone of its surroundings."""

    text: str
    span: Span


@node
class Length:
    """A duration such as `1h30m`, as written and in seconds."""

    text: str
    seconds: int
    span: Span


@node
class Percent:
    """A percentage, in basis points."""

    basis_points: int
    span: Span


@node
class Path:
    """A name, or names joined by dots (`case.contact`)."""

    names: tuple[Name, ...]
    span: Span

    @property
    def text(self) -> str:
        """The path as written."""
        return ".".join(name.text for name in self.names)


@node
class RangeKey:
    """Whole numbers from `low` to `high`, both included."""

    low: Integer
    high: Integer
    span: Span


@node
class TagList:
    """Literals in parentheses: the value of a tag field."""

    values: tuple["Literal", ...]
    span: Span


Literal: TypeAlias = Name | Integer | String | LocalDate | LocalInstant | Length | Code | YesNo
Key: TypeAlias = Name | Integer | RangeKey | YesNo


@node
class ChoiceCase:
    """A branch of a choice: for these values, this."""

    keys: tuple[Key, ...]
    then: Any
    span: Span


@node
class Choice:
    """`by FIELD { value: thing; … else: thing }`: a name or code chosen by a field."""

    by: Name
    cases: tuple[ChoiceCase, ...]
    span: Span


@node
class ByField:
    """`timezone by FIELD`: the field itself holds the value."""

    field: Name
    span: Span


CalendarRef: TypeAlias = Name | Choice


@node
class Source:
    """`source "…"`: where a declaration comes from."""

    url: String
    span: Span
