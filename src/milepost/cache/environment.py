"""What decides a check beside the files of a project: the program, its data, the settings."""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from milepost import __version__
from milepost.semantics.files import LOCK_NAME, library_bound
from milepost.semantics.settings import FILE_NAME

#: The form of our documents.
VERSION = 1
#: Packages whose data or readings enter findings, as their folders of metadata are called.
_PACKAGES = ("holidays-", "icalendar-", "jsonschema-", "pyyaml-", "tzdata-")


def environment_of(root: Path) -> str:
    """Return a digest that changes whenever an unchanged project could get other findings."""
    parts = [
        f"format {VERSION}",
        f"milepost {__version__}",
        f"python {sys.version}",
        *_our_files(Path(__file__).parents[1]),
        *sorted(_packages()),
        f"root {root}",
        f"bound {library_bound(root)}",
        f"settings {_digest(root / FILE_NAME)}",
        f"lock {_digest(root / LOCK_NAME)}",
    ]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _our_files(folder: Path) -> Iterator[str]:
    """Yield a line for each of our modules and tables: a checkout changes without its version."""
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _our_files(Path(entry.path))
        elif entry.name.endswith((".py", ".json")):
            found = entry.stat()
            yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"


def _packages() -> Iterator[str]:
    """Yield the installed versions, by the names of folders: reading metadata takes far longer."""
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 - paths are not needed
        except OSError:
            continue
        for name in names:
            if name.lower().startswith(_PACKAGES):
                yield name


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "none"
