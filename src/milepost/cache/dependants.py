"""The files of a project on which a change bears, when the texts before it are known."""

from collections.abc import Mapping
from pathlib import Path

from milepost.cache.slice import stale_files
from milepost.cache.summary import Summary, summarize
from milepost.semantics.project import load_project
from milepost.source import Source
from milepost.syntax.parse import parse


def dependants(root: Path, before: Mapping[str, str | None]) -> frozenset[str]:
    """Return the files on which the changes since some texts bear, and the changed files.

    `before` holds the earlier text of each file that was changed or removed, None for a new one.
    """
    after = {
        file.parsed.source.path: summarize(
            file.parsed.policy,
            file.parsed.source.text,
            "changed" if file.parsed.source.path in before else "",
            is_library=file.is_library,
        )
        for file in load_project(root).files
    }
    old = {path: _summary(path, text) for path, text in before.items() if text is not None}
    changed = frozenset(after.keys() & before.keys())
    stale = stale_files([*old.values()], [after[path] for path in sorted(changed)], changed, after)
    return frozenset(after) if stale is None else stale | before.keys()


def _summary(path: str, text: str) -> Summary:
    parsed = parse(Source.of(path, text))
    return summarize(parsed.policy, text, "", is_library=False)
