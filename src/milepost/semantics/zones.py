"""Time zones: only those of the `tzdata` package, the same on every machine."""

import re
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from milepost.diagnostics import did_you_mean, nearest
from milepost.semantics import codes
from milepost.semantics.context import Context
from milepost.syntax.ast.literals import Code


def check_zone(context: Context, zone: Code) -> str | None:
    """Return a zone's name, or None after reporting that there is no such zone."""
    if is_zone(zone.text):
        return zone.text
    names = zone_names()
    meant = nearest(zone.text, names)
    context.error(
        codes.UNKNOWN_ZONE,
        f"unknown time zone `{zone.text}`",
        zone.span,
        did_you_mean(zone.text, names)
        or "zones are called like `Europe/London` or `America/New_York`",
        replacement=meant,
    )
    return None


#: Keys of the database, and nothing that could lead out of its folder.
_is_key = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*").fullmatch


@cache
def zone_of(name: str) -> ZoneInfo | None:
    """Return the zone of a name, or None when the database has none."""
    import tzdata

    if not _is_key(name):
        return None
    path = Path(tzdata.__path__[0], "zoneinfo", *name.split("/"))
    try:
        with path.open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except (OSError, ValueError):
        return None


def is_zone(name: str) -> bool:
    """Say whether the time zone database has a zone of this name."""
    return zone_of(name) is not None


@cache
def zone_names() -> tuple[str, ...]:
    """Return the names of all zones."""
    from zoneinfo import available_timezones

    return tuple(sorted(available_timezones()))


@cache
def zone_data_version() -> str:
    """Return the version of the time zone data that compiled schedules rest on."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("tzdata")
    except PackageNotFoundError:
        return "system"
