"""Limit profiles: how much other systems take, each number with its source.

A limit that a profile leaves out is not checked: where no page gives a number, nobody is accused of
passing one. An export block names its profile (`limits salesforce`) and may set any limit itself
(`limits default { processes 500 }`); `milepost.toml` may add profiles, and numbers to ours.
Without a `limits` line the block has the profile of the system it exports to; without an export
block the profile `default` holds.
"""

from collections.abc import Iterable, Iterator, Mapping

from milepost.checks.check import Finding
from milepost.diagnostics import Severity
from milepost.frozen import frozen
from milepost.ir.schedule import Export
from milepost.semantics.model import Model
from milepost.semantics.whole import whole_parts
from milepost.source import Span

DEFAULT = "default"

#: What each limit counts.
LIMITS: dict[str, str] = {
    "processes": "processes of the policy set, versions of one counting as one",
    "milestones": "milestones of a process",
    "name_length": "letters of a shown name: the label, or the name where there is none",
    "triggers": "triggers of a milestone",
    "actions": "actions of a trigger",
    "versions": "versions of a process",
    "windows": "windows of a calendar on one day",
    "granularity": "seconds that every target and offset is a multiple of",
    "target_minutes": "minutes of a target",
}

#: The numbers of each profile.
PROFILES: dict[str, dict[str, int]] = {
    # What a service desk is known to take, and beyond that what no policy in practice comes near:
    # "retrieved" are 160 processes of public repositories.
    DEFAULT: {
        "processes": 1_000,  # Salesforce help: entitlements_best_practices
        "milestones": 10,  # the same page; retrieved processes have up to 12, and one has 41
        "name_length": 255,  # ours: the longest name that a system below takes
        "triggers": 20,  # ours: retrieved milestones have up to 4
        "actions": 20,  # ours: retrieved triggers have up to 4
        "versions": 100,  # ours: the highest version retrieved is 22
        "windows": 12,  # ours: more cannot be told from a mistake
    },
    # No page gives a number for triggers, actions, versions, nor for the names of processes,
    # milestones and business hours.
    "salesforce": {
        "processes": 1_000,  # help: entitlements_best_practices; older organisations have less
        "milestones": 10,  # help: entitlements_best_practices
        "name_length": 255,  # field reference, Entitlement.Name; the widest of all names
        "windows": 1,  # Metadata API schema, BusinessHoursEntry: one start and end a weekday
        "granularity": 60,  # Apex reference, BusinessHours.add: below a minute is ignored
        "target_minutes": 999_999_999,  # field reference, CaseMilestone: minutes are int(9)
    },
}


@frozen
class Profile:
    """The numbers that hold for one export block, or for a policy set without any."""

    name: str
    numbers: Mapping[str, int]
    export: Export | None = None

    @property
    def severity(self) -> Severity | None:
        """The severity of passing a limit, where it is not that of the check."""
        return Severity.ERROR if self.export and self.export.limits_strict else None

    def raised(self, limit: str, number: int) -> str:
        """Return what to write where the other system takes more."""
        own = f"`limits {self.name} {{ {limit} {number} }}`"
        where = "write" if self.export else "write in an export block"
        return f"if your system takes more, {where} {own}"


@frozen
class Counted:
    """Something that a limit counts: a sentence, a number, and the place of each, or of all."""

    what: str
    count: int
    spans: tuple[Span, ...]


def profiles_of(model: Model) -> tuple[Profile, ...]:
    """Return the profiles that hold for a model, in the order of its export blocks."""
    known = profiles_known(model)
    if not model.exports:
        return (Profile(DEFAULT, known[DEFAULT]),)
    found: dict[tuple[object, ...], Profile] = {}
    is_whole = whole_parts(model)
    for export in (export for export in model.exports if is_whole(export)):
        name = profile_name(export)
        numbers = {**known.get(name, {})} | {limit.name: limit.value for limit in export.limits}
        key = (name, export.limits_strict, *sorted(numbers.items()))
        found.setdefault(key, Profile(name, numbers, export))
    return tuple(found.values())


def profiles_known(model: Model) -> dict[str, Mapping[str, int]]:
    """Return the numbers of our profiles and of the project's own, which add to ours."""
    own = model.project.settings.limits
    return {**PROFILES, **{name: {**PROFILES.get(name, {}), **own[name]} for name in own}}


def profile_name(export: Export) -> str:
    """Return the profile that an export block names, or else that of the system it is for."""
    if export.limit_profile is not None:
        return export.limit_profile
    return export.target if export.target in PROFILES else DEFAULT


def limits_on(model: Model, limit: str) -> Iterator[tuple[Profile, int]]:
    """Yield the profiles that know a limit, each with its number."""
    for profile in profiles_of(model):
        if limit in profile.numbers:
            yield profile, profile.numbers[limit]


def over_limit(
    model: Model, limit: str, things: Iterable[Counted], remedy: str
) -> Iterator[Finding]:
    """Report each thing whose count passes a limit, at the first that is one too many."""
    counted = tuple(things)
    for profile, number in limits_on(model, limit):
        for thing in counted:
            if thing.count > number:
                yield Finding(
                    thing.spans[min(number, len(thing.spans) - 1)],
                    f"{thing.what}; profile `{profile.name}` allows {number:,}",
                    f"{remedy}; {profile.raised(limit, thing.count)}",
                    severity=profile.severity,
                )
