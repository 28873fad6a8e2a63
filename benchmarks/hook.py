"""Measure what a commit hook pays on a project of a thousand files, next to cfn-lint and sqlfluff.

Fresh processes, medians; what counts is the difference to `python -c pass` in the same run. The
others get as many files of as many lines each, all at once and then one alone, as a hook hands them
over; where one is not installed, a line says so.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import check
import project

FILES = 1000
#: Bytecode is written once, as after an installation; some environments switch that off.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def main() -> None:
    """Print the measurements."""
    milepost = [sys.executable, "-m", "milepost", "check"]
    empty = check.median([sys.executable, "-c", "pass"])
    print(f"python -c pass: {1000 * empty[0]:.0f} ms wall, {1000 * empty[1]:.0f} ms processor")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        lines = project.write(folder, FILES)
        command = [*milepost, str(folder)]
        check.seconds([*milepost, "--no-cache", str(folder / "case.sla")])
        cold = []
        for _ in range(3):
            shutil.rmtree(folder / ".milepost", ignore_errors=True)
            cold.append(check.seconds(command))
        say(f"{FILES} files, {lines} lines, cold", sorted(cold)[1], empty, "at most 8 s")
        say("nothing changed", check.median(command), empty, "")
        warm = [changed(folder, command, round_) for round_ in range(check.RUNS)]
        say("one file changed", sorted(warm)[check.RUNS // 2], empty, "at most 300 ms")
        beside(Path(name), lines // FILES, empty)


def changed(folder: Path, command: list[str], round_: int) -> tuple[float, float]:
    """Return the time of a check after one desk promises something else."""
    project.path_of(folder, 500 + round_).write_text(project.desk(500 + round_, "20m"))
    return check.seconds(command)


def beside(folder: Path, lines: int, empty: tuple[float, float]) -> None:
    """Measure the others on as many files of as many lines."""
    bucket = "  Bucket{0}:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: b-{0}\n"
    select = "SELECT a{0}\nFROM t\nWHERE b = {0};\n"
    buckets = "".join(bucket.format(n) for n in range(lines // bucket.count("\n")))
    selects = "".join(select.format(n) for n in range(lines // select.count("\n")))
    for name, arguments, ending, text in (
        ("cfn-lint", [], "yaml", f"Resources:\n{buckets}"),
        ("sqlfluff", ["lint", "--dialect", "ansi", "--processes", "2"], "sql", selects),
    ):
        program = shutil.which(name, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        if program is None:
            print(f"{name}: not installed (pip install {name})")
            continue
        files = [folder / name / f"file{number}.{ending}" for number in range(FILES)]
        files[0].parent.mkdir()
        for file in files:
            file.write_text(text)
        command = [program, *arguments]
        one = check.median([*command, str(files[0])], runs=3)
        say(f"{name}, one file of {lines} lines", one, empty, "")
        every = check.seconds([*command, *map(str, files)])
        say(f"{name}, {FILES} files of {lines} lines", every, empty, "")


def say(what: str, found: tuple[float, float], empty: tuple[float, float], wanted: str) -> None:
    """Print wall-clock and processor time beyond an empty program's."""
    wall, used = found[0] - empty[0], found[1] - empty[1]
    goal = f" (wanted: {wanted})" if wanted else ""
    print(f"{what}: {1000 * wall:.0f} ms wall, {1000 * used:.0f} ms processor{goal}", flush=True)


if __name__ == "__main__":
    main()
