"""P306: a trigger that is meant for the way to the due and lies at it or behind it."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.telling import at, case_of, place_of
from milepost.checks.written import amount_span, written_triggers
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import AtPercent, AtUsed, Milestone, Process, Trigger
from milepost.ir.targets import Duration
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Later, Never, ordering_of
from milepost.semantics.ordering.kinds import Side
from milepost.semantics.ordering.promised import Promised, promised_by
from milepost.source import Span

_WHOLE = 10000


def run(model: Model) -> Iterator[Finding]:
    """Report each share of the whole, and each amount of time that no target leaves."""
    for trigger in written_triggers(model):
        if isinstance(trigger.moment, AtPercent) and trigger.moment.basis_points == _WHOLE:
            whole = model.span_of(trigger)
            end = whole.text.find("%") + 1 or len(whole.text)
            span = Span(whole.source, whole.start, whole.start + end)
            yield Finding(
                span,
                f"`{span.text}` is the due itself",
                "write `at breach` for what happens when the due passes, or a smaller share",
            )
    places: dict[tuple[str, int], list[tuple[Process, Milestone, Trigger]]] = {}
    for process, milestone in model.milestones():
        for trigger in milestone.triggers:
            if isinstance(trigger.moment, AtUsed) and trigger.moment.seconds:
                span = amount_span(model, trigger)
                places.setdefault((span.path, span.start), []).append((process, milestone, trigger))
    for uses in places.values():
        found = _found(model, uses)
        if found is not None:
            yield found


def _found(model: Model, uses: list[tuple[Process, Milestone, Trigger]]) -> Finding | None:
    ordering = ordering_of(model)
    shown: Finding | None = None
    for process, milestone, trigger in uses:
        assert isinstance(trigger.moment, AtUsed)
        for promised in promised_by(model, process, milestone):
            if _leaves_time(promised, trigger.moment.seconds):
                return None
            due, used = Side(promised), Side(promised, used=trigger.moment.seconds)
            if not isinstance(ordering.later(due, used), Never):
                return None
            found = ordering.later(used, due, margin=-1)
            if isinstance(found, Later) and shown is None:
                span = amount_span(model, trigger)
                due_at = at(found.other, found.zone)
                shown = Finding(
                    span,
                    f"`at {span.text}` is not before the due of `{milestone.name}`",
                    "take less time, or write `at breach` or `30m after due`",
                    (
                        Note(
                            f"{case_of(found, promised)} is due {due_at}", place_of(model, promised)
                        ),
                    ),
                )
    return shown


def _leaves_time(promised: Promised, seconds: int) -> bool:
    """Say whether a target plainly is longer than so much of its own clock."""
    target = promised.target
    return isinstance(target, Duration) and seconds < target.seconds


CHECK = Check(
    code="P306",
    name="trigger-behind-due",
    title="A trigger on the way that is not before the due",
    severity=Severity.WARNING,
    rationale=(
        "A share of the target, or an amount of time used, says how far a case has come on its way "
        "to the due. The whole of it is the due itself, and three hours used of a target of two "
        "lie behind it: who reads the line expects a warning and gets none."
    ),
    bad="""\
case { status open | closed = open; events reply }

action mail_lead email { to "team-lead@example.com"; template "answer_due" }

process support {
  until status == closed
  milestone first_response within 2h on always {
    done on reply
    at 3h do mail_lead
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
    at 90m do mail_lead
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
