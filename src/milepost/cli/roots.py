"""The folders of the projects that a command line names; nothing is read yet."""

import os
from collections.abc import Sequence
from pathlib import Path

from milepost.diagnostics import ToolError
from milepost.semantics.files import find_root, policy_files
from milepost.semantics.settings import FILE_NAME


def roots_of(paths: Sequence[str]) -> dict[Path, Path]:
    """Return by its root a path into each project; a folder above several stands for all."""
    found: dict[Path, Path] = {}
    for written in paths or (".",):
        path = Path(written)
        if not path.exists():
            raise ToolError(f"no such file or folder: {written}")
        for member in _projects_below(path):
            found.setdefault(find_root(member), member)
    return found


def shown_folder(root: Path) -> str:
    """Return a folder as seen from the current one."""
    return Path(os.path.relpath(root)).as_posix()


def _projects_below(path: Path) -> Sequence[Path]:
    """Return a path itself, or the projects below a folder that belongs to none."""
    if path.is_file() or (find_root(path) / FILE_NAME).is_file() or any(policy_files(path)):
        return (path,)
    below = sorted(
        found.parent
        for found in path.rglob(FILE_NAME)
        if not any(part.startswith(".") for part in found.relative_to(path).parts)
    )
    if not below:
        raise ToolError(
            f"no policy files (*.sla) in {path}; `milepost init {path}` writes a first project"
        )
    return below
