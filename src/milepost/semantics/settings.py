"""The project's settings: what `milepost.toml` says, and what holds without it."""

from datetime import date
from pathlib import Path
from typing import Any

from milepost.diagnostics import ToolError, did_you_mean
from milepost.frozen import frozen

FILE_NAME = "milepost.toml"
DEFAULT_STARTS = "2020-01-01"
DEFAULT_ENDS = "2039-12-31"
MAX_YEARS = 60
_KEYS = ("name", "timezone", "horizon")
_HORIZON_KEYS = ("from", "to")


@frozen
class Settings:
    """A project's name, time zone and horizon (local dates, both included)."""

    name: str
    timezone: str | None = None
    horizon_starts: str = DEFAULT_STARTS
    horizon_ends: str = DEFAULT_ENDS


def read_settings(root: Path) -> Settings:
    """Return the settings of a project folder.

    Raise ToolError when its `milepost.toml` is wrong.
    """
    path = root / FILE_NAME
    if not path.is_file():
        return Settings(root.resolve().name or "policy")
    try:
        return _read(path, root)
    except ToolError as trouble:
        raise ToolError(f"{path}: {trouble}") from trouble


def _read(path: Path, root: Path) -> Settings:
    import tomllib

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as trouble:
        raise ToolError(str(trouble)) from trouble
    _refuse_unknown(data, _KEYS, "")
    horizon = _typed(data, "horizon", dict, {})
    _refuse_unknown(horizon, _HORIZON_KEYS, "horizon.")
    starts = _typed(horizon, "from", date, date.fromisoformat(DEFAULT_STARTS))
    ends = _typed(horizon, "to", date, date.fromisoformat(DEFAULT_ENDS))
    if not starts < ends:
        raise ToolError(f"the horizon ends ({ends}) before it begins ({starts})")
    if ends.year - starts.year > MAX_YEARS:
        raise ToolError(f"the horizon is longer than {MAX_YEARS} years")
    return Settings(
        _typed(data, "name", str, root.resolve().name),
        _typed(data, "timezone", str, None),
        starts.isoformat(),
        ends.isoformat(),
    )


def _refuse_unknown(table: dict[str, Any], known: tuple[str, ...], prefix: str) -> None:
    for key in table:
        if key not in known:
            hint = did_you_mean(key, known) or f"known keys: {', '.join(known)}"
            raise ToolError(f"unknown key `{prefix}{key}`; {hint}")


def _typed(table: dict[str, Any], key: str, kind: type, default: Any) -> Any:
    value = table.get(key, default)
    if value is default:
        return value
    if not isinstance(value, kind):
        wanted = {str: "a text", dict: "a table", date: "a date such as 2027-01-01"}[kind]
        raise ToolError(f"`{key}` must be {wanted}")
    return value
