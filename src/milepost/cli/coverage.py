"""`milepost coverage`: who is promised what, where nothing is promised, where processes compete."""

import json
from pathlib import Path

import click

from milepost.cli.complaints import complain
from milepost.cli.output import say, shown_file, tell, write_file
from milepost.cli.projects import compilations_of, findings_of
from milepost.coverage.matrix import Coverage, coverage_of
from milepost.coverage.tables import markdown_of, plain_of, text_of
from milepost.ir.processes import Process
from milepost.semantics.whole import has_errors

_FORMATS = ["text", "markdown", "svg", "json"]


@click.command("coverage")
@click.argument("path", type=click.Path(), default=".")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text")
@click.option("--out", "-o", type=click.Path(), help="File to write. Default: standard output.")
def command(path: str, form: str, out: str | None) -> int:
    """Show who is promised what, by tier, priority and whatever else decides.

    Also which cases no process takes, and which two processes claim.
    """
    compilations = compilations_of((path,))
    if len(compilations) != 1:
        raise click.UsageError("name one project")
    (compilation,) = compilations
    if has_errors(compilation.model):
        complain(findings_of(compilations))
        return 1
    model = compilation.model
    names = [one.name for one in model.records if _is_served(model.processes, one.name)]
    found = [coverage_of(model, name) for name in names]
    shown = _rendered(found, form, model.project.settings.name)
    if out is None:
        (tell if form == "text" else say)(shown)
        return 0
    write_file(Path(out), shown.encode())
    say(f"wrote {shown_file(Path(out))}")
    return 0


def _is_served(processes: tuple[Process, ...], record: str) -> bool:
    return any(process.record == record for process in processes)


def _rendered(found: list[Coverage], form: str, title: str) -> str:
    if form == "json":
        plain = [plain_of(one) for one in found]
        return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
    if form == "svg":
        from milepost.coverage import svg

        if len(found) != 1:
            raise click.UsageError("a picture shows one record; the policy has several")
        return svg.render(found[0], f"{title}: who is promised what")
    make = markdown_of if form == "markdown" else text_of
    return "\n".join(make(one) for one in found)
