"""Exporters of other packages: one is installed and used, broken ones are named."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE = """
from milepost.exporters.artifact import Artifact, Exported, Exporter, Loss

def export(schedule, existing):
    names = "\\n".join(process.name for process in schedule.processes)
    losses = (Loss("P601", "/processes/0/milestones/0", "milestone is not said"),)
    return Exported((Artifact("names.txt", names.encode()),), losses if lossy else ())

lossy = False
EXPORTER = Exporter("names", "the names of processes", export)
NO_EXPORTER = "names"
"""
METADATA = "Metadata-Version: 2.1\nName: milepost-names\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def installed(folder: Path, points: str) -> Path:
    """Return the folder that a wheel with these entry points was installed into."""
    wheel = folder / "milepost_names-1.0-py3-none-any.whl"
    info = "milepost_names-1.0.dist-info"
    files = {
        "milepost_names.py": MODULE,
        f"{info}/METADATA": METADATA,
        f"{info}/WHEEL": WHEEL,
        f"{info}/entry_points.txt": f"[milepost.exporters]\n{points}\n",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        record = "".join(f"{name},,\n" for name in (*files, f"{info}/RECORD"))
        archive.writestr(f"{info}/RECORD", record)
    place = folder / "site"
    command = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--target",
        place,
        wheel,
    ]
    subprocess.run([sys.executable, *map(str, command)], check=True, capture_output=True)
    return place


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path.insert(0, {str(place)!r}); from milepost.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    points = (
        "names = milepost_names:EXPORTER\n"
        "missing = milepost_names_two:EXPORTER\n"
        "wrong = milepost_names:NO_EXPORTER\n"
        "json = milepost_names:EXPORTER"
    )
    return installed(tmp_path_factory.mktemp("wheel"), points)


def test_an_installed_exporter_is_listed_and_used(place: Path, tmp_path: Path) -> None:
    policy = ROOT / "policies" / "standard_support"
    done = run(place, "export", "names", str(policy), "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "names.txt").read_text() == "standard_support"
    assert "names         the names of processes" in run(place, "export", "--list").stdout


def test_broken_exporters_are_named_with_their_package_and_the_reason(place: Path) -> None:
    listed = run(place, "export", "--list")
    assert listed.returncode == 1
    assert (
        "missing       broken: package `milepost-names`: cannot be loaded: ModuleNotFoundError"
        in listed.stdout
    )
    assert (
        "wrong         broken: package `milepost-names`: is no Exporter, but a str" in listed.stdout
    )
    assert (
        "json          broken: package `milepost-names`: bears the name of one of ours"
        in listed.stdout
    )
    used = run(place, "export", "wrong", str(ROOT / "policies" / "standard_support"))
    assert used.returncode == 2
    assert "exporter `wrong` of package `milepost-names` is no Exporter" in used.stderr


def test_a_loss_is_an_error_at_its_place_and_nothing_is_written(tmp_path: Path) -> None:
    lossy = installed(tmp_path, "names = milepost_names:EXPORTER")
    (lossy / "milepost_names.py").write_text(MODULE.replace("lossy = False", "lossy = True"))
    policy = ROOT / "policies" / "standard_support"
    out = tmp_path / "out"
    done = run(lossy, "export", "names", str(policy), "--out", str(out))
    assert done.returncode == 1
    assert "error[P601]: milestone is not said" in done.stderr
    assert "support.sla:18" in done.stderr
    assert "nothing written" in done.stderr
    assert not out.exists()
