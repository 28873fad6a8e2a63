"""A folder of retrieved metadata, in source format or in that of the Metadata API."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from milepost.diagnostics import Diagnostic, ToolError, in_order
from milepost.frozen import frozen
from milepost.salesforce import metadata
from milepost.salesforce.metadata import Org
from milepost.salesforce.names import decoded
from milepost.salesforce.reading import Reading
from milepost.salesforce.xml import MAX_BYTES

MAX_FILES = 20_000
_FILE = re.compile(
    r"(.+)\.(entitlementProcess|milestoneType|entitlementTemplate|settings|workflow)(?:-meta\.xml)?"
)
_KINDS: dict[str, type] = {
    "entitlementProcess": metadata.EntitlementProcess,
    "milestoneType": metadata.MilestoneType,
    "entitlementTemplate": metadata.EntitlementTemplate,
    "workflow": metadata.Workflow,
}
#: The documentation and the platform spell these files differently.
_SETTINGS: dict[str, type] = {
    "businesshours": metadata.BusinessHoursSettings,
    "entitlement": metadata.EntitlementSettings,
    "entitlements": metadata.EntitlementSettings,
}


@frozen
class ReadOrg:
    """An organisation as it was read: what is in it, what is to be said, and what has no place."""

    org: Org
    files: tuple[str, ...]
    findings: tuple[Diagnostic, ...]
    kept: tuple[tuple[Diagnostic, str], ...]


def read_folder(folder: Path) -> ReadOrg:
    """Return the metadata below a folder; raise `ToolError` when there is none."""
    if not folder.is_dir():
        raise ToolError(f"no such folder: {folder}")
    found = read_files(_contents(folder))
    if not found.files:
        raise ToolError(
            f"no metadata of entitlements below {folder}: it is looked for in files such as "
            "`*.entitlementProcess-meta.xml` and `BusinessHours.settings`"
        )
    return found


def read_files(files: Iterable[tuple[str, bytes]]) -> ReadOrg:
    """Return the metadata in some files, given by path and content; others are passed over."""
    reading = Reading()
    read: dict[type, dict[str, Any]] = {}
    paths: list[str] = []
    for path, content in files:
        kind = kind_of(path)
        if kind is None:
            continue
        paths.append(path)
        full_name = _full_name(path)
        value = reading.read(kind, path, full_name, content)
        if value is None:
            continue
        known = read.setdefault(kind, {})
        first = known.setdefault(full_name if kind in _KINDS.values() else "", value)
        if first is not value and first != value:
            reading.not_understood(
                f"`{full_name}` stands in a second file that says something else",
                value.span,
                f"{first.span.path} counts; import one folder at a time",
            )
    return ReadOrg(_org(read), tuple(paths), in_order(reading.findings), tuple(reading.kept()))


def kind_of(path: str) -> type | None:
    """Return which kind of metadata a file holds, by its name, or None."""
    found = _FILE.fullmatch(path.rpartition("/")[2])
    if found is None:
        return None
    if found[2] == "settings":
        return _SETTINGS.get(found[1].lower())
    return _KINDS[found[2]]


def _full_name(path: str) -> str:
    found = _FILE.fullmatch(path.rpartition("/")[2])
    assert found is not None, "only files with a kind are read"
    return decoded(found[1])


def _org(read: dict[type, dict[str, Any]]) -> Org:
    def all_of(kind: type) -> tuple[Any, ...]:
        known = read.get(kind, {})
        return tuple(known[name] for name in sorted(known))

    def one_of(kind: type) -> Any:
        return read.get(kind, {}).get("")

    return Org(
        all_of(metadata.EntitlementProcess),
        all_of(metadata.MilestoneType),
        all_of(metadata.EntitlementTemplate),
        one_of(metadata.BusinessHoursSettings),
        one_of(metadata.EntitlementSettings),
        all_of(metadata.Workflow),
    )


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the metadata below a folder in order; links and hidden folders are not entered."""
    count = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if kind_of(name) is None or path.is_symlink():
                continue
            count += 1
            if count > MAX_FILES:
                raise ToolError(f"{folder} holds more than {MAX_FILES:,} files of metadata")
            with path.open("rb") as file:
                yield path.relative_to(folder).as_posix(), file.read(MAX_BYTES + 1)
