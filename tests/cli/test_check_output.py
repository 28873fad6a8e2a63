"""Where findings go: to a file in one step, to the summary of a job, in every form."""

import json
import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from milepost.cli import run
from milepost.reporters.table import FORMS

POLICY = """\
timezone Europe/London
case { status open | closed = open; events reply }
process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
}
test "in time" {
  created 2027-03-02T09:00
  expect answer due 2027-03-02T12:00
}
"""
BAD = POLICY.replace("on reply", "on repli")
GOOD = POLICY.replace("T12:00", "T13:00")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk/milepost.toml").write_text('name = "desk"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return tmp_path


def write(text: str) -> None:
    Path("desk/support.sla").write_text(text)


@pytest.mark.parametrize("form", ["text", *FORMS])
@pytest.mark.parametrize(("policy", "code"), [(GOOD, 0), (BAD, 1)])
def test_a_file_gets_what_standard_output_would(
    form: str, policy: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    write(policy)
    assert run(["check", "desk", "--format", form]) == code
    printed = capsys.readouterr().out
    assert run(["check", "desk", "--format", form, "--output", "new/folder/out"]) == code
    assert capsys.readouterr() == ("", "")
    assert Path("new/folder/out").read_text() == printed
    assert code == 0 or "repli" in printed


def test_a_file_is_replaced_in_one_step(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(BAD)
    Path("findings.json").write_text("as it was")

    def full(_old: object, _new: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        options = ["--no-cache", "--format", "json", "--output", "findings.json"]
        assert run(["check", "desk", *options]) == 2
    assert Path("findings.json").read_text() == "as it was"
    assert sorted(path.name for path in Path().iterdir()) == ["desk", "findings.json"]
    assert "No space left" in capsys.readouterr().err


def test_a_folder_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    write(BAD)
    assert run(["check", "desk", "--output", "desk"]) == 2
    assert capsys.readouterr().err == "milepost: desk is a folder; name a file to write\n"


def test_text_in_a_file_is_coloured_only_when_that_is_asked_for() -> None:
    write(BAD)
    run(["check", "desk", "--output", "plain"])
    run(["check", "desk", "--output", "painted", "--color", "always"])
    assert "\x1b" not in Path("plain").read_text()
    assert "\x1b[1;31merror" in Path("painted").read_text()


def test_quiet_is_about_clean_projects_only(capsys: pytest.CaptureFixture[str]) -> None:
    write(GOOD)
    assert run(["check", "desk", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    write(BAD)
    assert run(["check", "desk", "--quiet"]) == 1
    assert "found 1 error in 1 file" in capsys.readouterr().out


def test_the_summary_of_a_job_gets_a_table_below_what_is_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(BAD)
    Path("summary.md").write_text("# Before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    assert run(["check", "desk", "--format", "github", "--output", "commands"]) == 1
    assert capsys.readouterr().out == ""
    assert Path("summary.md").read_text() == (
        "# Before\n"
        "### milepost: found 1 error in 1 file\n"
        "\n| | check | place | finding |\n| --- | --- | --- | --- |\n"
        "| error | P101 | `desk/support.sla:5` | unknown event `repli`<br>did you mean `reply`? |\n"
    )
    assert run(["check", "desk"]) == 1
    assert Path("summary.md").read_text().count("### milepost") == 1, "other forms write none"


def test_a_summary_that_cannot_be_written_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(GOOD)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "desk")
    assert run(["check", "desk", "--format", "github"]) == 2
    assert "cannot write to GITHUB_STEP_SUMMARY: Is a directory" in capsys.readouterr().err


def test_what_tests_find_goes_to_the_summary_of_a_job(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(POLICY)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    assert run(["test", "desk", "--format", "github"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("::error file=desk/support.sla,line=9,endLine=9,col=")
    assert said.count("\n") == 1
    summary = Path("summary.md").read_text()
    assert "| error | P722 | `desk/support.sla:9` | " in summary
    assert "found: due Tue 2027-03-02 13:00" in summary


@pytest.mark.parametrize("form", [one for one in FORMS if one != "junit"])
def test_a_policy_with_errors_gets_a_report_of_them_from_its_tests(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(BAD)
    assert run(["check", "desk", "--format", form]) == 1
    checked = capsys.readouterr().out
    options = ["--format", form, "--output", "report", "--junit", "junit.xml"]
    assert run(["test", "desk", *options]) == 1
    assert capsys.readouterr() == ("", "")
    assert Path("report").read_text() == checked
    (case,) = ET.parse("junit.xml").getroot().iter("testcase")
    (failure,) = case
    assert failure.attrib["message"] == "unknown event `repli`"


def test_junit_is_the_same_by_either_option(capsys: pytest.CaptureFixture[str]) -> None:
    write(POLICY)
    assert run(["test", "desk", "--format", "junit", "--output", "one.xml"]) == 1
    assert capsys.readouterr() == ("", "")
    assert run(["test", "desk", "--junit", "two.xml"]) == 1
    assert "0 passed, 1 failed" in capsys.readouterr().out
    assert Path("one.xml").read_bytes() == Path("two.xml").read_bytes()
    assert run(["test", "desk", "--format", "junit"]) == 1
    assert capsys.readouterr().out.encode() == Path("one.xml").read_bytes()


def test_the_text_of_tests_goes_to_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    write(GOOD)
    assert run(["test", "desk", "--output", "out"]) == 2
    assert "name a form" in capsys.readouterr().err
    assert not Path("out").exists()


def test_a_threshold_that_is_missed_is_said_beside_a_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answered = GOOD.replace("  expect", "  2027-03-02T10:00 reply\n  expect")
    write(
        'action tell notify { channel "#x"; text "y" }\n'
        + answered.replace("done on reply", "done on reply; at breach do tell")
    )
    assert run(["test", "desk", "--format", "json", "--threshold", "100"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["summary"]["errors"] == 0
    assert said.err == "coverage 66 % is below the threshold of 100 %\n"
