"""Criteria as conditions: filter items with their boolean filter, or a formula, in one form.

Filters say the same in many ways: `1 AND 2` or no filter at all, items in any order, values in any
order with commas between them, a formula for what items could say. A `Criterion` is what they mean;
two of them are equal when they mean the same in these respects.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from milepost.frozen import frozen
from milepost.salesforce.metadata import FilterItem
from milepost.salesforce.names import qualified

_TOKEN = re.compile(r"\s*(?:(\d+)|(AND|OR|NOT)\b|([()]))", re.IGNORECASE)
_BLANK = ("",)
_OPPOSITE = {
    "equals": "notEqual",
    "notEqual": "equals",
    "contains": "notContain",
    "notContain": "contains",
    "includes": "excludes",
    "excludes": "includes",
}


@frozen
class Comparison:
    """A field compared with values (any of them), sorted; one empty value stands for no value."""

    field: str
    operation: str
    values: tuple[str, ...]
    other: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether the test is about having a value at all."""
        return self.values == _BLANK and self.other is None


@frozen
class AllOf:
    """Every one of some criteria, in a fixed order."""

    criteria: tuple["Criterion", ...]


@frozen
class AnyOf:
    """At least one of some criteria, in a fixed order."""

    criteria: tuple["Criterion", ...]


@frozen
class Not:
    """The opposite of something that has no opposite operation."""

    criterion: "Criterion"


@frozen
class Formula:
    """A formula that is kept as it stands, its white space aside."""

    text: str


Criterion: TypeAlias = Comparison | AllOf | AnyOf | Not | Formula


#: Operations whose lists of values mean: any of them, or none of them.
_LISTS: dict[type, tuple[str, ...]] = {
    AllOf: ("notEqual", "excludes", "notContain"),
    AnyOf: ("equals", "includes", "contains", "startsWith"),
}


class CriteriaError(Exception):
    """A boolean filter that cannot be read."""


def compared(
    field: str, operation: str, value: str | Iterable[str], other: str | None = None
) -> Comparison:
    """Return a test, its values in order; `not equal to true` is said as `equal to false`."""
    values = [one.strip() for one in value.split(",")] if isinstance(value, str) else value
    found = tuple(sorted(set(values)))
    if len(found) == 1 and found[0].lower() in ("true", "false"):
        is_true = found[0].lower() == "true"
        if operation == "notEqual":
            operation, is_true = "equals", not is_true
        found = ("true" if is_true else "false",)
    return Comparison(field, operation, found, other)


def all_of(criteria: Iterable[Criterion]) -> Criterion:
    """Return the criterion that every one of some holds, flat and in order."""
    return _joined(AllOf, criteria)


def any_of(criteria: Iterable[Criterion]) -> Criterion:
    """Return the criterion that one of some holds, flat and in order."""
    return _joined(AnyOf, criteria)


def opposite(criterion: Criterion) -> Criterion:
    """Return the criterion that holds when another does not."""
    match criterion:
        case AllOf():
            return any_of(opposite(one) for one in criterion.criteria)
        case AnyOf():
            return all_of(opposite(one) for one in criterion.criteria)
        case Not():
            return criterion.criterion
        case Comparison(operation=operation, other=None) if operation in _OPPOSITE:
            return compared(criterion.field, _OPPOSITE[operation], criterion.values)
        case _:
            return Not(criterion)


def criterion_of(
    items: Sequence[FilterItem], boolean_filter: str | None, formula: str | None, object_name: str
) -> Criterion | None:
    """Return what filter items or a formula mean, None when there are none of either."""
    if formula is not None and formula.strip():
        from milepost.salesforce.formulas import read_formula

        return read_formula(formula, object_name)
    tests = [_test(item, object_name) for item in items]
    if not tests:
        return None
    if boolean_filter is None or not boolean_filter.strip():
        return all_of(tests)
    return _Filter(boolean_filter, tests).read()


def items_of(criterion: Criterion) -> tuple[tuple[FilterItem, ...], str | None] | None:
    """Return filter items and the boolean filter that joins them, None when items cannot say it.

    Items that are joined by `AND` alone need no filter.
    """
    tests: dict[Comparison, int] = {}

    def written(one: Criterion, *, inside: bool) -> str | None:
        if isinstance(one, Comparison):
            return str(tests.setdefault(one, len(tests) + 1))
        if not isinstance(one, AllOf | AnyOf):
            return None
        parts = [written(part, inside=True) for part in one.criteria]
        if any(part is None for part in parts):
            return None
        joined = (" AND " if isinstance(one, AllOf) else " OR ").join(map(str, parts))
        return f"({joined})" if inside else joined

    text = written(criterion, inside=False)
    if text is None:
        return None
    items = tuple(_item(test) for test in tests)
    is_plain = isinstance(criterion, Comparison) or (
        isinstance(criterion, AllOf)
        and all(isinstance(one, Comparison) for one in criterion.criteria)
    )
    return items, None if is_plain else text


def leaves_of(criterion: Criterion) -> tuple[Comparison | Formula, ...]:
    """Return the tests and formulas of a criterion."""
    match criterion:
        case AllOf() | AnyOf():
            return tuple(leaf for one in criterion.criteria for leaf in leaves_of(one))
        case Not():
            return leaves_of(criterion.criterion)
        case _:
            return (criterion,)


def _joined(kind: type[AllOf] | type[AnyOf], criteria: Iterable[Criterion]) -> Criterion:
    """Return criteria joined, flat; those that differ in their values alone become one."""
    flat: dict[Criterion, None] = {}
    values: dict[tuple[str, str], set[str]] = {}
    for one in criteria:
        for part in one.criteria if isinstance(one, kind) else (one,):
            if isinstance(part, Comparison) and not part.other and part.operation in _LISTS[kind]:
                values.setdefault((part.field, part.operation), set()).update(part.values)
            else:
                flat[part] = None
    flat |= {compared(*key, found): None for key, found in values.items()}
    ordered = tuple(sorted(flat, key=_order))
    return ordered[0] if len(ordered) == 1 else kind(ordered)


def _order(criterion: Criterion) -> tuple[bool, str]:
    return not isinstance(criterion, Comparison), repr(criterion)


def _test(item: FilterItem, object_name: str) -> Comparison:
    field = qualified(item.field or "", object_name)
    other = qualified(item.value_field, object_name) if item.value_field else None
    return compared(field, item.operation or "equals", item.value or "", other)


def _item(test: Comparison) -> FilterItem:
    value = None if test.other else ", ".join(test.values)
    return FilterItem(test.field, test.operation, value, test.other)


class _Filter:
    """One reading of a boolean filter such as `1 AND (2 OR 3)`; `AND` binds tighter than `OR`."""

    def __init__(self, text: str, tests: Sequence[Comparison]) -> None:
        self.text = text
        self.tests = tests
        self.tokens = self.tokenized()
        self.at = 0

    def tokenized(self) -> list[str]:
        tokens, at = [], 0
        text = self.text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise CriteriaError(f"boolean filter `{self.text}` cannot be read")
            tokens.append(found[0].strip().upper())
            at = found.end()
        return tokens

    def read(self) -> Criterion:
        found = self.alternatives(0)
        if self.at != len(self.tokens):
            raise CriteriaError(f"boolean filter `{self.text}` goes on behind its end")
        return found

    def alternatives(self, depth: int) -> Criterion:
        found = [self.conjunction(depth)]
        while self.took("OR"):
            found.append(self.conjunction(depth))
        return any_of(found)

    def conjunction(self, depth: int) -> Criterion:
        found = [self.single(depth)]
        while self.took("AND"):
            found.append(self.single(depth))
        return all_of(found)

    def single(self, depth: int) -> Criterion:
        if depth > 50:
            raise CriteriaError(f"boolean filter `{self.text[:40]}…` is nested too deep")
        if self.took("NOT"):
            return opposite(self.single(depth + 1))
        if self.took("("):
            found = self.alternatives(depth + 1)
            if not self.took(")"):
                raise CriteriaError(f"boolean filter `{self.text}` lacks a closing parenthesis")
            return found
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        if not token.isdigit() or not 1 <= int(token) <= len(self.tests):
            raise CriteriaError(
                f"boolean filter `{self.text}` names item `{token}`; there are {len(self.tests)}"
            )
        self.at += 1
        return self.tests[int(token) - 1]

    def took(self, token: str) -> bool:
        """Step over a token if it stands here."""
        if self.at < len(self.tokens) and self.tokens[self.at] == token:
            self.at += 1
            return True
        return False
