"""P216: more versions of a process than the system takes."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.profiles import Counted, over_limit
from milepost.checks.wording import plural
from milepost.diagnostics import Severity
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report each process with too many versions, at the first that is one too many."""
    return over_limit(
        model, "versions", _counted(model), "remove versions that no running case is on any more"
    )


def _counted(model: Model) -> Iterator[Counted]:
    named = sorted(model.processes, key=attrgetter("name"))
    for name, versions in groupby(named, attrgetter("name")):
        spans = tuple(model.span_of(process) for process in versions)
        yield Counted(f"process `{name}` has {plural(len(spans), 'version')}", len(spans), spans)


CHECK = Check(
    code="P216",
    name="too-many-versions",
    title="More versions than the system takes",
    severity=Severity.WARNING,
    rationale=(
        "Versions pile up: each change of a contract leaves one behind. Those that no case runs "
        "on any more only make it harder to see what is promised today."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support version 1 effective 2025-01-01 {
  until status == closed
  milestone first_response within 8h on always { done on reply }
}

process support version 2 effective 2026-01-01 {
  until status == closed
  milestone first_response within 6h on always { done on reply }
}

process support version 3 effective 2027-01-01 {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

export to helpdesk {
  limits default { versions 2 }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support version 2 effective 2026-01-01 {
  until status == closed
  milestone first_response within 6h on always { done on reply }
}

process support version 3 effective 2027-01-01 {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

export to helpdesk {
  limits default { versions 2 }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
