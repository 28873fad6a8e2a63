"""`milepost build`: everything a pipeline needs, in one folder, the same bytes every time."""

import json
from hashlib import sha256
from pathlib import Path, PurePosixPath

import click

from milepost import __version__
from milepost.cli.build_summary import Built, summary_of
from milepost.cli.output import shown_file, tell, write_file
from milepost.cli.projects import compilations_of, shown_folder
from milepost.compiler import Compilation
from milepost.compiler.losses import allowed_losses
from milepost.diagnostics import Severity
from milepost.exporters.artifact import Artifact
from milepost.exporters.table import exporter_named
from milepost.replay.verdict import judge_all

FORMAT = "milepost/build"
VERSION = 1
_MANIFEST = "manifest.json"


@click.command("build")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write into, for one project. Default: build in each project.",
)
@click.option(
    "--base",
    metavar="BASE",
    help="List the bounds that changed since BASE, a commit or a schedule.json.",
)
@click.option(
    "--summary",
    "summary_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also append the summary to this file, such as $GITHUB_STEP_SUMMARY.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "information"]),
    default="warning",
    show_default=True,
    help="The least severity of a finding that fails the build.",
)
def command(
    paths: tuple[str, ...],
    out: Path | None,
    base: str | None,
    summary_file: Path | None,
    fail_on: str,
) -> int:
    """Check, test, compile and export the projects that PATHS belong to.

    Each gets a schedule, its findings, tests and bounds, what `milepost.toml` exports, a summary,
    and a manifest with the digest of every file. A project that fails gets the summary only.
    """
    compilations = compilations_of(paths)
    if out is not None and len(compilations) > 1:
        raise click.UsageError(
            "--out takes one project; without it each builds into its own folder"
        )
    failed = False
    for compilation in compilations:
        folder = out or compilation.project.root / "build"
        built = _build(compilation, base, fail_on)
        text = summary_of(built)
        artifacts = _artifacts(built) if built.is_good else ()
        _write(folder, built, (*artifacts, Artifact("summary.md", text.encode())))
        if summary_file is not None:
            with summary_file.open("a", encoding="utf-8") as file:
                file.write(text)
        tell(f"{shown_folder(compilation.project.root)}: {built.verdict}; see {shown_file(folder)}")
        failed = failed or not built.is_good
    return int(failed)


def _build(compilation: Compilation, base: str | None, fail_on: str) -> Built:
    order = list(Severity)
    worst = order.index(Severity(fail_on))
    findings = compilation.diagnostics
    is_checked = all(order.index(found.severity) > worst for found in findings)
    if compilation.has_errors:
        return Built(compilation, findings, is_checked=False)
    changes = None
    if base is not None:
        from milepost.cli.bound_changes import changes_between
        from milepost.cli.earlier_bounds import bounds_since

        changes = changes_between(*bounds_since(compilation, base))
    exports: list[Artifact] = []
    losses: list[str] = []
    for wish in compilation.project.settings.exports:
        exported = exporter_named(wish.target).export(compilation.schedule, {})
        exports += [
            Artifact(f"{wish.target}/{one.path}", one.content) for one in exported.artifacts
        ]
        losses += [
            f"{wish.target} cannot say: {loss.message} ({loss.code})"
            for loss in exported.losses
            if loss.code not in allowed_losses(compilation.project.settings, wish.target)
        ]
    verdicts = judge_all(compilation.schedule)
    return Built(
        compilation, findings, is_checked, tuple(verdicts), tuple(exports), tuple(losses), changes
    )


def _artifacts(built: Built) -> tuple[Artifact, ...]:
    from milepost.cli.junit import junit
    from milepost.lowering.bounds import bounds_of
    from milepost.reporters import json as findings_json
    from milepost.reporters.report import report_of

    compilation = built.compilation
    (schedule,) = exporter_named("json").export(compilation.schedule, {}).artifacts
    files = len(compilation.project.files)
    findings = findings_json.render(report_of(compilation.settled, files))
    verdicts = [(compilation, ".", verdict) for verdict in built.verdicts]
    bounds = [
        {
            "process": bound.process,
            "version": bound.version,
            "milestone": bound.milestone,
            "calendar": bound.calendar,
            "shortest": bound.shortest,
            "longest": bound.longest,
            "longest_from": bound.longest_from,
        }
        for bound in bounds_of(compilation.model)
    ]
    return (
        schedule,
        Artifact("findings.json", findings.encode("utf-8", "surrogatepass")),
        Artifact("tests.xml", junit(verdicts)),
        Artifact("bounds.json", (json.dumps(bounds, indent=2) + "\n").encode()),
        *built.exports,
    )


def _write(folder: Path, built: Built, artifacts: tuple[Artifact, ...]) -> None:
    """Write what was built and its manifest; remove what only an earlier build has made."""
    files = {artifact.path: artifact.content for artifact in artifacts}
    for old in _listed(folder) - files.keys() - {_MANIFEST}:
        (folder / old).unlink(missing_ok=True)
    for path, content in sorted(files.items()):
        write_file(folder / path, content)
    data = built.compilation.schedule.data if built.is_good else None
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "project": built.compilation.project.settings.name,
        "milepost": __version__,
        "tzdata": data and data.tzdata,
        "holidays": data and data.holidays,
        "good": built.is_good,
        "files": [
            {"path": path, "sha256": sha256(content).hexdigest(), "bytes": len(content)}
            for path, content in sorted(files.items())
        ],
    }
    write_file(folder / _MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode())


def _listed(folder: Path) -> set[str]:
    """Return the files that the manifest of an earlier build lists; none outside of its folder."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        listed = {str(file["path"]) for file in manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {
        path
        for path in listed
        if ".." not in PurePosixPath(path).parts and not PurePosixPath(path).is_absolute()
    }
