"""`milepost watch`: check again whenever something is saved."""

import gc
import time
from collections.abc import Iterator
from pathlib import Path

import click

from milepost.cli.checking import check_all, findings_in
from milepost.cli.output import COLORS, say
from milepost.cli.reporting import write_report
from milepost.cli.roots import roots_of
from milepost.diagnostics import ToolError
from milepost.reporters.report import report_of

#: What a check reads: policies, settings and lock, registers, closures.
_READ = frozenset((".sla", ".toml", ".lock", ".csv", ".json", ".yaml", ".yml", ".ics"))
#: A folder of more files is not looked at whole.
_MOST_FILES = 20_000


@click.command("watch")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--every",
    type=click.FloatRange(0.05, 60),
    default=0.5,
    show_default=True,
    help="Seconds between two looks at the files.",
)
@click.option("--color", type=COLORS, default="auto", help="When to colour text.")
def command(paths: tuple[str, ...], every: float, color: str) -> int:
    """Check the projects that PATHS belong to, and again whenever a file is saved; Ctrl-C ends it.

    Several files saved together are checked once, when they have settled.
    """
    folders = tuple(roots_of(paths))
    seen: dict[Path, tuple[int, int]] | None = None
    try:
        while True:
            now = dict(_stamps(folders))
            if now != seen:
                if seen is not None:
                    now = _settled(folders, now, every)
                seen = now
                _check(paths, color)
            time.sleep(every)
    except KeyboardInterrupt:
        return 0


def _check(paths: tuple[str, ...], color: str) -> None:
    """Check once and say what was found and when; trouble is said, and does not end the watch."""
    say(f"{time.strftime('%H:%M:%S')}")
    try:
        checked = check_all(paths)
        files = sum(one.files for one in checked)
        write_report(report_of(findings_in(checked), files), "text", output=None, color=color)
    except (ToolError, OSError) as trouble:
        say(f"milepost: {trouble}")
    finally:
        # Checks leave cycles to the end of their process, which is far off here.
        gc.collect()


def _settled(
    folders: tuple[Path, ...], stamps: dict[Path, tuple[int, int]], every: float
) -> dict[Path, tuple[int, int]]:
    """Return the stamps of files once two looks have seen the same."""
    while True:
        time.sleep(every / 5)
        again = dict(_stamps(folders))
        if again == stamps:
            return again
        stamps = again


def _stamps(folders: tuple[Path, ...]) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Yield the files that a check may read, with when they were changed and their size."""
    count = 0
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            inner = path.relative_to(folder).parts
            if path.suffix not in _READ or any(part[0] == "." or part == "build" for part in inner):
                continue
            count += 1
            if count > _MOST_FILES:
                raise ToolError(
                    f"more than {_MOST_FILES:,} files to watch; name a folder further down"
                )
            try:
                status = path.stat()
            except OSError:
                continue  # it vanished between two looks
            yield path, (status.st_mtime_ns, status.st_size)
