"""P449: cases that no process takes."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.gaps import gap_notes, listed_fields
from milepost.checks.heads import heads
from milepost.checks.wording import plural
from milepost.diagnostics import Severity
from milepost.ir.conditions import And, Compare, Condition, FieldOf, In, Literal
from milepost.ir.processes import Process
from milepost.semantics.claims import Claim, claims_of
from milepost.semantics.model import Model
from milepost.semantics.regions.holding import TIER, ends, exits, held
from milepost.semantics.regions.logic import Logic, No, Yes, logic_of
from milepost.semantics.regions.reading import atoms_of, fields_in, known
from milepost.semantics.whole import has_errors
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report what falls between processes that share cases out.

    A tier that no process is for is unused, which P103 says, or an entitlement's, and P454 does.
    """
    if has_errors(model):
        return
    for record in model.records:
        claims = claims_of(model, record.name)
        deciding = _deciding(logic_of(model, record.name), [one.process for one in claims])
        if deciding:
            yield from _between(model, logic_of(model, record.name), claims, deciding)


def _between(
    model: Model, logic: Logic, claims: tuple[Claim, ...], deciding: frozenset[str]
) -> Iterator[Finding]:
    """Yield the gap between processes that are told apart by the same fields."""
    outside = tuple(And(_about(claim.process, deciding)) for claim in claims)
    inside: list[Condition] = [known(*outside)]
    if all(claim.process.tiers for claim in claims):
        served = dict.fromkeys(tier for claim in claims for tier in claim.process.tiers)
        inside.append(In(FieldOf(TIER), tuple(served)))
    verdict = logic.uncovered(outside, *inside)
    if not isinstance(verdict, Yes) or verdict.case is None:
        return
    count = len({claim.process.name for claim in claims})
    yield Finding(
        model.span_of(claims[0].process),
        f"none of {plural(count, 'process')} takes a case with {verdict.case}",
        "add a process, widen one, or say in one that nothing is promised: `none`",
        gap_notes(logic, inside, outside),
    )


def _deciding(logic: Logic, processes: list[Process]) -> frozenset[str]:
    """Return the fields by which at least two processes exclude each other.

    They have listed values, or are numbers that are asked for by ranges: single numbers, such as
    those of queues, do not share anything out. Fields that change in the life of a case (they
    pause, end or complete something) only say how far it has come.
    """
    asked: dict[str, dict[tuple[Condition, ...], None]] = {}
    for process in processes:
        for name in (*listed_fields(logic, held(process)), *_ranged(logic, process)):
            asked.setdefault(name, {})[_about(process, frozenset((name,)))] = None
    moving = frozenset().union(*(_moving(process) for process in processes))
    moving |= frozenset().union(*(_single_numbers(process) for process in processes))
    return frozenset(name for name, ways in asked.items() if _is_shared_out(logic, ways)) - moving


def _ranged(logic: Logic, process: Process) -> Iterator[str]:
    read = frozenset().union(*map(fields_in, held(process)))
    yield from (
        one.name for one in logic.record.fields if one.type == "integer" and one.name in read
    )


def _single_numbers(process: Process) -> frozenset[str]:
    """Return the fields of which a process asks whether they are this number or that one."""
    found: set[str] = set()
    for condition in held(process):
        for atom in atoms_of(condition):
            values: tuple[object, ...] = ()
            if isinstance(atom, In):
                values = atom.values
            elif isinstance(atom, Compare) and atom.operator == "==":
                values = (atom.right.value if isinstance(atom.right, Literal) else None,)
            if any(type(value) is int for value in values):
                found |= fields_in(atom)
    return frozenset(found)


def _is_shared_out(logic: Logic, ways: Iterable[tuple[Condition, ...]]) -> bool:
    """Say whether two of the ways in which processes ask a field exclude each other."""
    return any(
        isinstance(logic.satisfiable(*one, *other), No) for one, other in combinations(ways, 2)
    )


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield of each process what it takes, and the fields that change while it has a case."""
    yield from heads(model)
    for process in model.processes:
        yield model.span_of(process), f"{process.name} {sorted(_moving(process))}"


def _moving(process: Process) -> frozenset[str]:
    conditions = [*exits(process), *(pause.while_ for pause in process.pause)]
    for milestone in process.milestones:
        conditions += [*ends(milestone), *(pause.while_ for pause in milestone.pause or ())]
        conditions += [milestone.start.when] if milestone.start is not None else []
    return frozenset().union(*map(fields_in, conditions))


def _about(process: Process, fields: frozenset[str]) -> tuple[Condition, ...]:
    """Return what a process asks, as far as it is about nothing but some fields."""
    parts: list[Condition] = []
    for condition in held(process):
        parts += condition.conditions if isinstance(condition, And) else (condition,)
    return tuple(part for part in parts if fields_in(part) <= fields)


CHECK = Check(
    code="P449",
    name="nobody-takes",
    title="Cases that no process takes",
    severity=Severity.WARNING,
    rationale=(
        "Where processes share the cases out by tier, region or kind, a combination is soon "
        "forgotten: its customers are promised nothing, and no clock tells anybody. One finding "
        "lists all combinations."
    ),
    bad="""\
case {
  kind    fault | question | complaint
  status  open | closed = open
  events  reply
}

process faults {
  when  kind == fault
  until status == closed
  carry on change of kind
  milestone answer within 1h on always { done on reply }
}

process questions {
  when  kind == question
  until status == closed
  carry on change of kind
  milestone answer within 8h on always { done on reply }
}
""",
    good="""\
case {
  kind    fault | question | complaint
  status  open | closed = open
  events  reply
}

process faults {
  when  kind in (fault, complaint)
  until status == closed
  carry on change of kind
  milestone answer within 1h on always { done on reply }
}

process questions {
  when  kind == question
  until status == closed
  carry on change of kind
  milestone answer within 8h on always { done on reply }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
