"""Bounds are exact: held against every minute of a short horizon."""

from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.clock import BEYOND, Calendars, due_of
from milepost.clock.table import tabulated
from milepost.compiler import Compilation
from milepost.ir.schedule import Horizon
from milepost.lowering.bounds import _of_duration, bounds_of

POLICY = """\
case {{ status open | closed = open; events reply }}
calendar desk {{
  timezone {zone}
  {hours}
}}
process support {{
  until status == closed
  milestone answer within {target} on desk {{ done on reply }}
}}
"""
SETTINGS = """\
name = "x"
timezone = "Europe/London"
[horizon]
from = 2027-03-20
to = 2027-04-20
"""
HOURS = {
    "office": "mon-fri 09:00-12:00, 13:00-17:30\n  closed 2027-03-26 to 2027-03-29",
    "night": "mon-fri 22:00-06:00\n  business days by shift",
    "odd": "sat 23:30-24:00; sun 00:00-03:00; wed 10:15-10:45",
}


@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Lord_Howe"])
@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize(
    "target",
    [
        "4h",
        "45m",
        "9h30m",
        "1 business day",
        "3 business days",
        "2 calendar days",
    ],
)
def test_no_minute_lies_outside_and_both_ends_are_reached(
    tmp_path: Path, zone: str, hours: str, target: str
) -> None:
    (tmp_path / "milepost.toml").write_text(SETTINGS)
    text = POLICY.format(zone=zone, hours=HOURS[hours], target=target)
    (tmp_path / "a.sla").write_text(text)
    model = Compilation(tmp_path).model
    (bound,) = bounds_of(model)
    calendars = Calendars(
        model.calendars, model.holiday_sets, model.timezone, Horizon("2027-03-20", "2027-04-20")
    )
    clock = calendars.clock("desk")
    taken = {}
    for start in range(clock.table.since, clock.table.until, 60):
        due = due_of(bound.target, start, clock)
        if due < BEYOND:
            taken[start] = due - start
    assert bound.shortest <= min(taken.values())
    assert bound.longest >= max(taken.values())
    assert bound.longest - max(taken.values()) < 60
    assert min(taken.values()) - bound.shortest < 60
    for start, seconds in (
        (bound.shortest_from, bound.shortest),
        (bound.longest_from, bound.longest),
    ):
        assert due_of(bound.target, start, clock) - start == seconds


@given(
    st.lists(st.integers(1, 40), min_size=2, max_size=14),
    st.integers(1, 120),
    st.integers(0, 20),
    st.booleans(),
)
def test_the_sweep_over_durations_finds_what_all_starts_show(
    lengths: list[int], seconds: int, lead: int, rolls: bool
) -> None:
    edges = list(accumulate(lengths, initial=lead))
    intervals = tuple(zip(edges[::2], edges[1::2], strict=False))
    table = tabulated("desk", intervals, 0, edges[-1] + 7)
    found = _of_duration(table, seconds, rolls=rolls)
    taken = {
        start: due - start
        for start in range(table.until + 1)
        if (due := table.due(start, seconds, roll=rolls)) < BEYOND
    }
    if found is None:
        assert not taken
        return
    assert (found.least, found.most) == (min(taken.values()), max(taken.values()))
    assert (taken[found.least_from], taken[found.most_from]) == (found.least, found.most)
