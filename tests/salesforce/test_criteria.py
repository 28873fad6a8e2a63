"""Criteria: however a filter is written, what it means is one thing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.salesforce.criteria import (
    AllOf,
    AnyOf,
    Comparison,
    CriteriaError,
    Criterion,
    Formula,
    Not,
    compared,
    criterion_of,
    items_of,
    leaves_of,
    opposite,
)
from milepost.salesforce.formulas import read_formula
from milepost.salesforce.metadata import FilterItem

VALUES = ("New", "Closed", "")
FIELDS = ("Case.Status", "Case.Origin", "Case.IsClosed")
items = st.builds(
    FilterItem,
    field=st.sampled_from(FIELDS),
    operation=st.sampled_from(("equals", "notEqual")),
    value=st.lists(st.sampled_from(VALUES), min_size=1, max_size=3).map(", ".join),
)


@st.composite
def filters(draw: st.DrawFn) -> tuple[tuple[FilterItem, ...], str]:
    found = tuple(draw(st.lists(items, min_size=1, max_size=5)))
    numbers = st.integers(1, len(found)).map(str)
    text = st.recursive(
        numbers,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' AND '.join(parts)})"),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' or '.join(parts)})"),
            inner.map(lambda part: f"(NOT {part})"),
        ),
        max_leaves=8,
    )
    return found, draw(text)


def holds(criterion: Criterion, record: dict[str, str]) -> bool:
    """Say whether a criterion holds for a record: the slow way."""
    match criterion:
        case AllOf():
            return all(holds(one, record) for one in criterion.criteria)
        case AnyOf():
            return any(holds(one, record) for one in criterion.criteria)
        case Not():
            return not holds(criterion.criterion, record)
        case Comparison():
            found = record[criterion.field] in criterion.values
            return found if criterion.operation == "equals" else not found
    raise AssertionError(criterion)


def item_holds(item: FilterItem, record: dict[str, str]) -> bool:
    found = record[item.field or ""] in [one.strip() for one in (item.value or "").split(",")]
    return found if item.operation == "equals" else not found


records = st.fixed_dictionaries({field: st.sampled_from((*VALUES, "Other")) for field in FIELDS})


@given(filters(), records)
def test_a_filter_means_what_python_makes_of_it(
    found: tuple[tuple[FilterItem, ...], str], record: dict[str, str]
) -> None:
    written, text = found
    criterion = criterion_of(written, text, None, "Case")
    assert criterion is not None
    truths = [item_holds(item, record) for item in written]
    plain = re.sub(r"\d+", lambda number: str(truths[int(number[0]) - 1]), text.lower())
    assert holds(criterion, record) == eval(plain)  # noqa: S307 - our own text


@given(filters())
def test_items_say_the_criterion_they_are_made_of(
    found: tuple[tuple[FilterItem, ...], str],
) -> None:
    criterion = criterion_of(*found, None, "Case")
    assert criterion is not None
    written = items_of(criterion)
    assert written is not None
    assert criterion_of(*written, None, "Case") == criterion


@given(filters(), records)
def test_the_opposite_holds_when_a_criterion_does_not(
    found: tuple[tuple[FilterItem, ...], str], record: dict[str, str]
) -> None:
    criterion = criterion_of(*found, None, "Case")
    assert criterion is not None
    assert holds(opposite(criterion), record) != holds(criterion, record)
    assert opposite(opposite(criterion)) == criterion


def test_items_without_a_filter_hold_together_in_any_order() -> None:
    one = FilterItem("Case.Status", "equals", "New,Closed")
    other = FilterItem("Origin", "notEqual", "Web")
    assert criterion_of((one, other), None, None, "Case") == criterion_of(
        (other, FilterItem("Case.Status", "equals", "Closed, New")), "2 AND 1", None, "Case"
    )


def test_not_true_is_false() -> None:
    assert compared("Case.VIP__c", "notEqual", "True") == compared("Case.VIP__c", "equals", "false")


def test_a_comparison_with_a_field_is_kept() -> None:
    item = FilterItem("Case.A__c", "equals", None, "B__c")
    criterion = criterion_of((item,), None, None, "Case")
    assert criterion == Comparison("Case.A__c", "equals", ("",), "Case.B__c")
    assert items_of(criterion) == ((FilterItem("Case.A__c", "equals", None, "Case.B__c"),), None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 AND 3", "boolean filter `1 AND 3` names item `3`; there are 2"),
        ("1 AND", "boolean filter `1 AND` names item ``; there are 2"),
        ("(1 OR 2", "boolean filter `(1 OR 2` lacks a closing parenthesis"),
        ("1 2", "boolean filter `1 2` goes on behind its end"),
        ("1 XOR 2", "boolean filter `1 XOR 2` cannot be read"),
        ("(" * 60 + "1" + ")" * 60, f"boolean filter `{'(' * 40}…` is nested too deep"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(text: str, message: str) -> None:
    two = (FilterItem("A", "equals", "x"), FilterItem("B", "equals", "y"))
    with pytest.raises(CriteriaError) as refused:
        criterion_of(two, text, None, "Case")
    assert str(refused.value) == message


def case(field: str, operation: str, value: str) -> Comparison:
    return compared(f"Case.{field}", operation, value)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("VIP__c", case("VIP__c", "equals", "true")),
        ("NOT(VIP__c)", case("VIP__c", "equals", "false")),
        ("IsClosed == FALSE", case("IsClosed", "equals", "false")),
        ('ISPICKVAL(Status, "New")', case("Status", "equals", "New")),
        ("TEXT(Status) != 'New'", case("Status", "notEqual", "New")),
        ("ISBLANK(Owner__c)", case("Owner__c", "equals", "")),
        ("Owner__c <> null", case("Owner__c", "notEqual", "")),
        ("Seats__c >= 5", case("Seats__c", "greaterOrEqual", "5")),
        ("5 < Seats__c", case("Seats__c", "greaterThan", "5")),
        ('CONTAINS(Subject, "out")', case("Subject", "contains", "out")),
        ('NOT(CONTAINS(Subject, "out"))', case("Subject", "notContain", "out")),
        (
            "IF(NOT(ISPICKVAL(Status, 'Closed')), VIP__c, null)",
            AllOf((case("Status", "notEqual", "Closed"), case("VIP__c", "equals", "true"))),
        ),
        (
            'VIP__c && (ISPICKVAL(Status, "A") || ISPICKVAL(Status, "B"))',
            AllOf(
                (
                    case("VIP__c", "equals", "true"),
                    case("Status", "equals", "A, B"),
                )
            ),
        ),
    ],
)
def test_common_formulas_are_read(text: str, meaning: Criterion) -> None:
    found = read_formula(text, "Case")
    assert set(leaves_of(found)) == set(leaves_of(meaning))
    assert type(found) is type(meaning)


@pytest.mark.parametrize(
    "text",
    [
        "TODAY() > DATEVALUE(CreatedDate)",
        'ISPICKVAL(Status, "A, B")',
        "AND(VIP__c, ISCHANGED(Status))",
        "1 = 1",
        "VIP__c &&",
        "IF(VIP__c, TRUE, ISNEW())",
        "((((" + "(" * 80 + "VIP__c" + ")" * 84,
        "'unclosed",
        "",
    ],
)
def test_other_formulas_are_kept_as_they_stand(text: str) -> None:
    assert read_formula(text, "Case") == Formula(" ".join(text.split()))


@given(st.text(alphabet="AND(OR)NTS!&|=<>\"' ,.1aV_c\\", max_size=60))
def test_no_formula_makes_the_reader_fail(text: str) -> None:
    found = read_formula(text, "Case")
    assert leaves_of(found)
