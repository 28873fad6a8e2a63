"""Findings that a change since a commit may have caused: in its files, and in those it bears on."""

import os
from pathlib import Path

from milepost.cache.check import Checked
from milepost.cache.dependants import dependants
from milepost.checks.check import Extent
from milepost.checks.table import MODEL_CHECKS, load_check
from milepost.cli.git import run_git, top_of, verify
from milepost.diagnostics import Diagnostic, ToolError
from milepost.frozen import replace
from milepost.semantics.files import SUFFIX, shown_path
from milepost.source import Span


def only_since(checked: Checked, commit: str) -> Checked:
    """Return the findings of a project that changes since a commit may have caused.

    Those that argue from the whole project are always among them. So are all findings when
    anything but a policy changed in it: settings, a register, closures.
    """
    changed = _changed(checked.root, commit)
    if not changed:
        return replace(checked, findings=())
    if any(not path.endswith(SUFFIX) for path in changed):
        return checked
    before = {path: _text(checked.root, commit, path) for path in changed}
    stale = dependants(checked.root, before)
    far = {
        check.code
        for check in map(load_check, MODEL_CHECKS)
        if check.extent is not Extent.STATEMENT
    }
    return replace(
        checked,
        findings=tuple(
            found
            for found in checked.findings
            if found.code in far or any(span.path in stale for span in _places(found))
        ),
    )


def _places(found: Diagnostic) -> tuple[Span, ...]:
    return (found.span, *(note.span for note in found.notes if note.span is not None))


def _changed(root: Path, commit: str) -> tuple[str, ...]:
    """Return the files that differ from a commit, those that git does not know yet included."""
    top = top_of(root)
    verify(root, commit)
    differing = run_git(root, "diff", "--name-only", "--no-renames", "-z", commit, "--")
    unknown = run_git(top, "ls-files", "--others", "--exclude-standard", "-z")
    paths = (top / os.fsdecode(name) for name in (differing + unknown).split(b"\0") if name)
    shown = (shown_path(path, root) for path in paths)
    return tuple(
        path for path in dict.fromkeys(shown) if not path.startswith("../") or path.endswith(SUFFIX)
    )


def _text(root: Path, commit: str, path: str) -> str | None:
    """Return the text of a file at a commit, or None if it was not there."""
    try:
        return run_git(root, "show", f"{commit}:./{path}").decode("utf-8", "replace")
    except ToolError:
        return None
