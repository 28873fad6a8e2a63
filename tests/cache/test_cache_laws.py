"""A sample of `make cache-laws`: random edits of scattered policies, and examples bad and good."""

import cache_laws
import pytest

from milepost.checks.check import Extent
from milepost.checks.table import MODEL_CHECKS, load_check

#: Their findings are kept while some facts stand: the checks most likely to keep too much.
BY_FACTS = [module for module in MODEL_CHECKS if load_check(module).extent is Extent.FACTS]


@pytest.mark.parametrize("seed", range(3))
def test_random_edits_of_scattered_policies(seed: int) -> None:
    _, differences = cache_laws.run(sequences=2, seed=seed, edits=8)
    assert differences == []


@pytest.mark.parametrize("module", BY_FACTS)
def test_examples_turned_bad_and_good_a_file_at_a_time(module: str) -> None:
    how, differences = cache_laws.run_examples((load_check(module),), thorough=False)
    assert differences == []
    assert how["whole"]


def test_parts_are_checked_by_themselves_at_times() -> None:
    """Otherwise nothing would be tested here."""
    how, _ = cache_laws.run_examples(
        map(load_check, ("p505_day_as_duration", "p402_incomplete_table"))
    )
    assert how["part"] >= 4
