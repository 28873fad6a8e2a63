"""The bounds of a project as they were: at a commit, or in a schedule that was compiled then."""

import tempfile
from pathlib import Path

from milepost.cli.git import unpack
from milepost.compiler import Compilation
from milepost.diagnostics import ToolError
from milepost.ir.schedule import Bound
from milepost.lowering.bounds import bounds_of


def bounds_since(
    compilation: Compilation, base: str
) -> tuple[tuple[Bound, ...], tuple[Bound, ...]]:
    """Return the bounds of a project at a base, and those of now.

    A project that was not there, or had errors, had no bounds. A schedule holds none of calendar
    families, so they are left out on both sides then.
    """
    if base.endswith(".json"):
        from milepost.ir.codec import load_schedule

        return load_schedule(base).bounds, bounds_of(compilation.model, families=False)
    with tempfile.TemporaryDirectory(prefix="milepost-") as name:
        root = unpack(compilation.project.root, base, Path(name))
        return _bounds_in(root), bounds_of(compilation.model)


def _bounds_in(root: Path) -> tuple[Bound, ...]:
    try:
        old = Compilation(root)
        return () if old.has_errors else bounds_of(old.model)
    except ToolError:
        return ()
