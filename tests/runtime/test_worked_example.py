"""The worked example: a P2 raised on Friday evening, on hold over the weekend."""

from pathlib import Path

from hosts import Host, at
from policies_run import running

WORKED = Path(__file__).parents[1] / "cli" / "worked_example" / "policy.sla"
ZONE = "America/New_York"


def local(text: str) -> int:
    return at(text, ZONE)


def test_the_worked_example_has_exactly_these_instants() -> None:
    schedule = running(WORKED.read_text("utf-8"))
    timeline = schedule.run(
        [
            {
                "at": local("2027-04-02T17:30"),
                "set": {"tier": "silver", "priority": "p2", "region": "americas"},
            },
            {"at": local("2027-04-03T10:30"), "set": {"status": "waiting"}},
            {"at": local("2027-04-05T09:00"), "set": {"status": "working"}},
            {"at": local("2027-04-05T11:40"), "events": ["agent_reply"]},
        ]
    )
    told = [
        (one.kind, one.subject, one.detail.get("due", one.at))
        for one in timeline.happenings
        if one.subject in ("first_response", "page_oncall", "mail_customer", "review")
    ]
    assert told == [
        ("started", "first_response", local("2027-04-02T17:30")),
        ("due", "first_response", local("2027-04-03T13:30")),
        ("paused", "first_response", local("2027-04-03T10:30")),
        ("resumed", "first_response", local("2027-04-05T09:00")),
        ("due", "first_response", local("2027-04-05T13:30")),
        ("sent", "page_oncall", local("2027-04-05T10:30")),
        ("met", "first_response", local("2027-04-05T11:40")),
        ("sent", "review", local("2027-04-05T11:40")),
    ]


def test_it_is_the_same_for_a_host_that_keeps_the_case() -> None:
    host = Host(
        running(WORKED.read_text("utf-8")),
        "2027-04-02T21:30",
        tier="silver",
        priority="p2",
        region="americas",
    )
    host.enter("2027-04-03T14:30", status="waiting")
    host.enter("2027-04-05T13:00", status="working")
    host.enter("2027-04-05T15:40", "agent_reply")
    assert host.due("first_response") == local("2027-04-05T13:30")
    assert host.instants("sent", "page_oncall")[0] == local("2027-04-05T10:30")
