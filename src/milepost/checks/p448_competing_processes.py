"""P448: two processes that claim one case, and nothing says which goes first."""

from collections.abc import Iterator, Sequence
from itertools import islice

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.heads import heads
from milepost.checks.wording import MOST_NOTES, noted
from milepost.diagnostics import Note, Severity
from milepost.frozen import frozen
from milepost.semantics.claims import Claim, Precedence, claims_of
from milepost.semantics.model import Model
from milepost.semantics.regions.example import Case
from milepost.semantics.regions.logic import Logic, Yes, logic_of
from milepost.semantics.regions.reading import known
from milepost.semantics.whole import whole_parts

#: So many processes are named that compete with one; beyond, they are not even counted.
MOST_RIVALS = 2 * MOST_NOTES
#: So many pairs are looked at: where more meet, hundreds have been reported already.
MOST_PAIRS = 20_000


@frozen
class _Rival:
    """Another claim, and a case that both take; `is_set` when all its fields are set."""

    claim: Claim
    case: Case
    is_set: bool


def run(model: Model) -> Iterator[Finding]:
    """Report each process with the earlier ones that claim a case of it, order undeclared."""
    is_whole = whole_parts(model)
    for record in model.records:
        claims = [one for one in claims_of(model, record.name) if is_whole(one.process)]
        if len({claim.process.name for claim in claims}) < 2:
            continue
        order = Precedence(claim.process for claim in claims)
        rivals: dict[int, list[_Rival]] = {}
        for first, second, case, is_set in _meeting(logic_of(model, record.name), claims):
            one, other = claims[first], claims[second]
            if len(rivals.get(second, ())) < MOST_RIVALS and _compete(order, one, other):
                rivals.setdefault(second, []).append(_Rival(one, case, is_set))
        for place, found in rivals.items():
            yield _finding(model, order, claims[place], found)


def _meeting(logic: Logic, claims: Sequence[Claim]) -> Iterator[tuple[int, int, Case, bool]]:
    """Yield the places of claims that take one case, and the case, one with set fields if any."""
    pairs = logic.meeting([claim.conditions for claim in claims])
    for first, second, verdict in islice(pairs, MOST_PAIRS):
        both = (*claims[first].conditions, *claims[second].conditions)
        plain = logic.satisfiable(*both, known(*both))
        if isinstance(plain, Yes) and plain.case is not None:
            yield first, second, plain.case, True
        elif isinstance(verdict, Yes) and verdict.case is not None:
            yield first, second, verdict.case, False


def _compete(order: Precedence, one: Claim, other: Claim) -> bool:
    first, second = one.process.name, other.process.name
    return first != second and one.meets(other) and not order.is_settled(first, second)


def _finding(model: Model, order: Precedence, claim: Claim, rivals: list[_Rival]) -> Finding:
    first, name = rivals[0], claim.process.name
    other = first.claim.process.name
    notes = [Note(f"process `{other}`", model.span_of(first.claim.process))]
    notes += [
        Note(f"`{one.claim.process.name}` does, too: {one.case}", model.span_of(one.claim.process))
        for one in rivals[1:]
    ]
    case = "any case" if not first.case.features else f"a case with {first.case}"
    claimed = f"processes `{other}` and `{name}` both claim {case}"
    remedy = f"say which one takes it (`ahead of {other}`), or narrow one of them"
    if order.is_circular(other, name):
        claimed += ", and each goes ahead of the other"
        remedy = "take one `ahead of` away: in a circle nobody goes first"
    return Finding(
        model.span_of(claim.process),
        claimed,
        remedy,
        noted(notes),
        severity=None if any(one.is_set for one in rivals) else Severity.WARNING,
    )


CHECK = Check(
    code="P448",
    name="competing-processes",
    title="Two processes claim one case",
    severity=Severity.ERROR,
    rationale=(
        "A case is in one process at a time. Where two could take it and nothing says which, the "
        "promise hangs on the order of files; desks that take the first by name have surprised "
        "their users again and again. It is a warning where only fields that are not set lead to "
        "both."
    ),
    bad="""\
case {
  region  americas | emea
  vip     yes/no = no
  status  open | closed = open
  events  reply
}

process regional {
  when  region == americas
  until status == closed
  carry on change of region, vip
  milestone answer within 8h on always { done on reply }
}

process personal {
  when  vip
  until status == closed
  carry on change of region, vip
  milestone answer within 1h on always { done on reply }
}
""",
    good="""\
case {
  region  americas | emea
  vip     yes/no = no
  status  open | closed = open
  events  reply
}

process regional {
  when  region == americas
  until status == closed
  carry on change of region, vip
  milestone answer within 8h on always { done on reply }
}

process personal {
  when  vip
  until status == closed
  ahead of regional
  carry on change of region, vip
  milestone answer within 1h on always { done on reply }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=heads,
)
