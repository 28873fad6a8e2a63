"""The folder `.milepost/`: damaged, foreign, forged, shared, read-only."""

import json
import os
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import desks
import pytest

from milepost.cache.check import check_project
from milepost.cache.store import FOLDER, read_document, write_document

BAD = """
process desk_99 {
  when queue == 999
  until status == closed
  milestone late within 1d on office { done on agent_reply }
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    desks.write(root)
    return root


def spoil(project: Path) -> None:
    path = project / "desks/desk_0.sla"
    path.write_text(path.read_text() + BAD)


def test_the_folder_ignores_itself_and_holds_two_documents(project: Path) -> None:
    check_project(project)
    spoil(project)
    check_project(project)
    names = sorted(path.name for path in (project / FOLDER).iterdir())
    assert names == [".gitignore", "baseline.json", "check.json"]
    assert (project / FOLDER / ".gitignore").read_text().endswith("\n*\n")


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"{}", b"\xff\x00", b'{"origin": 1}', b"[" * 100_000]
)
def test_damaged_documents_are_recomputed(project: Path, damage: bytes) -> None:
    spoil(project)
    wanted = check_project(project).findings
    for name in ("check.json", "baseline.json"):
        (project / FOLDER / name).write_bytes(damage)
    checked = check_project(project)
    assert (checked.how, checked.findings) == ("whole", wanted)
    assert check_project(project).how == "stored"


def test_documents_with_parts_missing_are_recomputed(project: Path) -> None:
    spoil(project)
    wanted = check_project(project).findings
    path = project / FOLDER / "check.json"
    whole = json.loads(path.read_text())
    for key in whole:
        path.write_text(json.dumps({name: part for name, part in whole.items() if name != key}))
        assert check_project(project).findings == wanted
        path.write_text(json.dumps(whole | {key: 7}))
        assert check_project(project).findings == wanted


def test_a_copied_cache_is_not_believed(project: Path, tmp_path: Path) -> None:
    check_project(project)
    clone = tmp_path / "clone"
    shutil.copytree(project, clone)
    spoil(clone)
    forged = json.loads((clone / FOLDER / "check.json").read_text())
    snapshot = forged["snapshot"]["own"]
    assert "desks/desk_0.sla" in snapshot
    assert check_project(clone).how == "whole"
    assert [found.code for found in check_project(clone).findings] == ["P505"]


def test_a_linked_folder_is_neither_read_nor_written(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (project / FOLDER).symlink_to(outside)
    assert check_project(project).how == "whole"
    assert check_project(project).how == "whole"
    assert list(outside.iterdir()) == []


def test_a_read_only_project_is_checked(project: Path) -> None:
    if os.geteuid() == 0:
        (project / FOLDER).write_text("a file in the way")
    else:
        project.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert check_project(project).how == "whole"
    project.chmod(stat.S_IRWXU)


def test_many_runs_side_by_side_agree(project: Path) -> None:
    spoil(project)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: check_project(project).findings, range(16)))
    assert all(one == found[0] for one in found)
    assert list((project / FOLDER).glob("*.part")) == []


def test_what_killed_runs_left_is_swept(project: Path) -> None:
    check_project(project)
    left = project / FOLDER / "check.json.xyz.part"
    left.write_text("{")
    os.utime(left, (0, 0))
    write_document(project, "check.json", {})
    assert not left.exists()
    assert read_document(project, "check.json") is not None


def test_settings_decide(project: Path) -> None:
    check_project(project)
    (project / "milepost.toml").write_text('name = "other"\n')
    assert check_project(project).how == "whole"


@pytest.mark.parametrize("seen", ["../shared/more.sla", "people.csv"])
def test_libraries_and_outside_files_decide(project: Path, seen: str) -> None:
    shared = project.parent / "shared"
    shared.mkdir()
    (shared / "tools.sla").write_text("calendar lib { timezone UTC; mon-fri 09:00-17:00 }\n")
    (project / "people.csv").write_text("name,account,tier\none,One,gold\n")
    (project / "register.sla").write_text('use "../shared"\nentitlements from "people.csv"\n')
    assert check_project(project).findings == ()
    assert check_project(project).how == "stored"
    if seen.endswith(".csv"):
        (project / seen).write_text("name,account,tier\none,One,golden\n")
    else:
        (project / seen).write_text("calendar lib { timezone UTC; mon-fri 09:00-17:00 }\n")
    checked = check_project(project)
    assert (checked.how, len(checked.findings)) == ("whole", 1)


def test_a_missing_outside_file_is_looked_for_again(project: Path) -> None:
    (project / "register.sla").write_text('entitlements from "people.csv"\n')
    assert [found.code for found in check_project(project).findings] == ["P123"]
    (project / "people.csv").write_text("name,account,tier\none,One,gold\n")
    assert check_project(project).findings == ()
