"""Measure `milepost check` as people meet it: in a fresh process, on small and large policy sets.

Prints medians; what counts is the difference to `python -c pass`, measured in the same run.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import generate

ROOT = Path(__file__).parents[1]
RUNS = 11
#: Bytecode is written once, as after an installation; some environments switch that off.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def seconds(command: list[str]) -> tuple[float, float]:
    """Return the wall-clock and processor seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, used


def median(command: list[str], runs: int = RUNS) -> tuple[float, float]:
    """Return the medians of several runs."""
    found = [seconds(command) for _ in range(runs)]
    return statistics.median(one for one, _ in found), statistics.median(one for _, one in found)


def main() -> None:
    """Print the measurements."""
    # Without the cache: what a first check costs. `hook.py` measures the others.
    milepost = [sys.executable, "-m", "milepost", "check", "--no-cache"]
    empty = median([sys.executable, "-c", "pass"])
    print(f"python -c pass: {empty[0] * 1000:.0f} ms wall, {empty[1] * 1000:.0f} ms processor")
    with tempfile.TemporaryDirectory() as name:
        small = Path(name) / "small"
        small.mkdir()
        source = ROOT / "policies/solaris_energy"
        text = "\n".join(path.read_text() for path in sorted(source.glob("*.sla")))
        (small / "support.sla").write_text(text)
        (small / "milepost.toml").write_text('timezone = "America/New_York"\n')
        cases = (
            ("one file", small),
            ("apex_dynamics (holidays)", ROOT / "policies/apex_dynamics"),
        )
        for title, folder in cases:
            wall, used = median([*milepost, str(folder)])
            print(
                f"check {title}: {1000 * (wall - empty[0]):.0f} ms wall and "
                f"{1000 * (used - empty[1]):.0f} ms processor more (wanted: at most 150)"
            )
        for processes in (20, 1000):
            folder = Path(name) / f"set{processes}"
            file = generate.write(folder, processes)
            lines = file.read_text().count("\n")
            wall, used = median([*milepost, str(folder)], runs=3)
            print(
                f"check {processes} processes, {lines} lines, {file.stat().st_size / 1e6:.1f} MB: "
                f"{wall:.2f} s wall, {used:.2f} s processor"
            )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of the largest: {peak:.0f} MiB (wanted: 8 s, 1024 MiB for 1000 processes)")


if __name__ == "__main__":
    main()
