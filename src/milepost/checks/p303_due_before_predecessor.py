"""P303: a milestone that may be due before the one it follows."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.telling import case_of, due_notes
from milepost.diagnostics import Note, Severity
from milepost.frozen import replace
from milepost.ir.processes import Milestone, Process
from milepost.ir.targets import Alternative, Earliest, TableTarget, Target, TargetCell
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Later, ordering_of
from milepost.semantics.ordering.kinds import Side
from milepost.semantics.ordering.promised import Promised, promised_by


def run(model: Model) -> Iterator[Finding]:
    """Report each milestone of which one alternative is due before another's anchor is."""
    for process in model.processes:
        named = {milestone.name: milestone for milestone in process.milestones}
        for milestone in process.milestones:
            if not any(_may_follow(model, line.target) for line in milestone.lines):
                continue
            for promised in promised_by(model, process, milestone):
                found = _found(model, process, named, promised)
                if found is not None:
                    yield found
                    break


def _may_follow(model: Model, target: Target) -> bool:
    """Say whether a target may be an `earliest`, itself or in a table."""
    if not isinstance(target, TableTarget):
        return isinstance(target, Earliest)
    table = model.table(target.table)
    cells = (cell for row in table.rows for cell in row.cells) if table is not None else ()
    return any(isinstance(cell, TargetCell) and isinstance(cell.target, Earliest) for cell in cells)


def _found(
    model: Model, process: Process, named: dict[str, Milestone], promised: Promised
) -> Finding | None:
    if not isinstance(promised.target, Earliest):
        return None
    alternatives = promised.target.alternatives
    followed = [name for one in alternatives for name in _milestones_of(one) if name in named]
    for name in dict.fromkeys(followed):
        if name == promised.milestone.name:
            continue
        for one in alternatives:
            alone = _alone(promised, one)
            if name in _milestones_of(one):
                continue
            for first in promised_by(model, process, named[name]):
                if first.origin != alone.origin:
                    continue
                found = ordering_of(model).later(Side(first), Side(alone))
                if isinstance(found, Later) and found.due is not None:
                    return _finding(model, found, first, promised, one)
    return None


def _milestones_of(one: Alternative) -> tuple[str, ...]:
    if one.anchor is None or one.anchor.how != "once":
        return ()
    return tuple(name for name in one.anchor.of if isinstance(name, str))


def _alone(promised: Promised, one: Alternative) -> Promised:
    """Return the promise as if it had one alternative only."""
    anchor = one.anchor or promised.anchor
    line = replace(promised.line, target=one.target, anchor=anchor)
    return Promised(promised.process, promised.milestone, line, None, promised.given)


def _finding(
    model: Model, found: Later, first: Promised, promised: Promised, one: Alternative
) -> Finding:
    name = promised.milestone.name
    before, after = due_notes(model, found, first, promised)
    span = model.spans.find(one.target) or model.span_of(promised.milestone)
    return Finding(
        span,
        f"`{name}` is due before `{first.milestone.name}`, which it follows, "
        f"for {case_of(found, first)}",
        f"leave this alternative out, or make `{first.milestone.name}` due earlier",
        (before, Note(after.message, span)),
    )


CHECK = Check(
    code="P303",
    name="due-before-predecessor",
    title="A milestone due before the one it follows",
    severity=Severity.WARNING,
    rationale=(
        "A milestone that is counted from another one follows it. Where `earliest` also counts it "
        "from the beginning, that deadline may come before the other milestone need be done: then "
        "the second step is missed while the first still has time."
    ),
    bad="""\
case { status open | closed = open; events report_sent, summary_sent }

process incident {
  until status == closed
  milestone report within 24h on always { done on report_sent }
  milestone summary within earliest(8h on always after report, 12h on always) {
    done on summary_sent
  }
}
""",
    good="""\
case { status open | closed = open; events report_sent, summary_sent }

process incident {
  until status == closed
  milestone report within 24h on always { done on report_sent }
  milestone summary within earliest(8h on always after report, 36h on always) {
    done on summary_sent
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
