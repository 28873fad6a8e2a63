# ruff: noqa: INP001 - a script in a folder of documents, not a package
"""Write the pages of this folder, one for each check, and the table of all: `make docs`."""

import sys
import tempfile
from pathlib import Path

from milepost.checks.check import Check
from milepost.checks.page import index, page
from milepost.checks.table import load_checks
from milepost.compiler.examples import example_findings
from milepost.diagnostics import Diagnostic
from milepost.reporters.text import render

FOLDER = Path(__file__).parent
WIDTH = 100


def fresh_pages() -> dict[str, str]:
    """Return the text of every page by the name of its file."""
    checks = load_checks()
    pages = {
        f"{check.code}.md": page(check, render(findings(check), color=False, width=WIDTH))
        for check in checks
    }
    return {**pages, "README.md": index(checks)}


def findings(check: Check) -> tuple[Diagnostic, ...]:
    """Return what the `bad` policy of a check yields, from a folder that holds nothing else."""
    with tempfile.TemporaryDirectory() as made:
        return example_findings(check, check.bad, Path(made) / "policy")


def main() -> int:
    """Write what has changed, remove what belongs to no check, and say so."""
    pages = fresh_pages()
    for name, text in pages.items():
        path = FOLDER / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            sys.stdout.write(f"wrote {name}\n")
    for path in sorted(FOLDER.glob("P*.md")):
        if path.name not in pages:
            path.unlink()
            sys.stdout.write(f"removed {path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
