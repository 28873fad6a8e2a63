"""P450: target lines that leave some cases without a promise."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.gaps import gap_notes
from milepost.diagnostics import Severity
from milepost.ir.processes import Milestone, Process
from milepost.semantics.model import Model
from milepost.semantics.regions.holding import promised
from milepost.semantics.regions.logic import Logic, Yes, logic_of
from milepost.semantics.regions.reading import known
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each milestone with several lines, all under conditions that leave a case out."""
    is_whole = whole_parts(model)
    for process, milestone in model.milestones():
        lines = milestone.lines
        if len(lines) < 2 or any(line.when is None for line in lines) or not is_whole(process):
            continue
        yield from _findings(model, logic_of(model, process.record), process, milestone)


def _findings(
    model: Model, logic: Logic, process: Process, milestone: Milestone
) -> Iterator[Finding]:
    lines = tuple(line.when for line in milestone.lines if line.when is not None)
    around = promised(process, milestone)
    inside = (*around, known(*lines, *around))
    verdict = logic.uncovered(lines, *inside)
    if isinstance(verdict, Yes) and verdict.case is not None:
        yield Finding(
            model.span_of(milestone),
            f"milestone `{milestone.name}` promises nothing to a case with {verdict.case}",
            "add a line for it; where nothing is promised, let the last line say so: `none`",
            gap_notes(logic, inside, lines),
        )


CHECK = Check(
    code="P450",
    name="lines-with-gaps",
    title="Target lines that leave cases out",
    severity=Severity.WARNING,
    rationale=(
        "The first line whose condition holds counts, and where none holds nothing is promised. "
        "With several lines a case is soon left out by mistake. A last line `none` says that it "
        "is meant."
    ),
    bad="""\
case { priority p1 | p2 | p3 | p4; status open | closed = open; events reply }

process support {
  until status == closed
  carry on change of priority
  milestone answer {
    within 1h on always when priority == p1
    within 4h on always when priority == p2
    within 8h on always when priority == p4
    done on reply
  }
}
""",
    good="""\
case { priority p1 | p2 | p3 | p4; status open | closed = open; events reply }

process support {
  until status == closed
  carry on change of priority
  milestone answer {
    within 1h on always when priority == p1
    within 4h on always when priority in (p2, p3)
    none "as soon as we can"
    done on reply
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
