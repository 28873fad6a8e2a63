"""`milepost why`: a due unfolded, golden texts read by eye, and totals that add up."""

import json
from pathlib import Path
from typing import Any

import pytest

from milepost import cli
from milepost.compiler import Compilation
from milepost.replay.cases import case_of_test
from milepost.replay.explain import explain
from milepost.replay.explanation import Explanation
from milepost.replay.lives import begun, lives_of
from milepost.replay.replaying import replay
from milepost.runtime import RunningSchedule

HERE = Path(__file__).parent
WORKED = HERE / "worked_example"
POLICIES = sorted(path.parent for path in (HERE.parents[1] / "policies").glob("*/milepost.toml"))

POLICY = """\
timezone Europe/London
case {
  tier      silver | gold
  priority  p1 | p2 | p3 = p2
  status    new | waiting | closed = new
  vip, keen yes/no = no
  known_at  time
  agreed    duration
  events    reply, fix
}
calendar desk {
  timezone  Europe/London
  mon-fri   09:00-12:30, 13:30-17:30
  holidays  GB
  closed    2026-12-24 "company day"
  open      2026-12-31 09:00-12:00 "short day"
}
calendar weekdays { timezone Europe/London; mon-fri 00:00-24:00; holidays GB }
tier silver { channels email; hours desk }
tier gold { channels email; hours always }
table limits by tier, priority, milestone {
             | answer | repair
  any, p1    | 1h     | 4h on always
  silver, p2 | 4h     | 2 business days on desk
  gold, p2   | 2h     | 8h on always
  any, p3    | 12h    | none "when we can"
}
process old_support { for gold; when status == waiting; ahead of support; until status == closed; carry on change of tier; milestone answer within 1h { done on reply } }
process support version 2 effective 2026-06-01 {
  until   status == closed
  pause   while status == waiting
  carry   on change of tier, priority, vip, agreed
  tighten on change of keen
  milestone answer {
    within 30m when vip and priority == p1
    within 8h when keen
    within limits
    done on reply
  }
  milestone repair within limits { done on fix }
  milestone news within earliest(4h on always after known_at, 24h on always) { done on fix }
  milestone report within 1 month on desk after repair, rolling to 12:00 next business day on desk { done on fix }
  milestone visit within agreed on desk when agreed is set { done on fix }
  milestone call within 1h on desk { when vip; done on fix }
  milestone mail within 1h on desk { start when vip; done on fix }
  milestone survey by close of business day 1 on desk, cut-off 16:00 { done on fix }
}
process support version 1 effective 2026-01-01 { until status == closed; carry on change of tier; milestone answer within 9h { done on reply } }
process support version 3 effective 2030-01-01 { until status == closed; carry on change of tier; milestone answer within 9h { done on reply } }
"""


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "support.sla").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def golden(name: str) -> str:
    """Return a text that was read by eye."""
    return (HERE / "golden" / f"{name}.txt").read_text(encoding="utf-8")


def why(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code = cli.run(["why", *words])
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    return printed.out


def why_json(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(why(capsys, *words, "--format", "json"))


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.run(["why", *words]) == cli.EXIT_USAGE
    return capsys.readouterr().err


def test_the_worked_example_is_unfolded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(WORKED)
    told = why(capsys, "first_response", "--test", "a P2 raised on Friday evening")
    assert told == golden("why_worked_example")


def test_the_worked_example_as_of_its_pause(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(WORKED)
    told = why(capsys, "first_response", "--test", "a P2 raised", "--at", "2027-04-04T12:00")
    assert told.splitlines()[0] == (
        "first_response paused: it has no due while its clock stands (America/New_York)"
    )
    assert told.splitlines()[-1] == (
        "Paused since Sat 2027-04-03 10:30: status == waiting; 1h of 4h counted, 3h left"
    )


@pytest.mark.usefixtures("policy")
def test_over_christmas_each_day_has_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["answer", "--created", "2026-12-23T16:30", "--set", "tier=silver"]
    assert why(capsys, *asked, "--set", "priority=p3") == golden("why_christmas")


@pytest.mark.usefixtures("policy")
def test_in_the_night_the_clocks_go_forward_an_hour_is_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["repair", "--created", "2027-03-27T20:00", "--set", "tier=gold"]
    assert why(capsys, *asked) == golden("why_summer_time")


@pytest.mark.usefixtures("policy")
def test_a_change_of_calendar_keeps_the_time_used(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["answer", "--created", "2027-03-01T16:00", "--set", "tier=silver"]
    asked += [
        "--at",
        "2027-03-01T16:30",
        "status=waiting",
        "--at",
        "2027-03-02T09:30",
        "status=new",
    ]
    assert why(capsys, *asked, "--at", "2027-03-02T10:00", "tier=gold") == golden("why_carry")


@pytest.mark.usefixtures("policy")
def test_business_days_pauses_and_the_start_they_move(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["repair", "--created", "2027-03-25T15:00", "--set", "tier=silver"]
    asked += ["--at", "2027-03-25T16:00", "status=waiting", "--at", "+1h", "status=new"]
    assert why(capsys, *asked) == golden("why_business_days")


@pytest.mark.usefixtures("policy")
def test_a_due_rolled_forward_names_the_dates_passed(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["report", "--created", "2027-02-25T15:00", "--set", "tier=silver"]
    assert why(capsys, *asked, "--at", "2027-02-26T11:00", "fix") == golden("why_rolled")


@pytest.mark.usefixtures("policy")
def test_of_alternatives_the_one_that_counts_is_unfolded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["news", "--created", "2027-03-01T09:00", "--set", "tier=silver"]
    told = why(capsys, *asked, "--at", "+1h", "known_at=2027-03-01T08:00")
    assert "  4h on always after known_at: due Mon 2027-03-01 12:00; this one counts\n" in told
    assert "  24h on always: due Tue 2027-03-02 09:00\n" in told
    assert "Counted from Mon 2027-03-01 08:00: after known_at\n" in told
    assert told.endswith("Due Mon 2027-03-01 12:00: 4h of 4h\n")


@pytest.mark.usefixtures("policy")
def test_tighten_keeps_the_earlier_promise(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["answer", "--created", "2027-03-01T09:00", "--set", "tier=silver"]
    told = why(capsys, *asked, "--at", "+1h", "keen=yes")
    assert "The promise from before that change stands: tighten keeps the earlier due\n" in told
    assert told.endswith("Due Mon 2027-03-01 14:00: 4h of 4h\n")


@pytest.mark.usefixtures("policy")
def test_more_time_used_than_the_new_target_allows(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["answer", "--created", "2027-03-01T09:00", "--set", "tier=silver"]
    told = why(capsys, *asked, "--at", "+3h", "priority=p1")
    assert told.splitlines()[0] == "answer due Mon 2027-03-01 10:00 (Europe/London); overdue"
    assert told.endswith("Due Mon 2027-03-01 10:00: 1h of 1h\n")


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize(
    ("milestone", "given", "said"),
    [
        ("report", [], "report never starts: it counts after repair, which has not come"),
        ("visit", [], "visit never starts: no line of its targets holds (support.sla:43)"),
        ("call", [], "it is promised when vip; vip is no (support.sla:44)"),
        ("mail", [], "it starts when vip; vip is no (support.sla:45)"),
        ("answer", ["status=closed"], "answer never starts: no process takes the case"),
    ],
)
def test_why_a_milestone_never_starts(
    milestone: str, given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [milestone, "--created", "2027-03-01T09:00", "--set", "tier=silver"]
    asked += [word for text in given for word in ("--set", text)]
    assert said in why(capsys, *asked)
    assert why_json(capsys, *asked)["status"] == "not started"


@pytest.mark.usefixtures("policy")
def test_a_target_of_none_has_no_due(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["repair", "--created", "2027-03-01T09:00", "--set", "tier=silver"]
    told = why(capsys, *asked, "--set", "priority=p3")
    assert told.splitlines()[0] == "repair has no due (Europe/London)"
    assert told.endswith("No due: when we can\n")


@pytest.mark.usefixtures("policy")
def test_the_json_says_the_same_and_its_totals_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["answer", "--created", "2026-12-23T16:30", "--set", "tier=silver"]
    asked += ["--set", "priority=p3", "--at", "2026-12-29T10:00", "status=waiting"]
    told = why_json(capsys, *asked, "--at", "+1h", "status=new")
    stretches = told["stretches"]
    counted = [one for one in stretches if one["kind"] == "counted"]
    assert told["status"] == "due"
    assert sum(one["open_seconds"] for one in counted) == told["limit"] == 12 * 3600
    assert stretches[-1]["total"] == told["counted"] == told["limit"]
    assert [one["to"]["at"] for one in stretches][:-1] == [one["from"]["at"] for one in stretches][
        1:
    ]
    assert {"kind": "holiday", "label": "Christmas Day", "origin": "GB", "calendar": "desk"} in [
        note for one in stretches for note in one.get("closed_by", ())
    ]
    (paused,) = [one for one in stretches if one["kind"] == "paused"]
    assert paused["conditions"] == ["status == waiting"]
    assert paused["open_seconds"] == 3600
    assert told["calendar"] == {
        "name": "desk",
        "named_by": "tier",
        "holder": "silver",
        "place": {"path": "support.sla", "line": 19, "column": 6},
        "timezone": "Europe/London",
    }
    assert [(one["name"], one["version"], one["verdict"]) for one in told["versions"]] == [
        ("support", 1, "older"),
        ("support", 3, "not effective yet"),
    ]


def test_a_compiled_schedule_explains_as_its_project(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["compile", "--out", "schedule.json"]) == 0
    capsys.readouterr()
    asked = ["answer", "--created", "2026-12-23T16:30", "--set", "tier=silver"]
    assert why(capsys, "schedule.json", *asked) == why(capsys, str(policy), *asked)


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["anser", "--created", "2027-03-01T09:00"], "did you mean `answer`?"),
        (["answer"], "give the case in one way"),
        (["answer", "--created", "2027-03-01T09:00", "--test", "x"], "give the case in one way"),
        (["answer", "--test", "x"], "there is no test `x`"),
        (["a", "b", "answer", "--created", "2027-03-01T09:00"], "name a PATH and a MILESTONE"),
        (["news", "--created", "2027-03-01T09:00", "--nth", "2"], "`news` began once"),
        (["news", "--created", "2027-03-01T09:00", "--at", "2027-02-01T09:00"], "not yet created"),
        (["news", "--created", "2027-03-01T09:00", "--at", "noon"], "--at noon: `noon` is not"),
        (["answer", "--case", "none.yaml"], "none.yaml: cannot read the file"),
    ],
)
def test_what_cannot_be_asked(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, *words)


def assert_it_adds_up(told: Explanation, due: int | None) -> None:
    """Assert that an explanation ends at the due that the runtime told, and its counts do."""
    assert told.due == due
    if told.limit is not None and told.stretches:
        assert told.counted == told.limit
        counted = sum(one.seconds for one in told.stretches if one.kind == "counted")
        assert counted == told.limit
        assert all(
            before.ends == after.starts
            for before, after in zip(told.stretches, told.stretches[1:], strict=False)
        )
    if told.day_count is not None:
        assert told.day_count.due == (told.rolled.before if told.rolled else told.due)


@pytest.mark.parametrize("folder", [*POLICIES, WORKED], ids=lambda folder: folder.name)
def test_every_due_of_every_policy_is_explained_and_adds_up(folder: Path) -> None:
    schedule = Compilation(folder).schedule
    running = RunningSchedule(schedule)
    explained = 0
    for test in schedule.tests:
        played = replay(running, case_of_test(schedule, test))
        for life in begun(played, lives_of(played)):
            told = explain(running, played, life)
            if told.status == "due":
                assert_it_adds_up(told, life.due)
                explained += 1
    assert explained
