"""Finding and reading the files of a project, and no others.

A policy can name three kinds of files: library folders (`use`), registers and iCalendar closures.
All are relative paths. Registers and closures must lie below the folder that names them or the
project's root; libraries must lie in the same repository (the nearest folder with `.git`), or,
without one, beside the project. A symbolic link that leads out of those bounds is refused, and
nothing is ever fetched.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from milepost.frozen import frozen
from milepost.semantics.settings import FILE_NAME
from milepost.source import Source

MAX_BYTES = 8_000_000
SUFFIX = ".sla"
LOCK_NAME = "milepost.lock"


@frozen
class Unreadable:
    """A file that cannot be read.

    What is the matter, a remedy, and what could be read before it.
    """

    path: str
    message: str
    remedy: str
    source: Source
    offset: int = 0


def find_root(path: Path) -> Path:
    """Return the root of a path: the nearest ancestor with `milepost.toml`, else its folder.

    The search stops at a repository's top.
    """
    folder = path if path.is_dir() else path.parent
    folder = folder.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / FILE_NAME).is_file():
            return candidate
        if (candidate / ".git").exists():
            break
    return folder


def library_bound(root: Path) -> Path:
    """Return the folder that libraries of a project must lie in."""
    for candidate in (root, *root.parents):
        if (candidate / ".git").exists():
            return candidate
    return root.parent


def policy_files(folder: Path, *, other_projects: bool = False) -> Iterator[Path]:
    """Yield the policy files below a folder in order.

    Hidden folders are passed over, and so are other projects unless they are asked for.
    """
    yield from map(Path, policy_paths(str(folder), other_projects=other_projects))


def policy_paths(folder: str, *, other_projects: bool = False) -> Iterator[str]:
    """Yield the paths of the policy files below a folder, as `policy_files` does, but as texts."""
    for current, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and (
                other_projects or not os.path.isfile(os.path.join(current, name, FILE_NAME))  # noqa: PTH113, PTH118
            )
        )
        for name in sorted(names):
            if name.endswith(SUFFIX) and not name.startswith("."):
                yield os.path.join(current, name)  # noqa: PTH118 - a Path takes ten times as long


def is_inside(path: Path, bound: Path) -> bool:
    """Say whether a path, its symbolic links followed, lies in a folder."""
    return path.resolve().is_relative_to(bound.resolve())


def shown_path(path: Path, root: Path) -> str:
    """Return a path as messages show it: relative to the root, with `/` between folders."""
    return Path(os.path.relpath(path, root)).as_posix()


def read_source(path: Path, root: Path) -> Source | Unreadable:
    """Return the text of a file, or why it cannot be read."""
    shown = shown_path(path, root)
    try:
        if path.stat().st_size > MAX_BYTES:
            return Unreadable(
                shown,
                f"file is larger than {MAX_BYTES // 1_000_000} MB",
                "split it; a policy that long cannot be reviewed",
                Source.of(shown, ""),
            )
        data = path.read_bytes()
    except OSError as trouble:
        reason = trouble.strerror or "unreadable"
        return Unreadable(
            shown,
            f"cannot read the file: {reason}",
            "check its path and rights",
            Source.of(shown, ""),
        )
    return decoded(data, shown)


def decoded(data: bytes, shown: str) -> Source | Unreadable:
    """Return the text of a file's bytes, or why they are none."""
    try:
        return Source.of(shown, data.decode("utf-8"))
    except UnicodeDecodeError as trouble:
        before = data[: trouble.start].decode("utf-8")
        source = Source.of(shown, data.decode("utf-8", errors="replace"))
        message = f"file is not UTF-8 (byte 0x{data[trouble.start]:02X})"
        return Unreadable(shown, message, "save it as UTF-8", source, len(before))
