"""P307: two triggers of a milestone that send one action at one instant."""

from collections.abc import Iterator
from itertools import combinations

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import Condition
from milepost.ir.processes import (
    AfterDue,
    AtBreach,
    AtPercent,
    AtUsed,
    BeforeDue,
    EveryAfterDue,
    Milestone,
    Moment,
    Once,
    Process,
    Trigger,
)
from milepost.ir.targets import Duration, NoTarget
from milepost.semantics.model import Model
from milepost.semantics.ordering.promised import promised_by
from milepost.semantics.regions.logic import Yes, logic_of

_WHOLE = 10000


def run(model: Model) -> Iterator[Finding]:
    """Report each pair of triggers at one instant that have an action in common."""
    seen: set[tuple[object, object]] = set()
    for process, milestone in model.milestones():
        for one, other in combinations(milestone.triggers, 2):
            if one.in_turn or other.in_turn or one.during != other.during:
                continue
            if not (_has_an_amount(one.moment) and _has_an_amount(other.moment)):
                continue
            shared = [action for action in one.actions if action in other.actions]
            if not shared or not _coincide(model, process, milestone, one.moment, other.moment):
                continue
            given = [condition for condition in (one.when, other.when) if condition]
            places = (_place(model, one), _place(model, other))
            if places in seen or not _may_hold(model, process, given):
                continue
            seen.add(places)
            named = f"`{shared[0]}`" if isinstance(shared[0], str) else "one action"
            # A ladder serves many milestones: the line of this one is the one to look at.
            shown, beside = (one, other) if one.ladder is None and other.ladder else (other, one)
            yield Finding(
                model.span_of(shown),
                f"`{milestone.name}` sends {named} twice at one instant",
                "keep one of the two lines, or give them conditions that exclude each other",
                (Note("the other line", model.span_of(beside)),),
            )


def _has_an_amount(moment: Moment) -> bool:
    """Say whether a moment is some time away: an amount of nothing is a mistake of its own."""
    if isinstance(moment, AtPercent | AtUsed):
        return bool(moment.basis_points if isinstance(moment, AtPercent) else moment.seconds)
    offset = getattr(moment, "offset", None)
    return offset is None or bool(offset.count)


def _place(model: Model, trigger: Trigger) -> tuple[str, int]:
    span = model.span_of(trigger)
    return span.path, span.start


def _may_hold(model: Model, process: Process, given: list[Condition]) -> bool:
    logic = logic_of(model, process.record)
    return not given or isinstance(logic.satisfiable(*given), Yes)


def _coincide(
    model: Model, process: Process, milestone: Milestone, one: Moment, other: Moment
) -> bool:
    """Say whether two moments are the same instant whenever both come."""
    targets = [promised.target for promised in promised_by(model, process, milestone)]
    if all(isinstance(target, NoTarget) for target in targets):
        return False
    if one == other:
        return True
    pair = {type(one): one, type(other): other}
    if set(pair) == {Once}:
        return True
    if set(pair) == {AfterDue, EveryAfterDue}:
        return one.offset == other.offset  # type: ignore[union-attr]
    if set(pair) == {AtBreach, AtPercent}:
        return bool(pair[AtPercent] == AtPercent(_WHOLE))
    if not {type(one), type(other)} <= {AtPercent, AtUsed, BeforeDue}:
        return False
    return bool(targets) and all(
        isinstance(target, Duration)
        and (used := _used(one, target.seconds)) is not None
        and used == _used(other, target.seconds)
        for target in targets
    )


def _used(moment: Moment, seconds: int) -> int | None:
    """Return how much time of a target is used at a moment on its own clock, if that is plain."""
    match moment:
        case AtPercent():
            return seconds * moment.basis_points // _WHOLE
        case AtUsed():
            return moment.seconds
        case BeforeDue() if moment.offset.unit == "seconds" and moment.offset.calendar is None:
            return seconds - moment.offset.count
    return None


CHECK = Check(
    code="P307",
    name="repeated-action",
    title="One action twice at one instant",
    severity=Severity.WARNING,
    rationale=(
        "Two lines that come to the same instant send the same message twice. It happens where a "
        "milestone climbs a ladder and has lines of its own, and where one instant has two names: "
        "half of an hour is 30 minutes before the due, and `once late` comes with `once met`."
    ),
    bad="""\
case { status open | closed = open; events reply }

action mail_lead email { to "team-lead@example.com"; template "answer_due" }

process support {
  until status == closed
  milestone first_response within 1h on always {
    done on reply
    at 50%          do mail_lead
    30m before due  do mail_lead
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

action mail_lead email { to "team-lead@example.com"; template "answer_due" }

process support {
  until status == closed
  milestone first_response within 1h on always {
    done on reply
    at 50%          do mail_lead
    15m before due  do mail_lead
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
