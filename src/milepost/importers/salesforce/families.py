"""Families of process files: which are versions of one process, and which tier leads to it."""

from collections.abc import Iterator

from milepost.frozen import frozen
from milepost.importers.salesforce.naming import Namer
from milepost.salesforce.metadata import EntitlementProcess, EntitlementTemplate, Org


@frozen
class Family:
    """The versions of one process, oldest first, and its name in the policy."""

    word: str
    versions: tuple[EntitlementProcess, ...]

    @property
    def newest(self) -> EntitlementProcess:
        """The version that stands for the process."""
        return self.versions[-1]

    def is_meant_by(self, reference: str) -> bool:
        """Say whether a template names this process, by its file or by what it shows."""
        wanted = reference.lower()
        return any(wanted in (one.full_name.lower(), shown(one).lower()) for one in self.versions)


def shown(process: EntitlementProcess) -> str:
    """Return what a process is called where people see it."""
    return process.name or process.full_name


def families(org: Org, namer: Namer) -> tuple[Family, ...]:
    """Return the processes of an organisation, each with its versions."""
    made = []
    for versions in _grouped(org.processes):
        newest = versions[-1]
        word = namer.name("process", newest.full_name, shown(newest))
        made.append(Family(word, versions))
    return tuple(made)


def _grouped(
    processes: tuple[EntitlementProcess, ...],
) -> Iterator[tuple[EntitlementProcess, ...]]:
    """Yield versions of one process together: those of one `versionMaster`, by number.

    Where a number occurs twice under a master, names tell the processes apart.
    """
    groups: dict[tuple[str, str], list[EntitlementProcess]] = {}
    for process in processes:
        master = process.version_master or process.full_name
        groups.setdefault((process.object or "Case", master), []).append(process)
    for found in groups.values():
        numbers = [one.version_number for one in found]
        if len(set(numbers)) == len(numbers):
            yield _ordered(found)
            continue
        named: dict[str, list[EntitlementProcess]] = {}
        for process in found:
            named.setdefault(shown(process), []).append(process)
        for same in named.values():
            if len({one.version_number for one in same}) == len(same):
                yield _ordered(same)
            else:
                yield from ((one,) for one in same)


def _ordered(found: list[EntitlementProcess]) -> tuple[EntitlementProcess, ...]:
    return tuple(sorted(found, key=lambda one: one.version_number or 1))


def templates_of(family: Family, org: Org) -> tuple[EntitlementTemplate, ...]:
    """Return the templates that lead to a process."""
    return tuple(
        one
        for one in org.templates
        if one.entitlement_process and family.is_meant_by(one.entitlement_process)
    )
