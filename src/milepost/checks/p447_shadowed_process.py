"""P447: a process behind others that take every case it is for."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.heads import heads
from milepost.checks.wording import listed
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import And
from milepost.semantics.claims import FIRST, LAST, Claim, Precedence, claims_of
from milepost.semantics.model import Model
from milepost.semantics.regions.logic import No, logic_of
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each process whose new cases are all taken by processes declared ahead of it."""
    is_whole = whole_parts(model)
    for record in model.records:
        claims = claims_of(model, record.name)
        order = Precedence(claim.process for claim in claims)
        if not any(claim.process.ahead_of for claim in claims):
            continue
        for claim in claims:
            ahead = [one for one in claims if _is_ahead(order, one, claim)]
            if ahead and is_whole(claim.process):
                yield from _findings(model, claim, ahead)


def _is_ahead(order: Precedence, one: Claim, other: Claim) -> bool:
    """Say whether a claim, on whatever date, goes before another."""
    lasts = one.starts <= FIRST and one.ends >= LAST
    names = one.process.name, other.process.name
    return lasts and order.is_ahead(*names) and not order.is_circular(*names)


def _findings(model: Model, claim: Claim, ahead: list[Claim]) -> Iterator[Finding]:
    logic = logic_of(model, claim.process.record)
    others = [And(one.conditions) for one in ahead]
    if not isinstance(logic.uncovered(others, *claim.conditions), No):
        return
    if isinstance(logic.satisfiable(*claim.conditions), No):
        return
    for condition in reversed(others):
        fewer = [other for other in others if other is not condition]
        if isinstance(logic.uncovered(fewer, *claim.conditions), No):
            others = fewer
    takers = [one for one in ahead if any(one.conditions == each.conditions for each in others)]
    names = listed(dict.fromkeys(one.process.name for one in takers))
    yield Finding(
        model.span_of(claim.process),
        f"process `{claim.process.name}` takes no new case: {names} "
        f"{'goes' if len(takers) == 1 else 'go'} ahead of it and "
        f"{'takes' if len(takers) == 1 else 'take'} each one it is for",
        "turn the order round (`ahead of`), narrow what goes ahead, or remove this process",
        tuple(
            Note(f"`{one.process.name}` goes ahead", model.span_of(one.process)) for one in takers
        ),
    )


CHECK = Check(
    code="P447",
    name="shadowed-process",
    title="A process whose cases others take first",
    severity=Severity.WARNING,
    rationale=(
        "Where two processes could take a case, the one that is declared `ahead of` the other "
        "does. If those ahead take all its cases, a process gets none; the special case was put "
        "behind the general one. Only a case that has been through the others may still come to it."
    ),
    bad="""\
case { vip yes/no = no; status open | closed = open; events reply }

process general {
  until status == closed
  carry on change of vip
  ahead of personal
  milestone answer within 8h on always { done on reply }
}

process personal {
  when  vip
  until status == closed
  carry on change of vip
  milestone answer within 1h on always { done on reply }
}
""",
    good="""\
case { vip yes/no = no; status open | closed = open; events reply }

process general {
  until status == closed
  carry on change of vip
  milestone answer within 8h on always { done on reply }
}

process personal {
  when  vip
  until status == closed
  carry on change of vip
  ahead of general
  milestone answer within 1h on always { done on reply }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=heads,
)
