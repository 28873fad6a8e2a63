"""P406: a process that no case ever leaves."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.life import fields_asked_by, fields_of_life
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import Process
from milepost.semantics.model import Model
from milepost.semantics.regions.reading import fields_in
from milepost.semantics.whole import whole_parts
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report each process without `until` and `cancel` whose `when` holds for ever."""
    is_whole = whole_parts(model)
    for process in model.processes:
        if process.until is not None or process.cancel or not is_whole(process):
            continue
        life = fields_of_life(model, process.record)
        if process.when is not None and fields_in(process.when) & life:
            continue
        name = next((one.name for one in _others(model, process) if one.until), None)
        yield Finding(
            model.span_of(process),
            f"no case ever leaves process `{process.name}`: it has no `until`",
            "say when a case is finished, such as `until status == closed`; what is open then is "
            "cancelled",
            tuple(
                Note(f"process `{other.name}` ends here", model.span_of(other.until))
                for other in _others(model, process)
                if other.until is not None and other.name == name
            )[:1],
        )


def _others(model: Model, process: Process) -> Iterator[Process]:
    for other in model.processes:
        if other.record == process.record and other is not process:
            yield other


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield of each process how it ends, and the fields it starts with and asks later."""
    for process in model.processes:
        starts = sorted(fields_in(process.when)) if process.when else []
        asked = sorted(fields_asked_by(process))
        ends = process.until is not None, bool(process.cancel)
        yield model.span_of(process), f"{process.record} {process.name} {ends} {starts} {asked}"


CHECK = Check(
    code="P406",
    name="endless-process",
    title="A process that no case ever leaves",
    severity=Severity.WARNING,
    rationale=(
        "Without `until` a case stays in its process for ever. What was not done when the work "
        "ended is missed later, its triggers fire, and the report counts misses of cases that "
        "were closed long ago."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  milestone first_response within 4h on always { done on reply }
  milestone resolution within 24h on always { done when status == closed }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
  milestone resolution within 24h on always { done when status == closed }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
