"""The runtime tells the same of a case as a slow walk: a sample of `make differential`."""

from walked import compared
from walker import policy


def test_the_runtime_and_the_slow_walk_tell_the_same() -> None:
    for one in compared(150, seed=4):
        assert one.runtime == one.walk, (policy(one.made), one.log)


def test_the_walk_tells_of_everything_it_knows() -> None:
    told = {kind for one in compared(150, seed=4) for _, kind, _ in one.walk}
    assert told == {"started", "met", "late", "breached", "cancelled", "sent"}
