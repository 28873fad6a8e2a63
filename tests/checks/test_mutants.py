"""A sample of seeded mistakes: those that no policy may hide are found wherever they are made."""

from collections import defaultdict

from mutants import MUTATIONS, findings, mutants

#: Mistakes that are found in every policy and at every place.
ALWAYS_FOUND = {
    "remove the completing line",
    "pause whenever it runs",
    "days as hours",
    "double a process",
    "turn dates round",
    "misspell an event",
}


def test_mistakes_that_show_everywhere_are_found() -> None:
    missed = defaultdict(list)
    made = set()
    for mutant in mutants(60, seed=11):
        made.add(mutant.kind)
        if mutant.kind in ALWAYS_FOUND and not findings(mutant.project):
            missed[mutant.kind].append(mutant.where)
    assert not missed
    assert made >= ALWAYS_FOUND


def test_there_are_twenty_kinds_of_mistakes() -> None:
    assert len(MUTATIONS) >= 20
    assert set(MUTATIONS) >= ALWAYS_FOUND
