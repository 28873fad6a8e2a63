"""Projects checked for the command line: from their caches, side by side, since a commit."""

import gc
import os
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from milepost.cache.check import Checked, check_project
from milepost.cli.roots import roots_of, shown_folder
from milepost.diagnostics import Diagnostic, in_order, relocate


def check_all(
    paths: Sequence[str], *, is_cached: bool = True, jobs: int = 1, since: str | None = None
) -> tuple[Checked, ...]:
    """Return what is wrong in the projects that some paths belong to, in their order.

    `jobs` is how many are checked at a time, nought for one on each processor.
    """
    # The process ends when its verb does: collecting cycles on the way only costs time.
    gc.disable()
    members = tuple(roots_of(paths).values())
    workers = min(jobs or os.cpu_count() or 1, len(members))
    check = partial(check_project, is_cached=is_cached)
    checked = tuple(map(check, members)) if workers <= 1 else _side_by_side(check, members, workers)
    if since is None:
        return checked
    from milepost.cli.since import only_since

    return tuple(only_since(one, since) for one in checked)


def findings_in(checked: Iterable[Checked]) -> tuple[Diagnostic, ...]:
    """Return the findings of some projects, their paths given from the current folder."""
    return in_order(
        finding for one in checked for finding in relocate(one.findings, shown_folder(one.root))
    )


def _side_by_side(
    check: "partial[Checked]", members: Sequence[Path], workers: int
) -> tuple[Checked, ...]:
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        return tuple(pool.map(check, members))
