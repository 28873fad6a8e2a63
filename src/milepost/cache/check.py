"""Check a project, doing no more than what changed since the last time asks for.

Nothing changed: the stored findings are shown, and nothing but this package is imported. Little
changed: that part is checked (`part`). Otherwise the whole project is.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from milepost.cache.environment import environment_of
from milepost.cache.snapshot import Snapshot, take_snapshot, text_digest
from milepost.cache.store import read_document, write_document
from milepost.diagnostics import Diagnostic, as_of
from milepost.diagnostics.plain import from_plain, paths_of, to_plain
from milepost.frozen import frozen, replace
from milepost.semantics.files import Unreadable, find_root, read_source, shown_path
from milepost.source import Source

_NAME = "check.json"
#: Findings about files that are not there, or not taken: nothing says when that changes.
_NOT_KEPT = frozenset(("P012", "P117", "P123"))


@frozen
class Checked:
    """What is wrong or doubtful in a project, and of how many policy files it has.

    `how` says what was done for it: the findings were `stored`, or a `part` or the `whole` project
    was checked.
    """

    root: Path
    findings: tuple[Diagnostic, ...]
    files: int
    how: str


def check_project(path: Path, *, is_cached: bool = True, today: str | None = None) -> Checked:
    """Return the findings of the project that a path belongs to, as they are on a date.

    Without one, those that hang on no date.
    """
    checked = _checked(path, is_cached=is_cached)
    return replace(checked, findings=as_of(checked.findings, today))


def _checked(path: Path, *, is_cached: bool) -> Checked:
    root = find_root(path)
    if not is_cached:
        return _check_whole(path, root, None)
    environment = environment_of(root)
    stored = read_document(root, _NAME)
    if stored is not None and stored.get("environment") == environment:
        try:
            snapshot = take_snapshot(root, stored["libraries"], stored["outside"])
            found = _stored(root, stored, snapshot)
            return found or _check_part(path, root, environment, snapshot)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            pass
    return _check_whole(path, root, environment)


def _stored(root: Path, stored: dict[str, Any], snapshot: Snapshot) -> Checked | None:
    """Return the stored findings if they are of exactly these files."""
    if stored["snapshot"] != snapshot.to_plain():
        return None
    sources: dict[str, Source] = {}
    for path, digest in stored["texts"].items():
        read = read_source(root / path, root)
        source = read.source if isinstance(read, Unreadable) else read
        if text_digest(source.text) != digest:
            return None
        sources[path] = source
    findings = tuple(from_plain(value, sources.__getitem__) for value in stored["findings"])
    return Checked(root, findings, stored["files"], "stored")


def _check_part(path: Path, root: Path, environment: str, snapshot: Snapshot) -> Checked:
    """Return the findings after a check of what changed, or of everything if that is not enough."""
    from milepost.cache.baseline import read_baseline, write_baseline
    from milepost.cache.part import check_part
    from milepost.compiler.compilation import settled
    from milepost.semantics.settings import read_settings

    baseline = read_baseline(root, environment)
    found = None if baseline is None else check_part(root, baseline, snapshot)
    if found is None:
        return _check_whole(path, root, environment)
    write_baseline(root, environment, found)
    sources: dict[str, Source] = {}

    def source(shown: str) -> Source:
        if shown not in sources:
            read = read_source(root / shown, root)
            sources[shown] = read.source if isinstance(read, Unreadable) else read
        return sources[shown]

    raw = (from_plain(value, source) for value in found.findings)
    findings = settled(raw, read_settings(root), root)
    checked = Checked(root, findings, len(found.files), "part")
    _store(checked, environment, snapshot)
    return checked


def _check_whole(path: Path, root: Path, environment: str | None) -> Checked:
    from milepost.compiler import Compilation
    from milepost.compiler.compilation import settled

    if environment is not None:
        from milepost.cache.baseline import read_baseline

        # For its holidays: they are worth having even where everything else must be done again.
        read_baseline(root, environment)
    compilation = Compilation(path)
    project = compilation.project
    findings = settled(compilation.raw, project.settings, project.root)
    checked = Checked(root, findings, len(project.files), "whole")
    if environment is None or any(found.code in _NOT_KEPT for found in compilation.raw):
        return checked
    from milepost.cache.baseline import baseline_of, write_baseline

    libraries = [shown_path(folder, root) for folder in project.libraries]
    outside = [source.path for source in compilation.model.outside]
    snapshot = take_snapshot(root, libraries, outside)
    read = [file.parsed.source for file in project.files]
    if _is_current(snapshot, [*read, *compilation.model.outside]):
        _store(checked, environment, snapshot)
        baseline = baseline_of(project, compilation.model, snapshot, compilation.checked)
        if baseline is not None:
            write_baseline(root, environment, baseline)
    return checked


def _is_current(snapshot: Snapshot, sources: Iterable[Source]) -> bool:
    """Say whether nothing was written while the project was read."""
    there = {**snapshot.policies, **snapshot.outside}
    read = {source.path: text_digest(source.text) for source in sources}
    return read == {path: one.split(" ")[0] for path, one in there.items() if path[-1] != "/"}


def _store(checked: Checked, environment: str, snapshot: Snapshot) -> None:
    plain = [to_plain(found) for found in checked.findings]
    paths = {path for value in plain for path in paths_of(value)}
    texts = {span.path: span.source.text for found in checked.findings for span in [found.span]}
    for path in paths - texts.keys():
        read = read_source(checked.root / path, checked.root)
        texts[path] = (read.source if isinstance(read, Unreadable) else read).text
    write_document(
        checked.root,
        _NAME,
        {
            "environment": environment,
            "libraries": [path[:-1] for path in snapshot.libraries if path.endswith("/")],
            "outside": list(snapshot.outside),
            "snapshot": snapshot.to_plain(),
            "files": checked.files,
            "texts": {path: text_digest(texts[path]) for path in sorted(paths)},
            "findings": plain,
        },
    )
