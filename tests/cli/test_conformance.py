"""`milepost conformance`: vectors are run, differences printed, broken files named."""

import json
from pathlib import Path

import pytest

from milepost import cli

OWN = Path(__file__).parents[1] / "conformance" / "clock.jsonl"
DESK = {"tz": "Europe/Paris", "weekly": {"mon": [["09:00", "17:00"]]}}


def vector(**members: object) -> str:
    start = {"calendar": DESK, "op": "add", "start": "2027-01-04T08:00:00Z"}
    return json.dumps(start | {"amount_seconds": 60, "expected": "2027-01-04T08:01:00Z"} | members)


@pytest.fixture
def vectors(tmp_path: Path) -> Path:
    return tmp_path / "vectors.jsonl"


def test_our_own_vectors_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["conformance", str(OWN)]) == cli.EXIT_CLEAN
    lines = len(OWN.read_text(encoding="utf-8").splitlines())
    assert capsys.readouterr().out == f"{lines} passed, 0 failed\n"


def test_each_difference_is_printed_and_counted(
    vectors: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vectors.write_text(f"{vector()}\n\n{vector(expected='2027-01-04T09:00:00Z')}\n")
    assert cli.run(["conformance", str(vectors)]) == cli.EXIT_FINDINGS
    assert capsys.readouterr().out == (
        "line 3: add 60 s to 2027-01-04T08:00:00Z (stay): "
        "expected 2027-01-04T09:00:00Z, got 2027-01-04T08:01:00Z\n"
        "1 passed, 1 failed\n"
    )


def test_a_vector_that_differs_twice_fails_once(
    vectors: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "2027-01-04T09:00:00Z"
    vectors.write_text(vector(expected=wrong, expected_roll=wrong))
    assert cli.run(["conformance", str(vectors)]) == cli.EXIT_FINDINGS
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "vectors.jsonl: line 1: not JSON"),
        (b'{"op": "add"}', "vectors.jsonl: line 1: no test vector"),
        (b"\n\n", "vectors.jsonl holds no vector"),
        (b"\xff", "vectors.jsonl is not UTF-8"),
    ],
)
def test_a_file_that_is_none_is_refused(
    vectors: Path, content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    vectors.write_bytes(content)
    assert cli.run(["conformance", str(vectors)]) == cli.EXIT_USAGE
    assert said in capsys.readouterr().err


def test_a_missing_file_is_named(vectors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["conformance", str(vectors)]) == cli.EXIT_USAGE
    assert "vectors.jsonl: No such file" in capsys.readouterr().err
