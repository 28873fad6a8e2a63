"""The verbs, as a user meets them: what they print, what they write, and how they end."""

import json
import os
from pathlib import Path

import pytest

from milepost import cli
from milepost.ir.codec import load_schedule
from milepost.semantics import project

GOOD = """\
case { status open | closed = open; events reply }
process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
}
"""
BAD = GOOD.replace("done on reply", "done on repli")


@pytest.fixture
def good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "support.sla").write_text(GOOD)
    (tmp_path / "milepost.toml").write_text('name = "shop"\ntimezone = "Europe/London"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_clean_policy_ends_with_zero(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check"]) == cli.EXIT_CLEAN
    assert capsys.readouterr().out == "1 file, no findings\n"


def test_a_finding_ends_with_one(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (good / "support.sla").write_text(BAD)
    assert cli.run(["check", "support.sla"]) == cli.EXIT_FINDINGS
    printed = capsys.readouterr().out
    assert "error[P101]: unknown event `repli`" in printed
    assert "--> support.sla:4:50" in printed
    assert "did you mean `reply`?" in printed
    assert printed.endswith("found 1 error in 1 file\n")


def test_findings_as_json(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (good / "support.sla").write_text(BAD)
    assert cli.run(["check", "--format", "json"]) == cli.EXIT_FINDINGS
    document = json.loads(capsys.readouterr().out)
    (found,) = document["diagnostics"]
    assert (found["code"], found["path"]) == ("P101", "support.sla")


def test_compile_writes_a_schedule_that_loads(good: Path) -> None:
    assert cli.run(["compile"]) == cli.EXIT_CLEAN
    schedule = load_schedule(good / "build/schedule.json")
    assert schedule.project == "shop"
    assert [one.name for one in schedule.processes] == ["support"]


def test_compile_writes_nothing_for_a_policy_with_errors(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (good / "support.sla").write_text(BAD)
    assert cli.run(["compile"]) == cli.EXIT_FINDINGS
    assert not (good / "build").exists()
    assert "not compiled" in capsys.readouterr().err


def test_compile_as_yaml_says_the_same(good: Path) -> None:
    import yaml

    assert cli.run(["compile"]) == 0
    assert cli.run(["compile", "--format", "yaml"]) == 0
    written = json.loads((good / "build/schedule.json").read_text())
    assert yaml.safe_load((good / "build/schedule.yaml").read_text()) == written


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "did you mean `check`?"),
        (["check", "nowhere"], "no such file or folder: nowhere"),
        (["check", "milepost.toml"], "policy files end in `.sla`"),
        (["explain", "P10l"], "there is no check `P10l`"),
        (["graph", "--process", "suport"], "did you mean `support`?"),
        (["compile", "--colour"], "No such option"),
        (["test"], "no test was found"),
    ],
)
def test_wrong_use_ends_with_two_and_a_remedy(
    good: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert cli.run(arguments) == cli.EXIT_USAGE
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nmae = 'x'", "unknown key `nmae`; did you mean `name`?"),
        ("name = 3", "`name` must be a text"),
        ("[horizon]\nfrom = 2030-01-01\nto = 2029-01-01", "before it begins"),
        ("name = ", "milepost.toml: "),
    ],
)
def test_a_wrong_configuration_ends_with_two(
    good: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    (good / "milepost.toml").write_text(text)
    assert cli.run(["check"]) == cli.EXIT_USAGE
    assert said in capsys.readouterr().err


def test_an_error_of_ours_ends_with_three_and_no_traceback(
    good: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_source: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(project, "parse", broken)
    assert cli.run(["check"]) == cli.EXIT_INTERNAL
    printed = capsys.readouterr().err
    assert "internal error: ZeroDivisionError: planted" in printed
    assert "Please report" in printed
    assert "Traceback" not in printed


def test_init_writes_a_project_that_passes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "new")
    assert cli.run(["init", folder]) == 0
    assert cli.run(["check", folder]) == 0
    assert cli.run(["test", folder]) == 0
    assert cli.run(["init", folder]) == cli.EXIT_USAGE
    assert "nothing was written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("form", "head"), [("svg", "<svg "), ("dot", "digraph"), ("mermaid", "---")]
)
def test_graph_draws_a_process(good: Path, form: str, head: str) -> None:
    assert cli.run(["graph", "--format", form, "--out", "out"]) == 0
    (drawn,) = (good / "out").iterdir()
    text = drawn.read_text()
    assert text.startswith(head)
    assert "answer" in text


def test_versions_are_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["version", "--json"]) == 0
    versions = json.loads(capsys.readouterr().out)
    assert {"milepost", "language", "schedule", "tzdata", "holidays", "python"} <= set(versions)


@pytest.mark.parametrize("what", ["schedule", "diagnostics", "register"])
def test_schemas_are_printed(good: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    assert cli.run(["schema", what]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].endswith("2020-12/schema")


def test_a_failed_write_leaves_the_old_file(
    good: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.run(["compile"]) == 0
    before = (good / "build/schedule.json").read_bytes()

    def full(_old: object, _new: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert cli.run(["compile"]) == cli.EXIT_USAGE
    assert (good / "build/schedule.json").read_bytes() == before
    assert [path.name for path in (good / "build").iterdir()] == ["schedule.json"]
    assert "No space left" in capsys.readouterr().err
