"""Which files of a project a change bears on, and which must be read with them.

All files share one namespace, so a change reaches

* the files that were changed,
* those in which a word stands that is a name whose meaning changed, and those that mention theirs.

These are the *stale* files. To resolve them one needs, too, the files that declare what they
mention, and so on, and the files that bear on everything. Both sets are found by words alone, so
they are at times too large, and never too small.
"""

from collections.abc import Collection, Iterable, Mapping

from milepost.cache.summary import Summary, name_of
from milepost.frozen import frozen


@frozen
class Slice:
    """A part of a project: the changed files, the stale ones (those too), and all to be read."""

    changed: frozenset[str]
    stale: frozenset[str]
    read: frozenset[str]


def slice_of(before: Mapping[str, Summary], after: Mapping[str, Summary]) -> Slice | None:
    """Return the part of a project that a change bears on, or None when that is everything.

    `after` holds the files as they are now; unchanged ones are the same objects as before.
    """
    changed = {path for path, file in after.items() if before.get(path) is not file}
    if any(file.is_broad for file in after.values()) or before.keys() - after.keys():
        return None
    old = [before[path] for path in changed if path in before]
    new = [after[path] for path in changed]
    stale = stale_files(old, new, frozenset(changed), after)
    if stale is None:
        return None
    return Slice(frozenset(changed), stale, frozenset(_closure(stale, after)))


def stale_files(
    old: Collection[Summary],
    new: Collection[Summary],
    changed: frozenset[str],
    after: Mapping[str, Summary],
) -> frozenset[str] | None:
    """Return the files on which a change bears, or None when it bears on all.

    The changed files are given as they were, as they are, and by their paths.
    """
    if {file.wide for file in old} | {""} != {file.wide for file in new} | {""}:
        return None
    elsewhere = {one for path in after.keys() - changed for one in after[path].milestones}
    names = _changed_names(old, new, elsewhere)
    if any(not names.isdisjoint(file.wide_words) for file in new):
        return None
    stale = _mentioning(names, changed, after)
    if any(after[path].wide for path in stale - changed):
        return None
    return frozenset(stale)


def _changed_names(old: Iterable[Summary], new: Iterable[Summary], elsewhere: set[str]) -> set[str]:
    """Return the names that mean something else now, or are new, or gone.

    Of a milestone it matters only that there is one, so one that stands elsewhere, too, does not.
    """
    before = {declared for file in old for declared in file.declares}
    after = {declared for file in new for declared in file.declares}
    milestones = {one for file in old for one in file.milestones}
    milestones ^= {one for file in new for one in file.milestones}
    declared = {one.rpartition(" ")[0] for one in before ^ after}
    return {name_of(one) for one in declared | milestones - elsewhere}


def _mentioning(names: set[str], changed: frozenset[str], files: Mapping[str, Summary]) -> set[str]:
    """Return the changed files, and those that mention a changed name, however indirectly."""
    stale = set(changed)
    fresh = set(names)
    while fresh:
        reached = [
            path
            for path, file in files.items()
            if path not in stale and not fresh.isdisjoint(file.words)
        ]
        stale.update(reached)
        fresh = {name_of(name) for path in reached for name in files[path].names}
    return stale


def _closure(stale: Iterable[str], files: Mapping[str, Summary]) -> set[str]:
    """Return the stale files, those that bear on everything, and all that they refer to.

    Of a milestone it matters only that there is one of its name, so one file stands for all.
    """
    declaring: dict[str, set[str]] = {}
    having: dict[str, dict[str, str]] = {}
    for path, file in files.items():
        for declared in file.declares:
            declaring.setdefault(declared.split(" ")[1], set()).add(path)
        for milestone in file.milestones:
            having.setdefault(name_of(milestone), {}).setdefault(milestone, path)
    found: set[str] = set()
    waiting = [*stale, *(path for path, file in files.items() if file.wide)]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        own = set(files[path].milestones)
        for word in files[path].words:
            waiting += declaring.get(word, ())
            others = having.get(word, {}).items()
            waiting += (other for milestone, other in others if milestone not in own)
    return found
