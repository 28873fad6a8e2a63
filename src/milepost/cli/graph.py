"""`milepost graph`: a process as a picture."""

from pathlib import Path

import click

from milepost.cli.complaints import complain
from milepost.cli.output import say, shown_file, write_file
from milepost.cli.projects import compilations_of, findings_of
from milepost.compiler import Compilation
from milepost.diagnostics import ToolError, did_you_mean
from milepost.exporters import dot, mermaid, svg
from milepost.exporters.diagram import Diagram, diagram_of
from milepost.ir.processes import Process
from milepost.ir.schedule import Schedule
from milepost.semantics.whole import has_errors

_FORMATS = {"svg": svg.render, "dot": dot.render, "mermaid": mermaid.render}
_STANDARD_OUTPUT = "-"


@click.command("graph")
@click.argument("path", type=click.Path(), default=".")
@click.option("--process", "name", help="The process to draw. Default: every process.")
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="svg")
@click.option(
    "--out",
    "-o",
    type=click.Path(),
    help="Folder to write into, or `-` for standard output. Default: build/graphs in the project.",
)
@click.option("--findings", is_flag=True, help="Mark what `milepost check` finds.")
def command(path: str, name: str | None, form: str, out: str | None, findings: bool) -> int:
    """Draw the processes of the project that PATH belongs to.

    What starts what, and when it is due.
    """
    compilations = compilations_of((path,))
    if len(compilations) != 1:
        raise click.UsageError("name one project")
    (compilation,) = compilations
    if has_errors(compilation.model) if findings else compilation.has_errors:
        complain(findings_of(compilations))
        return 1
    schedule = compilation.schedule
    chosen = _chosen(schedule.processes, name)
    drawn = [_drawn(compilation, schedule, process, findings=findings) for process in chosen]
    if out == _STANDARD_OUTPUT:
        if len(chosen) > 1:
            raise click.UsageError("--out - takes one process; choose it with --process")
        say(_FORMATS[form](drawn[0]))
        return 0
    folder = Path(out) if out else compilation.project.root / "build" / "graphs"
    for process, diagram in zip(chosen, drawn, strict=True):
        version = f"_v{process.version}" if process.version != 1 else ""
        target = folder / f"{process.name}{version}.{'mmd' if form == 'mermaid' else form}"
        write_file(target, _FORMATS[form](diagram).encode())
        say(f"wrote {shown_file(target)}")
    return 0


def _drawn(
    compilation: Compilation, schedule: Schedule, process: Process, *, findings: bool
) -> Diagram:
    if not findings:
        return diagram_of(schedule, process)
    from milepost.cli.graph_findings import remarks_of

    return diagram_of(schedule, process, remarks_of(compilation, process))


def _chosen(processes: tuple[Process, ...], name: str | None) -> tuple[Process, ...]:
    if name is None:
        if not processes:
            raise ToolError("the project has no process to draw")
        return processes
    chosen = tuple(process for process in processes if process.name == name)
    if not chosen:
        known = [process.name for process in processes]
        hint = did_you_mean(name, known) or f"known: {', '.join(known)}"
        raise ToolError(f"there is no process `{name}`; {hint}")
    return chosen
