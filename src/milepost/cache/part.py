"""Check what a change bears on, and keep the other findings of the last whole check.

The part is resolved and checked as if it were the project. Whether that gives what a check of the
whole would give is decided finding by finding, by the *extent* of the check each comes from. Where
it is not certain, the answer is None, and the whole project is checked.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from milepost.cache.baseline import Baseline, resolved
from milepost.cache.slice import Slice, slice_of
from milepost.cache.snapshot import Snapshot
from milepost.cache.summary import Summary, summarize
from milepost.checks.check import Check, Extent, findings_of
from milepost.checks.table import MODEL_CHECKS, load_check
from milepost.diagnostics.plain import paths_of, to_plain
from milepost.semantics.files import Unreadable, is_inside, library_bound, read_source
from milepost.semantics.model import Model
from milepost.semantics.project import PolicyFile, Project, lock_source
from milepost.semantics.resolve import resolve
from milepost.semantics.settings import read_settings
from milepost.syntax.parse import ParsedFile, parse

#: Where processes compete for a case, what one promises bears on what is said of any other.
_COMPETING = "P448"
_BY_STATEMENT = (Extent.STATEMENT, Extent.USES)
#: A check that does not say how much decides its findings is trusted with nothing less than all.
_BY_PROJECT = (Extent.PROJECT, None)


def check_part(root: Path, baseline: Baseline, now: Snapshot) -> Baseline | None:
    """Return the baseline after a change, or None when the whole project must be checked."""
    checks = tuple(load_check(module) for module in MODEL_CHECKS)
    if baseline.outside != now.outside or any(one.extent in _BY_PROJECT for one in checks):
        return None
    reader = _Reader(root, now)
    files = reader.summaries(baseline.files)
    part = None if files is None else slice_of(baseline.files, files)
    if files is None or part is None or 2 * len(part.read) > len(files):
        return None
    project = reader.project(part, files)
    model = None if project is None else resolve(project)
    if model is None or model.findings:
        return None
    stale = {path: files[path] for path in part.stale}
    files |= resolved(stale, model)
    found = _Findings(baseline, files, part, model).all(checks)
    return None if found is None else Baseline(files, now.outside, found)


class _Reader:
    """Reads files of a project, each once."""

    def __init__(self, root: Path, now: Snapshot) -> None:
        self.root = root
        self.now = now
        self.parsed: dict[str, ParsedFile] = {}

    def parse(self, path: str) -> ParsedFile | None:
        """Return a file's tree, or None when anything is wrong with the file."""
        if path not in self.parsed:
            bound = self.root if path in self.now.own else library_bound(self.root)
            source = read_source(self.root / path, self.root)
            if isinstance(source, Unreadable) or not is_inside(self.root / path, bound):
                return None
            self.parsed[path] = parse(source)
        parsed = self.parsed[path]
        return None if parsed.diagnostics else parsed

    def summaries(self, before: Mapping[str, Summary]) -> dict[str, Summary] | None:
        """Return the summaries of all files as they are now."""
        found: dict[str, Summary] = {}
        for path, digest in self.now.policies.items():
            if path.endswith("/"):
                continue
            known = before.get(path)
            if known is not None and known.digest == digest:
                found[path] = known
                continue
            parsed = self.parse(path)
            if parsed is None:
                return None
            found[path] = summarize(
                parsed.policy,
                parsed.source.text,
                digest,
                is_library=path in self.now.libraries,
            )
        return found

    def project(self, part: Slice, files: Mapping[str, Summary]) -> Project | None:
        """Return the part as a project."""
        read: list[PolicyFile] = []
        for path, file in files.items():
            if path in part.read:
                parsed = self.parse(path)
                if parsed is None:
                    return None
                place = self.root / path
                read.append(PolicyFile(place, place.parent, parsed, file.is_library))
        return Project(
            self.root, read_settings(self.root), tuple(read), (), lock=lock_source(self.root)
        )


class _Findings:
    """Puts the findings of a part together with those that are kept."""

    def __init__(
        self, baseline: Baseline, files: Mapping[str, Summary], part: Slice, model: Model
    ) -> None:
        self.before = baseline
        self.files = files
        self.part = part
        self.model = model
        self.kept: dict[str, list[list[Any]]] = {}
        for found in baseline.findings:
            self.kept.setdefault(found[0], []).append(found)

    def all(self, checks: tuple[Check, ...]) -> tuple[list[Any], ...] | None:
        """Return the findings of the whole project, or None when they are not certain."""
        if _COMPETING in self.kept or not self.facts_stand():
            return None
        everything: list[list[Any]] = []
        for check in checks:
            kept = self.kept.get(check.code, [])
            if check.extent in _BY_STATEMENT:
                kept = [found for found in kept if found[3][0] not in self.part.stale]
                made = self.made(check)
                if made is None or any(found[3][0] in self.part.read for found in kept):
                    return None
                everything += made
            if any(not paths_of(found).isdisjoint(self.part.changed) for found in kept):
                return None
            everything += kept
        return tuple(everything)

    def made(self, check: Check) -> list[list[Any]] | None:
        """Return what a check finds in stale files, or None when it bears on others, too."""
        if check.extent is Extent.USES and self.has_lost_use():
            return None
        found = [to_plain(each) for each in findings_of(check, self.model)]
        mine = [each for each in found if each[3][0] in self.part.stale]
        if check.extent is Extent.USES and mine and self.is_used_outside():
            return None
        return None if check.extent is Extent.STATEMENT and len(mine) < len(found) else mine

    def has_lost_use(self) -> bool:
        """Say whether something outside the part may have lost the last that refers to it."""
        for used in set(self.lost_uses()):
            users = (path for path, file in self.files.items() if used in file.uses)
            if not any(path not in self.part.stale for path in users):
                return True
        return False

    def is_used_outside(self) -> bool:
        """Say whether something that the part declares is referred to where nobody looks."""
        own = {name for path in self.part.stale for name in self.files[path].names}
        outside = self.files.keys() - self.part.read
        return any(not own.isdisjoint(self.files[path].uses) for path in outside)

    def lost_uses(self) -> Iterator[str]:
        """Yield what is declared outside the part, and no longer used where it was."""
        own = {name for path in self.part.stale for name in self.files[path].names}
        for path in self.part.stale:
            if path in self.before.files:
                before, after = self.before.files[path].uses, self.files[path].uses
                yield from {*before} - {*after} - own

    def facts_stand(self) -> bool:
        """Say whether the checks take from every file what they took before."""
        return all(
            path in self.before.files and self.before.files[path].facts == self.files[path].facts
            for path in self.part.stale
        )
