"""Measure what a commit hook pays on a project of a thousand files, next to cfn-lint and sqlfluff.

Fresh processes, medians; what counts is the difference to `python -c pass` in the same run. The
others get inputs of as many lines; where one is not installed, a line says so.
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
    empty, _ = check.median([sys.executable, "-c", "pass"])
    print(f"python -c pass: {1000 * empty:.0f} ms")
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
        beside(Path(name), lines, empty)


def changed(folder: Path, command: list[str], round_: int) -> tuple[float, float]:
    """Return the time of a check after one desk promises something else."""
    project.path_of(folder, 500 + round_).write_text(project.desk(500 + round_, "20m"))
    return check.seconds(command)


def beside(folder: Path, lines: int, empty: float) -> None:
    """Measure the others on inputs of as many lines."""
    bucket = (
        "  Bucket{}:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: bucket-{}\n"
    )
    template = folder / "template.yaml"
    template.write_text("Resources:\n" + "".join(bucket.format(n, n) for n in range(lines // 4)))
    query = folder / "query.sql"
    query.write_text("".join(f"SELECT a{n}\nFROM t\nWHERE b = {n};\n" for n in range(lines // 3)))
    for name, arguments in (
        ("cfn-lint", [str(template)]),
        ("sqlfluff", ["lint", "--dialect", "ansi", "--processes", "2", str(query)]),
    ):
        program = shutil.which(name, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        if program is None:
            print(f"{name}: not installed (pip install {name})")
        else:
            say(f"{name}, {lines} lines", check.seconds([program, *arguments]), empty, "")


def say(what: str, found: tuple[float, float], empty: float, wanted: str) -> None:
    """Print wall-clock and processor time beyond an empty program's."""
    wall, used = found
    goal = f" (wanted: {wanted})" if wanted else ""
    print(f"{what}: {1000 * (wall - empty):.0f} ms wall, {1000 * used:.0f} ms processor{goal}")


if __name__ == "__main__":
    main()
