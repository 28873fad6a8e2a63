"""Fixes applied to the files of projects, again and again until there is nothing left to fix."""

from collections.abc import Container, Sequence
from pathlib import Path

from milepost.cli.output import write_file
from milepost.cli.roots import roots_of
from milepost.compiler import Compilation
from milepost.diagnostics import Diagnostic, Fix, Severity
from milepost.diagnostics.mend import fixes_of, mend
from milepost.frozen import frozen
from milepost.source import Source
from milepost.syntax.parse import parse

#: One fix may bring the next to light; that does not go on for long.
MOST_PASSES = 10


@frozen
class Change:
    """A file as it is and as the fixes make it."""

    path: Path
    source: Source
    text: str


def changes_of(compilation: Compilation, *, unsafe: bool) -> tuple[tuple[Change, ...], int]:
    """Return what the fixes make of a project's own files, and how many fixes that takes.

    A text that would have more syntax errors than before is not taken.
    """
    own = {
        file.parsed.source.path: file for file in compilation.project.files if not file.is_library
    }
    fixes = [
        fix for fix in fixes_of(compilation.diagnostics, unsafe=unsafe) if _is_within(fix, own)
    ]
    mended = mend(fixes)
    changes = []
    for path, text in mended.texts.items():
        parsed = own[path].parsed
        again = parse(Source.of(path, text))
        if _errors(again.diagnostics) <= _errors(parsed.diagnostics):
            changes.append(Change(own[path].path, parsed.source, text))
    taken = {change.source.path for change in changes}
    count = sum(1 for fix in mended.fixes if _is_within(fix, taken))
    return tuple(changes), count


def fix_all(paths: Sequence[str], *, unsafe: bool) -> int:
    """Fix the files of the projects that some paths belong to; return how many fixes that took."""
    total = 0
    for member in roots_of(paths).values():
        for _ in range(MOST_PASSES):
            changes, count = changes_of(Compilation(member), unsafe=unsafe)
            if not changes:
                break
            for change in changes:
                write_file(change.path, change.text.encode("utf-8"))
            total += count
    return total


def _is_within(fix: Fix, paths: Container[str]) -> bool:
    return all(edit.span.path in paths for edit in fix.edits)


def _errors(diagnostics: Sequence[Diagnostic]) -> int:
    return sum(found.severity is Severity.ERROR for found in diagnostics)
