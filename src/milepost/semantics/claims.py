"""Which process takes a case: what each version claims, from when to when, and who goes first."""

from collections.abc import Iterable, Iterator

from milepost.frozen import frozen
from milepost.ir.conditions import Condition
from milepost.ir.processes import Process
from milepost.semantics.model import Model
from milepost.semantics.regions.holding import entered

#: Before and after every date that a policy can write.
FIRST, LAST = "0000-00-00", "9999-99-99"


@frozen
class Claim:
    """A version of a process: the dates on which it takes new cases, and which cases.

    The dates are those of `by`: creation, or a time field. `ends` is no longer among them.
    """

    process: Process
    conditions: tuple[Condition, ...]
    by: str | None = None
    starts: str = FIRST
    ends: str = LAST

    def meets(self, other: "Claim") -> bool:
        """Say whether both take cases on some date, as far as dates are concerned."""
        if self.by != other.by:
            return True
        return max(self.starts, other.starts) < min(self.ends, other.ends)


def claims_of(model: Model, record: str) -> tuple[Claim, ...]:
    """Return what the processes of a record claim, in the order written; retired ones nothing."""
    versions: dict[str, list[Process]] = {}
    for process in model.processes:
        if process.record == record and not process.retired:
            versions.setdefault(process.name, []).append(process)
    found = {id(claim.process): claim for group in versions.values() for claim in _of(group)}
    return tuple(found[id(process)] for process in model.processes if id(process) in found)


def _of(versions: list[Process]) -> Iterator[Claim]:
    bases = {version.effective_by for version in versions if version.effective is not None}
    ordered = sorted(versions, key=lambda one: (one.effective or "", one.version))
    if len(bases) > 1:
        yield from (Claim(one, entered(one)) for one in ordered)
        return
    by = next(iter(bases), None)
    ends = [one.effective or FIRST for one in ordered[1:]]
    for one, end in zip(ordered, (*ends, LAST), strict=True):
        yield Claim(one, entered(one), by, one.effective or FIRST, end)


class Precedence:
    """Who goes first, as far as `ahead of` says so."""

    def __init__(self, processes: Iterable[Process]) -> None:
        self._behind: dict[str, set[str]] = {}
        for process in processes:
            self._behind.setdefault(process.name, set()).update(process.ahead_of)

    def is_ahead(self, first: str, second: str) -> bool:
        """Say whether one process goes before another, itself or through others."""
        seen = {first}
        waiting = [first]
        while waiting:
            for name in self._behind.get(waiting.pop(), ()):
                if name == second:
                    return True
                if name not in seen:
                    seen.add(name)
                    waiting.append(name)
        return False

    def is_settled(self, first: str, second: str) -> bool:
        """Say whether the order of two processes is declared: a circle declares none."""
        return self.is_ahead(first, second) != self.is_ahead(second, first)

    def is_circular(self, first: str, second: str) -> bool:
        """Say whether each of two processes goes before the other."""
        return self.is_ahead(first, second) and self.is_ahead(second, first)
