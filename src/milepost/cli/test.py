"""`milepost test`: the tests of a policy."""

import click

from milepost.cli.output import COLORS, say, wants_color
from milepost.cli.projects import compilations_of, findings_of, shown_folder
from milepost.cli.verdicts import report, untouched
from milepost.compiler import Compilation
from milepost.diagnostics import ToolError
from milepost.replay.coverage import coverage_of, share
from milepost.replay.verdict import Verdict, judge_all


@click.command("test")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--filter", "wanted", help="Run only the tests whose name holds this text.")
@click.option("--junit", "junit_file", type=click.Path(), help="Also write a JUnit XML file.")
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
    coverage: bool,
    threshold: int | None,
    allow_none: bool,
    verbose: bool,
    color: str,
) -> int:
    """Run the tests of the projects that PATHS belong to."""
    compilations = compilations_of(paths)
    failed = [compilation for compilation in compilations if compilation.has_errors]
    if failed:
        from milepost.reporters import text

        click.echo(text.render(findings_of(failed), color=wants_color(color)), err=True)
        return 1
    verdicts: list[tuple[Compilation, str, Verdict]] = []
    touched = parts = 0
    for compilation in compilations:
        schedule = compilation.schedule
        chosen = [test for test in schedule.tests if wanted is None or wanted in test.name]
        found = judge_all(schedule, chosen)
        folder = shown_folder(compilation.project.root)
        verdicts += [(compilation, folder, verdict) for verdict in found]
        for verdict in found:
            if verbose or not verdict.passed:
                say(report(compilation, folder, verdict, color=wants_color(color)))
        covered = coverage_of(schedule, found)
        touched, parts = touched + share(covered)[0], parts + share(covered)[1]
        for part in covered if coverage else ():
            if not part.touched:
                say(untouched(compilation, folder, part))
    if junit_file is not None:
        from pathlib import Path

        from milepost.cli.junit import junit
        from milepost.cli.output import write_file

        write_file(Path(junit_file), junit(verdicts))
    if not verdicts and not allow_none:
        found_none = (
            "no test was found" if wanted is None else f"no test has `{wanted}` in its name"
        )
        raise ToolError(f"{found_none}; `--allow-none` accepts that")
    return _conclude([verdict for *_, verdict in verdicts], touched, parts, threshold)


def _conclude(verdicts: list[Verdict], touched: int, parts: int, threshold: int | None) -> int:
    broken = sum(not verdict.passed for verdict in verdicts)
    percent = 100 * touched // parts if parts else 100
    say(
        f"{len(verdicts) - broken} passed, {broken} failed; "
        f"{touched} of {parts} milestones, target lines and triggers touched ({percent} %)"
    )
    if threshold is not None and percent < threshold:
        say(f"coverage {percent} % is below the threshold of {threshold} %")
        return 1
    return int(bool(broken))
