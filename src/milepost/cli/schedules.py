"""The schedule that a command line names: of a project, or compiled before."""

from pathlib import Path

import click

from milepost.cli.complaints import complain
from milepost.diagnostics import ToolError
from milepost.frozen import frozen
from milepost.ir.codec import ScheduleError, load_schedule
from milepost.ir.schedule import Schedule

_COMPILED = ".json"


@frozen
class Opened:
    """A schedule, and the folder that the paths in its source map are seen from."""

    schedule: Schedule
    folder: str


def open_schedule(path: str) -> Opened | None:
    """Return the schedule at a path; None after reporting what is wrong with a project."""
    if Path(path).is_file() and path.lower().endswith(_COMPILED):
        try:
            return Opened(load_schedule(path), "")
        except ScheduleError as trouble:
            raise ToolError(f"{trouble}; `milepost compile` writes schedules") from trouble
    from milepost.cli.projects import (
        compilations_of,
        findings_of,
        shown_folder,
    )

    compilations = compilations_of((path,))
    if len(compilations) != 1:
        raise click.UsageError("name one project")
    (compilation,) = compilations
    if compilation.has_errors:
        complain(findings_of(compilations))
        return None
    return Opened(compilation.schedule, shown_folder(compilation.project.root))
