"""A new schedule under a running case: settled up to then by the old one, then carried over."""

import json

import pytest
from chance import DAY, Log, logs, policies
from hosts import Host, at
from hypothesis import given
from policies_run import running
from test_laws import law, told

from milepost.runtime import EntryError, StateError

BEFORE = """\
timezone Europe/London

case {
  status    open | waiting | closed = open
  priority  p1 | p2 | p3 = p2
  old_field yes/no = yes
  events    reply, fix, look
}

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

action warn notify { channel "#desk"; text "soon" }
action nag  notify { channel "#desk"; text "late" }

process support {
  until status == closed
  pause while status == waiting
  carry on change of priority
  milestone reply_to within 8h on office { done on reply; at 50% do warn; at breach do nag }
  milestone repair within 16h on office { done on fix }
  milestone dropped within 16h on office { done on look }
}
"""
AFTER = (
    BEFORE.replace("  old_field yes/no = yes\n", "  new_field yes/no = yes\n")
    .replace("p1 | p2 | p3 = p2", "p2 | p3 = p3")
    .replace("within 8h on office", "within 6h on office")
    .replace(
        "milestone dropped within 16h on office { done on look }",
        "milestone past within 1h on office { done on look }\n"
        "  milestone to_come within 1h on office after repair { done on look }",
    )
)


def test_the_time_used_is_carried_to_the_new_target() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    host.adopt("2027-01-04T11:00", running(AFTER))
    assert host.due("reply_to") == at("2027-01-04T15:00")
    assert host.due("repair") == at("2027-01-05T17:00")


def test_pauses_so_far_are_carried_too() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    host.enter("2027-01-04T10:00", status="waiting")
    host.enter("2027-01-04T12:00", status="open")
    host.adopt("2027-01-04T13:00", running(AFTER))
    assert host.due("reply_to") == at("2027-01-04T17:00")
    host.enter("2027-01-04T13:00", status="waiting")
    host.enter("2027-01-04T14:00", status="open")
    assert host.due("reply_to") == at("2027-01-05T10:00")


def test_a_case_that_waits_goes_on_waiting() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    host.enter("2027-01-04T10:00", status="waiting")
    host.adopt("2027-01-04T12:00", running(AFTER))
    assert host.wake_at is None
    host.enter("2027-01-04T13:00", status="open")
    assert host.due("reply_to") == at("2027-01-05T10:00")


def test_the_hours_of_the_new_calendar_count_from_now() -> None:
    around = BEFORE.replace("mon-fri 09:00-17:00", "mon-sun 00:00-24:00")
    host = Host(running(BEFORE), "2027-01-04T14:00")
    host.adopt("2027-01-05T10:00", running(around))  # four of eight hours are used
    assert host.due("reply_to") == at("2027-01-05T14:00")


def test_timers_before_are_settled_by_the_old_schedule() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    host.adopt("2027-01-05T09:00", running(AFTER))
    assert host.instants("sent", "warn") == [at("2027-01-04T13:00")]
    assert host.instants("breached", "reply_to") == [at("2027-01-04T17:00")]
    assert host.due("reply_to") == at("2027-01-04T17:00"), "frozen: not the new schedule's 15:00"


def test_what_was_sent_is_not_sent_again() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    host.adopt("2027-01-04T14:00", running(AFTER))
    host.wake("2027-01-06T00:00")
    assert host.instants("sent", "warn") == [at("2027-01-04T13:00")]
    assert host.instants("sent", "nag") == [at("2027-01-04T15:00")]


def test_a_due_that_is_past_under_the_new_schedule_is_a_breach_now_with_that_due() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    host.adopt("2027-01-04T16:00", running(AFTER))
    (breach,) = host.told("breached", "reply_to")
    assert (breach.at, breach.detail["due"]) == (at("2027-01-04T16:00"), at("2027-01-04T15:00"))


def test_what_is_gone_is_cancelled_and_what_is_new_begins_if_its_anchor_is_to_come() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    host.adopt("2027-01-04T11:00", running(AFTER))
    assert host.instants("cancelled", "dropped") == [at("2027-01-04T11:00")]
    host.enter("2027-01-04T12:00", "fix")
    assert host.told("started", "past") == []
    assert host.instants("started", "to_come") == [at("2027-01-04T12:00")]


def test_fields_that_are_gone_or_no_longer_fit_are_dropped_and_new_ones_get_defaults() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00", priority="p1")
    host.adopt("2027-01-04T11:00", running(AFTER))
    fields = host.state["fields"]
    assert (fields["priority"], fields["new_field"], "old_field" in fields) == ("p3", True, False)


def test_a_process_that_is_gone_lets_the_case_go() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    host.adopt("2027-01-04T11:00", running(BEFORE.replace("process support", "process other")))
    assert host.instants("left", "support") == [at("2027-01-04T11:00")]
    assert host.instants("entered", "other") == [at("2027-01-04T11:00")]


def test_there_and_back_again() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    host.adopt("2027-01-04T11:00", running(AFTER))
    host.adopt("2027-01-04T12:00", running(BEFORE))
    assert host.due("reply_to") == at("2027-01-04T17:00")


def test_a_state_of_another_schedule_is_refused_until_it_is_adopted() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    entry = {"at": at("2027-01-04T11:00"), "events": ["reply"]}
    with pytest.raises(StateError, match="another schedule; `adopt`"):
        running(AFTER).step(host.state, entry)
    with pytest.raises(StateError, match="another schedule"):
        running(AFTER).adopt(host.state, entry["at"], running(AFTER))
    host.adopt("2027-01-04T11:00", running(AFTER))
    host.enter("2027-01-04T11:00", "reply")
    assert host.instants("met", "reply_to") == [at("2027-01-04T11:00")]


def test_an_adoption_is_no_earlier_than_what_was_settled() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    host.wake("2027-01-04T11:00")
    with pytest.raises(EntryError, match="late"):
        host.adopt("2027-01-04T10:59", running(AFTER))


def test_a_state_may_be_saved_before_and_after() -> None:
    plain, saved = (Host(running(BEFORE), "2027-01-04T09:00") for _ in range(2))
    plain.adopt("2027-01-04T11:00", running(AFTER))
    saved.state = json.loads(json.dumps(saved.state))
    saved.adopt("2027-01-04T11:00", running(AFTER))
    assert json.loads(json.dumps(saved.state)) == plain.state


@law
@given(policies(), policies(), logs(), logs())
def test_any_schedule_can_be_adopted_under_any_case(
    before: str, after: str, log: Log, later: Log
) -> None:
    earlier, schedule = running(before), running(after)
    state = None
    for entry in log:
        state, _ = earlier.step(state, entry)
    moved, effects = schedule.adopt(state, log[-1]["at"], earlier)
    assert moved == json.loads(json.dumps(moved))
    gap = log[-1]["at"] - later[0]["at"]
    happenings = list(effects.happenings)
    for entry in later:
        moved, effects = schedule.step(moved, entry | {"at": entry["at"] + gap})
        happenings += effects.happenings
    moved, effects = schedule.wake(moved, later[-1]["at"] + gap + 12 * DAY)
    instants = [one["at"] for one in told([*happenings, *effects.happenings])]
    assert instants == sorted(instants)


SLEEPING = BEFORE.replace(
    "milestone dropped within 16h on office { done on look }",
    "milestone dropped within 16h on office { when priority != p1; done on look }",
)


def test_a_promise_that_sleeps_and_is_gone_does_not_wake() -> None:
    host = Host(running(SLEEPING), "2027-01-04T09:00")
    host.enter("2027-01-04T10:00", priority="p1")
    host.adopt("2027-01-04T11:00", running(AFTER))
    host.enter("2027-01-04T12:00", priority="p2")
    assert host.told("started", "dropped")[1:] == []


def test_a_case_that_comes_back_runs_on_with_what_is_still_promised() -> None:
    host = Host(
        running(BEFORE.replace("pause", "on reopening resume\n  pause")), "2027-01-04T09:00"
    )
    host.enter("2027-01-04T10:00", status="closed")
    host.adopt("2027-01-04T11:00", running(AFTER.replace("pause", "on reopening resume\n  pause")))
    host.enter("2027-01-04T12:00", status="open")
    assert host.due("reply_to") == at("2027-01-04T17:00")
    assert host.told("resumed", "dropped") == []


HELD = BEFORE.replace("at breach do nag", "at breach do nag during office")


def test_what_waits_to_be_sent_waits_for_the_line_as_it_is_now() -> None:
    host = Host(
        running(HELD.replace("within 8h on office", "within 8h on always")), "2027-01-04T12:00"
    )
    host.wake("2027-01-04T21:00")
    host.adopt(
        "2027-01-04T22:00", running(BEFORE.replace("within 8h on office", "within 8h on always"))
    )
    host.wake("2027-01-05T08:00")
    assert host.instants("sent", "nag") == [at("2027-01-04T22:00")]


def test_what_waits_to_be_sent_by_a_line_that_is_gone_is_dropped() -> None:
    host = Host(
        running(HELD.replace("within 8h on office", "within 8h on always")), "2027-01-04T12:00"
    )
    host.wake("2027-01-04T21:00")
    host.adopt("2027-01-04T22:00", running(BEFORE.replace("; at breach do nag", "")))
    host.wake("2027-01-06T08:00")
    assert host.told("sent", "nag") == []
    assert [one.detail["reason"] for one in host.told("skipped", "nag")] == ["its line is no more"]


def test_a_field_that_was_cleared_stays_clear() -> None:
    host = Host(running(BEFORE), "2027-01-04T09:00")
    host.enter("2027-01-04T10:00", priority=None)
    host.adopt("2027-01-04T11:00", running(AFTER))
    assert "priority" not in host.state["fields"]
