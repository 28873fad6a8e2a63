"""`milepost init`: a starter project to change into one's own."""

from importlib.resources import files
from pathlib import Path

import click

from milepost.cli.output import say, tell, write_file
from milepost.diagnostics import ToolError

_FILES = ("milepost.toml", "support.sla")


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False), default=".")
def command(folder: str) -> int:
    """Write a commented starter project into FOLDER. Files that exist are never overwritten."""
    target = Path(folder)
    existing = [name for name in _FILES if (target / name).exists()]
    if existing:
        raise ToolError(
            f"{target / existing[0]} exists; nothing was written. Choose another folder, "
            "or remove the file"
        )
    starter = files("milepost.cli") / "starter"
    for name in _FILES:
        write_file(target / name, (starter / name).read_bytes())
        say(f"wrote {target / name}")
    tell(f"next: milepost check {target}, then milepost compile {target}")
    return 0
