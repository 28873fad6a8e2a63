"""P402: a table of targets that says nothing for a case it will be asked about."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.gaps import gap_notes
from milepost.checks.holes import covers_of, kind_of, lacking
from milepost.diagnostics import Severity
from milepost.frozen import frozen
from milepost.ir.conditions import Condition, Not
from milepost.ir.processes import Milestone, Process
from milepost.ir.targets import Table, TableTarget
from milepost.semantics.model import Model
from milepost.semantics.regions.holding import promised
from milepost.semantics.regions.logic import No, Yes, logic_of
from milepost.semantics.regions.reading import known
from milepost.semantics.regions.tables import MILESTONE
from milepost.semantics.whole import whole_parts


@frozen
class _Use:
    """A line of a milestone that looks a table up, and what holds when it does."""

    process: Process
    milestone: Milestone
    given: tuple[Condition, ...]


def run(model: Model) -> Iterator[Finding]:
    """Report each table that has no cell for a case, its fields set, that some line asks about."""
    is_whole = whole_parts(model)
    uses = _uses(model)
    for table in model.tables:
        if not is_whole(table):
            continue
        complete: set[tuple[str, str]] = set()
        for use in uses.get(table.name, ()):
            key = use.process.record, use.milestone.name if MILESTONE in table.by else ""
            if key in complete or not is_whole(use.process):
                continue
            if _is_complete(model, table, use):
                complete.add(key)
                continue
            finding = _finding(model, table, use)
            if finding is not None:
                yield finding
                break


def _uses(model: Model) -> dict[str, list[_Use]]:
    found: dict[str, list[_Use]] = {}
    for process, milestone in model.milestones():
        given = promised(process, milestone)
        for line in milestone.lines:
            if isinstance(line.target, TableTarget):
                here = (*given, line.when) if line.when is not None else given
                found.setdefault(line.target.table, []).append(_Use(process, milestone, here))
            if line.when is None:
                break
            given = (*given, Not(line.when))
    return found


def _is_complete(model: Model, table: Table, use: _Use) -> bool:
    """Say whether a table has a cell for every case, whoever asks: then no use need be judged."""
    covers = covers_of(table, use.milestone.name)
    logic = logic_of(model, use.process.record)
    return isinstance(logic.uncovered(covers, known(*covers)), No)


def _finding(model: Model, table: Table, use: _Use) -> Finding | None:
    covers = covers_of(table, use.milestone.name)
    if not covers:
        kind = kind_of(table, MILESTONE)
        return _without(model, table, kind, MILESTONE, f"`{use.milestone.name}`")
    logic = logic_of(model, use.process.record)
    inside = (*use.given, known(*covers, *use.given))
    verdict = logic.uncovered(covers, *inside)
    if not isinstance(verdict, Yes) or verdict.case is None:
        return None
    missing = lacking(logic, table, covers, inside)
    if missing is not None:
        return _without(model, table, *missing)
    return Finding(
        model.span_of(table),
        f"table `{table.name}` has no cell for a case with {verdict.case}",
        "such a case is promised nothing; add a row, `any`, or `none` in its cells",
        gap_notes(logic, inside, covers),
    )


def _without(model: Model, table: Table, kind: str, name: str, values: str) -> Finding:
    return Finding(
        model.span_of(table),
        f"table `{table.name}` has no {kind} for {values}",
        f"a case with such a `{name}` is promised nothing; add the {kind}, "
        "`any`, or `none` in its cells",
    )


CHECK = Check(
    code="P402",
    name="incomplete-table",
    title="A table without a row or column for a value",
    severity=Severity.ERROR,
    rationale=(
        "Someone added a tier or a priority and forgot the table. Cases with the new value are "
        "promised nothing, silently: no clock starts, and no warning is ever sent."
    ),
    bad="""\
case {
  priority p1 | p2 | p3
  status   open | closed = open
  events   reply
}
table targets by priority {
  p1 | 1h on always
  p2 | 4h on always
}
process support {
  until status == closed
  carry on change of priority
  milestone answer within targets { done on reply }
}
""",
    good="""\
case {
  priority p1 | p2 | p3
  status   open | closed = open
  events   reply
}
table targets by priority {
  p1       | 1h on always
  p2 or p3 | 4h on always
}
process support {
  until status == closed
  carry on change of priority
  milestone answer within targets { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
