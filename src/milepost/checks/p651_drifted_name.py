"""P651: a process whose shown name tells another version than its number, or than its fellows."""

import re
from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.exported import SALESFORCE, export_to, shown_name
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import Process
from milepost.semantics.model import Model
from milepost.source import Span

_VERSION = re.compile(r"(?i)(?:^|[\s_.-])v(?:ersion)?[\s.]?(\d{1,4})$")


def run(model: Model) -> Iterator[Finding]:
    """Report each version whose name ends in another number, or differs from the newest's."""
    if export_to(model, SALESFORCE) is None:
        return
    newest: dict[str, Process] = {}
    for process in model.processes:
        known = newest.get(process.name)
        if known is None or process.version > known.version:
            newest[process.name] = process
    for process in model.processes:
        shown = shown_name(process)
        told = _VERSION.search(shown)
        last = newest[process.name]
        if told and int(told[1]) != process.version:
            yield Finding(
                model.span_of(process),
                f"process `{shown}` is version {process.version}",
                "take the number out of the name: Salesforce shows the version beside it",
            )
        elif shown != shown_name(last):
            yield Finding(
                model.span_of(process),
                f"version {process.version} is called `{shown}`, version {last.version} "
                f"`{shown_name(last)}`",
                "call all versions of a process alike, or people take them for two processes",
                (Note(f"version {last.version}", model.span_of(last)),),
            )


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield how each version of a process is called."""
    for process in model.processes:
        yield model.span_of(process), f"{process.name} {process.version} {shown_name(process)}"


CHECK = Check(
    code="P651",
    name="drifted-name",
    title="A name that tells another version",
    severity=Severity.WARNING,
    rationale=(
        "Processes are copied and renamed, and in the end version 2 is called `Support v5`. "
        "Whoever links an entitlement picks by name, and gets another version than it says."
    ),
    bad="""\
case {
  status  open | closed = open
}

process support "Support v5" version 2 {
  until   status == closed

  milestone answer within 4h on always {
    done    by hand
  }
}

export to salesforce {
  status       = Case.Status { open: "New", closed: "Closed" }
  completed_by "answer", "flow Complete_Answer"
}
""",
    good="""\
case {
  status  open | closed = open
}

process support "Support" version 2 {
  until   status == closed

  milestone answer within 4h on always {
    done    by hand
  }
}

export to salesforce {
  status       = Case.Status { open: "New", closed: "Closed" }
  completed_by "answer", "flow Complete_Answer"
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
