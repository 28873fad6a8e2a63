"""The pages in docs/checks are those of the homes."""

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs" / "checks"


def test_pages_are_fresh() -> None:
    fresh = runpy.run_path(str(DOCS / "write.py"))["fresh_pages"]()
    stored = {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md")}
    assert sorted(stored) == sorted(fresh), "run `make docs`"
    stale = [name for name, text in fresh.items() if stored[name] != text]
    assert stale == [], "run `make docs`"
