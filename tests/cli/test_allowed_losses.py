"""Losses of an export that are accepted: on the command line, in the settings, by code or name."""

import json
import shutil
from pathlib import Path

import pytest

from milepost.cli import run

POLICY = Path(__file__).parents[2] / "policies" / "standard_support"
#: The same two kinds of loss, by code and by name.
WRITTEN = (("P603", "P615"), ("nothing-sets-completion", "no-metadata"), ("P603", "no-metadata"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(POLICY, tmp_path / "desk", ignore=shutil.ignore_patterns("build", ".milepost"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "desk"


def allow(project: Path, *written: str, target: str = "salesforce") -> None:
    settings = project / "milepost.toml"
    before = (POLICY / "milepost.toml").read_text()
    listed = json.dumps(written)
    settings.write_text(f'{before}\n[[export]]\ntarget = "{target}"\nallow = {listed}\n')


def test_losses_that_nobody_accepts_stop_an_export_and_a_build(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    allow(project)
    assert run(["export", "salesforce", "desk"]) == 1
    said = capsys.readouterr().err
    assert said.endswith("found 3 errors in 2 files\nnothing written\n")
    assert run(["build", "desk"]) == 1
    assert "3 losses; not built" in capsys.readouterr().out


@pytest.mark.parametrize("written", WRITTEN)
def test_settings_accept_by_code_and_by_name(
    project: Path, capsys: pytest.CaptureFixture[str], written: tuple[str, ...]
) -> None:
    allow(project, *written)
    assert run(["check", "desk"]) == 0
    assert run(["build", "desk"]) == 0
    assert (project / "build/salesforce/package.xml").is_file()
    capsys.readouterr()
    assert run(["export", "salesforce", "desk", "--out", "deploy"]) == 0
    said = capsys.readouterr()
    assert said.err.endswith("found 3 infos in 2 files; 3 losses allowed\n")
    assert "wrote deploy/package.xml" in said.out


def test_options_and_settings_add_up(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    allow(project, "no-metadata")
    assert run(["export", "salesforce", "desk"]) == 1
    assert "found 1 error and 2 infos in 2 files; 2 losses allowed" in capsys.readouterr().err
    assert run(["export", "salesforce", "desk", "--allow", "nothing-sets-completion"]) == 0


def test_what_another_target_may_lose_is_no_matter(project: Path) -> None:
    allow(project, *WRITTEN[0], target="icalendar")
    assert run(["export", "salesforce", "desk"]) == 1


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("no-metadatta", "did you mean `no-metadata`?"),
        ("P6O3", "did you mean `P603`?"),
        ("unknown-name", "`milepost checks` lists them under P6"),
    ],
)
@pytest.mark.parametrize("verb", [["check"], ["build"], ["export", "salesforce"]])
def test_a_kind_of_loss_that_there_is_not_is_refused_at_its_place(
    project: Path, capsys: pytest.CaptureFixture[str], verb: list[str], written: str, hint: str
) -> None:
    allow(project, "P603", written)
    line = (project / "milepost.toml").read_text().splitlines().index(
        f'allow = ["P603", "{written}"]'
    ) + 1
    assert run([*verb, "desk"]) == 2
    said = capsys.readouterr().err
    assert f"desk/milepost.toml:{line}:1: there is no kind of loss `{written}`; {hint}" in said


def test_what_comments_allow_is_counted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = project / "support.sla"
    unused = '\n# milepost: allow unused-name "for later"\ncalendar spare {\n  timezone  UTC\n  mon-fri   09:00-17:00\n}\n'
    policy.write_text(policy.read_text() + unused)
    assert run(["check", "desk"]) == 0
    assert capsys.readouterr().out == "2 files, no findings; 1 finding allowed\n"
    assert run(["check", "desk"]) == 0
    assert capsys.readouterr().out == "2 files, no findings; 1 finding allowed\n", "from the cache"
    assert run(["build", "desk"]) == 0
    assert "2 files, no findings; 1 finding allowed, " in capsys.readouterr().out
