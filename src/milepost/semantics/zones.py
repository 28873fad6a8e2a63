"""Time zones: only those that the time zone database knows."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
        did_you_mean(zone.text, names) or "zones are called like `Europe/London` or `America/New_York`",
        replacement=meant,
    )
    return None


@cache
def is_zone(name: str) -> bool:
    """Say whether the time zone database has a zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


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
