"""`milepost check`: what is wrong or doubtful."""

import click

from milepost.cli.checking import check_all, findings_in
from milepost.cli.output import COLORS
from milepost.cli.reporting import FORM, write_report
from milepost.diagnostics import Severity
from milepost.reporters.report import Report

_LEVELS = {
    "error": (Severity.ERROR,),
    "warning": (Severity.ERROR, Severity.WARNING),
    "information": tuple(Severity),
}


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=FORM, default="text", help="The form of the findings.")
@click.option("--output", type=click.Path(), help="Write the findings to this file.")
@click.option("--color", type=COLORS, default="auto", help="When to colour text.")
@click.option(
    "--fail-on",
    type=click.Choice(list(_LEVELS)),
    default="warning",
    show_default=True,
    help="The least severity that ends in exit code 1.",
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing when nothing is found.")
@click.option("--no-cache", is_flag=True, help="Check everything anew, and keep nothing.")
@click.option(
    "--since",
    metavar="COMMIT",
    help="Report only what changes since this commit may have caused, in the files they bear on.",
)
@click.option(
    "--jobs",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="How many projects to check at a time; 0 for one on each processor.",
)
def command(
    paths: tuple[str, ...],
    form: str,
    output: str | None,
    color: str,
    fail_on: str,
    quiet: bool,
    no_cache: bool,
    since: str | None,
    jobs: int,
) -> int:
    """Check the projects that PATHS (files or folders, the current one by default) belong to."""
    checked = check_all(paths, is_cached=not no_cache, jobs=jobs, since=since)
    found = findings_in(checked)
    files = sum(one.files for one in checked)
    write_report(Report(found, files), form, output=output, color=color, quiet=quiet)
    return int(any(finding.severity in _LEVELS[fail_on] for finding in found))
