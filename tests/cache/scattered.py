"""Policies with a file for each statement, amid others, so that every reference leaves its file."""

from collections.abc import Iterator
from pathlib import Path

from milepost.semantics.scope import KIND_OF, declared_name
from milepost.source import Source
from milepost.syntax.parse import parse

#: So many files stand beside a policy that a change of a few of its own is a small part.
FILLERS = 60


def scattered(text: str) -> dict[str, str]:
    """Return a file for each statement of a policy, by its kind and name."""
    files: dict[str, str] = {}
    for at, tree in enumerate(parse(Source.of("whole.sla", text)).policy.statements):
        kind = type(tree).__name__.lower()
        name = declared_name(tree).text if type(tree) in KIND_OF else ""
        path = f"{kind}_{name or at}.sla"
        # Versions of a process share their name.
        while path in files:
            path = path.replace(".sla", "_.sla")
        files[path] = tree.span.text + "\n"
    return files


def write(folder: Path, files: dict[str, str]) -> None:
    """Write a project of some files and those that it shares nothing with."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "milepost.toml").write_text('name = "scattered"\n')
    for name, text in (*fillers(), *files.items()):
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))


def fillers() -> Iterator[tuple[str, str]]:
    """Yield files that no policy refers to."""
    for number in range(FILLERS):
        text = f'action filler_{number} page {{ service "nobody" }}\n'
        yield f"filler_{number:02}.sla", text
