"""`milepost test`: what fails says where, what was found, when, and why; CI can read it."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from junitparser import Failure, JUnitXml

from milepost import cli

POLICY = """\
timezone Europe/London
case { priority p1 | p2; status open | waiting | closed = open; events reply, ask }
calendar office { timezone Europe/London; mon-fri 09:00-17:00; holidays GB-ENG }
action tell page { service "x" }
action wake page { service "y" }
process support {
  until status == closed
  pause while status == waiting
  milestone answer {
    within 2h on office when priority == p1
    within 4h on office
    done on reply
    carry on change of priority
    at 50% do tell
    at breach do wake
  }
  milestone next_answer within 1h on office after each ask { done on reply }
}
"""
GOOD = """\
test "answered in time" {
  given priority = p2
  created 2026-12-24T16:00
  2026-12-29T11:00 reply
  expect answer due 2026-12-29T12:00
  expect tell at 2026-12-29T10:00
}
"""
BAD = """\
test "the weekend <&> \\"Christmas\\" count" {
  given priority = p2
  created 2026-12-24T16:00
  expect answer due 2026-12-24T20:00
  expect answer met
  expect wake never
  expect 2nd next_answer open
  expect process other
}
process other {
  when priority == p1 and status == waiting
  ahead of support
  until status == closed
  milestone thing within 1h on office { done on reply }
}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "milepost.toml").write_text('name = "desk"\n')
    (tmp_path / "support.sla").write_text(POLICY)
    (tmp_path / "good.sla").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.run(["test", *words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_what_passes_says_no_more_than_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys)
    assert (code, err) == (0, "")
    assert (
        out == "1 process has milestones of which no test expects anything: see `--coverage`\n"
        "1 passed, 0 failed; 3 of 7 milestones, target lines and triggers touched (42 %)\n"
    )


def test_verbose_shows_the_timeline_of_what_passes(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--verbose")
    assert code == 0
    assert out.startswith("passed: answered in time (good.sla:1)\n")
    assert "tell sent (answer, at 50%)" in out


def test_a_failure_names_its_line_what_was_found_and_why(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.sla").write_text(BAD)
    code, out, err = run(capsys, "--filter", "weekend")
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[:6] == [
        'failed: the weekend <&> "Christmas" count (bad.sla:1)',
        "  bad.sla:4: expected answer due Thu 2026-12-24 20:00; found: due Tue 2026-12-29 12:00",
        "  bad.sla:5: expected answer met; found: breached at Tue 2026-12-29 12:00",
        "  bad.sla:6: expected wake never to be sent; found: once: sent Tue 2026-12-29 12:00",
        "  bad.sla:7: expected 2nd next_answer open; found: not started",
        "  bad.sla:8: expected process other; found: process support",
    ]
    # the timeline around it
    assert "    Thu 2026-12-24  16:00     case created: priority = p2" in lines
    assert "                              wake sent (answer, at breach)" in lines
    # the why, once for both expectations about it
    assert out.count("\n  answer due Tue 2026-12-29 12:00 (Europe/London)") == 1
    assert "closed 64h: Christmas Day (holiday, GB-ENG)" not in out
    assert "Christmas Day (holiday, GB-ENG)" in out
    assert "  Due Tue 2026-12-29 12:00: 4h of 4h" in lines
    assert "  next_answer never starts: it counts after each ask, which has not come" in out
    assert "  not other: when priority == p1 and status == waiting; priority is p2" in out
    assert lines[-1].startswith("0 passed, 1 failed; ")


def test_the_place_is_seen_from_where_one_stands(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bad.sla").write_text(BAD)
    monkeypatch.chdir(folder.parent)
    _, out, _ = run(capsys, folder.name)
    assert f"\n  {folder.name}/bad.sla:4: expected answer due" in out
    assert f"  Process support, version 1 ({folder.name}/support.sla:6)" in out


def test_colour_is_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.sla").write_text(BAD)
    assert "\x1b[31mfailed" in run(capsys, "--color", "always")[1]
    assert "\x1b" not in run(capsys)[1]


def test_no_test_found_is_a_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "good.sla").unlink()
    code, _, err = run(capsys)
    assert code == cli.EXIT_USAGE
    assert err == "milepost: no test was found; `--allow-none` accepts that\n"
    assert run(capsys, "--allow-none")[0] == 0


def test_a_filter_that_fits_nothing_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--filter", "nothing like it")
    assert code == cli.EXIT_USAGE
    assert "no test has `nothing like it` in its name; `--allow-none` accepts that" in err


@pytest.mark.parametrize(("threshold", "code"), [("42", 0), ("43", 1)])
def test_a_threshold_fails_what_lies_below_it(
    threshold: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out, _ = run(capsys, "--threshold", threshold)
    assert found == code
    assert ("is below the threshold" in out) is bool(code)


def test_coverage_lists_what_no_test_touches(capsys: pytest.CaptureFixture[str]) -> None:
    (_, out, _) = run(capsys, "--coverage")
    assert out.splitlines()[:4] == [
        "support.sla:10: no test touches target line 1 of support.answer",
        "support.sla:15: no test touches trigger 2 of support.answer",
        "support.sla:17: no test touches milestone support.next_answer",
        "support.sla:17: no test touches target line 1 of support.next_answer",
    ]


def test_a_policy_with_errors_runs_no_test(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.sla").write_text("calendar nothing {\n")
    code, out, err = run(capsys)
    assert (code, out) == (1, "")
    assert "error[P002]" in err


def test_there_is_no_way_to_update_expectations(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--update")
    assert code == cli.EXIT_USAGE
    assert "No such option" in err


def test_junit_is_read_by_its_readers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.sla").write_text(BAD)
    assert run(capsys, "--junit", "out/report.xml")[0] == 1
    (suite,) = JUnitXml.fromfile("out/report.xml")
    assert (suite.name, suite.tests, suite.failures, suite.errors) == (".", 2, 1, 0)
    cases = {case.name: case for case in suite}
    assert set(cases) == {"answered in time", 'the weekend <&> "Christmas" count'}
    assert cases["answered in time"].is_passed
    (failure,) = cases['the weekend <&> "Christmas" count'].result
    assert isinstance(failure, Failure)
    assert failure.message == (
        "bad.sla:4: expected answer due Thu 2026-12-24 20:00; "
        "found: due Tue 2026-12-29 12:00 (and 4 more)"
    )
    assert "Christmas Day (holiday, GB-ENG)" in failure.text


def test_junit_has_what_the_common_schemas_require(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.sla").write_text(BAD)
    run(capsys, "--junit", "report.xml")
    root = ET.parse("report.xml").getroot()
    assert root.tag == "testsuites"
    for suite in root:
        assert suite.tag == "testsuite"
        assert set(suite.attrib) == {"name", "tests", "failures", "errors"}
        for case in suite:
            assert case.tag == "testcase"
            assert set(case.attrib) == {"classname", "name"}
            assert [(one.tag, set(one.attrib)) for one in case] in (
                [],
                [("failure", {"type", "message"})],
            )


def test_the_same_verdicts_give_the_same_junit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.sla").write_text(BAD)
    for name in ("one.xml", "two.xml"):
        run(capsys, "--junit", name)
    assert (folder / "one.xml").read_bytes() == (folder / "two.xml").read_bytes()


def test_a_folder_is_no_file_for_junit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "reports").mkdir()
    code, _, err = run(capsys, "--junit", "reports")
    assert (code, err) == (cli.EXIT_USAGE, "milepost: reports is a folder; name a file to write\n")


@pytest.mark.parametrize("form", ["compact", "json", "jsonl", "sarif", "github", "gitlab", "junit"])
def test_what_failed_is_told_in_every_form(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "support.sla").write_text(POLICY + BAD)
    file = tmp_path / "out" / "report"
    assert cli.run(["test", str(tmp_path), "--format", form, "--output", str(file)]) == 1
    assert capsys.readouterr().out == ""
    text = file.read_text("utf-8")
    assert "answer due" in text
    assert "found: due Tue 2026-12-29 12:00" in text
    assert form == "junit" or "P722" in text or "missed-expectation" in text


def test_where_all_passes_the_forms_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "support.sla").write_text(POLICY + GOOD)
    assert cli.run(["test", str(tmp_path), "--format", "json"]) == 0
    assert '"errors": 0' in capsys.readouterr().out
    assert cli.run(["test", str(tmp_path), "--format", "json", "--threshold", "100"]) == 1


def test_milestones_of_which_no_test_expects_anything_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["test", "--coverage"]) == 0
    said = capsys.readouterr().out
    assert "info[P721]: no test expects anything of milestone `next_answer` of process" in said
    assert cli.run(["test", "--filter", "answered", "--coverage"]) == 0
    assert "P721" not in capsys.readouterr().out
    assert cli.run(["test", "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (found["code"], found["severity"]) == ("P721", "information")
    both = GOOD.replace("}", "  2026-12-29T12:00 ask\n  expect next_answer open\n}")
    (folder / "good.sla").write_text(both)
    assert cli.run(["test", "--coverage"]) == 0
    assert "P721" not in capsys.readouterr().out


def test_an_expectation_speaks_of_the_process_that_its_case_enters(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = """
process other {
  when priority == p1
  ahead of support
  until status == closed
  milestone answer within 1h on office { done on reply }
  milestone next_answer within 1h on office after each ask { done on reply }
}
"""
    (folder / "support.sla").write_text(POLICY + other)
    assert cli.run(["test", "--coverage"]) == 0
    said = capsys.readouterr().out
    assert "milestone `answer` of process `other`, nor of 1 more" in said
    assert "milestone `next_answer` of process `support`" in said
