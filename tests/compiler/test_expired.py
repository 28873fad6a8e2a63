"""Terms that run out: told from the day after, from the cache as well, and never by a compilation."""

import json
from pathlib import Path

import pytest

from milepost import cli
from milepost.cache.check import check_project
from milepost.compiler import Compilation
from milepost.diagnostics import as_of

POLICY = """\
timezone Europe/London
case { status open | closed = open; events reply }
tier gold { hours always }
entitlement mill_support { account "Mill"; tier = gold; from 2024-01-01 to 2026-11-27 }
{comment}contract mill_agreement for mill_support { answer within 4h on always; from 2024-01-01 to 2026-11-27 }
process support {
  for gold
  until status == closed
  milestone answer within 4h { done on reply }
}
"""
ALLOWED = '# milepost: allow expired "kept for the record"\n'


def written(folder: Path, comment: str = "") -> Path:
    (folder / "milepost.toml").write_text("")
    (folder / "support.sla").write_text(POLICY.replace("{comment}", comment))
    return folder


def codes(folder: Path, today: str | None) -> list[str]:
    return [found.code for found in check_project(folder, today=today).findings]


def test_a_term_counts_to_the_end_of_its_last_day(tmp_path: Path) -> None:
    written(tmp_path)
    assert codes(tmp_path, "2026-11-27") == []
    assert codes(tmp_path, "2026-11-28") == ["P707", "P707"]


def test_the_cache_hangs_on_no_date(tmp_path: Path) -> None:
    written(tmp_path)
    assert codes(tmp_path, "2026-11-27") == []
    later = check_project(tmp_path, today="2027-01-01")
    assert (later.how, len(later.findings)) == ("stored", 2)
    assert check_project(tmp_path, today="2026-01-01").findings == ()


def test_a_compilation_hangs_on_no_date(tmp_path: Path) -> None:
    written(tmp_path)
    assert Compilation(tmp_path).diagnostics == ()
    assert len(Compilation(tmp_path, "2027-01-01").diagnostics) == 2


def test_what_is_allowed_beforehand_is_no_idle_comment(tmp_path: Path) -> None:
    written(tmp_path, ALLOWED)
    assert codes(tmp_path, "2026-11-27") == []
    found = check_project(tmp_path, today="2026-11-28").findings
    assert [(one.code, one.allowed) for one in found] == [
        ("P707", None),
        ("P707", "kept for the record"),
    ]
    assert as_of(found, None) == ()


def test_the_command_line_goes_by_the_date_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path)
    for epoch, count in (("1795737600", 0), ("1795824000", 2)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        assert cli.run(["check", str(tmp_path), "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)["summary"]["information"] == count
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert cli.run(["check", str(tmp_path)]) == 0
    assert "expired: its last day was 2026-11-27" in capsys.readouterr().out
