"""The folder `.milepost/` of a project: JSON documents that may be lost at any time.

Whatever is damaged, foreign or unreadable counts as not there, and what cannot be written is not
written: a cache never fails a check. Documents are replaced in one step, so that runs side by side
see whole ones. There are few of them, each under a name of its own, so the folder does not grow.

A document is believed only where it was written: it names the moment at which the folder's
`.gitignore` came to be on this disk, which nobody can choose. So a `.milepost/` that was committed,
copied or unpacked is recomputed, and a forged one cannot hide a finding from a review.
"""

import json
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

FOLDER = ".milepost"
MAX_BYTES = 64_000_000
_IGNORE = "# Made by milepost; may be deleted at any time.\n*\n"
_STALE_SECONDS = 3600


def read_document(root: Path, name: str) -> dict[str, Any] | None:
    """Return a document of a project's cache, or None when there is no sound one."""
    folder = root / FOLDER
    try:
        if folder.is_symlink() or (folder / name).stat().st_size > MAX_BYTES:
            return None
        document = json.loads((folder / name).read_bytes())
        if isinstance(document, dict) and document.get("origin") == _origin(folder):
            return document
    except (OSError, ValueError, RecursionError):
        pass
    return None


def write_document(root: Path, name: str, document: dict[str, Any]) -> None:
    """Replace a document of a project's cache, or do nothing where that is not possible."""
    folder = root / FOLDER
    with suppress(OSError):
        if folder.is_symlink():
            return
        folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").is_file():
            _replace(folder, ".gitignore", _IGNORE)
        whole = {"origin": _origin(folder), **document}
        text = json.dumps(whole, separators=(",", ":"))
        if len(text) <= MAX_BYTES:
            _replace(folder, name, text)


def _origin(folder: Path) -> list[int]:
    made = (folder / ".gitignore").stat()
    return [made.st_ino, made.st_ctime_ns]


def _replace(folder: Path, name: str, text: str) -> None:
    handle, written = tempfile.mkstemp(dir=folder, prefix=f"{name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
        Path(written).replace(folder / name)
    except BaseException:
        Path(written).unlink(missing_ok=True)
        raise
    _sweep(folder)


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed have left behind."""
    for left in folder.glob("*.part"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()
