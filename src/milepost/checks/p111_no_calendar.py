"""P111: an amount of time that runs on no calendar."""

from collections.abc import Iterable, Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.wording import listed, noted
from milepost.checks.written import amount_span, offset_of
from milepost.diagnostics import Note, Severity
from milepost.ir.processes import AtPercent, Milestone, Process
from milepost.ir.targets import ByField
from milepost.semantics.clocks import NO_TIER, Clocked, clocks_of
from milepost.semantics.model import Model
from milepost.semantics.whole import whole_parts
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report each process with amounts of time that have no calendar, all in one finding."""
    clocks, is_whole = clocks_of(model), whole_parts(model)
    for process in model.processes:
        if not is_whole(process):
            continue
        holes: dict[tuple[str, int], tuple[Span, Milestone, tuple[str, ...]]] = {}
        for milestone in process.milestones:
            for span, without in _holes(model, milestone, clocks.of(process, milestone)):
                holes.setdefault((span.path, span.start), (span, milestone, without))
        if holes:
            yield _finding(process, tuple(holes.values()))


def _holes(
    model: Model, milestone: Milestone, targets: Iterable[Clocked]
) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield the amounts of a milestone that have no calendar for some tiers."""
    by_field: tuple[str, ...] = ()
    for clocked in targets:
        if isinstance(clocked.target, ByField):
            by_field = by_field or clocked.without
        elif clocked.without:
            yield model.span_of(clocked.target), clocked.without
    for trigger in milestone.triggers if by_field else ():
        offset = offset_of(trigger)
        if offset is not None and offset.calendar is None:
            yield amount_span(model, trigger), by_field
        elif isinstance(trigger.moment, AtPercent):
            yield model.span_of(trigger), by_field


def _finding(
    process: Process, holes: tuple[tuple[Span, Milestone, tuple[str, ...]], ...]
) -> Finding:
    span, milestone, without = holes[0]
    tiers = [tier for tier in without if tier != NO_TIER]
    where, cases = f"milestone `{milestone.name}` nor process `{process.name}`", ""
    places = "milestone or the process"
    if tiers:
        word = "tier" if len(tiers) == 1 else "tiers"
        cases = f" for {word} {listed(tiers)}"
        where = f"milestone `{milestone.name}`, process `{process.name}` nor the {word}"
        places = f"milestone, the process or the {word}"
    return Finding(
        span,
        f"`{span.text}` has no calendar{cases}: neither {where} says `hours`",
        f"write `{span.text} on CALENDAR`, or give the {places} a line `hours CALENDAR`; "
        "round the clock is `always`",
        noted([Note(f"`{span.text}` has none either", span) for span, *_ in holes[1:]]),
    )


CHECK = Check(
    code="P111",
    name="no-calendar",
    title="A target runs on no calendar",
    severity=Severity.ERROR,
    rationale=(
        "Four hours of opening time and four hours of the wall clock are different promises. "
        "The compiler never guesses which one was made: some line has to say it."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }

tier gold   { channels phone, email; hours always }
tier bronze { channels email }

process support {
  for   gold, bronze
  until status == closed
  milestone first_response within 4h       { done on reply }
  milestone resolution within 5 business days on office { done when status == closed }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }

tier gold   { channels phone, email; hours always }
tier bronze { channels email; hours office }

process support {
  for   gold, bronze
  carry on change of tier
  until status == closed
  milestone first_response within 4h       { done on reply }
  milestone resolution within 5 business days on office { done when status == closed }
}
""",
    run=run,
    extent=Extent.STATEMENT,
    always=True,
)
