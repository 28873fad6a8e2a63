"""Every timeline that `simulate` writes as JSON is one by the schema that `schema` prints."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from milepost import cli
from milepost.compiler import Compilation
from milepost.runtime.happenings import KINDS

ROOT = Path(__file__).parents[2]
WORKED = Path(__file__).parent / "worked_example"
POLICIES = sorted(path.parent for path in (ROOT / "policies").glob("*/milepost.toml"))
EVERYTHING = """\
timezone Etc/UTC
case { status open | waiting | closed = open; events reply, ask, harmless; vip yes/no = no; level s1 | s2 }
calendar office { timezone Europe/London; mon-fri 09:00-17:00 }
action tell page { service "x" }
action flag set { vip = yes }
process support {
  until status == closed
  pause while status == waiting
  on reopening resume
  milestone answer within 1h on always { done on reply; at 50% do tell during office; at breach do flag }
  milestone later within 1h on always after answer { done on reply; waived when vip; cancel on harmless }
  milestone ping every 1h on always { done on ask; until status == closed }
  milestone asked within external "Host" of level on office { done by hand }
  milestone levels within 2h on always { per level; done on reply }
}
"""
LOG = ["--created", "2027-03-06T10:00", "--set", "level=s1", "--at", "+10m", "status=waiting"]
LOG += ["--at", "+10m", "status=open", "--at", "+2h", "level=s2", "--at", "+1h", "ask"]
LOG += ["--at", "+1h", "reply", "--at", "+1h", "harmless", "--at", "+3d", "status=closed"]
LOG += ["--at", "+1h", "status=open"]


@pytest.fixture
def schema(capsys: pytest.CaptureFixture[str]) -> Draft202012Validator:
    assert cli.run(["schema", "timeline"]) == 0
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


def timeline(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    code = cli.run(["simulate", *words, "--format", "json"])
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    return json.loads(printed.out)


@pytest.mark.parametrize("folder", [*POLICIES, WORKED], ids=lambda path: path.name)
def test_every_test_of_every_policy_gives_a_valid_timeline(
    folder: Path, schema: Draft202012Validator, capsys: pytest.CaptureFixture[str]
) -> None:
    for test in Compilation(folder).schedule.tests:
        schema.validate(timeline(capsys, str(folder), "--test", test.name))


def test_a_case_with_everything_gives_a_valid_timeline(
    tmp_path: Path, schema: Draft202012Validator, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "support.sla").write_text(EVERYTHING)
    document = timeline(capsys, str(tmp_path), *LOG)
    schema.validate(document)
    kinds = {one["kind"] for one in document["happenings"]}
    wanted = {"paused", "resumed", "breached", "missed", "cancelled", "asked", "left", "waived"}
    assert kinds >= wanted


def test_the_schema_knows_the_kinds_of_the_runtime(schema: Draft202012Validator) -> None:
    assert set(schema.schema["$defs"]) - {"instant"} == set(KINDS)


def test_the_schema_refuses_what_is_no_timeline(
    schema: Draft202012Validator, capsys: pytest.CaptureFixture[str]
) -> None:
    document = timeline(capsys, str(WORKED), "--case", str(WORKED / "case.yaml"))
    for spoil in (
        {"version": 2},
        {"happenings": [{"kind": "due", "at": 1, "local": None}]},
        {"happenings": [{"kind": "vanished", "at": 1, "local": None}]},
        {"more": 1},
    ):
        assert not schema.is_valid(document | spoil)
