"""Test vectors: other people's, our own, and what is no vector at all."""

from pathlib import Path

import pytest

from milepost.clock.conformance import VectorError, differences, read_vectors

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "corpus" / "business_time" / "vectors.jsonl"
OWN = sorted((ROOT / "tests" / "conformance").glob("*.jsonl"))
WEEKDAY_DESK = '"calendar": {"tz": "Europe/Paris", "weekly": {"mon": [["09:00", "17:00"]]}}'

#: Lines that count a reversed range as negative time, as Intrepidd/working_hours and
#: lennym/moment-business-time do. We take no time at all to lie between them.
NEGATIVE_BETWEEN = {47, 50, 350, 1389, 1391}


def answers(path: Path) -> dict[int, str]:
    """Return the differences of a file by their lines."""
    with path.open(encoding="utf-8") as file:
        return {
            vector.line: str(found)
            for vector in read_vectors(file)
            for found in differences(vector)
        }


@pytest.mark.skipif(not SHARED.exists(), reason="the shared vectors are not here")
def test_the_shared_vectors_agree_but_for_negative_amounts_between() -> None:
    found = answers(SHARED)
    assert set(found) == NEGATIVE_BETWEEN
    assert all("expected -" in difference for difference in found.values())


def test_there_are_vectors_of_our_own() -> None:
    assert OWN


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_our_own_vectors_agree(path: Path) -> None:
    assert answers(path) == {}


def run(*lines: str) -> list[str]:
    return [str(found) for vector in read_vectors(lines) for found in differences(vector)]


def vector(**members: str) -> str:
    rest = "".join(f', "{key}": {value}' for key, value in members.items())
    return f"{{{WEEKDAY_DESK}{rest}}}"


MONDAY = '"2027-01-04T08:00:00Z"'


def test_a_difference_says_what_was_asked_expected_and_answered() -> None:
    wrong = vector(op='"add"', start=MONDAY, amount_seconds="60", expected=MONDAY)
    assert run("", wrong) == [
        (
            "line 2: add 60 s to 2027-01-04T08:00:00Z (stay): "
            "expected 2027-01-04T08:00:00Z, got 2027-01-04T08:01:00Z"
        )
    ]


def test_both_conventions_are_held_against_the_clock() -> None:
    closing, opening = '"2027-01-04T16:00:00Z"', '"2027-01-11T08:00:00Z"'
    asked = {"op": '"add"', "start": MONDAY, "amount_seconds": "28800"}
    assert run(vector(**asked, expected=closing, expected_roll=opening)) == []
    assert len(run(vector(**asked, expected=closing, expected_roll=closing))) == 1
    assert run(vector(**asked, expected=opening, matches='["roll"]')) == []
    assert len(run(vector(**asked, expected=closing, matches='["roll", "stay"]'))) == 1


def test_a_truth_is_no_number() -> None:
    assert run(vector(op='"is_open"', start=MONDAY, expected="true")) == []
    assert run(vector(op='"is_open"', start=MONDAY, expected="1")) == [
        "line 1: is_open 2027-01-04T08:00:00Z (stay): expected 1, got true"
    ]


def test_no_time_lies_between_an_instant_and_an_earlier_one() -> None:
    asked = {"op": '"between"', "start": MONDAY, "end": '"2027-01-04T07:00:00Z"'}
    assert run(vector(**asked, expected="0")) == []


def test_holidays_of_every_year_are_holidays() -> None:
    desk = '"calendar": {"tz": "UTC", "weekly": {}, "holidays": ["*-12-25"]}'
    asked = '"op": "is_holiday", "start": "2031-12-25T12:00:00Z", "expected": true'
    assert run(f"{{{desk}, {asked}}}") == []


def test_an_error_of_the_clock_is_a_difference() -> None:
    never = '"calendar": {"tz": "UTC", "weekly": {}}'
    asked = f'"op": "add", "start": {MONDAY}, "amount_seconds": 60, "expected": {MONDAY}'
    (found,) = run(f"{{{never}, {asked}}}")
    assert "got error: calendar `vector` never opens" in found


def test_an_answer_far_away_is_found() -> None:
    desk = '"calendar": {"tz": "UTC", "weekly": {"mon": [["09:00", "09:01"]]}}'
    asked = f'"op": "add", "start": {MONDAY}, "amount_seconds": 15660'
    assert run(f'{{{desk}, {asked}, "expected": "2031-12-29T09:01:00Z"}}') == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: no test vector"),
        (vector(op='"multiply"', start=MONDAY, expected="1"), "no operation `multiply`"),
        (vector(op='"is_open"', start=MONDAY), "`expected`"),
        (vector(op='"is_open"', start='"yesterday"', expected="true"), "yesterday"),
        (vector(op='"is_open"', start='"2027-01-04T08:00:00"', expected="true"), "no test vector"),
        (vector(op='"add"', start=MONDAY, expected=MONDAY), "`amount_seconds`"),
        ('{"op": "is_open", "calendar": {"tz": "UTC"}}', "`weekly`"),
        ('{"op": "is_open", "calendar": {"weekly": {"mon": [["9am", "17:00"]]}}}', "9am"),
    ],
)
def test_what_is_no_vector_is_named_with_its_line(line: str, message: str) -> None:
    with pytest.raises(VectorError, match=message):
        run(line)
