"""What a deployment would do to an organisation: a step for each part, and which cases move.

A version whose process is in use takes further milestones and nothing else, so a change of what it
promises asks for a new version. The metadata does not tell whether a version is in use; it is taken
to be, unless it is said not to be. Running cases stay on their version until an update rule moves
them.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from milepost.frozen import frozen
from milepost.salesforce.metadata import EntitlementProcess, Org
from milepost.salesforce.names import version_name
from milepost.salesforce.normal import Normal, differences, normal_org, normal_process

UNCHANGED = "unchanged"
NEW = "new"
NEW_VERSION = "new version"
IN_PLACE = "changed in place"
IMPOSSIBLE = "cannot be deployed"
LEFT_ALONE = "left alone"

#: What may be changed about a version in use.
_LIGHT = frozenset(("description", "default version", "active", "version notes", "name"))
_MILESTONES = "milestones"
#: What an organisation sets itself.
_OWN = "version master"
_MOST = 3


@frozen
class Step:
    """What happens to one part: its kind and name, what is done, why, and to which file."""

    kind: str
    name: str
    action: str
    why: tuple[str, ...] = ()
    becomes: str | None = None


@frozen
class UpdateRule:
    """Running cases on one version, and whether they move to another."""

    from_version: str
    to_version: str
    moves: bool


@frozen
class Plan:
    """The steps of a deployment, and the update rules that go with it."""

    steps: tuple[Step, ...]
    update_rules: tuple[UpdateRule, ...]

    @property
    def is_possible(self) -> bool:
        """Whether every step can be deployed."""
        return all(step.action != IMPOSSIBLE for step in self.steps)


def plan_of(
    deployed: Org,
    wanted: Org,
    taking_over: frozenset[str] = frozenset(),
    unused: frozenset[str] = frozenset(),
) -> Plan:
    """Return the plan that makes an organisation what is wanted.

    `taking_over` holds the full names of versions that take the running cases of older ones,
    `unused` those of deployed versions that no entitlement uses.
    """
    planning = _Planning(deployed, wanted, unused)
    steps = [*planning.processes(), *planning.others()]
    rules = tuple(planning.update_rules(steps, taking_over))
    return Plan(tuple(steps), rules)


class _Planning:
    """One comparison of an organisation with what is wanted."""

    def __init__(self, deployed: Org, wanted: Org, unused: frozenset[str]) -> None:
        self.deployed = deployed
        self.wanted = wanted
        self.unused = {name.lower() for name in unused}
        self.known = {one.full_name.lower(): one for one in deployed.processes}

    def processes(self) -> Iterator[Step]:
        """Yield a step for each version of a process, wanted or deployed."""
        taken = set()
        for one in self.wanted.processes:
            taken.add(one.full_name.lower())
            yield self._process(one)
        for one in self.deployed.processes:
            if one.full_name.lower() not in taken:
                yield Step("process", one.full_name, LEFT_ALONE, ("the project does not have it",))

    def others(self) -> Iterator[Step]:
        """Yield a step for each milestone type, template and set of business hours."""
        there, here = normal_org(self.deployed), normal_org(self.wanted)
        for kind in ("milestone type", "template", "business hours"):
            for name in sorted({*there[kind], *here[kind]}):
                yield self._other(kind, name, there[kind].get(name), here[kind].get(name))

    def update_rules(
        self, steps: Iterable[Step], taking_over: frozenset[str]
    ) -> Iterator[UpdateRule]:
        """Yield for each version that comes which running cases it could take, and whether."""
        wanted = {one.full_name: one for one in self.wanted.processes}
        for step in steps:
            if step.kind != "process" or step.becomes is None:
                continue
            one = wanted[step.name]
            for older in self._versions(one):
                if older.active:
                    moves = one.full_name in taking_over
                    yield UpdateRule(older.full_name, step.becomes, moves)

    def _process(self, one: EntitlementProcess) -> Step:
        same = self.known.get(one.full_name.lower())
        versions = self._versions(one)
        if same is None:
            return self._arriving(one, versions)
        there, here = normal_process(same), normal_process(one)
        if here[_OWN] is None:
            here[_OWN] = there[_OWN]
        changes = list(differences(there, here))
        if not changes:
            return Step("process", one.full_name, UNCHANGED)
        why = _told(changes)
        heavy = {path.split("/")[1] for path, _, _ in changes} - _LIGHT
        if not heavy or self._only_adds(there, here, heavy):
            return Step("process", one.full_name, IN_PLACE, why)
        if one.full_name.lower() in self.unused:
            return Step("process", one.full_name, IN_PLACE, ("it is said not to be in use", *why))
        if same.version_number is None:
            reason = "it may be in use, and without versions no process in use can change"
            return Step("process", one.full_name, IMPOSSIBLE, (reason, *why))
        newest = max(version.version_number or 1 for version in versions)
        if same.version_number < newest:
            reason = f"it may be in use, and version {newest} came after it: change that one"
            return Step("process", one.full_name, IMPOSSIBLE, (reason, *why))
        number = newest + 1
        name = version_name(one.name or one.full_name, number)
        return Step("process", one.full_name, NEW_VERSION, why, name)

    def _arriving(self, one: EntitlementProcess, versions: tuple[EntitlementProcess, ...]) -> Step:
        if not versions:
            return Step("process", one.full_name, NEW)
        newest = max(version.version_number or 1 for version in versions)
        if one.version_number is None or one.version_number <= newest:
            reason = f"the organisation has version {newest} of it already"
            return Step("process", one.full_name, IMPOSSIBLE, (reason,))
        return Step("process", one.full_name, NEW_VERSION, (), one.full_name)

    def _versions(self, one: EntitlementProcess) -> tuple[EntitlementProcess, ...]:
        """Return the deployed versions of a process: those of its master, else of its name."""
        same = self.known.get(one.full_name.lower())
        master = one.version_master or (same.version_master if same else None)
        shown = (one.name or one.full_name).lower()
        return tuple(
            other
            for other in self.deployed.processes
            if (other.object or "Case") == (one.object or "Case")
            and (
                other is same
                or (master is not None and other.version_master == master)
                or (other.name or other.full_name).lower() == shown
            )
        )

    def _only_adds(self, there: Normal, here: Normal, heavy: set[str]) -> bool:
        """Say whether all that changes is that milestones come behind those that are there."""
        before, after = there[_MILESTONES], here[_MILESTONES]
        return heavy == {_MILESTONES} and after[: len(before)] == before

    def _other(self, kind: str, name: str, there: Normal | None, here: Normal | None) -> Step:
        if here is None:
            return Step(kind, name, LEFT_ALONE, ("the project does not have it",))
        if there is None:
            return Step(kind, name, NEW)
        changes = list(differences(there, here))
        return Step(kind, name, IN_PLACE if changes else UNCHANGED, _told(changes))


def _told(changes: list[tuple[str, Any, Any]]) -> tuple[str, ...]:
    """Return what changes, in a few words for each of the first changes."""
    told = [
        f"{path[1:].replace('/', ' ')}: {_short(before)} becomes {_short(after)}"
        for path, before, after in changes[:_MOST]
    ]
    if len(changes) > _MOST:
        told.append(f"and {len(changes) - _MOST} more")
    return tuple(told)


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | str):
        text = str(value)
        return text if len(text) <= 40 else f"{text[:39]}…"
    if isinstance(value, list | dict | tuple):
        return f"{len(value)} entries"
    return "other criteria"
