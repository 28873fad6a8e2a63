"""`milepost simulate`: a case from a file, a test or flags; a table, JSON, a picture, a calendar."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from milepost import cli
from milepost.compiler import Compilation
from milepost.replay.cases import case_of_test
from milepost.replay.drawing import render
from milepost.replay.plain_yaml import read_json, read_yaml
from milepost.replay.replaying import replay
from milepost.replay.scene import scene_of
from milepost.runtime import RunningSchedule
from milepost.semantics.rows import BrokenTextError, Form, Value

HERE = Path(__file__).parent
WORKED = HERE / "worked_example"
POLICIES = sorted(path.parent for path in (HERE.parents[1] / "policies").glob("*/milepost.toml"))
SVG = "{http://www.w3.org/2000/svg}"

FLAGS = ["--created", "2027-04-02T17:30", "--set", "tier=silver", "--set", "priority=p2"]
FLAGS += ["--set", "region=americas", "--at", "2027-04-03T10:30", "status=waiting"]
FLAGS += ["--at=2027-04-05T09:00", "status=working", "--at", "+2h40m", "agent_reply"]

POLICY = """\
case {
  priority p1 | p2
  status new | waiting | closed = new
  labels some of red | green | blue
  seats 1..10
  known_at time
  born date
  agreed duration
  note text
  vip yes/no = no
  derived_one a | b from derivation
  events reply, ask
}
table derivation by priority { p1 | a; p2 | b }
action tell page { service "a; \\"b\\", c"; urgency high }
calendar desk { timezone Europe/London; mon-fri 09:00-17:00 }
process support {
  from created
  until status == closed
  pause while status == waiting
  milestone answer within 4h on desk { done on reply; at 50% do tell; at breach do tell }
  milestone check within external "Checker" of priority on desk { done by hand }
}
record visit { state open | done = open; events arrived }
process visits on visit { until state == done; milestone arrive within 2h on desk { done on arrived } }
"""


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(WORKED)


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "support.sla").write_text(POLICY)
    (tmp_path / "milepost.toml").write_text('name = "shop"\ntimezone = "Europe/London"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def golden(name: str) -> str:
    """Return a text that was read by eye."""
    return (HERE / "golden" / name).read_bytes().decode()


def simulate(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code = cli.run(["simulate", *words])
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    return printed.out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.run(["simulate", *words]) == cli.EXIT_USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize(
    "given",
    [
        ["--case", "case.yaml"],
        ["--case", "case.json"],
        ["--test", "a P2 raised on Friday evening, on hold over the weekend"],
        FLAGS,
    ],
    ids=["yaml", "json", "test", "flags"],
)
def test_a_case_is_the_same_however_it_is_given(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulate(capsys, *given) == golden("simulate_worked_example.txt")


@pytest.mark.usefixtures("worked")
def test_the_json_is_what_the_runtime_says(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(simulate(capsys, "--case", "case.yaml", "--format", "json"))
    schedule = Compilation(WORKED).schedule
    case = case_of_test(schedule, schedule.tests[0])
    timeline = RunningSchedule(schedule).run(case.log)
    assert [{k: v for k, v in one.items() if k != "local"} for one in told["happenings"]] == [
        json.loads(json.dumps(one.data())) for one in timeline.happenings
    ]
    assert told["state"] == timeline.state
    assert told["wake"] == timeline.wake
    assert told["happenings"][0]["local"] == "2027-04-02T17:30:00-04:00"


@pytest.mark.usefixtures("worked")
def test_until_says_how_far_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    told = simulate(capsys, "--case", "case.yaml", "--until", "2027-04-07T12:00")
    assert "more; `--until`" not in told
    assert "update (2)      is overdue\n" in told
    assert "update (3)      is overdue\n" not in told
    assert "\nupdate (3)      due Thu 2027-04-08 11:40; open\n" in told


@pytest.mark.usefixtures("worked")
def test_times_are_shown_in_the_zone_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--timezone", "Europe/Berlin", "--created", "2027-04-02T21:30Z"]
    told = simulate(capsys, *given, "--set", "tier=silver")
    assert told.startswith("times in Europe/Berlin\n\n  Fri 2027-04-02  23:30     case created")


@pytest.mark.usefixtures("policy")
def test_another_kind_of_record(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--record", "visit", "--created", "2027-03-01T09:00", "--at", "+3h", "arrived"]
    told = simulate(capsys, *given)
    assert "process visits takes it" in told
    assert "arrive  done 1h late" in told


@pytest.mark.usefixtures("policy")
def test_every_kind_of_value(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (policy / "case.yaml").write_text("""\
created: 2027-03-01T09:00
given:
  priority: p1
  labels: [red, blue]
  seats: 3
  known_at: 2027-03-01T08:00Z
  born: 1990-05-06
  agreed: 1h30m
  note: "no: really"
  vip: yes
log:
  - {at: +0s, minutes: {check: 90}}
  - {at: +1h, set: {labels: green, note: ~, vip: none}}
  - {at: +1h, events: done:check}
  - at: +2h
    events: [reply]
""")
    told = json.loads(simulate(capsys, "--case", "case.yaml", "--format", "json"))
    assert told["happenings"][0]["set"] == {
        "priority": "p1",
        "labels": ["red", "blue"],
        "seats": 3,
        "known_at": 1803888000,
        "born": "1990-05-06",
        "agreed": 5400,
        "note": "no: really",
        "vip": True,
    }
    changed = [one["set"] for one in told["happenings"] if one["kind"] == "entry"]
    assert {"labels": ["green"], "note": None, "vip": None} in changed
    met = [(one["subject"], one["late"]) for one in told["happenings"] if one["kind"] == "met"]
    assert met == [("check", True), ("answer", False)]


def placed(capsys: pytest.CaptureFixture[str], policy: Path, text: str) -> str:
    (policy / "case.yaml").write_text(text)
    return refused(capsys, "--case", "case.yaml").removeprefix("milepost: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("created: 2027-03-01\n", "case.yaml:1:10: `2027-03-01` is not an instant; write it as"),
        ("given: {}\n", "case.yaml: it does not say when it was created; write `created:"),
        (
            "creted: 2027-03-01T09:00\n",
            "case.yaml:1:1: unknown key `creted`; did you mean `created`?",
        ),
        ("created: 2027-03-01T09:00\ngiven:\n  priorty: p1\n", "case.yaml:3:3: there is no field"),
        ("created: 2027-03-01T09:00\ngiven: {priority: P1}\n", "values are lower case: `p1`"),
        (
            "created: 2027-03-01T09:00\ngiven: {status: clsed}\n",
            "case.yaml:2:17: `status` has no va",
        ),
        ("created: 2027-03-01T09:00\ngiven: {seats: 11}\n", "`seats` cannot be 11; it is declared"),
        (
            "created: 2027-03-01T09:00\ngiven: {derived_one: a}\n",
            "is computed by table `derivation`",
        ),
        ("created: 2027-03-01T09:00\ngiven: {created: x}\n", "`created` is no field to set"),
        ("created: 2027-03-01T09:00\ngiven: {born: 2027-02-30}\n", "write a date such as"),
        ("created: 2027-03-01T09:00\ngiven: {agreed: 90}\n", "`90` is not a duration"),
        (
            "created: 2027-03-01T09:00\ngiven: {labels: [red, grey]}\n",
            "`labels` has no value `grey`",
        ),
        ("created: 2027-03-01T09:00\ngiven: {vip: [yes]}\n", "`vip` takes one value"),
        (
            "created: 2027-03-01T09:00\nlog:\n- {events: [reply]}\n",
            "case.yaml:3:3: entry without `at`",
        ),
        (
            "created: 2027-03-01T09:00\nlog:\n- {at: +1h, events: [repli]}\n",
            "did you mean `reply`?",
        ),
        (
            "created: 2027-03-01T09:00\nlog:\n- {at: +1h, events: [vip]}\n",
            "it is a field: write `vip=…`",
        ),
        (
            "created: 2027-03-01T09:00\nlog:\n- {at: 2027-02-28T09:00}\n",
            "entry lies before the one above",
        ),
        ("created: 2027-03-01T09:00\nlog:\n- {at: +1x}\n", "case.yaml:3:8: `1x` is not a duration"),
        ("created: 2027-03-01T09:00\nlog: {at: +1h}\n", "case.yaml:2:6: `log` is not a list"),
        (
            "created: 2027-03-01T09:00\nuntil: 2027-02-01T09:00\n",
            "case.yaml:2:8: it lies before the last",
        ),
        (
            "created: 1999-03-01T09:00\n",
            "case.yaml:1:10: `1999-03-01T09:00` lies outside the horizon",
        ),
        (
            "created: 2027-03-01T09:00\ntimezone: Europe/Londn\n",
            "case.yaml:2:11: there is no time zone",
        ),
        (
            "created: 2027-03-01T09:00\nrecord: vist\n",
            "case.yaml:2:9: there is no record `vist`; did",
        ),
        ("created: 2027-03-01T09:00\ngiven: [a]\n", "case.yaml:2:8: `given` does not name fields"),
        ("created: *x\n", "case.yaml:1:10: an alias (`*`) is not read in a case file"),
        ("- a\n", "case.yaml:1:1: a case file is made of keys"),
        ("", "case.yaml:1:1: the file is empty"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_place(
    policy: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in placed(capsys, policy, text)


def test_everything_that_is_wrong_is_said_at_once(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "created: 2027-03-01T09:00\ngiven: {seats: 0}\nlog: [{at: +1h, events: [reply, asc]}]\n"
    assert placed(capsys, policy, text) == (
        "case.yaml:2:16: `seats` cannot be 0; it is declared as `1..10`\n"
        "  case.yaml:3:33: there is no event `asc`; did you mean `ask`?\n"
    )


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--created", "2027-03-01T09:00", "--set", "vip"], "--set vip: `vip` sets nothing; write"),
        (["--created", "2027-03-01T09:00", "--at", "+1h"], "--at +1h: the entry says nothing"),
        (["--created", "2027-03-01T09:00", "--at"], "--at : the entry says nothing"),
        (["--created", "2027-03-01T09:00", "--at", "+1h", "done:answer"], "there is no event"),
        (["--created", "2027-03-01T09:00", "--case", "case.yaml"], "give the case in one way"),
        (["--set", "vip=yes"], "the case: it does not say when it was created"),
        ([], "give the case in one way"),
        (["--test", "x", "--until", "2027-03-01T09:00"], "--test takes no --until"),
        (["--case", "case.json"], "case.json: cannot read the file"),
        (["nowhere", "--created", "2027-03-01T09:00"], "no such file or folder: nowhere"),
    ],
)
def test_what_cannot_be_asked(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, *words)


def test_broken_json_is_named_with_its_place(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (policy / "case.json").write_text('{\n  "created": \n}')
    assert "case.json:3:1: no JSON: expecting value" in refused(capsys, "--case", "case.json")


def test_without_a_zone_instants_must_be_in_utc(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (policy / "milepost.toml").write_text('name = "shop"\n')
    assert "no time zone says what" in refused(capsys, "--created", "2027-03-01T09:00")
    assert simulate(capsys, "--created", "2027-03-01T09:00Z").startswith("times in Etc/UTC")


def test_a_policy_with_errors_is_reported(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (policy / "support.sla").write_text(POLICY.replace("done on reply", "done on repli"))
    assert cli.run(["simulate", "--created", "2027-03-01T09:00"]) == cli.EXIT_FINDINGS
    assert "error[P101]: unknown event `repli`" in capsys.readouterr().err


def test_a_file_is_written_whole_or_not_at_all(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--created", "2027-03-01T09:00", "--format", "svg"]
    assert simulate(capsys, *given, "--out", "out/case.svg") == "wrote out/case.svg\n"
    assert (policy / "out" / "case.svg").read_text().startswith("<svg ")
    assert refused(capsys, *given, "--set", "vip=maybe", "--out", "out/other.svg")
    (policy / "plain").write_text("")
    assert cli.run(["simulate", *given, "--out", "plain/case.svg"]) == cli.EXIT_USAGE
    capsys.readouterr()
    assert [path.name for path in (policy / "out").iterdir()] == ["case.svg"]


@pytest.mark.usefixtures("worked")
def test_the_calendar_of_the_worked_example(capfdbinary: Any) -> None:
    given = ["--case", "case.yaml", "--until", "2027-04-06T12:00", "--format", "ics"]
    assert cli.run(["simulate", *given]) == 0
    assert capfdbinary.readouterr().out.decode() == golden("simulate_worked_example.ics")


def test_the_calendar_follows_rfc_5545(policy: Path, capfdbinary: Any) -> None:
    (policy / "milepost.toml").write_text(
        'name = "shop, \\"one\\"; two \\\\ three — größer als fünfundsiebzig Oktette, ganz gewiß"\n'
        'timezone = "Europe/London"\n'
    )
    given = ["--created", "2027-03-01T09:00", "--set", 'note=a,b;c\\d"', "--format", "ics"]
    assert cli.run(["simulate", *given]) == 0
    text = capfdbinary.readouterr().out
    lines = text.split(b"\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert b'X-WR-CALNAME:shop\\, "one"\\; two \\\\ three' in text
    icalendar = pytest.importorskip("icalendar")
    calendar = icalendar.Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [
        "tell (answer)",
        "answer due",
        "tell (answer)",
    ]
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert str(events[0]["DESCRIPTION"]) == "answer, at 50%"


def test_the_calendar_reads_no_clock(policy: Path, capfdbinary: Any) -> None:
    given = ["simulate", str(policy), "--created", "2027-03-01T09:00", "--format", "ics"]
    first = (cli.run(given), capfdbinary.readouterr().out)
    assert (cli.run(given), capfdbinary.readouterr().out) == first
    assert b"DTSTAMP:20270301T090000Z" in first[1]


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.usefixtures("worked")
def test_the_picture_shows_dues_pauses_triggers_and_endings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    svg = simulate(capsys, "--case", "case.yaml", "--format", "svg")
    shown = texts(svg)
    for wanted in (
        "first_response",
        "was due Sat 3 Apr 13:30",
        "due Mon 5 Apr 13:30",
        "met Mon 5 Apr 11:40",
        "page_oncall",
        "status = waiting",
        "agent_reply",
        "Sun 4 Apr",
    ):
        assert wanted in shown
    kinds = {one.get("class") for one in parsed(svg).iter(f"{SVG}rect")}
    assert {"o", "r", "c", "p", "l"} <= kinds
    assert simulate(capsys, "--case", "case.yaml", "--format", "svg") == svg


@pytest.mark.parametrize("folder", POLICIES, ids=lambda folder: folder.name)
def test_every_test_of_every_policy_can_be_drawn(folder: Path) -> None:
    schedule = Compilation(folder).schedule
    running = RunningSchedule(schedule)
    for test in schedule.tests:
        played = replay(running, case_of_test(schedule, test))
        svg = render(scene_of(running, played, test.name, "<&>"))
        assert "nan" not in svg
        assert "<&>" in texts(svg)
        left = [float(one) for one in re.findall(r'<rect class="[orcplk]" x="([0-9.]+)"', svg)]
        assert all(0 <= x <= 1060 for x in left)
        assert played.happenings == running.run(played.case.log, test.record).happenings


def plain(value: Value) -> Any:
    """Return a value as plain data, all scalars as texts."""
    if value.form is Form.LIST:
        return [plain(item) for item in value.content]
    if value.form is Form.OBJECT:
        return {entry.key: plain(entry.value) for entry in value.content}
    return value.content


YAMLS = [
    "a: b\n",
    "---\na: b#c  # d\n",
    "log:\n- a: 1\n  b: 2\n- a: 3\nz: 1\n",
    "log:\n  - at: +2h # later\n    set: {x: no, 'y z': \"q\\n\"}\n  -\n    at: x\n",
    "a:\n  - - 1\n    - 2\n  - it is # c\n",
    "a: http://x.y:80/z\nb: {u: http://x:8/z, v: a b c}\n",
    "a: [1,\n  two,   # why\n  'it''s', [], {}]\n",
    "a:\n\nb: ~\n",
    "\ufeffa: ä ö ü\r\nb: 2\r\n",
]


@pytest.mark.parametrize("text", YAMLS)
def test_plain_yaml_is_read_as_a_yaml_library_reads_it(text: str) -> None:
    known = yaml.load(text, Loader=yaml.BaseLoader)
    assert plain(read_yaml(text)) == known


def test_json_is_read_as_a_json_library_reads_it() -> None:
    text = '{"a": ["x, y", {"b": "c: d"}], "e": "\\u00e4\\n"}'
    assert plain(read_json(text)) == json.loads(text)


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("a: &x 1\n", 3, "an anchor (`&`) is not read in a case file"),
        ("a: b\n   c: d\n", 8, "indented deeper than its neighbours"),
        ("a: 'x\n", 3, "text without its closing quote"),
        ("a:\n\tb: c\n", 3, "tab in the indentation"),
        ("a: [1,\n", 7, "no `,` or `]` here"),
        ("a: {b}\n", 4, "value without a key"),
        ("a: 1\na: 2\n", 5, "key `a` stands twice"),
        ("a: |\n  x\n", 3, "a block text (`|`) is not read in a case file"),
        ("a: b\n---\nc: d", 5, "second document"),
        ("a: 'x' y\n", 6, "text behind a value"),
        ('a: "\\ud800"\n', 3, "half of a surrogate pair"),
        (f"a: {'[' * 50}", 14, "nested too deeply"),
    ],
)
def test_what_is_not_plain_is_refused_at_its_place(text: str, at: int, message: str) -> None:
    with pytest.raises(BrokenTextError) as broken:
        read_yaml(text)
    assert (broken.value.at, broken.value.message) == (at, message)
