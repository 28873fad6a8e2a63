"""The dates, times and rules that the properties of an iCalendar file hold.

The library's parsers take a value apart; it is told nothing about zones, because it would keep what
one file calls its zones for the next file. Whatever it raises, the text is at fault.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from milepost.clock.dates import DAY
from milepost.clock.zones import Zone
from milepost.frozen import frozen
from milepost.semantics.content_lines import Property, Report
from milepost.semantics.icalendar_zones import UTC, WALL

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_YEAR, _LAST_YEAR = 1600, 9990
_SHOWN = 40


@frozen
class Stamp:
    """A date, or a date and time, as a wall clock shows it; without a zone, any clock's."""

    local: int
    zone: Zone | None = None
    is_date: bool = False


class Values:
    """Reads the values of one file; `home` is the calendar's own zone."""

    def __init__(
        self,
        library: Any,
        zone_named: Callable[[str], Zone | None],
        home: Zone | None,
        report: Report,
    ) -> None:
        self.library = library
        self.zone_named = zone_named
        self.home = home
        self.report = report

    def stamp(self, line: Property, written: str) -> Stamp | None:
        """Return the date or time that a line holds, or None after reporting that it is none."""
        return self.stamp_of(line, written, value_of(self.library, written))

    def stamp_of(self, line: Property, written: str, value: Any) -> Stamp | None:
        """Return what `stamp` does for a value that is taken apart already."""
        if not isinstance(value, date) or not _FIRST_YEAR <= value.year <= _LAST_YEAR:
            message = f"`{line.name}` holds `{cut(written)}`, which is no date"
            self.report(line.span, message, "dates read `20261224`, times `20261224T170000Z`")
            return None
        local = (value.toordinal() - _EPOCH) * DAY
        if not isinstance(value, datetime):
            return Stamp(local, is_date=True)
        local += value.hour * 3600 + value.minute * 60 + value.second
        name = UTC if value.tzinfo else line.parameters.get("TZID")
        if name is None:
            return Stamp(local)
        zone = self.zone_named(name)
        if zone is None:
            message = f"unknown time zone `{cut(name)}`"
            self.report(line.span, message, "call it like `Europe/London`, or add its `VTIMEZONE`")
            return None
        return Stamp(local, zone)

    def instant(self, stamp: Stamp) -> int:
        """Return the instant of a time; without any zone, what its clock shows."""
        return (stamp.zone or self.home or WALL).instant(stamp.local)

    def on_clock_of(self, start: Stamp, stamp: Stamp) -> int:
        """Return what the clock of an event shows at a time that may have no zone itself."""
        if start.is_date or stamp.zone is None or start.zone is stamp.zone:
            return stamp.local
        return (start.zone or self.home or WALL).local(self.instant(stamp))


def value_of(library: Any, written: str) -> Any:
    """Return a date, time, length or period, or None where the text is none of them."""
    try:
        return library.vDDDTypes.from_ical(written)
    except Exception:  # noqa: BLE001 - see above
        return None


def parts_of(library: Any, written: str) -> dict[str, Any]:
    """Return the parts of a recurrence rule; `ValueError` says what is wrong."""
    for part in written.strip(";").split(";"):
        if part.count("=") != 1:
            raise ValueError(f"`{part}` is not `NAME=value`")
    try:
        return dict(library.vRecur.from_ical(written))
    except Exception as trouble:  # noqa: BLE001 - see above
        said = str(trouble) or written
        raise ValueError(said[0].lower() + said[1:]) from None


def cut(text: str, length: int = _SHOWN) -> str:
    """Return a text as messages show it, not longer than they bear."""
    return text if len(text) <= length else text[: length - 1] + "…"
