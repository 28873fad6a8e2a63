"""Contract text and target matrix: golden files, and texts that would become markup or formulas."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from milepost.compiler import Compilation
from milepost.exporters.promised import promises_of
from milepost.exporters.table import exporter_named

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
SHOWN = ("apex_dynamics", "gov_uk_pay", "red_hat", "eu_dora")
ALL = sorted(path.parent.name for path in (ROOT / "policies").glob("*/milepost.toml"))
NASTY = """\
case { status open | closed = open; kind a | b
       events reply }
calendar desk "=cmd|' /C calc'!A0" { timezone Europe/London; mon-fri 09:00-17:00 }
process support "A | B <script>" {
  until status == closed
  milestone answer "=1+1" within 4h on desk { done on reply }
  milestone note { none "=HYPERLINK(1) | x"; done on reply }
}
"""


def exported(name: str, policy: Path) -> str:
    compilation = Compilation(policy)
    assert not compilation.has_errors
    (artifact,) = exporter_named(name).export(compilation.schedule, {}).artifacts
    return artifact.content.decode()


@pytest.mark.parametrize("name", ["contract", "csv"])
@pytest.mark.parametrize("policy", SHOWN)
def test_files_are_as_reviewed(name: str, policy: str, matches_golden) -> None:
    stored = GOLDEN / f"{policy}.{'md' if name == 'contract' else 'csv'}"
    matches_golden(stored, exported(name, ROOT / "policies" / policy))


@pytest.mark.parametrize("policy", ALL)
def test_every_promise_is_a_row_and_a_reader_gets_them_all(policy: str) -> None:
    schedule = Compilation(ROOT / "policies" / policy).schedule
    rows = list(csv.DictReader(StringIO(exported("csv", ROOT / "policies" / policy))))
    promises = list(promises_of(schedule))
    assert [(row["process"], row["milestone"]) for row in rows] == [
        (one.process.name, one.milestone.name) for one in promises
    ]
    assert all(row["file"].endswith(".sla") and int(row["line_number"]) > 0 for row in rows)


@pytest.mark.parametrize("policy", ALL)
def test_every_milestone_and_entitlement_is_in_the_contract_text(policy: str) -> None:
    schedule = Compilation(ROOT / "policies" / policy).schedule
    text = exported("contract", ROOT / "policies" / policy).lower()
    for process in schedule.processes:
        for milestone in process.milestones:
            assert (milestone.label or milestone.name.replace("_", " ")).lower() in text
    for entitlement in schedule.entitlements:
        if entitlement.register is None:
            assert (entitlement.label or entitlement.name.replace("_", " ")).lower() in text


def test_texts_become_neither_markup_nor_formulas(tmp_path: Path) -> None:
    (tmp_path / "nasty.sla").write_text(NASTY)
    text = exported("contract", tmp_path)
    assert "<script>" not in text
    assert "A \\| B &lt;script&gt;" in text
    for row in csv.reader(StringIO(exported("csv", tmp_path))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_actions_and_people_stay_out_of_the_contract_text() -> None:
    text = exported("contract", ROOT / "policies" / "apex_dynamics")
    assert "@" not in text
    assert "crisis" not in text.lower()
