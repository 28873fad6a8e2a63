"""P455: dates of creation that no version of a process covers."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.heads import heads
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import Process
from milepost.semantics.model import Model
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each process whose retired versions end before the first version begins."""
    versions: dict[tuple[str, str], list[Process]] = {}
    for process in model.processes:
        versions.setdefault((process.record, process.name), []).append(process)
    is_whole = whole_parts(model)
    for group in versions.values():
        if len(group) > 1 and all(is_whole(one) for one in group):
            yield from _findings(model, group)


def _findings(model: Model, versions: list[Process]) -> Iterator[Finding]:
    if len({one.effective_by for one in versions if one.effective is not None}) > 1:
        return
    alive = [one for one in versions if not one.retired]
    if not alive:
        return
    first = min(alive, key=lambda one: (one.effective or "", one.version))
    before = [
        one for one in versions if one.retired and (one.effective or "") < (first.effective or "")
    ]
    if not before or first.effective is None:
        return
    oldest = min(before, key=lambda one: one.effective or "")
    since = f"from {oldest.effective} on" if oldest.effective is not None else "of earlier dates"
    by = f"by `{first.effective_by}`" if first.effective_by else "created"
    yield Finding(
        model.span_of(first),
        f"no version of process `{first.name}` takes cases {by} before {first.effective}",
        "a retired version takes no new cases, on whatever date they come: let the older version "
        "stand, and the newer one supersede it by its date",
        tuple(
            Note(f"version {one.version}, for cases {since}, is retired", model.span_of(one))
            for one in before[:1]
        ),
    )


CHECK = Check(
    code="P455",
    name="dates-without-version",
    title="Dates that no version of a process covers",
    severity=Severity.WARNING,
    rationale=(
        "A new case is taken by the newest version whose date has come. `retired` withdraws a "
        "version at once, not when its successor begins: between the two nobody takes the case."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support retired {
  until status == closed
  milestone answer within 8h on always { done on reply }
}

process support version 2 effective 2027-07-01 {
  until status == closed
  milestone answer within 4h on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone answer within 8h on always { done on reply }
}

process support version 2 effective 2027-07-01 {
  until status == closed
  milestone answer within 4h on always { done on reply }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=heads,
)
