"""The engine against every case of small records, and against z3: a sample of `compare.py`."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from compare import ORACLES, differences


@pytest.mark.parametrize("oracle", range(len(ORACLES)), ids=[name for name, *_ in ORACLES])
def test_answers_are_those_of_an_oracle(oracle: int) -> None:
    words = [word for _, word in differences(1_000_000, 150, oracle)]
    assert [word for word in words if word.startswith("DIFFERENT")] == []
    assert words.count("yes") > 20
    assert words.count("no") > 20
