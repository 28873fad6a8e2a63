"""The project's settings: what `milepost.toml` says, and what holds without it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from milepost.diagnostics import ToolError
from milepost.frozen import frozen

FILE_NAME = "milepost.toml"
DEFAULT_STARTS = "2020-01-01"
DEFAULT_ENDS = "2039-12-31"
MAX_YEARS = 60


@frozen
class FolderLevels:
    """The levels of checks in one folder: the way to its table in the file, and the folder."""

    index: int
    path: str
    levels: Mapping[str, str]


@frozen
class ExportWish:
    """A target to export to when a project is built, and the kinds of loss that are accepted."""

    target: str
    allowed: tuple[str, ...] = ()


@frozen
class Settings:
    """A project's name, time zone and horizon (local dates, both included), and the rest.

    `levels` and `folders` are by what was written, the code or the name of a check. `text` is the
    file, so that a mistake that is found later can name its line.
    """

    name: str
    timezone: str | None = None
    horizon_starts: str = DEFAULT_STARTS
    horizon_ends: str = DEFAULT_ENDS
    levels: Mapping[str, str] = {}
    folders: tuple[FolderLevels, ...] = ()
    limits: Mapping[str, Mapping[str, int]] = {}
    exports: tuple[ExportWish, ...] = ()
    text: str = ""


def read_settings(root: Path) -> Settings:
    """Return the settings of a project folder.

    Raise ToolError when its `milepost.toml` is wrong, with the place of the mistake.
    """
    path = root / FILE_NAME
    if not path.is_file():
        return Settings(root.resolve().name or "policy")
    import tomllib

    try:
        text = path.read_text(encoding="utf-8")
        return _settings(tomllib.loads(text), text, path)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as trouble:
        raise ToolError(f"{path}: {trouble}") from trouble


def _settings(data: dict[str, Any], text: str, path: Path) -> Settings:
    from milepost.semantics.configuration import misfits, trouble_at

    for way, message in misfits(data):
        raise trouble_at(text, path, way, message)
    horizon = data.get("horizon", {})
    starts = horizon.get("from", date.fromisoformat(DEFAULT_STARTS))
    ends = horizon.get("to", date.fromisoformat(DEFAULT_ENDS))
    wrong = ""
    if not starts < ends:
        wrong = f"the horizon ends ({ends}) before it begins ({starts})"
    elif ends.year - starts.year > MAX_YEARS:
        wrong = f"the horizon is longer than {MAX_YEARS} years"
    if wrong:
        raise trouble_at(text, path, ("horizon", "to"), wrong)
    return Settings(
        data.get("name", path.parent.resolve().name),
        data.get("timezone"),
        starts.isoformat(),
        ends.isoformat(),
        data.get("checks", {}),
        tuple(
            FolderLevels(index, one["path"], one.get("checks", {}))
            for index, one in enumerate(data.get("folder", ()))
        ),
        data.get("limits", {}),
        tuple(
            ExportWish(one["target"], tuple(one.get("allow", ()))) for one in data.get("export", ())
        ),
        text,
    )
