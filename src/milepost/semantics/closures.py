"""Closures from an iCalendar file: events become overrides with explicit local dates.

An all-day event closes whole dates, whatever the zone. An event with times closes a stretch of
time: it is placed by its own clock (UTC, a zone, or, where it names none, the calendar's), moved to
the calendar's clock, and cut at the local midnights. Recurring events are unfolded within the range
of dates that is asked for, without what is excepted or moved (`EXDATE`, `RECURRENCE-ID`).

Two kinds of events close nothing, and the file is told so: cancelled ones do not take place, and
transparent ones are marked by their author as time in which everyone is free.

An event with an end has an exact length, one with a duration counts whole days by the wall clock
(RFC 5545 §3.8.5.3). Dates before 1970 are read with the offsets of 1970.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from typing import Any, TypeAlias

from milepost.clock.dates import DAY, date_of, day_number
from milepost.clock.intervals import Interval, coalesced
from milepost.diagnostics import Diagnostic, Severity, in_order
from milepost.ir.calendars import Dates, Hours, Override
from milepost.semantics import codes
from milepost.semantics.content_lines import Component, Property, read_components
from milepost.semantics.icalendar_values import Stamp, Values, cut, parts_of, value_of
from milepost.semantics.icalendar_zones import WALL, Zones
from milepost.semantics.recurrences import (
    Patience,
    Rule,
    TooMuchError,
    named,
    occurrences,
    rule_of,
)
from milepost.source import Source, Span

MAX_OCCURRENCES = 10_000
MAX_REPORTS = 100

#: Days looked at for recurrences, about a second's: far more than the occurrences above need.
_PATIENCE = 1_000_000
_EPOCH = date(1970, 1, 1).toordinal()
_escape = re.compile(r"\\(.)", re.DOTALL)
_IGNORED = {
    "CANCELLED": ("cancelled", "`STATUS:CANCELLED` says that it does not take place"),
    "TRANSPARENT": ("free time", "`TRANSP:TRANSPARENT` says so: make it `OPAQUE` if it closes"),
}

#: Whole days by the wall clock, then exact seconds.
Length: TypeAlias = tuple[int, int]


def read_closures(
    source: Source, zone: str | None, starts: str, ends: str
) -> tuple[tuple[Override, ...], tuple[Diagnostic, ...]]:
    """Return the closures of an iCalendar file within a range of dates, and what is wrong with it.

    `zone` is the calendar's; without one, only all-day events and those without a zone can be read.
    """
    try:
        library = import_module("icalendar.prop")
        windows = import_module("icalendar.timezone.windows_to_olson").WINDOWS_TO_OLSON
    except ImportError:
        message = "iCalendar files cannot be read: a library is not installed"
        remedy = 'pip install "milepost[ical]"'
        at = Span(source, 0, 0)
        found = Diagnostic(codes.BAD_CLOSURES, Severity.ERROR, message, at, help=remedy)
        return (), (found,)
    days = range(day_number(starts), day_number(ends) + 1)
    reader = _Reader(source, zone, days, library, windows)
    overrides = reader.read()
    return overrides, in_order(reader.diagnostics)


class _Reader:
    """One reading of one file."""

    def __init__(
        self, source: Source, zone: str | None, days: range, library: Any, windows: dict[str, str]
    ) -> None:
        self.source = source
        self.days = days
        self.library = library
        self.diagnostics: list[Diagnostic] = []
        self.patience = Patience(_PATIENCE)
        self.count = 0
        self.ignored: dict[str, list[Span]] = {}
        calendars = read_components(source, self.report)
        parts = [part for one in calendars if one.name == "VCALENDAR" for part in one.parts]
        self.events = [part for part in parts if part.name == "VEVENT"]
        definitions = {
            named.value: part
            for part in parts
            if part.name == "VTIMEZONE" and (named := part.first("TZID"))
        }
        known = range(min(days.start, _earliest(self.events)), days.stop)
        zones = Zones(known, definitions, windows, partial(parts_of, library), self.patience)
        self.home = zones.named(zone) if zone else None
        self.values = Values(library, zones.named, self.home, self.report)
        if not self.events and not self.diagnostics:
            remedy = "closures are `VEVENT` components of a `VCALENDAR`"
            self.report(Span(source, 0, 0), "file holds no events", remedy, Severity.WARNING)

    def report(
        self, span: Span, message: str, remedy: str, severity: Severity = Severity.ERROR
    ) -> None:
        if len(self.diagnostics) < MAX_REPORTS:
            self.diagnostics.append(
                Diagnostic(codes.BAD_CLOSURES, severity, message, span, help=remedy)
            )

    def read(self) -> tuple[Override, ...]:
        overrides: list[Override] = []
        moved = self.moved()
        for event in self.events:
            try:
                overrides += self.event(event, moved.get(_uid(event), ()))
            except TooMuchError:
                message = f"file has more than {MAX_OCCURRENCES:,} closures"
                if self.count <= MAX_OCCURRENCES:
                    message = "recurrences of the file take too long to unfold"
                remedy = "end the series with `UNTIL`, or write it as `closed every …`"
                self.report(event.span, message, remedy)
                break
        self.report_ignored()
        return tuple(overrides)

    def moved(self) -> dict[str, list[Stamp]]:
        """Return, by event, the occurrences that stand elsewhere in the file by themselves."""
        moved: dict[str, list[Stamp]] = {}
        for event in self.events:
            place = event.first("RECURRENCE-ID")
            if place is None:
                continue
            if "RANGE" in place.parameters:
                message = "change of an occurrence and all that follow it is not read"
                self.report(place.span, message, "end the series and begin another one")
            stamp = self.values.stamp(place, place.value)
            if stamp and _uid(event):
                moved.setdefault(_uid(event), []).append(stamp)
        return moved

    def event(self, event: Component, moved: Iterable[Stamp]) -> Iterator[Override]:
        """Yield the closures of an event."""
        for said in (*event.all("STATUS"), *event.all("TRANSP")):
            if said.value.strip().upper() in _IGNORED:
                self.ignored.setdefault(said.value.strip().upper(), []).append(said.span)
                return
        begins = event.first("DTSTART")
        if begins is None:
            self.report(event.span, f"{_called(event)} has no start", "add a `DTSTART`")
            return
        start = self.values.stamp(begins, begins.value)
        if start is None:
            return
        if start.zone and self.home is None:
            message = f"{_called(event)} is in the zone `{start.zone.name}`, the calendar in none"
            self.report(begins.span, message, "give the calendar a `timezone`")
            return
        length = self.length(event, begins.span, start)
        if length is None:
            return
        found = self.occurrences(event, start, length)
        if event.first("RECURRENCE-ID") is None:
            self.leave_out(event, start, found, moved)
        intervals = [self.interval(start, local, its) for local, its in found.items()]
        yield from _overrides(intervals, _label(event), self.source.path)

    def length(self, event: Component, place: Span, start: Stamp) -> Length | None:
        """Return how long an event lasts, or None after reporting that it cannot be told."""
        ends, lasts = event.first("DTEND"), event.first("DURATION")
        length = (1, 0) if start.is_date else (0, 0)
        if ends:
            place = ends.span
            end = self.values.stamp(ends, ends.value)
            if end is None:
                return None
            if end.is_date != start.is_date:
                message = f"{_called(event)} has a time at one end and none at the other"
                self.report(place, message, "write both with a time, or both without")
                return None
            days = (end.local - start.local) // DAY
            length = (
                (days, 0)
                if end.is_date
                else (0, self.values.instant(end) - self.values.instant(start))
            )
        elif lasts:
            place = lasts.span
            value = value_of(self.library, lasts.value)
            if not isinstance(value, timedelta) or (start.is_date and value.seconds):
                message = f"`DURATION` holds `{cut(lasts.value)}`, which is no length of "
                message += "an all-day event" if start.is_date else "time"
                self.report(place, message, "lengths read `P2D`, or `PT1H30M` for an event in time")
                return None
            length = (value.days, value.seconds)
        return self.checked(event, place, start, length)

    def checked(self, event: Component, place: Span, start: Stamp, length: Length) -> Length | None:
        """Return a length that is one, or None after reporting."""
        days, seconds = length
        if days * DAY + seconds > 0:
            return length
        if days * DAY + seconds < 0:
            message = f"{_called(event)} ends before it begins"
            self.report(place, message, "write the later one as `DTEND`")
            return None
        if start.is_date:
            message = f"{_called(event)} ends on the day it begins, and is read as that day"
            remedy = "`DTEND` is the day after the last one"
            self.report(place, message, remedy, Severity.WARNING)
            return 1, 0
        message = f"{_called(event)} has no length and closes nothing"
        self.report(place, message, "add a `DTEND`", Severity.WARNING)
        return None

    def occurrences(self, event: Component, start: Stamp, length: Length) -> dict[int, Length]:
        """Return the lengths of an event's occurrences by their starts on its own clock."""
        found: dict[int, Length] = {}
        rules = event.all("RRULE") if event.first("RECURRENCE-ID") is None else ()
        for line in rules:
            for local in self.unfolded(event, line, start):
                self.add(found, local, length)
        if not rules:
            self.add(found, start.local, length)
        for line in event.all("RDATE"):
            for written in line.value.split(","):
                self.add_date(found, line, written, start, length)
        for line in event.all("EXRULE"):
            self.report(line.span, "`EXRULE` is not read", "write its dates as `EXDATE`")
        return found

    def add_date(
        self, found: dict[int, Length], line: Property, written: str, start: Stamp, length: Length
    ) -> None:
        """Add an occurrence that is written out, perhaps with a length of its own."""
        value = value_of(self.library, written)
        value, end = value if isinstance(value, tuple) else (value, None)
        stamp = self.values.stamp_of(line, written, value)
        if isinstance(end, timedelta):
            length = (end.days, end.seconds)
        elif end is not None and stamp:
            until = self.values.stamp_of(line, written, end)
            length = (
                (0, self.values.instant(until) - self.values.instant(stamp)) if until else length
            )
        if stamp and stamp.is_date != start.is_date:
            message = f"`{line.name}` holds `{cut(written)}`, which is not of the kind of `DTSTART`"
            self.report(line.span, message, "write both with a time, or both without")
        elif stamp:
            self.add(found, self.values.on_clock_of(start, stamp), length)

    def add(self, found: dict[int, Length], local: int, length: Length) -> None:
        """Add an occurrence unless it surely lies outside of the range."""
        ends = local + length[0] * DAY + length[1]
        if local in found or ends < (self.days.start - 2) * DAY:
            return
        if local > (self.days.stop + 2) * DAY:
            return
        self.count += 1
        if self.count > MAX_OCCURRENCES:
            raise TooMuchError
        found[local] = length

    def unfolded(self, event: Component, line: Property, start: Stamp) -> Iterator[int]:
        """Yield the occurrences of a rule up to the end of the range, on the event's own clock."""
        read = self.rule(line, start)
        if read is None:
            return
        rule, last = read
        if next(named(rule, start.local, start.local, self.patience), None) is None:
            message = f"{_called(event)} begins on a date that its rule does not name"
            remedy = "RFC 5545 leaves open what that means; it is read as the first one"
            self.report(line.span, message, remedy, Severity.WARNING)
        yield from occurrences(rule, start.local, last, self.patience)

    def rule(self, line: Property, start: Stamp) -> tuple[Rule, int] | None:
        """Return a rule and the last time that counts on its event's clock, or None."""
        try:
            parts = parts_of(self.library, line.value)
            until = parts.pop("UNTIL", None)
            rule = rule_of(parts, start.local, is_date=start.is_date)
        except ValueError as trouble:
            message = f"recurrence rule cannot be read: {cut(str(trouble), 80)}"
            self.report(line.span, message, "rules read `FREQ=WEEKLY;BYDAY=MO,FR`")
            return None
        last = (self.days.stop + 1) * DAY
        if until is None:
            return rule, last
        stamp = self.values.stamp_of(line, line.value, until[0])
        if stamp is None:
            return None
        end = self.values.on_clock_of(start, stamp) + (DAY - 1 if stamp.is_date else 0)
        return rule, min(last, end)

    def leave_out(
        self, event: Component, start: Stamp, found: dict[int, Length], moved: Iterable[Stamp]
    ) -> None:
        """Take the excepted and the moved occurrences of an event away."""
        lines = [(line, one) for line in event.all("EXDATE") for one in line.value.split(",")]
        excepted = [stamp for line, one in lines if (stamp := self.values.stamp(line, one))]
        times, days = set(), set()
        for stamp in (*excepted, *moved):
            if stamp.is_date != start.is_date:
                days.add(stamp.local // DAY)
            else:
                times.add(self.values.on_clock_of(start, stamp))
        for local in [one for one in found if one in times or one // DAY in days]:
            del found[local]

    def interval(self, start: Stamp, local: int, length: Length) -> Interval:
        """Return an occurrence as a stretch of the calendar's clock, cut to the range."""
        days, seconds = length
        opens, closes = local, local + days * DAY
        if not start.is_date:
            clock, here = start.zone or self.home or WALL, self.home or WALL
            begins, ends = clock.instant(opens), clock.instant(closes) + seconds
            opens, closes = here.local(begins), here.local(ends)
            if closes <= opens:
                # It ends in the hour that the clock shows for the second time.
                closes = opens + ends - begins
        return max(opens, self.days.start * DAY), min(closes, self.days.stop * DAY)

    def report_ignored(self) -> None:
        """Say which events close nothing: a warning if no others are left."""
        total = sum(map(len, self.ignored.values()))
        severity = Severity.WARNING if total == len(self.events) else Severity.INFORMATION
        for key, spans in self.ignored.items():
            why, remedy = _IGNORED[key]
            many = f"{len(spans)} events are" if len(spans) > 1 else "event is"
            self.report(spans[0], f"{many} {why} and will close nothing", remedy, severity)


def _overrides(intervals: Iterable[Interval], label: str | None, origin: str) -> Iterator[Override]:
    """Yield stretches of local time as closures, those of adjoining dates together."""
    hours: dict[int, tuple[Hours, ...]] = {}
    runs: list[tuple[int, int, tuple[Hours, ...]]] = []
    for opens, closes in coalesced(intervals):
        day, last = opens // DAY, closes // DAY
        if day == last:
            hours[day] = (*hours.get(day, ()), Hours(opens % DAY, closes % DAY))
            continue
        if opens % DAY:
            hours[day] = (*hours.get(day, ()), Hours(opens % DAY, DAY))
            day += 1
        if closes % DAY:
            hours[last] = (Hours(0, closes % DAY),)
        if day < last:
            runs.append((day, last - 1, ()))
    runs += [(day, day, those) for day, those in hours.items()]
    joined: list[tuple[int, int, tuple[Hours, ...]]] = []
    for first, last, those in sorted(runs, key=lambda run: run[0]):
        adjoins = joined and joined[-1][1] == first - 1 and joined[-1][2] == those
        joined.append((joined.pop()[0] if adjoins else first, last, those))
    for first, last, those in joined:
        dates = Dates(date_of(first).isoformat(), date_of(last).isoformat())
        yield Override(False, dates, those, label, origin)


def _earliest(events: Iterable[Component]) -> int:
    """Return the first day of the year in which the earliest event begins, at least 1970."""
    starts = [line.value[:4] for event in events for line in event.all("DTSTART")]
    years = [int(year) for year in starts if re.fullmatch("[0-9]{4}", year)]
    year = max(1970, min(years, default=1970))
    return date(year, 1, 1).toordinal() - _EPOCH


def _uid(event: Component) -> str:
    line = event.first("UID")
    return line.value if line else ""


def _label(event: Component) -> str | None:
    """Return what an event is called, its line ends and other blanks made single blanks."""
    line = event.first("SUMMARY")
    if line is None:
        return None
    text = _escape.sub(lambda found: " " if found[1] in "nN" else found[1], line.value)
    return " ".join(text.split()) or None


def _called(event: Component) -> str:
    label = _label(event)
    return f"event `{cut(label)}`" if label else "event"
