"""The example policies check clean, compile, validate, pass their tests, give the same bytes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from milepost.compiler import Compilation
from milepost.ir.codec import decode, dump, encode, load, validate
from milepost.replay.verdict import judge_all

ROOT = Path(__file__).parents[1]
POLICIES = sorted(path.parent for path in (ROOT / "policies").glob("*/milepost.toml"))
WANTED = {
    "apex_dynamics",
    "solaris_energy",
    "novapay_financial",
    "standard_support",
    "gitlab",
    "red_hat",
    "gov_uk_pay",
    "eu_dora",
    "aws",
    "azure",
    "cardiff_university",
    "cloudsmith",
    "eu_nis2",
    "eu_time_rules",
    "github_premium",
    "hivemq",
    "nhs_buying_catalogue",
    "small_saas",
    "sourcegraph",
}

SEEDED = """
import sys
from pathlib import Path
from milepost.compiler import Compilation
from milepost.ir.codec import dump
for folder in sys.argv[1:]:
    sys.stdout.buffer.write(dump(Compilation(Path(folder)).schedule))
"""


def test_all_that_the_readme_names_are_here() -> None:
    assert {path.name for path in POLICIES} >= WANTED


@pytest.mark.parametrize("folder", POLICIES, ids=lambda path: path.name)
def test_a_policy_checks_clean_and_compiles(folder: Path) -> None:
    compilation = Compilation(folder)
    assert compilation.diagnostics == ()
    document = encode(compilation.schedule)
    assert validate(document) == ()
    assert decode(document) == compilation.schedule
    assert load(dump(compilation.schedule)) == compilation.schedule


@pytest.mark.parametrize("folder", POLICIES, ids=lambda path: path.name)
def test_a_policy_passes_its_own_tests(folder: Path) -> None:
    verdicts = judge_all(Compilation(folder).schedule)
    assert len(verdicts) >= 4
    missed = [
        (verdict.test.name, judged.expectation, judged.found)
        for verdict in verdicts
        for judged in verdict.judged
        if not judged.kept
    ]
    assert missed == []


@pytest.mark.parametrize("folder", POLICIES, ids=lambda path: path.name)
def test_the_source_map_points_at_lines_that_exist(folder: Path) -> None:
    schedule = Compilation(folder).schedule
    document = json.loads(dump(schedule))
    mapped = {place.part for place in schedule.source_map}
    for place in schedule.source_map:
        lines = (folder / place.path).read_text("utf-8").splitlines()
        assert 1 <= place.line <= len(lines)
        part = document
        for step in place.part.split("/")[1:]:
            part = part[int(step)] if isinstance(part, list) else part[step]
    for number, process in enumerate(schedule.processes):
        for index, milestone in enumerate(process.milestones):
            assert f"/processes/{number}/milestones/{index}" in mapped
            for trigger in range(len(milestone.triggers)):
                assert f"/processes/{number}/milestones/{index}/triggers/{trigger}" in mapped
    for number in range(len(schedule.calendars)):
        assert f"/calendars/{number}" in mapped


def test_two_hash_seeds_give_the_same_bytes() -> None:
    folders = [str(path) for path in POLICIES]
    outputs = [
        subprocess.run(
            [sys.executable, "-c", SEEDED, *folders],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1] != b""


def test_nothing_of_the_layout_reaches_the_digest(tmp_path: Path) -> None:
    text = (ROOT / "policies/standard_support/support.sla").read_text("utf-8")
    for name, written in (("a", text), ("b", "\n\n# moved\n" + text)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "milepost.toml").write_text('name = "x"\ntimezone = "Europe/Paris"\n')
        (tmp_path / name / "support.sla").write_text(written)
    first, second = (encode(Compilation(tmp_path / name).schedule) for name in "ab")
    assert first["digest"] == second["digest"]
    assert first["source_map"] != second["source_map"]
