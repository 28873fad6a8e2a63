"""What was signed, line by line, beside what the policy promises to the same customers."""

from collections.abc import Iterator

from milepost.checks.life import tells_kind
from milepost.checks.ranked import context_of
from milepost.checks.requirements import is_no_time, on_its_clock
from milepost.frozen import frozen, replace
from milepost.ir.conditions import And, Condition, FieldOf, In, Or
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Contract, Entitlement, Promise, Record
from milepost.ir.targets import TargetLine
from milepost.semantics.clocks import TIER
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import MOST_MEMBERS, Later, Outcome, ordering_of
from milepost.semantics.ordering.fixing import equals
from milepost.semantics.ordering.kinds import Side
from milepost.semantics.ordering.promised import Promised, promised_by
from milepost.semantics.regions.example import Case
from milepost.semantics.regions.facts import has_value
from milepost.semantics.regions.holding import held
from milepost.semantics.regions.logic import No, Yes, logic_of
from milepost.semantics.regions.reading import known
from milepost.semantics.scope import CASE


@frozen
class Signed:
    """A line of a contract, for one of its entitlements, and what the policy promises there.

    `given` is what holds for the cases in question; `within` are the instants both terms cover.
    """

    contract: Contract
    entitlement: Entitlement
    promise: Promise
    promised: tuple[Promised, ...]
    given: tuple[Condition, ...]
    within: tuple[int, int]


def signed(model: Model) -> Iterator[Signed]:
    """Yield every line of every contract for each entitlement that it was signed for."""
    entitlements = {one.name: one for one in model.entitlements}
    terms = ordering_of(model).terms
    for contract in model.contracts:
        for name in contract.entitlements:
            entitlement = entitlements.get(name)
            if entitlement is None:
                continue
            own = terms.days(contract.starts, contract.ends)
            other = terms.days(entitlement.starts, entitlement.ends)
            within = max(own[0], other[0]), min(own[1], other[1])
            if within[0] > within[1]:
                continue
            given = cases_of(model, entitlement)
            for promise in contract.promises:
                if is_no_time(promise.target):
                    continue
                asked = (*given, promise.when) if promise.when is not None else given
                promised = tuple(_promised(model, entitlement, promise.milestone, asked))
                yield Signed(contract, entitlement, promise, promised, asked, within)


def compared(model: Model, one: Signed, promised: Promised, *, is_later: bool) -> Outcome:
    """Say whether the policy is ever later than what was signed, or else ever earlier."""
    line = TargetLine(one.promise.target, promised.line.anchor)
    milestone = on_its_clock(promised)
    rolling = one.promise.rolling
    limit = Promised(promised.process, milestone, line, None, promised.given, rolling)
    sides = (Side(promised), Side(limit)) if is_later else (Side(limit), Side(promised))
    found = ordering_of(model).later(*sides, one.given, members=MOST_MEMBERS, within=one.within)
    return _without(found, one.entitlement) if isinstance(found, Later) else found


def cases_of(model: Model, entitlement: Entitlement) -> tuple[Condition, ...]:
    """Return what holds for the cases of an entitlement."""
    record: Record = model.record(CASE)
    fields = {field.name: field for field in record.fields}
    found = [equals("entitlement", entitlement.name)]
    if entitlement.account is not None:
        found.append(equals("account", entitlement.account))
    found += [
        has_value(fields[one.field], one.value)
        for one in entitlement.fields
        if one.field in fields and fields[one.field].derived_from is None
    ]
    tier = next((one for one in model.tiers if one.name == _tier_of(entitlement)), None)
    channels = entitlement.channels or (tier.channels if tier is not None else ())
    if channels and fields["channel"].type == "choice":
        found.append(In(FieldOf("channel"), channels))
    return tuple(found)


def left_out(model: Model, one: Signed) -> Case | None:
    """Return a case of the entitlement to which the policy promises nothing, not even `none`.

    Only among those that a process with the milestone takes: a contract is about what its process
    serves. And only by what tells one kind of case from another: what holds for a part of a case's
    life is no matter of who is promised something.
    """
    covers = tuple(And(promised.conditions) for promised in one.promised)
    if not all(tells_kind(model, CASE, cover) for cover in covers):
        return None
    logic = logic_of(model, CASE)
    taken = Or(tuple(And(held(promised.process)) for promised in one.promised))
    found = logic.uncovered(covers, *one.given, taken, known(*covers, *one.given))
    if not isinstance(found, Yes) or found.case is None:
        return None
    return _of_all(found.case, one.entitlement)


def _tier_of(entitlement: Entitlement) -> object:
    return next((one.value for one in entitlement.fields if one.field == TIER), None)


def _promised(
    model: Model, entitlement: Entitlement, name: str, given: tuple[Condition, ...]
) -> Iterator[Promised]:
    """Yield the promises of a milestone that some case of the entitlement may have."""
    tier = _tier_of(entitlement)
    logic = logic_of(model, CASE)
    seen: set[object] = set()
    for process, milestone in model.milestones():
        if milestone.name != name or process.record != CASE or process.retired:
            continue
        if process.tiers and tier is not None and tier not in process.tiers:
            continue
        context = (context_of(model, process, milestone), process.when, process.effective)
        if context in seen:
            continue
        seen.add(context)
        own = _with_hours(model, entitlement, process, milestone)
        for promised in promised_by(model, process, milestone):
            if not isinstance(logic.satisfiable(*promised.conditions, *given), No):
                yield replace(promised, milestone=own)


def _with_hours(
    model: Model, entitlement: Entitlement, process: Process, milestone: Milestone
) -> Milestone:
    """Return a milestone with the hours that cases of the entitlement have."""
    if milestone.hours is not None or process.hours is not None:
        return milestone
    tier = next((one for one in model.tiers if one.name == _tier_of(entitlement)), None)
    hours = entitlement.hours or (tier.hours if tier is not None else None)
    return milestone if hours is None else replace(milestone, hours=hours)


def _without(found: Later, entitlement: Entitlement) -> Later:
    """Return the same without what every case of the entitlement has."""
    return replace(found, case=_of_all(found.case, entitlement))


def _of_all(case: Case, entitlement: Entitlement) -> Case:
    """Return a case without the features that every case of the entitlement has."""
    plain = {"entitlement", "account", "channel", *(one.field for one in entitlement.fields)}
    return Case(tuple(one for one in case.features if one.field not in plain))
