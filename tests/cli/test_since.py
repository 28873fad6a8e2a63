"""`milepost check --since`: findings in changed files, and in those the changes bear on."""

import os
import subprocess
from pathlib import Path

import pytest

from milepost.cache.check import check_project
from milepost.cli import run
from milepost.cli.since import only_since
from milepost.diagnostics import ToolError

CASE = "case { status open | closed = open; queue 0..9; events reply }\n"
CALENDARS = "calendar office { timezone UTC; mon-sun 00:00-24:00 }\n"
BAD = """\
process desk_{0} {{
  when   queue == {0}
  until  status == closed
  milestone m within {1} on {2} {{ done on reply }}
}}
"""


def git(folder: Path, *arguments: str) -> None:
    hidden = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(
        ["git", *who, *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        env=os.environ | hidden,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "desk"
    root.mkdir()
    (root / "milepost.toml").write_text('name = "desk"\n')
    (root / "case.sla").write_text(CASE)
    (root / "calendars.sla").write_text(CALENDARS)
    (root / "a.sla").write_text(BAD.format("1", "1d", "office"))
    (root / "b.sla").write_text(BAD.format("2", "0h", "always"))
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return root


def found(project: Path, commit: str = "HEAD") -> list[tuple[str, str]]:
    checked = only_since(check_project(project), commit)
    return [(one.span.path, one.code) for one in checked.findings]


def test_an_unchanged_project_has_none(project: Path) -> None:
    assert [one.code for one in check_project(project).findings] == ["P201"]
    assert found(project) == []


def test_a_changed_calendar_reaches_the_file_that_uses_it(project: Path) -> None:
    (project / "calendars.sla").write_text(
        CALENDARS.replace("mon-sun 00:00-24:00", "mon-fri 09:00-17:00")
    )
    assert found(project) == [("a.sla", "P505")]


def test_new_and_changed_files_are_reported(project: Path) -> None:
    (project / "c.sla").write_text(BAD.format("3", "0h", "always"))
    assert found(project) == [("c.sla", "P201")]
    (project / "b.sla").write_text("# changed\n" + BAD.format("2", "0h", "always"))
    assert found(project) == [("b.sla", "P201"), ("c.sla", "P201")]


def test_what_a_removed_file_declared_is_missed_where_it_was_used(project: Path) -> None:
    (project / "calendars.sla").unlink()
    assert found(project) == [("a.sla", "P101")]


def test_settings_bear_on_everything(project: Path) -> None:
    (project / "milepost.toml").write_text('name = "other"\n')
    assert found(project) == [("b.sla", "P201")]


def test_the_fields_of_cases_bear_on_everything(project: Path) -> None:
    (project / "case.sla").write_text(CASE.replace("0..9", "0..10"))
    assert found(project) == [("b.sla", "P201")]


@pytest.mark.parametrize("commit", ["nowhere", "--help", "-x", ""])
def test_a_commit_that_is_none(project: Path, commit: str) -> None:
    with pytest.raises(ToolError, match="there is no commit"):
        found(project, commit)


def test_the_option_and_jobs(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.parent)
    assert run(["check", "desk", "--since", "HEAD"]) == 0
    other = project.parent / "other"
    other.mkdir()
    (other / "milepost.toml").write_text("")
    (other / "a.sla").write_text(CASE + BAD.format("1", "0h", "always"))
    capsys.readouterr()
    assert run(["check", ".", "--jobs", "2"]) == 1
    side_by_side = capsys.readouterr().out
    assert run(["check", ".", "--no-cache"]) == 1
    assert capsys.readouterr().out == side_by_side
    assert side_by_side.count("P201") == 2
