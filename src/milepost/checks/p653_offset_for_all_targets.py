"""P653: an offset that is the same for targets of very different lengths."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.exported import SALESFORCE, export_to
from milepost.diagnostics import Severity
from milepost.ir.processes import BeforeDue, Milestone
from milepost.ir.targets import Duration, TableTarget, Target, TargetCell
from milepost.semantics.model import Model

#: A warning in the last half of a short target and in the last tenth of a long one is two warnings.
_HALF, _TENTH = 2, 10


def run(model: Model) -> Iterator[Finding]:
    """Report each fixed warning that is late for one target and early for another."""
    if export_to(model, SALESFORCE) is None:
        return
    for _, milestone in model.milestones():
        lengths = sorted(_lengths(model, milestone))
        if len(lengths) < 2:
            continue
        for trigger in milestone.triggers:
            moment = trigger.moment
            if not isinstance(moment, BeforeDue) or moment.offset.unit != "seconds":
                continue
            offset = moment.offset.count
            if offset * _HALF > lengths[0] and offset * _TENTH < lengths[-1]:
                yield Finding(
                    model.span_of(trigger),
                    f"{_shown(offset)} before due is {_share(offset, lengths[0])} of a target of "
                    f"{_shown(lengths[0])} and {_share(offset, lengths[-1])} of one of "
                    f"{_shown(lengths[-1])}",
                    "write a share, such as `at 75%`: each target gets its own minutes",
                )


def _lengths(model: Model, milestone: Milestone) -> Iterator[int]:
    for line in milestone.lines:
        yield from _of(model, line.target)


def _of(model: Model, target: Target) -> Iterator[int]:
    if isinstance(target, Duration):
        yield target.seconds
    elif isinstance(target, TableTarget):
        table = model.table(target.table)
        for row in table.rows if table else ():
            for cell in row.cells:
                if isinstance(cell, TargetCell):
                    yield from _of(model, cell.target)


def _shown(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes = rest // 60
    return (f"{hours}h" if hours else "") + (f"{minutes}m" if minutes or not hours else "")


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole}%"


CHECK = Check(
    code="P653",
    name="offset-for-all-targets",
    title="One offset for very different targets",
    severity=Severity.INFORMATION,
    rationale=(
        "Salesforce knows no shares, so warnings are written as minutes before the target and do "
        "not follow when the target changes. A share in the policy becomes the right minutes for "
        "each target, at each export."
    ),
    bad="""\
case {
  status    open | closed = open
  priority  high | low = low
  events    handled
}

action review task { subject "Look into it" }

table targets by priority {
  high | 1h
  low  | 16h
}

process support {
  until   status == closed
  hours   always
  carry   on change of priority

  milestone answer within targets {
    done    on handled
    45m before due  do review
  }
}

export to salesforce {
  status   = Case.Status   { open: "New", closed: "Closed" }
  priority = Case.Priority { high: "High", low: "Low" }
}
""",
    good="""\
case {
  status    open | closed = open
  priority  high | low = low
  events    handled
}

action review task { subject "Look into it" }

table targets by priority {
  high | 1h
  low  | 16h
}

process support {
  until   status == closed
  hours   always
  carry   on change of priority

  milestone answer within targets {
    done    on handled
    at 75%  do review
  }
}

export to salesforce {
  status   = Case.Status   { open: "New", closed: "Closed" }
  priority = Case.Priority { high: "High", low: "Low" }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
