"""P654: two processes of different objects that are called alike in Salesforce."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.exported import SALESFORCE, export_to, shown_name
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import Process
from milepost.semantics.model import Model
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report each process with the shown name of a process about another record."""
    if export_to(model, SALESFORCE) is None:
        return
    first: dict[str, Process] = {}
    reported: set[str] = set()
    for process in model.processes:
        shown = shown_name(process).lower()
        other = first.setdefault(shown, process)
        if other.name == process.name or process.name in reported:
            continue
        reported.add(process.name)
        yield Finding(
            model.span_of(process),
            f"processes `{other.name}` and `{process.name}` are both called "
            f"`{shown_name(process)}` in Salesforce",
            "give one of them another label: their files would have one name",
            (Note(f"process `{other.name}`", model.span_of(other)),),
        )


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield how each process is called."""
    for process in model.processes:
        yield model.span_of(process), f"{process.name} {shown_name(process)}"


CHECK = Check(
    code="P654",
    name="name-on-two-objects",
    title="Two processes with one name",
    severity=Severity.WARNING,
    rationale=(
        "Salesforce finds a process by its name and not by its object. Of two that are called "
        "alike, one for cases and one for work orders, an import or a flow gets either."
    ),
    bad="""\
case {
  status  open | closed = open
  events  agent_reply
}

record work_order "WorkOrder" {
  state   planned | done = planned
  events  arrived
}

process support "Gold" {
  until   status == closed

  milestone answer within 4h on always {
    done    on agent_reply
  }
}

process field_service "Gold" on work_order {
  until   state == done

  milestone arrival within 8h on always {
    done    on arrived
  }
}

export to salesforce {
  status = Case.Status      { open: "New", closed: "Closed" }
  state  = WorkOrder.Status { planned: "New", done: "Completed" }
}
""",
    good="""\
case {
  status  open | closed = open
  events  agent_reply
}

record work_order "WorkOrder" {
  state   planned | done = planned
  events  arrived
}

process support "Gold" {
  until   status == closed

  milestone answer within 4h on always {
    done    on agent_reply
  }
}

process field_service "Gold field service" on work_order {
  until   state == done

  milestone arrival within 8h on always {
    done    on arrived
  }
}

export to salesforce {
  status = Case.Status      { open: "New", closed: "Closed" }
  state  = WorkOrder.Status { planned: "New", done: "Completed" }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
