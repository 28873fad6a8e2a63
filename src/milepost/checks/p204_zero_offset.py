"""P204: a trigger that is no time away from what it is counted from."""

import re
from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.written import amount_span, offset_of, written_triggers
from milepost.diagnostics import Severity
from milepost.ir.processes import AtPercent, EveryAfterDue, Trigger
from milepost.semantics.model import Model
from milepost.source import Span

_DIGIT = re.compile("[1-9]")
_AT_DUE = "for the due instant itself write `at breach`"
_AT_START = "a trigger lies behind the start: write how far, such as `at 50%`"


def run(model: Model) -> Iterator[Finding]:
    """Report each trigger with an amount of zero, and each that is repeated zero times."""
    for trigger in written_triggers(model):
        found = _finding(model, trigger)
        if found is not None:
            yield found


def _finding(model: Model, trigger: Trigger) -> Finding | None:
    moment = trigger.moment
    if isinstance(moment, EveryAfterDue) and moment.times == 0:
        span = model.span_of(trigger)
        remedy = "write how often, or remove the line"
        return Finding(span, "trigger is sent up to 0 times, so never", remedy)
    if isinstance(moment, AtPercent):
        whole = model.span_of(trigger)
        end = whole.start + whole.text.index("%") + 1 if "%" in whole.text else whole.end
        span, amount = Span(whole.source, whole.start, end), moment.basis_points
    else:
        offset = offset_of(trigger)
        if offset is None:
            return None
        span, amount = amount_span(model, trigger), offset.count
    if amount != 0 or _DIGIT.search(span.text):
        return None
    if isinstance(moment, EveryAfterDue):
        remedy = "write the time between two messages, such as `every 1h after due`"
        return Finding(span, f"`every {span.text}` would send without end", remedy)
    is_at = model.span_of(trigger).text.startswith("at")
    if is_at:
        return Finding(span, f"`{span.text.removeprefix('at ')}` is the start itself", _AT_START)
    return Finding(span, f"`{span.text}` is no time away from the due", _AT_DUE)


CHECK = Check(
    code="P204",
    name="zero-offset",
    title="A trigger no time away",
    severity=Severity.ERROR,
    rationale=(
        "A warning zero minutes before the deadline is no warning, and a reminder every zero "
        "minutes would never end. What happens at the deadline itself is written `at breach`."
    ),
    bad="""\
case { status open | closed = open; events reply }

action mail_lead email { to "team-lead@example.com"; template "answer_due" }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    0m before due do mail_lead
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

action mail_lead email { to "team-lead@example.com"; template "answer_due" }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    30m before due do mail_lead
    at breach do mail_lead
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
