"""P461: a change that hands a running clock to another process, and no rule for the time used."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.wording import listed
from milepost.diagnostics import Note, Severity
from milepost.frozen import frozen
from milepost.ir.conditions import Condition, Constant, Not
from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Field
from milepost.ir.targets import NoTarget
from milepost.semantics.model import Model
from milepost.semantics.ordering.fixing import all_fixed
from milepost.semantics.regions.example import Case
from milepost.semantics.regions.holding import entered, held
from milepost.semantics.regions.logic import Logic, Yes, logic_of
from milepost.semantics.regions.reading import fields_in, known
from milepost.semantics.whole import whole_parts
from milepost.source import Span

#: So many pairs of processes are compared for one record; where more share promises and fields,
#: those found already say enough.
MOST_PAIRS = 2_000
_LISTED = ("choice", "yes_no")


def run(model: Model) -> Iterator[Finding]:
    """Report each process that takes over a promise of another one without saying how."""
    is_whole = whole_parts(model)
    for record in model.records:
        processes = [
            one
            for one in model.processes
            if one.record == record.name and not one.retired and is_whole(one)
        ]
        logic = logic_of(model, record.name)
        left = MOST_PAIRS
        for taker in processes:
            fields = [one for one in record.fields if _moves(model, taker, one)]
            for giver in processes if fields else ():
                shared = _shared(giver, taker)
                common = [one for one in fields if one.name in _read_by(giver)]
                if giver.name == taker.name or not shared or not common or left <= 0:
                    continue
                left -= 1
                change = _change(logic, giver, taker, common)
                if change is not None:
                    yield _finding(model, giver, taker, shared, change)
                    break


@frozen
class _Change:
    """A change of one field that takes a case from one process into another."""

    field: Field
    before: Constant
    after: Constant
    case: Case


def _moves(model: Model, taker: Process, field: Field) -> bool:
    """Say whether a process reads a field with listed values, and has no rule for its change."""
    ruled = {name for rule in taker.changes for name in rule.fields}
    sources = next((one.by for one in model.tables if one.name == field.derived_from), ())
    is_ruled = field.name in ruled or (bool(sources) and ruled.issuperset(sources))
    return field.type in _LISTED and field.name in _read_by(taker) and not is_ruled


def _read_by(process: Process) -> frozenset[str]:
    return frozenset[str]().union(*map(fields_in, held(process)))


def _shared(giver: Process, taker: Process) -> tuple[Milestone, ...]:
    """Return the milestones of the taker that are promised in both, without rules of their own."""
    names = {one.name for one in giver.milestones if _is_promised(one)}
    return tuple(
        one
        for one in taker.milestones
        if one.name in names and _is_promised(one) and not one.changes
    )


def _is_promised(milestone: Milestone) -> bool:
    return not all(isinstance(line.target, NoTarget) for line in milestone.lines)


def _change(logic: Logic, giver: Process, taker: Process, fields: list[Field]) -> _Change | None:
    """Return a change of one field with which a case leaves one process and enters the other."""
    for field in fields:
        values: tuple[Constant, ...] = field.values if field.type == "choice" else (False, True)
        for before in values:
            inside = all_fixed(entered(giver), field, before)
            for after in values:
                beyond = all_fixed(held(giver), field, after)
                taken = all_fixed(entered(taker), field, after)
                if after == before or inside is None or taken is None or not beyond:
                    continue
                case = _case(logic, (*inside, *taken), beyond)
                if case is not None:
                    return _Change(field, before, after, case)
    return None


def _case(logic: Logic, asked: tuple[Condition, ...], beyond: tuple[Condition, ...]) -> Case | None:
    """Return a case in which one process lets go of what the other one takes."""
    for lost in beyond:
        found = logic.satisfiable(*asked, Not(lost), known(*asked))
        if isinstance(found, Yes) and found.case is not None:
            return found.case
    return None


def _finding(
    model: Model,
    giver: Process,
    taker: Process,
    shared: tuple[Milestone, ...],
    change: _Change,
) -> Finding:
    name = change.field.name
    before, after = _shown(change.before), _shown(change.after)
    clocks = "clock" if len(shared) == 1 else "clocks"
    case = f", for a case with {change.case}" if change.case.features else ""
    return Finding(
        model.span_of(taker),
        f"process `{taker.name}` takes cases over from `{giver.name}` when `{name}` changes, and "
        f"does not say what that does to the running {clocks} of "
        f"{listed(one.name for one in shared)}",
        f"add `carry on change of {name}` to keep the time used, as it is without a rule, or "
        "`restart`, or `tighten`",
        (
            Note(
                f"handed over when `{name}` goes from {before} to {after}{case}",
                model.span_of(giver),
            ),
        ),
    )


def _shown(value: Constant) -> str:
    return f"`{('no', 'yes')[value]}`" if isinstance(value, bool) else f"`{value}`"


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield of each process which cases it holds, its rules, and which promises it may share."""
    for process in model.processes:
        promised = [
            (one.name, bool(one.changes)) for one in process.milestones if _is_promised(one)
        ]
        ruled = sorted(name for rule in process.changes for name in rule.fields)
        whose = f"{process.record} {process.name} {process.retired} {entered(process)}"
        yield model.span_of(process), f"{whose} {ruled} {promised}"


CHECK = Check(
    code="P461",
    name="handed-over-without-rule",
    title="A promise handed to another process, and no rule for the time used",
    severity=Severity.WARNING,
    rationale=(
        "When a change takes a case from one process into another, milestones of the same name go "
        "on there. Whether the time used counts under the new promise decides if the case is late "
        "at once, so the process that takes it over says it."
    ),
    bad="""\
case { plan basic | premium; status open | closed = open; events reply }

process basic_support {
  when plan == basic
  until status == closed
  carry on change of plan
  milestone answer within 8h on always { done on reply }
}

process premium_support {
  when plan == premium
  until status == closed
  milestone answer within 1h on always { done on reply }
}
""",
    good="""\
case { plan basic | premium; status open | closed = open; events reply }

process basic_support {
  when plan == basic
  until status == closed
  carry on change of plan
  milestone answer within 8h on always { done on reply }
}

process premium_support {
  when plan == premium
  until status == closed
  carry on change of plan
  milestone answer within 1h on always { done on reply }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
