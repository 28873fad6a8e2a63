"""The files of a project as they lie on the disk: names and digests, nothing parsed."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from milepost.frozen import frozen
from milepost.semantics.files import MAX_BYTES, policy_files, policy_paths, shown_path

_NONE = "none"


@frozen
class Snapshot:
    """Digests by shown path: of the project's own policies, its libraries', and outside files."""

    own: dict[str, str]
    libraries: dict[str, str]
    outside: dict[str, str]

    @property
    def policies(self) -> dict[str, str]:
        """The digests of all policy files, in the order in which they are read."""
        return {**self.own, **self.libraries}

    def to_plain(self) -> dict[str, dict[str, str]]:
        """Return the snapshot as a JSON value."""
        return {"own": self.own, "libraries": self.libraries, "outside": self.outside}


def take_snapshot(root: Path, libraries: Iterable[str], outside: Iterable[str]) -> Snapshot:
    """Return the snapshot of a project that uses some library folders and outside files.

    A library folder stands in it, too, by where it really lies; so it shows when a link is turned.
    """
    shared: dict[str, str] = {}
    for library in libraries:
        folder = root / library
        shared[f"{library}/"] = os.path.realpath(folder) if folder.is_dir() else _NONE
        shared |= {shown_path(path, root): _digest(str(path)) for path in policy_files(folder)}
    return Snapshot(
        dict(_own(root)), shared, {path: _digest(str(root / path), real=True) for path in outside}
    )


def text_digest(text: str) -> str:
    """Return the digest of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _own(root: Path) -> Iterator[tuple[str, str]]:
    prefix = len(str(root).rstrip(os.sep)) + 1
    for path in policy_paths(str(root)):
        yield path[prefix:].replace(os.sep, "/"), _digest(path)


def _digest(path: str, *, real: bool = False) -> str:
    """Return a digest of a file's bytes, and of where it lies if it is, or may be, linked."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a thousand times
            digest = hashlib.sha256(file.read(MAX_BYTES + 1)).hexdigest()
    except OSError as trouble:
        return f"{_NONE} {trouble.errno}"
    linked = real or os.path.islink(path)  # noqa: PTH114
    return f"{digest} {os.path.realpath(path)}" if linked else digest
