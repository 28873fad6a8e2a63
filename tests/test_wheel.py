"""The wheel works alone: built, installed outside the checkout, it compiles a policy."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_its_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "milepost/syntax/milepost.lark",
        "milepost/syntax/tables.json",
        "milepost/ir/schedule.schema.json",
        "milepost/reporters/diagnostics.schema.json",
        "milepost/cli/starter/support.sla",
        "milepost/py.typed",
    } <= names
    assert not any(name.startswith(("tests/", "policies/")) for name in names)


def test_the_wheel_compiles_a_policy_in_a_new_environment(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    pip = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True, cwd=tmp_path)
    milepost = str(home / "bin/milepost")
    commands = (
        ["init", "project"],
        ["check", "project"],
        ["compile", "project"],
        ["test", "project"],
        ["graph", "project"],
    )
    for command in commands:
        subprocess.run([milepost, *command], check=True, capture_output=True, cwd=tmp_path)
    assert (tmp_path / "project/build/schedule.json").stat().st_size > 1000
    tables = [
        str(home / "bin/python"),
        "-c",
        "import milepost.syntax.grammar as g; print(g.grammar_path())",
    ]
    found = subprocess.run(tables, check=True, capture_output=True, text=True, cwd=tmp_path)
    assert str(home) in found.stdout
