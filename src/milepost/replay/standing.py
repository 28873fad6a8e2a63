"""What a customer is entitled to at an instant, or why to nothing."""

from collections.abc import Mapping
from typing import Any

from milepost.diagnostics import nearest
from milepost.frozen import frozen, replace
from milepost.ir.conditions import CalendarRef
from milepost.ir.processes import Process
from milepost.ir.schedule import Contract, Entitlement, Place, Tier
from milepost.replay.enrolments import Enrolment, enrolment_of
from milepost.replay.places import Places
from milepost.runtime import RunningSchedule
from milepost.runtime.case import Case
from milepost.runtime.enrolment import entitled

#: What names a customer, from the most specific on.
NAMES = ("asset", "contract", "account")
#: Why nobody is entitled, in words.
REASONS = {
    "account": "nobody of that name is entitled",
    "expired": "the entitlement has expired",
    "not yet": "the entitlement has not begun",
    "channel": "the channel is not covered",
    "no cases left": "no cases are left",
}


@frozen
class Refusal:
    """An entitlement of the customer that does not hold, why, and the channels it covers."""

    entitlement: Entitlement
    reason: str
    channels: tuple[str, ...]
    place: Place | None


@frozen
class Standing:
    """The entitlement that counts, or the reason why none does.

    `refusals` are the customer's other entitlements; `known` is a customer whose name is close to
    one that nobody has. `enrolment` says which process would take a case; it is judged with the
    fields that are known, and `tier` with the channels and hours of the entitlement.
    """

    entitlement: Entitlement | None
    reason: str | None
    refusals: tuple[Refusal, ...]
    known: str | None
    place: Place | None = None
    channels: tuple[str, ...] = ()
    hours: CalendarRef | None = None
    contracts: tuple[Contract, ...] = ()
    enrolment: Enrolment | None = None
    process: Process | None = None


def standing_of(
    running: RunningSchedule,
    asked: Mapping[str, Any],
    fields: Mapping[str, Any],
    at: int,
    cases_left: Mapping[str, int],
) -> Standing:
    """Return what a customer is entitled to; `asked` names him, `fields` describe a case."""
    schedule, zone = running.schedule, running.program.zone
    places = Places(schedule)
    answer = entitled(schedule, asked, at, zone, cases_left)
    refusals: list[Refusal] = []
    for number, one in enumerate(schedule.entitlements):
        if one is answer.entitlement or not _is_customers(one, asked):
            continue
        alone = entitled(replace(schedule, entitlements=(one,)), asked, at, zone, cases_left)
        if alone.reason is not None:
            place = places.of("entitlements", number)
            refusals.append(Refusal(one, alone.reason, _channels(running, one), place))
    if answer.entitlement is None:
        return Standing(None, answer.reason, tuple(refusals), _meant(running, asked))
    found = answer.entitlement
    plan = _tier(running, found)
    known = running.program.fields_of("case")
    given = {
        name: value
        for name, value in {**fields, **asked}.items()
        if value is not None and name in known
    }
    state, _ = running.step(None, {"at": at, "set": {**given, "entitlement": found.name}})
    case = Case.of(state)
    process = None
    if case.process is not None:
        process = running.program.process(case.process, case.version)
    index = next(number for number, one in enumerate(schedule.entitlements) if one is found)
    return Standing(
        found,
        None,
        tuple(refusals),
        None,
        places.of("entitlements", index),
        _channels(running, found),
        found.hours if found.hours is not None else (plan.hours if plan else None),
        tuple(one for one in schedule.contracts if found.name in one.entitlements),
        enrolment_of(running, case),
        process,
    )


def _tier(running: RunningSchedule, entitlement: Entitlement) -> Tier | None:
    tier = next((one.value for one in entitlement.fields if one.field == "tier"), None)
    return running.program.tiers.get(str(tier))


def _channels(running: RunningSchedule, entitlement: Entitlement) -> tuple[str, ...]:
    """Return the channels that an entitlement covers: its own, else those of its tier."""
    plan = _tier(running, entitlement)
    return entitlement.channels or (plan.channels if plan else ())


def _is_customers(entitlement: Entitlement, asked: Mapping[str, Any]) -> bool:
    """Say whether an entitlement is that of a customer, whatever else speaks against it."""
    named = [name for name in NAMES if getattr(entitlement, name) is not None]
    return bool(named) and all(getattr(entitlement, name) == asked.get(name) for name in named)


def _meant(running: RunningSchedule, asked: Mapping[str, Any]) -> str | None:
    """Return the name of a customer close to one that nobody has."""
    for name in NAMES:
        value = asked.get(name)
        known = [getattr(one, name) for one in running.schedule.entitlements]
        if value is not None and value not in known:
            return nearest(value, [one for one in known if one is not None])
    return None
