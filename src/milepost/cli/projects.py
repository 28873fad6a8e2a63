"""The projects that a command line names."""

import gc
import os
from collections.abc import Sequence
from pathlib import Path

from milepost.compiler import Compilation
from milepost.diagnostics import Diagnostic, ToolError, in_order, relocate
from milepost.semantics.files import find_root, policy_files
from milepost.semantics.settings import FILE_NAME


def compilations_of(paths: Sequence[str]) -> tuple[Compilation, ...]:
    """Return one compilation a project; a folder above several projects stands for all of them."""
    # The process ends when its verb does: collecting cycles on the way only costs time.
    gc.disable()
    found: dict[Path, Compilation] = {}
    for written in paths or (".",):
        path = Path(written)
        if not path.exists():
            raise ToolError(f"no such file or folder: {written}")
        for member in _projects_below(path):
            found.setdefault(find_root(member), Compilation(member))
    return tuple(found.values())


def findings_of(compilations: Sequence[Compilation]) -> tuple[Diagnostic, ...]:
    """Return the findings of some compilations, their paths given from the current folder."""
    found: list[Diagnostic] = []
    for compilation in compilations:
        folder = shown_folder(compilation.project.root)
        found += relocate(compilation.diagnostics, folder)
    return in_order(found)


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
