"""Requirements judged by looking at each case and at many starts, one by one."""

from random import Random

import pytest
from policies import model_of

from milepost.checks.requirements import Judged, judged
from milepost.clock import BEYOND, Calendars, due_of
from milepost.ir.schedule import Horizon
from milepost.ir.targets import NoTarget, TargetCell
from milepost.semantics.model import Model
from milepost.semantics.ordering.comparing import Later, Never
from milepost.semantics.settings import Settings

TIERS = ("bronze", "silver", "gold")
PRIORITIES = ("p1", "p2", "p3")
POLICY = """\
timezone Europe/London
case {{
  tier      bronze | silver | gold
  priority  p1 | p2 | p3
  region    here | there
  status    open | closed = open
  events    reply
}}
calendar office {{ timezone Europe/London; {office}; closed 2027-03-26 to 2027-03-29 }}
calendar desk   {{ timezone America/New_York; mon-fri 08:00-18:00 }}
tier bronze {{ hours office }}
tier silver {{ hours {silver} }}
tier gold   {{ hours by region {{ here: office; else: desk }} }}
require {priority} in (p1, p2) when tier == gold
require gold at least as fast as silver
require p1 at least as fast as p2 when region == here
table targets by tier, priority {{
         | p1 | p2 | p3
{rows}
}}
process support {{
  for bronze, silver, gold
  until status == closed
  carry on change of tier, priority, region
  milestone first_response within targets {{ done on reply }}
}}
"""
CELLS = (
    *("2h", "4h", "8h", "1h on always", "8h on always", "1 business day", "2 business days"),
    *("1 calendar day on office", "by close of business day 1 on office", "4h on desk"),
    *("by 12:00 of business day 1 on office", "24h on always", 'none "nothing"'),
)
SETTINGS = Settings("policy", "Europe/London", "2027-03-20", "2027-04-12")
#: What the facts and conditions of each requirement leave of the cases.
FIRST = {"priority": ("p1", "p2"), "region": ("here", "there")}
SECOND = {"tier": TIERS, "region": ("here",)}


def policy(random: Random) -> str:
    rows = "\n".join(
        f"  {tier} | " + " | ".join(random.choice(CELLS) for _ in PRIORITIES) for tier in TIERS
    )
    office = random.choice(("mon-fri 09:00-17:00", "mon-thu 09:00-17:00; fri 09:00-13:00"))
    silver = random.choice(("office", "desk", "always"))
    return POLICY.format(rows=rows, office=office, silver=silver, priority="priority")


class Cases:
    """Dues of cases, found in the table by hand."""

    def __init__(self, model: Model) -> None:
        horizon = Horizon(SETTINGS.horizon_starts, SETTINGS.horizon_ends)
        self.calendars = Calendars(model.calendars, (), model.timezone, horizon)
        self.cells = model.tables[0].rows
        self.hours = {tier.name: tier.hours for tier in model.tiers}

    def due(self, start: int, tier: str, priority: str, region: str) -> int | None:
        cell = self.cells[TIERS.index(tier)].cells[PRIORITIES.index(priority)]
        assert isinstance(cell, TargetCell)
        if isinstance(cell.target, NoTarget):
            return None
        hours = getattr(cell.target, "calendar", None) or self.hours[tier]
        return due_of(cell.target, start, self.calendars.clock(hours, {"region": region}))

    def is_later(self, start: int, one: dict[str, str], other: dict[str, str]) -> bool:
        mine, yours = self.due(start, **one), self.due(start, **other)
        if yours is None or yours >= BEYOND:
            return False
        return mine is None or yours < mine < BEYOND

    def starts(self) -> range:
        table = self.calendars.clock("office").table
        return range(table.since + 86400, table.until, 1800)


def is_told_rightly(cases: Cases, found: Judged, name: str, faster: str, slower: str) -> bool:
    """Say whether the case that is shown is one, at the instant that is shown."""
    assert isinstance(found.outcome, Later)
    told = {field: str(value) for field, value in found.outcome.case.values.items()}
    assert name not in told
    free = {"tier": "silver", "priority": "p1", "region": "here"}
    base = {**free, **told}
    one, other = {**base, name: faster}, {**base, name: slower}
    dues = cases.due(found.outcome.start, **one), cases.due(found.outcome.start, **other)
    return dues == (found.outcome.due, found.outcome.other) and cases.is_later(
        found.outcome.start, one, other
    )


@pytest.mark.parametrize("seed", range(25))
def test_requirements_are_judged_as_by_hand(seed: int) -> None:
    model = model_of(policy(Random(seed)), SETTINGS)
    assert not model.findings
    cases = Cases(model)
    tiers, priorities = judged(model)
    by_tier = any(
        cases.is_later(
            start,
            {"tier": "gold", "priority": priority, "region": region},
            {"tier": "silver", "priority": priority, "region": region},
        )
        for priority in FIRST["priority"]
        for region in FIRST["region"]
        for start in cases.starts()
    )
    by_priority = any(
        cases.is_later(
            start,
            {"tier": tier, "priority": "p1", "region": region},
            {"tier": tier, "priority": "p2", "region": region},
        )
        for tier in SECOND["tier"]
        for region in SECOND["region"]
        for start in cases.starts()
    )
    for found, expected, values in (
        (tiers, by_tier, ("tier", "gold", "silver")),
        (priorities, by_priority, ("priority", "p1", "p2")),
    ):
        assert isinstance(found.outcome, Later | Never)
        if expected:
            assert isinstance(found.outcome, Later)
        if isinstance(found.outcome, Later):
            assert is_told_rightly(cases, found, *values)
