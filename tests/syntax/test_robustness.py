"""Whatever the text, parsing ends in diagnostics, in time and memory that grow with its length alone.

`fuzz.py` holds the texts and the laws; `python tests/syntax/fuzz.py --seconds N` reads them at full
size, and random ones for as long as is wanted.
"""

from itertools import islice

import pytest
from fuzz import broken_law, cost_of, hostile, random_texts

from milepost.source import Source

HOSTILE = hostile(60_000)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_read_within_its_bounds(name: str) -> None:
    assert cost_of(HOSTILE[name]).broken is None


@pytest.mark.parametrize("seed", range(4))
def test_random_texts_keep_the_laws(seed: int) -> None:
    for text in islice(random_texts(seed), 100):
        assert broken_law(Source.of("random.sla", text)) is None, repr(text)
