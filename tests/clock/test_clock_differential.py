"""A sample of the comparison with the slow clock; `differential.py` runs any number of cases."""

from collections import Counter

from differential import compared
from sampler import OPERATIONS

CASES = 2_400


def test_the_clock_and_the_slow_clock_agree() -> None:
    asked: Counter[str] = Counter()
    for case in compared(CASES, seed=2026):
        asked[case.question.op] += 1
        assert case.clock == case.oracle, case
    assert set(asked) == {name for name, _ in OPERATIONS}
