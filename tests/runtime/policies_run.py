"""Policies in memory, compiled and run."""

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from milepost.compiler import Compilation
from milepost.diagnostics import Severity
from milepost.ir.schedule import Schedule
from milepost.reporters import text as text_reporter
from milepost.runtime import RunningSchedule

HORIZON = "[horizon]\nfrom = 2026-01-01\nto = 2028-12-31\n"


def compilation_of(text: str, folder: Path) -> Compilation:
    """Return the compilation of a policy that is alone in a folder."""
    (folder / "milepost.toml").write_text(HORIZON, "utf-8")
    (folder / "policy.sla").write_text(text, "utf-8")
    return Compilation(folder)


def schedule_of(text: str) -> Schedule:
    """Return the schedule of a policy in which every name means something.

    The checks, which take most of the time, are left out: a policy of chance may well be doubtful.
    """
    with tempfile.TemporaryDirectory() as folder:
        compilation = compilation_of(text, Path(os.path.realpath(folder)))
        found = (*compilation.project.diagnostics, *compilation.model.findings)
        errors = [one for one in found if one.severity is Severity.ERROR]
        assert not errors, text_reporter.render(errors, color=False) + text
        return compilation.schedule


@lru_cache(maxsize=256)
def running(text: str) -> RunningSchedule:
    """Return a policy ready to run."""
    return RunningSchedule(schedule_of(text))
