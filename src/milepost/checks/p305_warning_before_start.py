"""P305: a warning so long before the due that it lies before the start."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.telling import at, case_of, place_of
from milepost.checks.written import amount_span
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import BeforeDue, Milestone, Offset, Process, Trigger
from milepost.ir.targets import BusinessDays, CalendarDays, Duration, Months
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Later, Never, ordering_of
from milepost.semantics.ordering.kinds import Side
from milepost.semantics.ordering.promised import Promised, promised_by
from milepost.source import Span

#: Targets that leave the same time whenever a case comes in: a time of a day does not.
_STEADY = (Duration, BusinessDays, CalendarDays, Months)


def run(model: Model) -> Iterator[Finding]:
    """Report each warning that comes too early to be sent: wherever it stands, or on some days."""
    places: dict[tuple[str, int], list[tuple[Process, Milestone, Trigger]]] = {}
    for process, milestone in model.milestones():
        for trigger in milestone.triggers:
            if isinstance(trigger.moment, BeforeDue) and trigger.moment.offset.count:
                span = amount_span(model, trigger)
                places.setdefault((span.path, span.start), []).append((process, milestone, trigger))
    for uses in places.values():
        span = amount_span(model, uses[0][2])
        found = _found(model, span, uses)
        if found is not None:
            yield found


def _found(
    model: Model, span: Span, uses: list[tuple[Process, Milestone, Trigger]]
) -> Finding | None:
    ordering = ordering_of(model)
    never: Finding | None = None
    sometimes: Finding | None = None
    is_sent = False
    for process, milestone, trigger in uses:
        assert isinstance(trigger.moment, BeforeDue)
        offset = trigger.moment.offset
        for promised in promised_by(model, process, milestone):
            start, before = Side(promised, is_start=True), Side(promised, before=offset)
            early = ordering.later(start, before)
            if not isinstance(early, Later):
                is_sent = True
                continue
            sent = ordering.later(before, start, margin=-1)
            if not isinstance(sent, Never):
                is_sent = True
            found = _finding(model, span, promised, early, is_sent=not isinstance(sent, Never))
            if isinstance(sent, Never):
                never = never or found
            elif _is_steady(promised, offset):
                sometimes = sometimes or found
    return sometimes if is_sent else never


def _is_steady(promised: Promised, offset: Offset) -> bool:
    """Say whether a warning can be meant for every case: on another clock it may come too early."""
    own = getattr(promised.target, "calendar", None) or promised.hours
    differs = offset.calendar is not None and offset.calendar != own
    return isinstance(promised.target, _STEADY) and differs and promised.rolling is None


def _finding(
    model: Model, span: Span, promised: Promised, found: Later, *, is_sent: bool
) -> Finding:
    from milepost.clock import BEFORE

    name, case = promised.milestone.name, case_of(found, promised)
    if is_sent:
        message = f"`{span.text}` before the due of `{name}` lies before the start of {case}"
    else:
        message = (
            f"warning of `{name}` is never sent: `{span.text}` before the due lies before the start"
        )
    when = at(found.other, found.zone) if found.other > BEFORE else "before all calendars begin"
    return Finding(
        span,
        message,
        "warn later, such as `at 50%`: what lies before the start is not sent",
        (Note(f"{case} would be warned {when}", place_of(model, promised)),),
    )


CHECK = Check(
    code="P305",
    name="warning-before-start",
    title="A warning before the start",
    severity=Severity.WARNING,
    rationale=(
        "A warning whose instant lies before the start is never sent, as four hours before a due "
        "that comes after two. Where warning and target run on different calendars it may be so "
        "for some cases only: those that begin on the wrong day. A line that serves several "
        "targets, in a table or a ladder, is in order as long as one of them is long enough."
    ),
    bad="""\
case { status open | closed = open; events reply }

action mail_lead email { to "team-lead@example.com"; template "answer_due" }

process support {
  until status == closed
  milestone first_response within 2h on always {
    done on reply
    4h before due do mail_lead
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

action mail_lead email { to "team-lead@example.com"; template "answer_due" }

process support {
  until status == closed
  milestone first_response within 2h on always {
    done on reply
    30m before due do mail_lead
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
