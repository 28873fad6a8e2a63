"""`milepost test`: the tests of a policy."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import click

from milepost.checks.wording import plural
from milepost.cli.complaints import complain
from milepost.cli.output import (
    COLORS,
    say,
    speaks_unicode,
    tell,
    terminal_width,
    wants_color,
    write_file,
)
from milepost.cli.projects import compilations_of, findings_of, shown_folder
from milepost.cli.reporting import FORM, write_report
from milepost.cli.verdicts import report, untouched
from milepost.compiler import Compilation
from milepost.compiler.untested import untested_in
from milepost.diagnostics import Diagnostic, ToolError, in_order, relocate
from milepost.replay.coverage import coverage_of, share
from milepost.replay.verdict import Verdict, judge_all
from milepost.reporters.report import report_of

#: Verdicts, each with its project and the project's folder.
Verdicts: TypeAlias = list[tuple[Compilation, str, Verdict]]


@click.command("test")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--filter", "wanted", help="Run only the tests whose name holds this text.")
@click.option("--junit", "junit_file", type=click.Path(), help="Also write a JUnit XML file.")
@click.option(
    "--format",
    "form",
    type=FORM,
    default="text",
    help="The form of what failed; other than text, nothing else is said.",
)
@click.option("--output", type=click.Path(), help="With --format: write to this file.")
@click.option("--coverage", is_flag=True, help="List what no test touches.")
@click.option(
    "--threshold",
    type=click.IntRange(0, 100),
    help="Fail when less than this percentage of milestones, target lines and triggers is touched.",
)
@click.option("--allow-none", is_flag=True, help="Do not fail when no test is found.")
@click.option("--verbose", "-v", is_flag=True, help="Show the timelines of passing tests, too.")
@click.option("--color", type=COLORS, default="auto", help="When to colour text.")
def command(
    paths: tuple[str, ...],
    wanted: str | None,
    junit_file: str | None,
    form: str,
    output: str | None,
    coverage: bool,
    threshold: int | None,
    allow_none: bool,
    verbose: bool,
    color: str,
) -> int:
    """Run the tests of the projects that PATHS belong to."""
    if form == "text" and output is not None:
        raise click.UsageError("--output takes what --format makes for programs: name a form")
    compilations = compilations_of(paths)
    failed = [compilation for compilation in compilations if compilation.has_errors]
    if failed:
        _refuse(failed, form, output, junit_file, color)
        return 1
    verdicts: Verdicts = []
    untested: list[Diagnostic] = []
    touched = parts = 0
    for compilation in compilations:
        schedule = compilation.schedule
        chosen = [test for test in schedule.tests if wanted is None or wanted in test.name]
        found = judge_all(schedule, chosen)
        folder = shown_folder(compilation.project.root)
        verdicts += [(compilation, folder, verdict) for verdict in found]
        for verdict in found:
            if form == "text" and (verbose or not verdict.passed):
                tell(report(compilation, folder, verdict, color=wants_color(color)))
        if wanted is None:
            untested += relocate(untested_in(compilation, found), folder)
        covered = coverage_of(schedule, found)
        touched, parts = touched + share(covered)[0], parts + share(covered)[1]
        for part in covered if coverage and form == "text" else ():
            if not part.touched:
                tell(untouched(compilation, folder, part))
    if junit_file is not None:
        from milepost.cli.junit import junit

        write_file(Path(junit_file), junit(verdicts))
    if not verdicts and not allow_none:
        found_none = (
            "no test was found" if wanted is None else f"no test has `{wanted}` in its name"
        )
        raise ToolError(f"{found_none}; `--allow-none` accepts that")
    shortfall = _shortfall(touched, parts, threshold)
    judged = [verdict for *_, verdict in verdicts]
    if form == "text":
        _tell(untested, color, coverage=coverage)
        _conclude(judged, touched, parts, shortfall)
    else:
        _write(verdicts, untested, compilations, form, output)
        if shortfall:
            click.echo(shortfall, err=True)
    return int(bool(shortfall) or any(not verdict.passed for verdict in judged))


def _tell(untested: list[Diagnostic], color: str, *, coverage: bool) -> None:
    """Show the milestones of which no test expects anything, or say that there are some."""
    if coverage and untested:
        from milepost.reporters import text

        shown = text.render(
            in_order(untested),
            color=wants_color(color),
            width=terminal_width(),
            ascii_only=not speaks_unicode(),
        )
        say(shown)
    elif untested:
        many = plural(len(untested), "process")
        have = "has" if len(untested) == 1 else "have"
        tell(f"{many} {have} milestones of which no test expects anything: see `--coverage`")


def _refuse(
    failed: Sequence[Compilation], form: str, output: str | None, junit_file: str | None, color: str
) -> None:
    """Report why no test was run, to all those that wait for a report."""
    found = findings_of(failed)
    report = report_of(found, sum(len(compilation.project.files) for compilation in failed))
    if form == "text":
        complain(found, color=color)
    else:
        write_report(report, form, output=output, color="never")
    if junit_file is not None:
        from milepost.reporters.table import rendered

        write_file(Path(junit_file), rendered("junit", report).encode())


def _write(
    verdicts: Verdicts,
    untested: list[Diagnostic],
    compilations: Sequence[Compilation],
    form: str,
    output: str | None,
) -> None:
    """Write the findings in a form for programs: JUnit holds every test, the others what failed."""
    if form == "junit":
        from milepost.cli.junit import junit

        content = junit(verdicts)
        if output is None:
            say(content.decode())
        else:
            write_file(Path(output), content)
        return
    from milepost.compiler.missed import missed_in

    missed = (
        finding
        for compilation, folder, verdict in verdicts
        for finding in relocate(missed_in(compilation, (verdict,)), folder)
    )
    found = in_order((*missed, *untested))
    files = sum(len(compilation.project.files) for compilation in compilations)
    write_report(report_of(found, files), form, output=output, color="never")


def _shortfall(touched: int, parts: int, threshold: int | None) -> str:
    """Return that too little is touched, or nothing."""
    percent = _percent(touched, parts)
    if threshold is None or percent >= threshold:
        return ""
    return f"coverage {percent} % is below the threshold of {threshold} %"


def _percent(touched: int, parts: int) -> int:
    return 100 * touched // parts if parts else 100


def _conclude(verdicts: list[Verdict], touched: int, parts: int, shortfall: str) -> None:
    broken = sum(not verdict.passed for verdict in verdicts)
    tell(
        f"{len(verdicts) - broken} passed, {broken} failed; "
        f"{touched} of {parts} milestones, target lines and triggers touched "
        f"({_percent(touched, parts)} %)"
    )
    if shortfall:
        tell(shortfall)
