"""`milepost check`: what is wrong or doubtful."""

from pathlib import Path

import click

from milepost.cli.checking import check_all, findings_in
from milepost.cli.output import COLORS
from milepost.cli.reporting import FORM, write_report
from milepost.diagnostics import Severity
from milepost.reporters.report import report_of

_LEVELS = {
    "error": (Severity.ERROR,),
    "warning": (Severity.ERROR, Severity.WARNING),
    "information": tuple(Severity),
}


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=FORM, default="text", help="The form of the findings.")
@click.option(
    "--output", type=click.Path(), help="Write the findings, or what --diff shows, to this file."
)
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
@click.option("--fix", is_flag=True, help="First apply the fixes that change no meaning.")
@click.option("--unsafe-fixes", is_flag=True, help="First apply all fixes, guesses included.")
@click.option("--diff", is_flag=True, help="Write no fix; show what would be changed first.")
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
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
) -> int:
    """Check the projects that PATHS (files or folders, the current one by default) belong to."""
    if diff:
        if form != "text" or since is not None:
            raise click.UsageError("--diff shows a patch: leave --format and --since out")
        return _show_fixes(paths, unsafe=unsafe_fixes, color=color, output=output)
    fixed = _fix(paths, unsafe=unsafe_fixes) if fix or unsafe_fixes else 0
    checked = check_all(paths, is_cached=not no_cache, jobs=jobs, since=since)
    files = sum(one.files for one in checked)
    report = report_of(findings_in(checked), files, fixed=fixed)
    write_report(report, form, output=output, color=color, quiet=quiet)
    return int(any(found.severity in _LEVELS[fail_on] for found in report.findings))


def _fix(paths: tuple[str, ...], *, unsafe: bool) -> int:
    from milepost.cli.fixing import fix_all

    return fix_all(paths, unsafe=unsafe)


def _show_fixes(paths: tuple[str, ...], *, unsafe: bool, color: str, output: str | None) -> int:
    """Give what the fixes would change, as a patch; say with the exit code whether they would."""
    from milepost.cli.fixing import changes_of
    from milepost.cli.output import say, shown_file, wants_color, write_file
    from milepost.cli.projects import compilations_of
    from milepost.reporters.unified import unified

    is_colored = wants_color(color) if output is None else color == "always"
    shown = "".join(
        unified(shown_file(change.path), change.source.text, change.text, color=is_colored)
        for compilation in compilations_of(paths)
        for change in changes_of(compilation, unsafe=unsafe)[0]
    )
    if output is not None:
        write_file(Path(output), shown.encode())
    elif shown:
        say(shown)
    return int(bool(shown))
