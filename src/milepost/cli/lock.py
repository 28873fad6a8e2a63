"""`milepost lock`: pin the holidays and clocks that calendars rest on."""

from pathlib import Path

import click

from milepost.cli.complaints import complain
from milepost.cli.output import say, shown_file, tell, write_file
from milepost.cli.projects import compilations_of, findings_of
from milepost.compiler import Compilation
from milepost.semantics.drift import differences, missing
from milepost.semantics.files import LOCK_NAME
from milepost.semantics.lock import Lock, lock_of, read_lock, write_lock


@click.command("lock")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if it would change.")
def command(paths: tuple[str, ...], only_check: bool) -> int:
    """Write `milepost.lock` into the projects that PATHS belong to, or see that it is current."""
    compilations = compilations_of(paths)
    if any(compilation.has_errors for compilation in compilations):
        complain(findings_of(compilations))
        return 1
    stale = [each for each in compilations if not _settle(each, only_check=only_check)]
    return int(bool(stale))


def _settle(compilation: Compilation, *, only_check: bool) -> bool:
    """Write a project's lock, or say why it is not current; return whether all is well."""
    project = compilation.project
    path = project.root / LOCK_NAME
    new = lock_of(compilation.model)
    text = write_lock(new)
    if project.lock is not None and project.lock.text == text:
        say(f"{shown_file(path)} is current")
        return True
    if not only_check:
        write_file(path, text.encode())
        say(f"wrote {shown_file(path)}")
        return True
    if project.lock is None:
        tell(f"{shown_file(path)} is missing; write it with `milepost lock`")
        return False
    for line in _reasons(read_lock(project.lock.text, path), new):
        tell(f"{shown_file(path)}: {line}")
    tell(f"{shown_file(path)} is not current; `milepost lock` writes it anew")
    return False


def _reasons(old: Lock, new: Lock) -> list[str]:
    """Return in words how a lock differs from what it would be."""
    found = [
        f"{name} {was} was locked, {is_} is installed"
        for name, was, is_ in (
            ("tzdata", old.tzdata, new.tzdata),
            ("holidays", old.holidays, new.holidays),
        )
        if was != is_
    ]
    if (old.starts, old.ends) != (new.starts, new.ends):
        found.append(f"the horizon is {new.starts} to {new.ends} now")
    found += [f"{one.name}: {line}" for one in differences(old, new) for line in one.lines]
    found += [f"{name} is not locked" for _, name in missing(old, new)]
    found += [f"{name} is not used any more" for _, name in missing(new, old)]
    changed = (
        name for name in new.calendars if old.calendars.get(name) not in (None, new.calendars[name])
    )
    found += [f"calendar `{name}` was changed" for name in changed]
    found += [f"calendar `{name}` is new" for name in new.calendars.keys() - old.calendars.keys()]
    found += [f"calendar `{name}` is gone" for name in old.calendars.keys() - new.calendars.keys()]
    return found


def lock_in(path: Path) -> Lock:
    """Return the lock of a file."""
    return read_lock(path.read_text(encoding="utf-8"), path)
