"""P212: a process with more milestones than the system takes."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.profiles import Counted, over_limit
from milepost.checks.wording import plural
from milepost.diagnostics import Severity
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report each process with too many milestones, at the first that is one too many."""
    return over_limit(model, "milestones", _counted(model), "move some into a process of their own")


def _counted(model: Model) -> Iterator[Counted]:
    for process in model.processes:
        spans = tuple(model.span_of(milestone) for milestone in process.milestones)
        what = f"process `{process.name}` has {plural(len(spans), 'milestone')}"
        yield Counted(what, len(spans), spans)


CHECK = Check(
    code="P212",
    name="too-many-milestones",
    title="More milestones than the system takes",
    severity=Severity.WARNING,
    rationale=(
        "Service desks cap the milestones of a process: Salesforce documents ten, though "
        "organisations with more have been seen. So this is a warning, unless the export block "
        "says `strict`."
    ),
    bad="""\
case {
  status  open | closed = open
  events  received, triaged, replied, diagnosed, reported, quoted, approved, fixed, tested, reviewed
}

process repair {
  until status == closed
  milestone receipt     within 1h on always   { done on received }
  milestone triage      within 2h on always   { done on triaged }
  milestone answer      within 4h on always   { done on replied }
  milestone diagnosis   within 8h on always   { done on diagnosed }
  milestone report      within 24h on always  { done on reported }
  milestone quote       within 48h on always  { done on quoted }
  milestone approval    within 72h on always  { done on approved }
  milestone fix         within 96h on always  { done on fixed }
  milestone trial       within 120h on always { done on tested }
  milestone review      within 240h on always { done on reviewed }
  milestone resolution  within 360h on always { done when status == closed }
}
""",
    good="""\
case {
  status  open | closed = open
  events  received, triaged, replied, diagnosed, reported, quoted, approved, fixed, tested, reviewed
}

process repair {
  until status == closed
  milestone receipt     within 1h on always   { done on received }
  milestone triage      within 2h on always   { done on triaged }
  milestone answer      within 4h on always   { done on replied }
  milestone diagnosis   within 8h on always   { done on diagnosed }
  milestone report      within 24h on always  { done on reported }
  milestone quote       within 48h on always  { done on quoted }
  milestone approval    within 72h on always  { done on approved }
  milestone fix         within 96h on always  { done on fixed }
  milestone trial       within 120h on always { done on tested }
  milestone resolution  within 360h on always { done when status == closed }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
