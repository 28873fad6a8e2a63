"""A sample of seeded mistakes: those that no policy may hide are found wherever they are made."""

from collections import defaultdict

from mutants import MUTATIONS, POLICIES, findings, mutants

from milepost.compiler import Compilation

#: Mistakes that are found in every policy and at every place.
ALWAYS_FOUND = (
    "remove the completing line",
    "pause whenever it runs",
    "days as hours",
    "double a process",
    "turn dates round",
    "misspell an event",
)


def test_mistakes_that_show_everywhere_are_found() -> None:
    missed = defaultdict(list)
    made = set()
    for mutant in mutants(30, 11, ALWAYS_FOUND):
        made.add(mutant.kind)
        if not findings(mutant.project):
            missed[mutant.kind].append(mutant.where)
    assert not missed
    assert made == set(ALWAYS_FOUND)


def test_nothing_is_found_where_no_mistake_was_made() -> None:
    """Otherwise every mistake in such a policy would count as found."""
    for path in sorted(POLICIES.glob("*/milepost.toml")):
        assert findings(Compilation(path.parent).project) == (), path.parent.name


def test_there_are_twenty_kinds_of_mistakes() -> None:
    assert len(MUTATIONS) >= 20
    assert set(MUTATIONS) >= set(ALWAYS_FOUND)
