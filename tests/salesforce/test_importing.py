"""`milepost import`, as a user meets it: what is written, what is said, and what is refused."""

import json
from pathlib import Path

import pytest
from trips import ORGS, roots

from milepost import cli
from milepost.importers.salesforce.importing import import_org
from milepost.salesforce.folder import read_folder

(PIER,) = roots(ORGS / "pier")


def test_an_import_is_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "pier"
    assert cli.run(["import", "salesforce", str(PIER), "--out", str(out)]) == cli.EXIT_CLEAN
    said = capsys.readouterr()
    assert "warning[P633]: action `Gone` (Alert) is in no workflow file of `Case`" in said.err
    assert "Plain Support.entitlementProcess:15:13" in said.err
    assert (out / "milepost.toml").read_text() == 'name = "pier"\n'
    assert cli.run(["check", "--fail-on", "warning", str(out)]) == cli.EXIT_CLEAN


def test_files_are_never_overwritten_unasked(tmp_path: Path) -> None:
    arguments = ["import", "salesforce", str(PIER), "--out", str(tmp_path)]
    (tmp_path / "case.sla").write_text("# mine\n")
    assert cli.run(arguments) == cli.EXIT_USAGE
    assert [path.name for path in tmp_path.iterdir()] == ["case.sla"]
    assert (tmp_path / "case.sla").read_text() == "# mine\n"
    assert cli.run([*arguments, "--replace"]) == cli.EXIT_CLEAN


def test_findings_come_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["import", "salesforce", str(PIER), "--out", str(tmp_path / "x")]
    assert cli.run([*arguments, "--format", "json"]) == cli.EXIT_CLEAN
    document = json.loads(capsys.readouterr().out)
    assert {found["code"] for found in document["diagnostics"]} == {"P633"}


def test_a_folder_without_metadata_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["import", "salesforce", str(tmp_path), "--out", "x"]) == cli.EXIT_USAGE
    assert "no metadata of entitlements below" in capsys.readouterr().err
    assert cli.run(["import", "salesfarce", str(PIER), "--out", "x"]) == cli.EXIT_USAGE
    assert "did you mean `salesforce`?" in capsys.readouterr().err


def test_an_unreadable_file_ends_with_one_and_the_rest_is_written(tmp_path: Path) -> None:
    org = tmp_path / "org"
    org.mkdir()
    (org / "Answer.milestoneType").write_text("<MilestoneType")
    (org / "Call.milestoneType").write_bytes(
        (PIER / "milestoneTypes/Answer.milestoneType").read_bytes()
    )
    out = tmp_path / "out"
    assert cli.run(["import", "salesforce", str(org), "--out", str(out)]) == cli.EXIT_FINDINGS
    assert 'milestone_type "Call"' in (out / "salesforce.sla").read_text()


@pytest.mark.parametrize("org", sorted(path.name for path in ORGS.iterdir()))
def test_projects_are_as_reviewed(org: str, matches_golden) -> None:
    imported = import_org(read_folder(ORGS / org), org)
    text = "".join(f"==> {file}\n{content}" for file, content in imported.files)
    matches_golden(Path(__file__).parent / "golden" / f"{org}.project", text)
