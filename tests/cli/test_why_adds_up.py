"""A law of explanations: what they count adds up to the promise, and their stretches leave no gap."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.cli.explanation_data import due_data
from milepost.compiler import Compilation
from milepost.replay.cases import WrittenCase, zone_of
from milepost.replay.explain import explain
from milepost.replay.lives import lives_of
from milepost.replay.replaying import replay
from milepost.runtime import RunningSchedule

POLICY = """\
timezone Europe/London
case {
  priority p1 | p2 | p3 = p2
  desk london | lord_howe | nights = london
  status open | waiting | away | closed = open
  events reply, ask
}
calendar london { timezone Europe/London; mon-fri 09:00-12:30, 13:30-17:30; holidays GB-ENG; closed 2027-03-26 "works" }
calendar lord_howe { timezone Australia/Lord_Howe; mon-sun 01:00-03:00, 09:00-17:00 }
calendar nights { timezone America/New_York; mon-fri 22:00-06:00; business days by shift }
process support {
  until status == closed
  pause while status == waiting
  carry on change of priority, desk
  milestone answer {
    within 45m on by desk { london: london; lord_howe: lord_howe; nights: nights } when priority == p1
    within 9h on by desk { london: london; lord_howe: lord_howe; nights: nights } when priority == p2
    within 40h on by desk { london: london; lord_howe: lord_howe; nights: nights }
    pause while status in (waiting, away)
    done on reply
  }
  milestone next_answer within 7h on london after each ask { done on reply }
  milestone rounds every 5h on lord_howe { done on reply; until status == closed }
}
"""
FROM = 1805760000  # 2027-03-23, a few days before the clocks change in London
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "priority": st.sampled_from(["p1", "p2", "p3"]),
        "desk": st.sampled_from(["london", "lord_howe", "nights"]),
        "status": st.sampled_from(["open", "waiting", "away"]),
    },
)
ENTRIES = st.lists(
    st.tuples(
        st.integers(0, 40 * 3600),
        CHANGES,
        st.lists(st.sampled_from(["reply", "ask"]), max_size=1),
    ),
    max_size=7,
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> RunningSchedule:
    folder = tmp_path_factory.mktemp("why")
    (folder / "support.sla").write_text(POLICY)
    return RunningSchedule(Compilation(Path(folder)).schedule)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 14 * 86400), ENTRIES)
def test_what_is_counted_adds_up_to_the_promise(
    running: RunningSchedule, created: int, entries: list[tuple[int, dict[str, Any], list[str]]]
) -> None:
    at = FROM + created
    log: list[dict[str, Any]] = [{"at": at, "set": {}, "events": []}]
    for later, changes, events in entries:
        at += later
        log.append({"at": at, "set": changes, "events": events})
    zone = zone_of(running.schedule, "Europe/London")
    played = replay(running, WrittenCase("case", zone, tuple(log), at + 5 * 86400))
    for life in lives_of(played):
        told = explain(running, played, life)
        if told.status != "due" or not told.stretches:
            continue
        assert told.due == life.due, json.dumps(due_data(told), indent=2)
        assert told.counted == told.limit
        assert told.stretches[-1].ends == told.due
        total = 0
        for before, one in zip((None, *told.stretches), told.stretches, strict=False):
            assert before is None or before.ends == one.starts
            total += one.seconds if one.kind == "counted" else 0
            assert one.total == total
            assert one.starts < one.ends
