"""`milepost export`: a schedule in another system's form, with every loss named."""

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
from milepost.compiler.losses import allowed_losses, loss_code, losses_of
from milepost.diagnostics import Severity, ToolError, in_order, relocate
from milepost.exporters.artifact import Existing, Exported
from milepost.exporters.table import Broken, all_exporters, exporter_named
from milepost.frozen import replace
from milepost.ir.schedule import Export, Schedule, Setting
from milepost.reporters.summary import summary as summarize

#: No file of a target that is larger is read; nor are more of them.
_MAX_BYTES, _MAX_FILES = 8 << 20, 10_000


@click.command("export")
@click.argument("target", required=False)
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write into. Default: build/TARGET in each project.",
)
@click.option(
    "--allow",
    "allowed",
    multiple=True,
    help="Accept a kind of loss, by its code or its name; may be given several times.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting of the target's export block for this run, such as `org=production`.",
)
@click.option(
    "--list", "listing", is_flag=True, help="List the targets, those of other packages too."
)
@click.option("--color", type=COLORS, default="auto", help="When to colour text.")
def command(
    target: str | None,
    paths: tuple[str, ...],
    out: Path | None,
    allowed: tuple[str, ...],
    settings: tuple[str, ...],
    listing: bool,
    color: str,
) -> int:
    """Write the projects that PATHS belong to in the form of TARGET.

    What the target cannot say is an error, unless that kind of loss is allowed by name. Nothing is
    written for a project with errors.
    """
    if listing:
        return _list()
    if target is None:
        raise click.UsageError("which target? `milepost export --list` names them")
    exporter = exporter_named(target)
    codes = frozenset(map(loss_code, allowed))
    compilations = compilations_of(paths)
    if out is not None and len(compilations) > 1:
        raise click.UsageError(
            "--out takes one project; without it each writes into its own folder"
        )
    failed = False
    for compilation in compilations:
        folder = out or compilation.project.root / "build" / exporter.name
        found = findings_of((compilation,))
        exported = None
        if not compilation.has_errors:
            existing = _files_below(folder) if exporter.patches else {}
            schedule = _with_settings(compilation.schedule, exporter.name, settings)
            exported = exporter.export(schedule, existing)
            accepted = codes | allowed_losses(compilation.project.settings, exporter.name)
            losses = losses_of(compilation, exported, accepted)
            found = in_order(relocate(losses, shown_folder(compilation.project.root)))
        if found:
            allowed_here = sum(one.severity is Severity.INFORMATION for one in found)
            closing = summarize(
                found,
                len(compilation.project.files),
                allowed=allowed_here if exported else 0,
                word="loss",
            )
            complain(found, color=color, closing=closing)
        if exported is None or any(one.severity is Severity.ERROR for one in found):
            click.echo("nothing written", err=True)
            failed = True
            continue
        _write(folder, exported)
    return int(failed)


def _list() -> int:
    broken = False
    for one in all_exporters():
        if isinstance(one, Broken):
            broken = True
            tell(f"{one.name:<12}  broken: package `{one.package}`: {one.reason}")
        else:
            tell(f"{one.name:<12}  {one.title}")
    return int(broken)


def _with_settings(schedule: Schedule, target: str, settings: tuple[str, ...]) -> Schedule:
    """Return a schedule whose export block for the target has some settings in place of its own."""
    made = []
    for written in settings:
        name, equals, value = written.partition("=")
        if not equals or not name:
            raise click.UsageError(f"--set takes NAME=VALUE, not `{written}`")
        made.append(Setting(name, (value,)))
    if not made:
        return schedule
    names = {setting.name for setting in made}
    exports = list(schedule.exports)
    at = next((i for i, export in enumerate(exports) if export.target == target), len(exports))
    block = exports[at] if at < len(exports) else Export(target)
    kept = tuple(setting for setting in block.settings if setting.name not in names)
    exports[at:] = [replace(block, settings=(*kept, *made)), *exports[at + 1 :]]
    return replace(schedule, exports=tuple(exports))


def _files_below(folder: Path) -> Existing:
    """Return the files that the output folder holds, by their paths in it."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        if len(found) == _MAX_FILES or path.stat().st_size > _MAX_BYTES:
            raise ToolError(f"{shown_file(folder)} holds more than an export: name another folder")
        found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _write(folder: Path, exported: Exported) -> None:
    for artifact in exported.artifacts:
        path = folder / artifact.path
        write_file(path, artifact.content)
        say(f"wrote {shown_file(path)}")
