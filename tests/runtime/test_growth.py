"""A case that lasts for years: its state grows no further, and forgets nothing that is asked again."""

import json

import pytest
from chance import DAY, HOUR, MINUTE, MONDAY, Log
from policies_run import running

from milepost.runtime import RunningSchedule
from milepost.runtime.case import State

POLICY = """\
timezone UTC

case { status open | waiting | closed = open; level l1 | l2 | l3 = l1; events reply, ask }

calendar office { timezone UTC; mon-fri 09:00-17:00 }

action nag notify { channel "#desk"; text "again" }

process support {
  until status == closed
  pause while status == waiting
  on reopening restart
  milestone repair within 9000h on always { done when status == closed; every 1h after due do nag }
  milestone news every 2h on always { done on reply; at breach do nag during office }
  milestone answer within 1h on office after each ask { done on reply; at 50% do nag }
  milestone turn within 1h on office after each ask chained { done on reply }
}
"""
FOLLOWING = POLICY.replace("on reopening restart", "on reopening resume").replace(
    "  milestone turn",
    "  milestone visit within 2h on office after last reply { done on ask }\n  milestone turn",
)


def busy(days: int) -> Log:
    """Return the log of a case on which much is done every day."""
    log: Log = [{"at": MONDAY}]
    for day in range(days):
        at = MONDAY + day * DAY + 9 * HOUR
        log += [
            {"at": at, "events": ["ask"]},
            {"at": at + 20 * MINUTE, "set": {"status": "waiting"}},
            {"at": at + 50 * MINUTE, "set": {"status": "open", "level": f"l{day % 3 + 1}"}},
            {"at": at + 60 * MINUTE, "events": ["reply"]},
        ]
        if day % 40 == 39:
            log.append({"at": at + 2 * HOUR, "set": {"status": "closed"}})
            log.append({"at": at + 3 * HOUR, "set": {"status": "open"}})
    return log


def sizes(schedule: RunningSchedule, log: Log) -> list[int]:
    """Return the sizes of a case's states, as JSON."""
    found = []
    state: State | None = None
    for entry in log:
        state, _ = schedule.step(state, entry)
        found.append(len(json.dumps(state)))
    return found


def test_a_state_grows_no_further_after_some_months() -> None:
    found = sizes(running(POLICY), busy(160))
    settled, last = max(found[: len(found) // 2]), max(found[len(found) // 2 :])
    assert last <= settled * 21 // 20


def test_a_clock_that_looks_back_keeps_the_pauses_it_may_count() -> None:
    """What follows the last reply may count the pauses since: they are kept, two numbers each."""
    found = sizes(running(FOLLOWING), busy(80))
    assert found[-1] < 100 * 1024


@pytest.mark.parametrize("policy", [POLICY, FOLLOWING], ids=["plain", "following"])
def test_what_is_forgotten_is_not_missed(policy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    schedule, log = running(policy), busy(45)
    short = schedule.run(log).happenings
    monkeypatch.setattr("milepost.runtime.schedule.forget", lambda _: None)
    assert schedule.run(log).happenings == short
