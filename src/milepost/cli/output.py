"""Writing: to the terminal in its colours and width, to files in one step."""

import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import TextIO

import click

from milepost.diagnostics import ToolError

#: How wide a terminal is taken to be that does not say so.
_WIDTH = 80

COLORS = click.Choice(["auto", "always", "never"])


def wants_color(choice: str, stream: TextIO | None = None) -> bool:
    """Say whether to colour.

    As asked, else when the stream (standard output) is a terminal and NO_COLOR is unset or empty.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return (stream or sys.stdout).isatty()


def terminal_width(stream: TextIO | None = None) -> int | None:
    """Return the width of the terminal behind a stream (standard output), None if there is none."""
    stream = stream or sys.stdout
    if not stream.isatty():
        return None
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _WIDTH
    except (OSError, ValueError):
        return _WIDTH


def speaks_unicode(stream: TextIO | None = None) -> bool:
    """Say whether a stream (standard output) can show what ASCII cannot."""
    encoding = (stream or sys.stdout).encoding or "ascii"
    return encoding.lower().replace("-", "").startswith("utf")


def say(text: str) -> None:
    """Print a text to standard output; what its encoding lacks is shown as `?`."""
    encoding = sys.stdout.encoding or "ascii"
    # Texts hold colours only where they are wanted; left to itself, click takes them out of pipes.
    written = text.encode(encoding, "replace").decode(encoding)
    click.echo(written, nl=not text.endswith("\n"), color=True)


def tell(text: str) -> None:
    """Print what people read: as `say` does, but folded where a terminal is narrower."""
    width = terminal_width()
    if width is not None:
        from milepost.cli.folding import folded

        text = folded(text, width)
    say(text)


def shown_file(path: Path) -> str:
    """Return a path as seen from the current folder, or whole when it lies elsewhere."""
    here, resolved = Path.cwd(), path.resolve()
    return str(resolved.relative_to(here)) if resolved.is_relative_to(here) else str(path)


def write_file(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it, so that no reader ever sees half of it.

    A file that is there keeps its mode, and a symbolic link its place: what it leads to is written.
    """
    if path.is_dir():
        raise ToolError(f"{path} is a folder; name a file to write")
    path = path.resolve()
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
