"""Asking git: which files a commit has, and what is in them. Nothing is ever changed."""

import io
import subprocess
import tarfile
from pathlib import Path

from milepost.diagnostics import ToolError


def run_git(folder: Path, *arguments: str) -> bytes:
    """Return what git prints; raise ToolError with its first line when it fails."""
    try:
        run = subprocess.run(  # noqa: S603 - no shell, and commits are verified beforehand
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - git is found by PATH
            capture_output=True,
            check=False,
        )
    except OSError as trouble:
        raise ToolError("git cannot be started, and is needed to look at a commit") from trouble
    if run.returncode:
        said = run.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ToolError(said[0].removeprefix("fatal: ") if said else f"git {arguments[0]} failed")
    return run.stdout


def top_of(folder: Path) -> Path:
    """Return the top folder of the repository that a folder lies in."""
    return Path(run_git(folder, "rev-parse", "--show-toplevel").decode().strip())


def verify(folder: Path, commit: str) -> None:
    """Raise ToolError unless there is a commit of this name."""
    try:
        run_git(
            folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}"
        )
    except ToolError as trouble:
        top_of(folder)
        raise ToolError(f"there is no commit `{commit}`") from trouble


def unpack(folder: Path, commit: str, into: Path) -> Path:
    """Write the files of a commit into a folder; return where `folder` lies in it.

    The new folder counts as a repository, so that libraries are found as before.
    """
    verify(folder, commit)
    top = top_of(folder)
    archive = run_git(top, "archive", "--format=tar", commit)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")
    (into / ".git").mkdir(exist_ok=True)
    return into / folder.resolve().relative_to(top.resolve())
