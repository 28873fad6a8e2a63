"""The projects that a command line names, compiled."""

import gc
from collections.abc import Sequence

from milepost.cli.roots import roots_of, shown_folder
from milepost.compiler import Compilation
from milepost.diagnostics import Diagnostic, in_order, relocate

__all__ = ["compilations_of", "findings_of", "shown_folder"]


def compilations_of(paths: Sequence[str]) -> tuple[Compilation, ...]:
    """Return one compilation a project; a folder above several projects stands for all of them."""
    # The process ends when its verb does: collecting cycles on the way only costs time.
    gc.disable()
    return tuple(Compilation(member) for member in roots_of(paths).values())


def findings_of(compilations: Sequence[Compilation]) -> tuple[Diagnostic, ...]:
    """Return the findings of some compilations, their paths given from the current folder."""
    found: list[Diagnostic] = []
    for compilation in compilations:
        folder = shown_folder(compilation.project.root)
        found += relocate(compilation.diagnostics, folder)
    return in_order(found)
