"""`milepost import`: the files of another system as a project."""

from pathlib import Path

import click

from milepost.cli.complaints import complain
from milepost.cli.output import (
    COLORS,
    say,
    shown_file,
    write_file,
)
from milepost.diagnostics import Severity, ToolError, in_order, relocate
from milepost.importers.table import importer_named
from milepost.reporters.summary import summary


@click.command("import")
@click.argument("source")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder of the new project.",
)
@click.option("--name", help="Name of the project. Default: the name of the new folder.")
@click.option("--replace", is_flag=True, help="Overwrite files that an earlier import wrote.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--color", type=COLORS, default="auto", help="When to colour text.")
def command(
    source: str,
    folder: Path,
    out: Path,
    name: str | None,
    replace: bool,
    form: str,
    color: str,
) -> int:
    """Write a project that says what the files of SOURCE below FOLDER say.

    What has no place in a policy is kept as comments, and reported.
    """
    importer = importer_named(source)
    imported = importer.read(folder, name or out.resolve().name)
    existing = [file for file, _ in imported.files if (out / file).exists()]
    if existing and not replace:
        raise ToolError(
            f"{shown_file(out / existing[0])} exists; nothing was written. Choose another folder, "
            "or say `--replace`"
        )
    found = in_order(relocate(imported.findings, folder.as_posix()))
    for file, text in imported.files:
        write_file(out / file, text.encode())
    if form == "json":
        from milepost.reporters import json

        say(json.document(found, files=len(imported.files)))
        return int(any(one.severity is Severity.ERROR for one in found))
    if found:
        files = len({one.span.path for one in found})
        complain(found, color=color, closing=summary(found, files))
    for file, _ in imported.files:
        say(f"wrote {shown_file(out / file)}")
    return int(any(one.severity is Severity.ERROR for one in found))
