"""Which fields tell how far a case has come, rather than what kind of case it is."""

from collections.abc import Iterator

from milepost.ir.conditions import Condition, IsSet
from milepost.ir.processes import Process
from milepost.semantics.model import Model
from milepost.semantics.regions.reading import atoms_of, fields_in
from milepost.semantics.settled import milestones_in
from milepost.source import Span


def fields_of_life(model: Model, record: str) -> frozenset[str]:
    """Return the fields by which things end, stop or are met: a status, say."""
    return frozenset[str]().union(
        *(fields_asked_by(process) for process in model.processes if process.record == record)
    )


def fields_asked_by(process: Process) -> frozenset[str]:
    """Return the fields by which one process tells how far a case has come."""
    return frozenset[str]().union(*map(fields_in, _asked(process)))


def tells_kind(model: Model, record: str, when: Condition) -> bool:
    """Say whether a condition tells which kind of case it is, and not how far it has come."""
    return not (
        fields_in(when) & fields_of_life(model, record)
        or any(milestones_in(when))
        or any(isinstance(atom, IsSet) for atom in atoms_of(when))
    )


def facts_of_life(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield of each process the fields by which it tells how far a case has come."""
    for process in model.processes:
        yield model.span_of(process), f"{process.record} {sorted(fields_asked_by(process))}"


def _asked(process: Process) -> Iterator[Condition]:
    asked = [process.until, *(one.when for one in process.cancel)]
    asked += [pause.while_ for pause in process.pause]
    for milestone in process.milestones:
        asked += [one.when for one in (*milestone.done, *milestone.reset, *milestone.cancel)]
        asked += [pause.while_ for pause in milestone.pause or ()]
        asked.append(milestone.until)
    yield from (one for one in asked if one is not None)
