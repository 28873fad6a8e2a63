"""Who is entitled to what, which process takes a case, and which version of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from milepost.clock import DAY, date_of
from milepost.clock.zones import Zone
from milepost.frozen import frozen
from milepost.ir.processes import Process
from milepost.ir.schedule import Entitlement, Schedule
from milepost.runtime.conditions import Facts, holds


@frozen
class Entitled:
    """The entitlement of a case, or the reason why there is none.

    Reasons: `account` (nobody of that name), `expired`, `not yet`, `channel`, `no cases left`.
    """

    entitlement: Entitlement | None
    reason: str | None = None


#: Reasons from the most to the least telling: the one reported when no entitlement fits.
_REASONS = ("no cases left", "channel", "expired", "not yet", "account")
_SPECIFIC = ("asset", "contract_line", "contract", "account")


def entitled(
    schedule: Schedule,
    asked: Mapping[str, Any],
    at: int,
    zone: Zone,
    cases_left: Mapping[str, int] | None = None,
) -> Entitled:
    """Return the entitlement that fits an account, channel and instant, or why none does.

    Dates are whole local days of the project's zone, the last one included. The most specific wins
    (asset, contract line, contract, account), then the order of the register. One that names none
    of these is everybody's. `cases_left` overrides the number a policy gives.
    """
    today = date_of(zone.local(at) // DAY).isoformat()
    reasons: set[str] = set()
    best: tuple[int, Entitlement] | None = None
    for entitlement in schedule.entitlements:
        reason = _misfit(entitlement, asked, today, cases_left or {}, schedule)
        if reason is not None:
            reasons.add(reason)
            continue
        rank = next(
            (place for place, name in enumerate(_SPECIFIC) if getattr(entitlement, name)),
            len(_SPECIFIC),
        )
        if best is None or rank < best[0]:
            best = (rank, entitlement)
    if best:
        return Entitled(best[1])
    return Entitled(None, next((reason for reason in _REASONS if reason in reasons), "account"))


def _misfit(
    entitlement: Entitlement,
    asked: Mapping[str, Any],
    today: str,
    cases_left: Mapping[str, int],
    schedule: Schedule,
) -> str | None:
    for name in _SPECIFIC:
        wanted = getattr(entitlement, name)
        if wanted is not None and asked.get(name) != wanted:
            return "account"
    if entitlement.starts is not None and today < entitlement.starts:
        return "not yet"
    if entitlement.ends is not None and today > entitlement.ends:
        return "expired"
    channels = entitlement.channels or _tier_channels(entitlement, schedule)
    channel = asked.get("channel")
    if channel is not None and channels and channel not in channels:
        return "channel"
    left = cases_left.get(entitlement.name, entitlement.cases)
    return "no cases left" if left is not None and left <= 0 else None


def _tier_channels(entitlement: Entitlement, schedule: Schedule) -> tuple[str, ...]:
    """Return the channels of the entitlement's tier: what holds when it names none itself."""
    tier = next((one.value for one in entitlement.fields if one.field == "tier"), None)
    return next((one.channels for one in schedule.tiers if one.name == tier), ())


def takes(process: Process, facts: Facts) -> bool:
    """Say whether a process holds a case with these fields."""
    if process.tiers and facts.fields.get("tier") not in process.tiers:
        return False
    return process.when is None or holds(process.when, facts)


def is_over(process: Process, facts: Facts) -> bool:
    """Say whether the process's `until` holds."""
    return process.until is not None and holds(process.until, facts)


def is_called_off(process: Process, facts: Facts) -> bool:
    """Say whether a condition under which the process is cancelled holds by itself."""
    return any(
        not one.events and one.when is not None and holds(one.when, facts) for one in process.cancel
    )


def in_order(processes: Iterable[Process]) -> tuple[str, ...]:
    """Return process names in the order in which they are offered a case.

    `ahead of` comes first, then the order they were written in.
    """
    processes = tuple(processes)
    names = list(dict.fromkeys(process.name for process in processes))
    before = {(process.name, other) for process in processes for other in process.ahead_of}
    ordered: list[str] = []
    while names:
        free = [name for name in names if not any((other, name) in before for other in names)]
        chosen = (free or names)[0]
        names.remove(chosen)
        ordered.append(chosen)
    return tuple(ordered)


def version_for(
    versions: Iterable[Process], fields: Mapping[str, Any], at: int, zone: Zone
) -> Process | None:
    """Return the newest version in effect for a new case; retired ones take none."""
    best: Process | None = None
    for process in versions:
        moment = fields.get(process.effective_by) if process.effective_by else at
        if process.retired or moment is None or not is_effective(process, moment, zone):
            continue
        if best is None or rank(process) > rank(best):
            best = process
    return best


def rank(process: Process) -> tuple[str, int]:
    """Return what orders versions from the oldest to the newest."""
    return process.effective or "", process.version


def is_effective(process: Process, at: int, zone: Zone) -> bool:
    """Say whether a version's effective date has come at an instant, in the project's zone."""
    if process.effective is None:
        return True
    return date_of(zone.local(at) // DAY).isoformat() >= process.effective
