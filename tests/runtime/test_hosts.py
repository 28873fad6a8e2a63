"""What a host sees: when it is woken, what it is refused, what it is told."""

import json
from functools import partial

import pytest
from hosts import Host, at
from policies_run import running, schedule_of

from milepost.frozen import replace
from milepost.replay.cases import WrittenCase
from milepost.replay.replaying import replay
from milepost.replay.unstarted import why_not_started
from milepost.runtime import EntryError, RunningSchedule

SUPPORT = """\
timezone UTC

case { status open | waiting | closed = open; events reply }

action warn notify { channel "#desk"; text "soon" }

process support {
  until status == closed
  pause while status == waiting
  milestone answer within 4h on always { done on reply; at 50% do warn }
  milestone follow_up within 1h on always after answer { done by hand }
}
"""


def test_a_host_is_woken_one_second_after_what_is_to_happen() -> None:
    host = Host(running(SUPPORT), "2027-01-04T10:00")
    assert host.wake_at == at("2027-01-04T12:00:01")
    host.wake("2027-01-04T12:00:01")
    assert host.instants("sent", "warn") == [at("2027-01-04T12:00")]
    assert host.wake_at == at("2027-01-04T14:00:01")


def test_a_timer_at_the_instant_of_waking_is_still_to_come() -> None:
    host = Host(running(SUPPORT), "2027-01-04T10:00")
    host.wake("2027-01-04T12:00")
    assert host.told("sent") == []
    host.enter("2027-01-04T12:00", status="waiting")
    host.wake("2027-01-04T18:00")
    assert host.told("sent") == []


def test_nothing_is_asked_of_a_host_while_every_clock_stands() -> None:
    host = Host(running(SUPPORT), "2027-01-04T10:00", status="waiting")
    assert host.wake_at is None


def test_an_entry_before_what_was_settled_is_refused_and_changes_nothing() -> None:
    host = Host(running(SUPPORT), "2027-01-04T10:00")
    host.wake("2027-01-04T12:30")
    before = json.dumps(host.state)
    with pytest.raises(EntryError, match="late: timers are settled up to"):
        host.enter("2027-01-04T12:29:59", "reply")
    assert json.dumps(host.state) == before
    host.enter("2027-01-04T12:30", "reply")
    assert host.instants("met", "answer") == [at("2027-01-04T12:30")]


def test_an_entry_before_another_is_refused() -> None:
    host = Host(running(SUPPORT), "2027-01-04T10:00")
    host.enter("2027-01-04T11:00", status="waiting")
    with pytest.raises(EntryError, match="late"):
        host.enter("2027-01-04T10:59:59", "reply")


def test_time_does_not_go_back() -> None:
    host = Host(running(SUPPORT), "2027-01-04T10:00")
    host.wake("2027-01-04T11:00")
    with pytest.raises(EntryError, match="late"):
        host.wake("2027-01-04T10:59:59")


def test_what_is_done_by_hand_is_an_event_named_after_it() -> None:
    host = Host(running(SUPPORT), "2027-01-04T10:00")
    host.enter("2027-01-04T10:30", "done:follow_up")  # it has not begun: nothing to be done
    assert host.told("met") == []
    host.enter("2027-01-04T11:00", "reply")
    host.enter("2027-01-04T11:30", "done:follow_up")
    assert host.instants("met", "follow_up") == [at("2027-01-04T11:30")]


ASKING = """\
timezone UTC

case { status open | waiting | closed = open; priority p1 | p2 = p1; vip yes/no = no; events reply }

action warn notify { channel "#desk"; text "soon" }

process support {
  until status == closed
  pause while status == waiting
  carry on change of priority
  milestone answer within external "Desk.Minutes" of priority on always {
    done on reply
    at 50% do warn
  }
}
"""


def test_a_host_is_asked_once_and_again_when_a_field_it_named_changes() -> None:
    host = Host(running(ASKING), "2027-01-04T10:00")
    assert [one.detail for one in host.told("asked")] == [
        {"name": "Desk.Minutes", "fields": ["priority"]}
    ]
    host.enter("2027-01-04T10:10", vip=True)
    assert len(host.told("asked")) == 1
    host.enter("2027-01-04T10:20", priority="p2")
    assert host.instants("asked", "answer") == [at("2027-01-04T10:00"), at("2027-01-04T10:20")]


def test_an_answer_counts_from_the_start_with_its_pauses() -> None:
    host = Host(running(ASKING), "2027-01-04T10:00")
    assert host.told("due") == []
    host.enter("2027-01-04T10:30", minutes={"answer": 120})
    assert host.due("answer") == at("2027-01-04T12:00")
    host.enter("2027-01-04T11:00", status="waiting")
    host.enter("2027-01-04T11:30", status="open")
    assert host.due("answer") == at("2027-01-04T12:30")
    host.wake("2027-01-04T11:31")
    assert host.instants("sent", "warn") == [at("2027-01-04T11:30")]


def test_another_answer_replaces_the_first_unless_it_is_late_already() -> None:
    host = Host(running(ASKING), "2027-01-04T10:00")
    host.enter("2027-01-04T10:00", minutes={"answer": 60})
    host.enter("2027-01-04T10:30", priority="p2", minutes={"answer": 90})
    assert host.due("answer") == at("2027-01-04T11:30")
    host.wake("2027-01-04T11:31")
    host.enter("2027-01-04T12:00", minutes={"answer": 600})
    assert host.instants("breached", "answer") == [at("2027-01-04T11:30")]
    assert host.due("answer") == at("2027-01-04T11:30")


def test_an_answer_that_makes_the_due_past_is_a_breach_now_with_that_due() -> None:
    host = Host(running(ASKING), "2027-01-04T10:00")
    host.enter("2027-01-04T12:00", minutes={"answer": 60})
    (breach,) = host.told("breached", "answer")
    assert (breach.at, breach.detail) == (
        at("2027-01-04T12:00"),
        {"due": at("2027-01-04T11:00")},
    )


@pytest.mark.parametrize("answer", [-1, 2**40, "60", 1.5, True, [], None])
def test_a_nonsense_answer_is_an_error_without_a_due(answer: object) -> None:
    host = Host(running(ASKING), "2027-01-04T10:00")
    host.enter("2027-01-04T10:05", minutes={"answer": 60})
    host.enter("2027-01-04T10:10", minutes={"answer": answer})
    (error,) = host.told("error", "answer")
    assert error.detail == {"reason": f"the host answered {answer!r} minutes"}
    assert host.due("answer") is None
    assert host.wake_at is None


ROUNDS = """\
timezone UTC

case { x a | b | c = c; status open | closed = open; events reply }

action first_action  set { x = c }
action second_action set { x = c }

process support {
  until status == closed
  milestone one within 1h on always { start each time x == a; done when x != a; once met do first_action }
  milestone two within 1h on always { start each time x == b; done when x != b; once met do second_action }
}
"""


def test_set_actions_that_go_in_circles_at_one_instant_are_reported() -> None:
    """The compiler refuses such a policy: here an action of a sound one is changed by hand."""
    sound = schedule_of(ROUNDS)
    actions = tuple(
        replace(one, settings=(replace(one.settings[0], values=(value,)),))
        for one, value in zip(sound.actions, "ab", strict=True)
    )
    circle = replace(sound, actions=actions)
    host = Host(RunningSchedule(circle), "2027-01-04T10:00", x="a")
    host.enter("2027-01-04T11:00", x="b")
    (unstable,) = host.told("unstable")
    assert unstable.at == at("2027-01-04T11:00")
    by_actions = [one for one in host.told("entry") if one.detail.get("by") == "set"]
    assert len(by_actions) == 3, "milestones and one"
    host.enter("2027-01-04T12:00", status="closed")
    assert host.told("left"), "the case goes on"


LATE = """\
timezone UTC

case { priority low | high = low; status open | closed = open; events fix }

action warn notify { channel "#desk"; text "soon" }
action nag  notify { channel "#desk"; text "again" }

process support {
  until status == closed
  carry on change of priority
  milestone repair {
    within 1h on always when priority == high
    within 12h on always
    done on fix
    30m before due  do warn
    10m before due  do warn
    every 1h after due, up to 9 times  do nag
  }
}
"""


def test_what_is_sent_too_late_says_so_and_what_is_not_sent_is_listed() -> None:
    host = Host(running(LATE), "2027-01-04T10:00")
    host.enter("2027-01-04T14:30", priority="high")
    sent = {one.subject: one.detail for one in host.told("sent")}
    assert sent["warn"] == {
        "trigger": 1,
        "milestone": "repair",
        "reached": at("2027-01-04T10:50"),
        "late": True,
    }
    assert sent["nag"]["reached"] == at("2027-01-04T14:00")
    skipped = {one.subject: one.detail for one in host.told("skipped")}
    assert skipped["warn"]["reached"] == at("2027-01-04T10:30")
    assert (skipped["nag"]["reached"], skipped["nag"]["times"]) == (at("2027-01-04T12:00"), 2)


FOLLOWING = """\
timezone UTC

case { status open | closed = open; events fix, report, off }

process support {
  until status == closed
  milestone repair within 4h on always { done on fix; cancel on off }
  milestone review within 2h on always after repair { done on report }
}
"""


def test_the_explanation_says_why_what_follows_a_cancelled_one_never_starts() -> None:
    schedule = running(FOLLOWING)
    log = ({"at": at("2027-01-04T10:00")}, {"at": at("2027-01-04T11:00"), "events": ["off"]})
    case = WrittenCase("case", schedule.program.zone, log)
    unstarted = why_not_started(schedule, replay(schedule, case), "review")
    assert unstarted.reason == "anchor"


def test_a_version_takes_running_cases_over_at_its_date() -> None:
    policy = """\
timezone America/New_York

case { status open | closed = open; visit_at time; events fix, look }

process support {
  until status == closed
  milestone repair within 400h on always { done on fix }
  milestone removed within 800h on always { done on look }
}

process support version 2 effective 2027-02-01 takes over {
  until status == closed
  milestone repair within 500h on always { done on fix }
  milestone past within 1h on always { done on look }
  milestone to_come within 1h on always after repair { done on look }
}
"""
    host = Host(running(policy), "2027-01-20T10:00")
    host.wake("2027-02-02T00:00")
    midnight = at("2027-02-01T00:00", "America/New_York")
    (entered,) = host.told("entered", "support")[1:]
    assert (entered.at, entered.detail["version"]) == (midnight, 2)
    assert host.due("repair") == at("2027-01-20T10:00") + 500 * 3_600
    assert host.instants("cancelled", "removed") == [midnight]
    host.enter("2027-02-03T10:00", "fix")
    assert host.told("started", "past") == []
    assert host.instants("started", "to_come") == [at("2027-02-03T10:00")]


BY_FIELD = """\
timezone UTC

case { status open | closed = open; visit_at time; events fix }

process support {
  until status == closed
  milestone repair within 400h on always { done on fix }
}

process support version 2 effective 2027-02-01 by visit_at takes over {
  until status == closed
  milestone repair within 500h on always { done on fix }
}
"""


def test_a_version_that_counts_by_a_field_takes_new_cases_by_it() -> None:
    enter = partial(Host, running(BY_FIELD))
    entered = [
        enter("2027-01-20T10:00"),
        enter("2027-01-20T10:00", visit_at=at("2027-01-31T23:59")),
        enter("2027-01-20T10:00", visit_at=at("2027-02-01T00:00")),
        enter("2027-02-20T10:00", visit_at=at("2027-01-31T23:59")),
    ]
    versions = [host.told("entered")[0].detail["version"] for host in entered]
    assert versions == [1, 1, 2, 1]


def test_a_version_that_counts_by_a_field_takes_over_when_the_field_says_so() -> None:
    host = Host(running(BY_FIELD), "2027-01-20T10:00")
    host.wake("2027-01-25T10:00")
    host.enter("2027-01-25T10:00", visit_at=at("2027-03-01T12:00"))
    assert [one.at for one in host.told("entered")] == [
        at("2027-01-20T10:00"),
        at("2027-01-25T10:00"),
    ]
    assert host.due("repair") == at("2027-01-20T10:00") + 500 * 3_600


def test_a_version_that_counts_by_a_field_leaves_alone_what_is_earlier() -> None:
    host = Host(running(BY_FIELD), "2027-01-20T10:00", visit_at=at("2027-01-30T10:00"))
    host.wake("2027-02-10T10:00")
    assert len(host.told("entered")) == 1


def test_a_due_beyond_the_horizon_is_told_and_never_breached() -> None:
    policy = SUPPORT.replace("within 4h on always", "within 6000h on always")
    host = Host(running(policy), "2028-12-01T10:00")
    host.enter("2028-12-02T10:00", status="waiting")
    host.enter("2028-12-03T10:00", status="open")
    assert host.due("answer") > at("2100-01-01T00:00")
    host.wake("2035-01-01T00:00")
    assert host.told("breached") == []
    assert host.wake_at is None
    host.enter("2035-01-01T00:00", "reply")
    assert host.instants("met", "answer") == [at("2035-01-01T00:00")]


def test_a_case_that_begins_after_the_horizon_runs_without_dues() -> None:
    host = Host(running(SUPPORT), "2040-01-01T10:00")
    host.enter("2040-01-01T11:00", "reply")
    assert host.instants("met", "answer") == [at("2040-01-01T11:00")]


def test_a_case_that_begins_before_the_horizon_says_why_it_has_no_due() -> None:
    host = Host(running(SUPPORT), "2001-01-01T10:00")
    (error,) = host.told("error", "answer")
    assert error.detail["reason"] == "it would count from before the horizon of the schedule"


def test_a_promise_that_slept_when_a_passage_ended_stays_history_after_a_restart() -> None:
    policy = FOLLOWING.replace(
        "until status == closed", "until status == closed\n  on reopening restart"
    ).replace(
        "{ done on fix; cancel on off }", "{ done on fix; cancel on off; when status != closed }"
    )
    host = Host(running(policy), "2027-01-04T10:00")
    host.enter("2027-01-04T11:00", status="closed")
    host.enter("2027-01-04T12:00", status="open")
    host.enter("2027-01-04T13:00", "fix")
    assert host.instants("met", "repair") == [at("2027-01-04T13:00")]
