"""`milepost compile`: policies to schedules."""

import sys
from pathlib import Path

import click

from milepost.cli.complaints import complain
from milepost.cli.output import (
    COLORS,
    say,
    shown_file,
    tell,
    write_file,
)
from milepost.cli.projects import compilations_of, findings_of, shown_folder
from milepost.compiler import Compilation
from milepost.exporters.table import exporter_named
from milepost.reporters.summary import summary as summarize

_STANDARD_OUTPUT = "-"


@click.command("compile")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(["json", "yaml"]), default="json")
@click.option(
    "--out",
    "-o",
    type=click.Path(),
    help="File to write, or `-` for standard output. Default: build/schedule.json in the project.",
)
@click.option("--summary", is_flag=True, help="Print what was compiled, process by process.")
@click.option("--color", type=COLORS, default="auto", help="When to colour text.")
def command(paths: tuple[str, ...], form: str, out: str | None, summary: bool, color: str) -> int:
    """Compile the projects that PATHS belong to. Nothing is written for a project with errors."""
    compilations = compilations_of(paths)
    if out is not None and len(compilations) > 1:
        raise click.UsageError(
            "--out takes one project; without it each writes into its own folder"
        )
    failed = [compilation for compilation in compilations if compilation.has_errors]
    if failed:
        found = findings_of(failed)
        files = sum(len(compilation.project.files) for compilation in failed)
        complain(found, color=color, closing=f"{summarize(found, files)}; not compiled")
    for compilation in compilations:
        if compilation not in failed:
            _write(compilation, form, out, summary=summary)
    return int(bool(failed))


def _write(compilation: Compilation, form: str, out: str | None, *, summary: bool) -> None:
    (artifact,) = exporter_named(form).export(compilation.schedule, {}).artifacts
    if out == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(artifact.content)
        return
    path = Path(out) if out else compilation.project.root / "build" / artifact.path
    write_file(path, artifact.content)
    if summary:
        from milepost.cli.summary import describe

        tell(describe(compilation.schedule))
    say(f"wrote {shown_file(path)} ({len(artifact.content) / 1024:.0f} KiB)")
    if compilation.diagnostics:
        folder = shown_folder(compilation.project.root)
        found = summarize(compilation.diagnostics, len(compilation.project.files))
        click.echo(f"{found}; see `milepost check {folder}`", err=True)
