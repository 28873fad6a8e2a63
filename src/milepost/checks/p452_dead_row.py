"""P452: a row or column of a table that is never looked up, because of those before it."""

from collections.abc import Iterable, Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.conflict import conflicting, written
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import Condition, Not
from milepost.ir.schedule import Record
from milepost.ir.targets import Table
from milepost.semantics.model import Model
from milepost.semantics.regions.logic import Logic, No, logic_of
from milepost.semantics.regions.tables import MILESTONE, columns_asked, rows_asked
from milepost.semantics.whole import whole_parts

_Asked = Iterable[tuple[int, Condition]]


def run(model: Model) -> Iterator[Finding]:
    """Report each row that no case selects, and each table with a column that none does."""
    is_whole = whole_parts(model)
    for table in model.tables:
        record = _record_of(model, table)
        if record is None or not is_whole(table):
            continue
        logic = logic_of(model, record.name).plain
        names = _milestones(model, table)
        for place, takers in _dead(logic, [rows_asked(table, name) for name in names]):
            yield _of_row(model, table, place, takers)
        for place, _ in _dead(logic, [columns_asked(table, name) for name in names]):
            yield _of_column(model, table, place)


def _record_of(model: Model, table: Table) -> Record | None:
    """Return a record that has the fields of a table."""
    wanted = set(table.by) - {MILESTONE}
    for record in model.records:
        names = {field.name for field in record.fields}
        if wanted <= names and MILESTONE not in names:
            return record
    return None


def _milestones(model: Model, table: Table) -> tuple[str | None, ...]:
    """Return the milestones that may look a table up; where it does not ask which, just none."""
    if MILESTONE not in table.by:
        return (None,)
    return tuple(dict.fromkeys(milestone.name for _, milestone in model.milestones()))


def _dead(logic: Logic, asked: Iterable[_Asked]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the places that no milestone ever selects, each with those that take its cases.

    `asked` holds for each milestone the places it may look up, and when their labels hold.
    """
    alive: set[int] = set()
    dead: dict[int, tuple[int, ...]] = {}
    for places in asked:
        before: list[tuple[int, Not]] = []
        for place, condition in places:
            others = [one for _, one in before]
            if not isinstance(logic.satisfiable(condition, *others), No):
                alive.add(place)
            elif place not in dead:
                guilty = conflicting(logic, (condition,), others)
                takers = tuple(at for at, one in before if any(one is each for each in guilty))
                dead[place] = takers
            before.append((place, Not(condition)))
    yield from ((place, takers) for place, takers in sorted(dead.items()) if place not in alive)


def _of_row(model: Model, table: Table, place: int, takers: tuple[int, ...]) -> Finding:
    span = model.span_of(table.rows[place])
    label = written(span).partition("|")[0].strip()
    return Finding(
        span,
        f"row `{label}` of table `{table.name}` is never looked up: every case it stands for has "
        f"{'a row' if len(takers) == 1 else 'rows'} above it",
        "the first row that fits counts: put the special row first, or remove this one",
        tuple(Note("taken here", model.span_of(table.rows[at])) for at in takers),
    )


def _of_column(model: Model, table: Table, place: int) -> Finding:
    keys = " or ".join(str(key) for key in table.columns[place]) or "any"
    return Finding(
        model.span_of(table),
        f"column `{keys}` of table `{table.name}` is never looked up: a column before it takes "
        "its cases",
        "the first column that fits counts: put `any` and `else` last",
    )


CHECK = Check(
    code="P452",
    name="dead-row",
    title="A row or column that is never looked up",
    severity=Severity.ERROR,
    rationale=(
        "The first row that fits counts. A row whose cases all have a row above it promises "
        "nothing to anybody, though everybody who reads the table believes it."
    ),
    bad="""\
case {
  tier     silver | gold
  priority p1 | p2
  status   open | closed = open
  events   reply
}
tier silver { channels email; hours always }
tier gold   { channels email; hours always }

table targets by tier, priority {
               | p1 | p2
  any          | 2h | 8h
  gold         | 1h | 4h
}
process support {
  for silver, gold
  until status == closed
  carry on change of tier, priority
  milestone answer within targets { done on reply }
}
""",
    good="""\
case {
  tier     silver | gold
  priority p1 | p2
  status   open | closed = open
  events   reply
}
tier silver { channels email; hours always }
tier gold   { channels email; hours always }

table targets by tier, priority {
               | p1 | p2
  gold         | 1h | 4h
  any          | 2h | 8h
}
process support {
  for silver, gold
  until status == closed
  carry on change of tier, priority
  milestone answer within targets { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
