"""`milepost schema`: the JSON Schemas of what we write and read."""

import json
from importlib.resources import files

import click

from milepost.cli.output import say
from milepost.cli.projects import compilations_of

_SHIPPED = {
    "schedule": ("milepost.ir", "schedule.schema.json"),
    "diagnostics": ("milepost.reporters", "diagnostics.schema.json"),
    "timeline": ("milepost.cli", "timeline.schema.json"),
    "config": ("milepost.semantics", "configuration.schema.json"),
}


@click.command("schema")
@click.argument("what", type=click.Choice([*_SHIPPED, "register"]), default="schedule")
@click.option(
    "--project", type=click.Path(), default=".", help="The project whose fields a register may set."
)
def command(what: str, project: str) -> int:
    """Print the JSON Schema of WHAT.

    Schedules (the default), diagnostics, timelines (`simulate --format json`), `milepost.toml`
    (`config`), or registers of a project.
    """
    if what in _SHIPPED:
        package, name = _SHIPPED[what]
        say((files(package) / name).read_text(encoding="utf-8"))
        return 0
    from milepost.semantics.registers import register_schema

    compilations = compilations_of((project,))
    if len(compilations) != 1:
        raise click.UsageError("name one project with --project: each has its own fields")
    (compilation,) = compilations
    case = compilation.model.records[0]
    fields = tuple(field for field in case.fields if not field.predeclared or field.name == "tier")
    say(json.dumps(register_schema(fields), indent=2))
    return 0
