"""`milepost drift`: which dates, and which due times, are no longer those of the lock."""

import json
from pathlib import Path

import click

from milepost.cli.complaints import complain
from milepost.cli.lock import lock_in
from milepost.cli.output import say, tell
from milepost.cli.projects import compilations_of, findings_of, shown_folder
from milepost.compiler import Compilation
from milepost.diagnostics import ToolError
from milepost.exporters.words import target_text
from milepost.lowering.moves import Move, moves_between
from milepost.replay.cases import zone_of
from milepost.replay.local_times import moment_text
from milepost.semantics.drift import Difference, differences
from milepost.semantics.files import LOCK_NAME
from milepost.semantics.lock import Lock, lock_of


@click.command("drift")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--from",
    "earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare with this lock instead of the project's own.",
)
@click.option(
    "--to",
    "later",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare to this lock instead of the installed data.",
)
def command(paths: tuple[str, ...], form: str, earlier: Path | None, later: Path | None) -> int:
    """Say how the dates of a lock and of the installed data differ, and which due times move."""
    compilations = compilations_of(paths)
    if any(compilation.has_errors for compilation in compilations):
        complain(findings_of(compilations))
        return 1
    documents = []
    for compilation in compilations:
        root = compilation.project.root
        own = earlier or root / LOCK_NAME
        if not own.is_file():
            raise ToolError(f"{own} is missing; write it with `milepost lock`")
        old = lock_in(own)
        new = lock_in(later) if later else lock_of(compilation.model)
        found = differences(old, new)
        moves = tuple(moves_between(compilation.model, old, new)) if found else ()
        documents.append(_document(shown_folder(root), old, new, found, moves))
        if form == "text":
            _say(compilation, old, new, found, moves)
    if form == "json":
        say(json.dumps(documents, indent=2, ensure_ascii=False))
    return int(any(document["differences"] for document in documents))


def _say(
    compilation: Compilation,
    old: Lock,
    new: Lock,
    found: tuple[Difference, ...],
    moves: tuple[Move, ...],
) -> None:
    folder = shown_folder(compilation.project.root)
    data = f"tzdata {_turn(old.tzdata, new.tzdata)}, holidays {_turn(old.holidays, new.holidays)}"
    tell(f"{folder}: {data}")
    if not found:
        tell("  nothing that this policy rests on differs")
        return
    for difference in found:
        tell(f"  {difference.name}")
        for line in difference.lines:
            tell(f"    {line}")
    zone = zone_of(compilation.schedule, compilation.model.timezone or "Etc/UTC")
    tell("  due times that move:" if moves else "  no due time moves")
    for move in moves:
        promise = target_text(move.target)
        on = "" if promise.endswith(f" on {move.calendar}") else f" on {move.calendar}"
        stretches = f"{move.stretches} stretch{'' if move.stretches == 1 else 'es'} of starts"
        word = "" if promise.startswith("by ") else "within "
        which = ", where that due counts," if move.is_alternative else ","
        tell(f"    {move.process}: {move.milestone} {word}{promise}{on}{which} in {stretches}")
        start, due = moment_text(move.start, zone), moment_text(move.after, zone)
        tell(f"      first: from {start} due {due}, and was {moment_text(move.before, zone)}")


def _turn(old: str, new: str) -> str:
    return old if old == new else f"{old} to {new}"


def _document(
    folder: str,
    old: Lock,
    new: Lock,
    found: tuple[Difference, ...],
    moves: tuple[Move, ...],
) -> dict[str, object]:
    return {
        "project": folder,
        "tzdata": [old.tzdata, new.tzdata],
        "holidays": [old.holidays, new.holidays],
        "differences": [
            {"kind": one.kind, "name": one.name, "lines": list(one.lines)} for one in found
        ],
        "moves": [
            {
                "process": one.process,
                "version": one.version,
                "milestone": one.milestone,
                "target": target_text(one.target),
                "calendar": one.calendar,
                "is_alternative": one.is_alternative,
                "stretches": one.stretches,
                "start": one.start,
                "before": one.before,
                "after": one.after,
            }
            for one in moves
        ],
    }
