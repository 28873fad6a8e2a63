"""`milepost build` and `milepost bounds --compare`."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from milepost.cli import run

POLICY = """\
timezone Europe/London
case { status open | closed = open; events reply }
calendar office { timezone Europe/London; mon-fri 09:00-17:00 }
process support {
  until status == closed
  milestone answer within 4h on office { done on reply }
  milestone repair within 2 business days on office { done when status == closed }
}
test "in time" {
  created 2027-03-02T09:00
  expect answer due 2027-03-02T13:00
}
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
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "desk"
    root.mkdir()
    (root / "milepost.toml").write_text('name = "desk"\n[[export]]\ntarget = "icalendar"\n')
    (root / "support.sla").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    return root


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_build_holds_everything_and_lists_it(project: Path) -> None:
    assert run(["build", "desk"]) == 0
    files = contents(project / "build")
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["good"] is True
    listed = {one["path"]: one["sha256"] for one in manifest["files"]}
    assert listed == {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    wanted = {"bounds.json", "findings.json", "schedule.json", "summary.md", "tests.xml"}
    assert wanted < set(files)
    assert any(path.startswith("icalendar/") for path in files)


def test_two_builds_have_the_same_bytes(project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "desk"
    shutil.copytree(project, elsewhere)
    for seed, root in (("1", project), ("2", elsewhere)):
        subprocess.run(
            [sys.executable, "-m", "milepost", "build", "."],
            cwd=root,
            check=True,
            capture_output=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": f"Etc/GMT-{seed}"},
        )
    assert contents(project / "build") == contents(elsewhere / "build")


def test_a_failing_build_leaves_nothing_to_deploy(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "desk"]) == 0
    (project / "support.sla").write_text(POLICY.replace("T13:00", "T14:00"))
    assert run(["build", "desk"]) == 1
    assert "0 tests passed, 1 failed; not built" in capsys.readouterr().out
    assert set(contents(project / "build")) == {"manifest.json", "summary.md"}
    assert "test failed: in time" in (project / "build/summary.md").read_text()
    (project / "support.sla").write_text(POLICY.replace("4h on office", "1d on office"))
    assert run(["build", "desk"]) == 1
    assert "P505" in (project / "build/summary.md").read_text()


def test_a_slower_promise_shows_in_the_summary(project: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "base")
    slower = POLICY.replace("4h on office", "6h on office").replace("T13:00", "T15:00")
    (project / "support.sla").write_text(slower.replace("2 business", "1 business"))
    summary = tmp_path / "summary.md"
    assert run(["build", "desk", "--base", "HEAD", "--summary", str(summary)]) == 0
    rows = [line for line in summary.read_text().splitlines() if line.startswith("| ")]
    assert rows == [
        "| | process | milestone | promise | longest | shortest |",
        "| **slower** | support | answer | 4h on office → 6h on office | 2d21h → 2d23h | 4h → 6h |",
        rows[2],
    ]
    assert rows[2].startswith(
        "| faster | support | repair | 2 business days on office → 1 business"
    )


def test_bounds_are_compared_with_commits_and_schedules(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "base")
    run(["compile", "desk", "--out", "old.json"])
    (project / "support.sla").write_text(
        POLICY.replace("4h on office", "5h on office").replace("milestone repair", "milestone fix")
    )
    capsys.readouterr()
    assert run(["bounds", "desk", "--compare", "HEAD"]) == 0
    by_commit = capsys.readouterr().out
    assert run(["bounds", "desk", "--compare", "old.json"]) == 0
    assert capsys.readouterr().out == by_commit
    verdicts = [line.split()[0] for line in by_commit.splitlines()]
    assert verdicts == ["slower", "gone", "new"]
    assert run(["bounds", "desk", "--compare", "HEAD", "--format", "json"]) == 0
    assert [row["verdict"] for row in json.loads(capsys.readouterr().out)] == verdicts
    assert run(["bounds", "desk", "--compare", "nowhere"]) == 2
    assert "there is no commit `nowhere`" in capsys.readouterr().err
