"""Laws of the engine's interface, for conditions of chance."""

import random
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from questions import LARGE, SMALL, Question, Writer, question_of

from milepost.clock import Calendars
from milepost.ir import conditions as ir
from milepost.ir.schedule import Field, Horizon, Record
from milepost.runtime.conditions import Facts, holds
from milepost.semantics.regions.logic import Logic, No, NotDecided, Verdict, Yes

#: A question stands for its number, so that a failing one is short to print.
numbers = st.integers(0, 2**40)
laws = settings(max_examples=150)


def asked(number: int) -> tuple[Logic, Question]:
    question = question_of(random.Random(number), SMALL if number % 2 else LARGE)
    return Logic(question.record, question.facts, question.tables), question


def three(number: int) -> tuple[Logic, ir.Condition, ir.Condition, ir.Condition]:
    """Return an engine and three conditions over its record."""
    chance = random.Random(number)
    question = question_of(chance, SMALL)
    writer = Writer(chance, question.record, SMALL)
    logic = Logic(question.record, question.facts, question.tables)
    return logic, writer.condition(2), writer.condition(1), writer.condition(1)


def word(verdict: Verdict) -> str:
    return type(verdict).__name__


def opposite(verdict: Verdict) -> str:
    return {"Yes": "No", "No": "Yes"}.get(word(verdict), "NotDecided")


@laws
@given(numbers)
def test_nothing_contradicts_itself_and_something_always_holds(number: int) -> None:
    logic, one, _, _ = three(number)
    assert not isinstance(logic.satisfiable(one, ir.Not(one)), Yes)
    assert not isinstance(logic.always(ir.Or((one, ir.Not(one)))), No)


@laws
@given(numbers)
def test_what_always_holds_is_what_no_case_denies(number: int) -> None:
    logic, one, _, _ = three(number)
    assert word(logic.always(one)) == opposite(logic.satisfiable(ir.Not(one)))


@laws
@given(numbers)
def test_implication_is_the_lack_of_a_counterexample(number: int) -> None:
    logic, one, two, _ = three(number)
    verdict = logic.implies(one, two)
    assert word(verdict) == opposite(logic.satisfiable(one, ir.Not(two)))
    if isinstance(verdict, No):
        assert str(verdict.case) == str(example(logic.satisfiable(one, ir.Not(two))))


def example(verdict: Verdict) -> object:
    return verdict.case if isinstance(verdict, Yes) else None


@laws
@given(numbers)
def test_implication_is_reflexive_and_transitive(number: int) -> None:
    logic, one, two, three_ = three(number)
    assert not isinstance(logic.implies(one, one), No)
    assert not isinstance(logic.implies(ir.And((one, two)), one), No)
    assert not isinstance(logic.implies(one, ir.Or((one, two))), No)
    steps = logic.implies(one, two), logic.implies(two, three_)
    if all(isinstance(step, Yes) for step in steps):
        assert not isinstance(logic.implies(one, three_), No)


@laws
@given(numbers)
def test_to_be_disjoint_is_mutual(number: int) -> None:
    logic, one, two, _ = three(number)
    assert word(logic.disjoint(one, two)) == word(logic.disjoint(two, one))
    assert word(logic.disjoint(one, two)) == opposite(logic.satisfiable(one, two))


@laws
@given(numbers)
def test_other_words_for_one_thing_get_one_answer(number: int) -> None:
    logic, one, two, _ = three(number)
    said = word(logic.satisfiable(one, two))
    for other in (
        ir.And((one, two)),
        ir.Not(ir.Not(ir.And((two, one)))),
        ir.Not(ir.Or((ir.Not(one), ir.Not(two)))),
    ):
        assert word(logic.satisfiable(other)) == said


@laws
@given(numbers)
def test_the_order_of_conditions_changes_neither_answer_nor_example(number: int) -> None:
    """Large questions may end with another example: not all solutions are compared there."""
    logic, question = asked(number)
    again = Logic(question.record, question.facts, question.tables)
    assert word(logic.satisfiable(*question.conditions)) == word(
        again.satisfiable(*reversed(question.conditions))
    )
    few = [Writer(random.Random(number + at), PLAIN, SMALL).condition(1) for at in range(2)]
    forth, back = Logic(PLAIN, (), ()), Logic(PLAIN, (), ())
    assert str(example(forth.satisfiable(*few))) == str(example(back.satisfiable(*reversed(few))))


@laws
@given(numbers)
def test_more_conditions_never_make_more_cases(number: int) -> None:
    logic, question = asked(number)
    verdicts = [
        logic.satisfiable(*question.conditions[:count])
        for count in range(len(question.conditions) + 1)
    ]
    for fewer, more in pairwise(verdicts):
        if isinstance(fewer, No):
            assert not isinstance(more, Yes)


NO_CALENDARS = Calendars((), (), None, Horizon("2027-01-01", "2027-12-31"))
#: Fields of which the runtime needs to know no more than their values.
PLAIN = Record(
    "case",
    (
        Field("priority", "choice", ("p1", "p2", "p3")),
        Field("urgency", "choice", ("p2", "p1", "low")),
        Field("vip", "yes_no"),
        Field("loud", "yes_no"),
        Field("seats", "integer", low=0, high=9),
        Field("desks", "integer", low=1, high=9),
    ),
)


def is_so(condition: ir.Condition, values: dict[str, Any]) -> bool:
    """Say what the runtime makes of a condition."""
    ranks = {
        field.name: {value: rank for rank, value in enumerate(field.values)}
        for field in PLAIN.fields
        if field.type == "choice"
    }
    return holds(condition, Facts(values, {}, NO_CALENDARS, ranks))


#: An example may tell a number from another one that is any.
_TOLD_FROM = re.compile(r"(?:seats|desks) = (?:seats|desks)")


def completed(chance: random.Random, values: dict[str, Any]) -> dict[str, Any]:
    """Return an example with values of chance, or none, in the fields that it leaves open."""
    found: dict[str, Any] = {}
    for field in PLAIN.fields:
        if field.name in values:
            value = values[field.name]
        elif field.type == "choice":
            value = chance.choice((None, *field.values))
        elif field.type == "yes_no":
            value = chance.choice((None, True, False))
        else:
            value = chance.choice((None, field.low, field.high))
        if value is not None:
            found[field.name] = value
    return found


@laws
@given(numbers)
def test_an_example_is_a_case_for_the_runtime_too(number: int) -> None:
    chance = random.Random(number)
    writer = Writer(chance, PLAIN, LARGE)
    wanted, *others = (writer.condition(2) for _ in range(4))
    logic = Logic(PLAIN, (), ())
    found = logic.satisfiable(wanted)
    assert not isinstance(found, NotDecided)
    if isinstance(found, Yes) and not _TOLD_FROM.search(str(found.case)):
        assert found.case is not None
        for _ in range(8):
            assert is_so(wanted, completed(chance, dict(found.case.values)))
    left = logic.uncovered(others, wanted)
    if isinstance(left, Yes) and not _TOLD_FROM.search(str(left.case)):
        assert left.case is not None
        for _ in range(8):
            case = completed(chance, dict(left.case.values))
            assert is_so(wanted, case)
            assert not any(is_so(other, case) for other in others)


@laws
@given(numbers)
def test_what_is_refused_is_so_for_no_case_of_the_runtime(number: int) -> None:
    chance = random.Random(number)
    writer = Writer(chance, PLAIN, SMALL)
    wanted = writer.condition(2), writer.condition(2), writer.condition(1)
    if isinstance(Logic(PLAIN, (), ()).satisfiable(*wanted), No):
        for _ in range(60):
            case = completed(chance, {})
            assert not all(is_so(one, case) for one in wanted)
