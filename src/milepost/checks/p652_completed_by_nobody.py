"""P652: processes for Salesforce whose milestones somebody has to complete by hand."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.exported import SALESFORCE, completed_outside, export_to, shown_name
from milepost.diagnostics import Note, Severity
from milepost.semantics.model import Model
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report, once for the policy, the milestones that are only done by hand."""
    export = export_to(model, SALESFORCE)
    if export is None:
        return
    found = [
        (process, milestone)
        for process, milestone in model.milestones()
        if not process.retired
        and milestone.done
        and all(one.by_hand for one in milestone.done)
        and not completed_outside(export, milestone)
    ]
    if not found:
        return
    first, milestone = found[0]
    others = f" and {len(found) - 1} more" if len(found) > 1 else ""
    yield Finding(
        model.span_of(export),
        f"milestone `{milestone.name}`{others} of {_counted(len({p.name for p, _ in found}))}: "
        "nothing in Salesforce completes them",
        "a flow or trigger has to set the completion date; say which: "
        f'`completed_by "{milestone.name}", "…"` in the export block',
        (Note(f"milestone `{milestone.name}` of `{first.name}`", model.span_of(milestone)),),
    )


def _counted(processes: int) -> str:
    return "1 process" if processes == 1 else f"{processes} processes"


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield which milestones are done by hand alone, and whether their process goes on."""
    for process, milestone in model.milestones():
        by_hand = bool(milestone.done) and all(one.by_hand for one in milestone.done)
        said = f"{process.name} {process.retired} {milestone.name} {shown_name(milestone)}"
        yield model.span_of(milestone), f"{said} {by_hand}"


CHECK = Check(
    code="P652",
    name="completed-by-nobody",
    title="Milestones that nothing completes",
    severity=Severity.INFORMATION,
    rationale=(
        "Salesforce never completes a milestone by itself, not even when the process ends. The "
        "metadata does not tell whether a flow or trigger of the organisation does, so this is "
        "said once and not held against the policy."
    ),
    bad="""\
case {
  status  open | closed = open
}

process support {
  until   status == closed

  milestone answer within 4h on always {
    done    by hand
  }
}

export to salesforce {
  status = Case.Status { open: "New", closed: "Closed" }
}
""",
    good="""\
case {
  status  open | closed = open
}

process support {
  until   status == closed

  milestone answer within 4h on always {
    done    by hand
  }
}

export to salesforce {
  status       = Case.Status { open: "New", closed: "Closed" }
  completed_by "answer", "flow Complete_Answer, when an agent sends a mail"
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
