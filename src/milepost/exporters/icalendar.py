"""Calendars and holidays as iCalendar files (RFC 5545), for diaries and desks that import them.

A file for each calendar (each member of a family) with its open time, and one for each set of
holidays. Nothing here reads a clock: stamps are the first day of the horizon, and identifiers are
digests of what an event is, so that a file imported again updates its events.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from milepost.clock import Zone, day_number, load_zone
from milepost.diagnostics import ToolError
from milepost.exporters.artifact import Artifact, Existing, Exported, Exporter
from milepost.exporters.families import Member, members_of
from milepost.exporters.openings import Recurring, Single, openings_of
from milepost.ir.calendars import HolidaySet
from milepost.ir.schedule import Schedule

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a local time
_NO_ZONE = "Etc/UTC"


def export(schedule: Schedule, _existing: Existing) -> Exported:
    """Return `calendars/NAME.ics` for each calendar and `holidays/CODE.ics` for each set."""
    try:
        import icalendar  # noqa: F401 - asked for before anything is reckoned
    except ImportError:
        raise ToolError(
            "iCalendar files need one more package: `pip install milepost[ical]`"
        ) from None
    stamp = datetime.fromisoformat(schedule.horizon.starts).replace(tzinfo=UTC)
    return Exported(
        (
            *(_calendar(schedule, member, stamp) for member in members_of(schedule)),
            *(_holidays(found, schedule.project, stamp) for found in schedule.holiday_sets),
        )
    )


def _calendar(schedule: Schedule, member: Member, stamp: datetime) -> Artifact:
    label = next(one.label for one in schedule.calendars if one.name == member.calendar)
    diary = _diary(f"{label or member.calendar} ({schedule.project})")
    zone = _zone_of(schedule, member)
    for opening in openings_of(member.clock, zone):
        event = _event(f"{label or member.calendar}: open", stamp)
        if isinstance(opening, Recurring):
            _recur(event, opening, zone)
        else:
            _once(event, opening)
        _identify(event, schedule.project, member.name)
        diary.add_component(event)
    diary.add_missing_timezones(
        date.fromisoformat(schedule.horizon.starts), date.fromisoformat(schedule.horizon.ends)
    )
    return Artifact(f"calendars/{member.name}.ics", diary.to_ical(sorted=False))


def _zone_of(schedule: Schedule, member: Member) -> Zone:
    """Return the zone of a calendar's local times: its own, the project's, or UTC."""
    if member.clock.has_zone:
        return member.clock.zone
    horizon = schedule.horizon
    days = range(day_number(horizon.starts), day_number(horizon.ends) + 1)
    return load_zone(schedule.timezone or _NO_ZONE, days)


def _recur(event: "Event", opening: Recurring, zone: Zone) -> None:
    place = ZoneInfo(zone.name)
    first = _local(opening.first, place)
    event.add("dtstart", first)
    closes = zone.local(zone.instant(opening.first) + opening.seconds)
    event.add("dtend", _local(closes, place))
    until = datetime.fromtimestamp(zone.instant(opening.last), UTC)
    event.add("rrule", {"freq": "weekly", "until": until})
    if opening.without:
        event.add("exdate", [_local(start, place) for start in opening.without])


def _once(event: "Event", opening: Single) -> None:
    event.add("dtstart", datetime.fromtimestamp(opening.opens, UTC))
    event.add("dtend", datetime.fromtimestamp(opening.closes, UTC))


def _holidays(found: HolidaySet, project: str, stamp: datetime) -> Artifact:
    diary = _diary(f"Holidays {found.code}")
    for holiday in found.holidays:
        event = _event(holiday.name, stamp)
        event.add("dtstart", date.fromisoformat(holiday.date))
        event.add("categories", ["HOLIDAY"])
        if holiday.estimated:
            event.add("status", "TENTATIVE")
        _identify(event, project, found.code)
        diary.add_component(event)
    return Artifact(f"holidays/{found.code}.ics", diary.to_ical(sorted=False))


def _diary(title: str) -> "Calendar":
    from icalendar import Calendar

    diary = Calendar()
    diary.add("prodid", "-//milepost//export//EN")
    diary.add("version", "2.0")
    diary.add("calscale", "GREGORIAN")
    diary.add("x-wr-calname", title)
    return diary


def _event(summary: str, stamp: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("summary", summary)
    event.add("dtstamp", stamp)
    event.add("transp", "TRANSPARENT")
    return event


def _identify(event: "Event", *owner: str) -> None:
    """Give an event an identifier that says what it is."""
    said: Iterable[Any] = (*owner, event["summary"], event["dtstart"].to_ical())
    key = "\0".join(map(str, said))
    event.add("uid", f"{sha256(key.encode()).hexdigest()[:32]}@milepost")


def _local(seconds: int, place: ZoneInfo) -> datetime:
    return (_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=place)


EXPORTER = Exporter(
    "icalendar", "the open time of calendars, and holidays, as iCalendar files", export
)
