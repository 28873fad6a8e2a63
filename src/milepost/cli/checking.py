"""Projects checked for the command line: from their caches, side by side, since a commit."""

import gc
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from milepost.cache.check import Checked, check_project
from milepost.cli.roots import roots_of, shown_folder
from milepost.diagnostics import Diagnostic, in_order, relocate

#: Of `SOURCE_DATE_EPOCH`: more seconds than these lie beyond the year 5000.
_MOST_DIGITS = 12


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
    check = partial(check_project, is_cached=is_cached, today=_today())
    checked = tuple(map(check, members)) if workers <= 1 else _side_by_side(check, members, workers)
    if since is None:
        return checked
    from milepost.cli.since import only_since

    return tuple(only_since(one, since) for one in checked)


def _today() -> str:
    """Return the local date, or the one that a reproducible run sets."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal() and len(epoch) < _MOST_DIGITS:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    return datetime.now(UTC).astimezone().date().isoformat()


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
