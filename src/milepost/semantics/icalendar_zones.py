"""The time zones of an iCalendar file, by the names its events call them.

A name is looked up in the IANA database, then among the names that Windows gives to zones, and last
among the file's own `VTIMEZONE` components. A global name such as `/example.org/Europe/London` is
tried by its ending. The database comes first because a file carries the rules of its own year.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from milepost.clock.dates import DAY
from milepost.clock.limits import ClockError
from milepost.clock.zones import Zone, load_zone
from milepost.semantics.content_lines import Component
from milepost.semantics.recurrences import Patience, occurrences, rule_of

UTC = "UTC"

#: A clock that shows the same as another one: for events without a zone in a calendar without one.
WALL = Zone("", (), (), (0,), frozenset())

_EPOCH = date(1970, 1, 1).toordinal()
_offset = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?").fullmatch
_moment = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z?").fullmatch


class Zones:
    """The zones of one file over a range of days; each is looked up once."""

    def __init__(
        self,
        days: range,
        definitions: Mapping[str, Component],
        windows: Mapping[str, str],
        parts_of: Callable[[str], Mapping[str, Any]],
        patience: Patience,
    ) -> None:
        self.days = days
        self.definitions = definitions
        self.windows = windows
        self.parts_of = parts_of
        self.patience = patience
        self.found: dict[str, Zone | None] = {}

    def named(self, name: str) -> Zone | None:
        """Return the zone of a name, or None."""
        if name not in self.found:
            self.found[name] = self._look_up(name)
        return self.found[name]

    def _look_up(self, name: str) -> Zone | None:
        for candidate in self._candidates(name):
            try:
                return load_zone(candidate, self.days)
            except ClockError:
                continue
        definition = self.definitions.get(name)
        try:
            return self._defined(name, definition) if definition else None
        except (ValueError, KeyError):
            return None

    def _candidates(self, name: str) -> Iterator[str]:
        yield name
        if name in self.windows:
            yield self.windows[name]
        if name.startswith("/"):
            parts = name.strip("/").split("/")
            yield from ("/".join(parts[-length:]) for length in (3, 2, 1))

    def _defined(self, name: str, definition: Component) -> Zone | None:
        """Return the zone that a VTIMEZONE describes; `ValueError` when it cannot be read."""
        changes = sorted(change for part in definition.parts for change in self._changes(part))
        if not changes:
            return None
        offsets = (changes[0][1], *(after for _, _, after in changes))
        turns = (
            at + max(before, after)
            for (at, _, after), before in zip(changes, offsets, strict=False)
        )
        return Zone(name, tuple(at for at, _, _ in changes), tuple(turns), offsets, frozenset())

    def _changes(self, part: Component) -> Iterator[tuple[int, int, int]]:
        """Yield when an offset comes into force, with the one before it and itself."""
        values = {one.name: one.value for one in part.properties}
        before, after = _seconds(values["TZOFFSETFROM"]), _seconds(values["TZOFFSETTO"])
        start, last = _local(values["DTSTART"]), self.days.stop * DAY
        starts = [start]
        if "RRULE" in values:
            parts = dict(self.parts_of(values["RRULE"]))
            until = parts.pop("UNTIL", None)
            if until:
                last = min(last, _local(f"{until[0]:%Y%m%dT%H%M%S}") + before)
            rule = rule_of(parts, start, is_date=False)
            starts = [*occurrences(rule, start, last, self.patience)]
        for one in part.all("RDATE"):
            starts += [_local(value) for value in one.value.split(",")]
        yield from ((local - before, before, after) for local in starts)


def _seconds(offset: str) -> int:
    found = _offset(offset)
    if found is None:
        raise ValueError(offset)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    total = hours * 3600 + minutes * 60 + seconds
    return -total if found[1] == "-" else total


def _local(written: str) -> int:
    found = _moment(written)
    if found is None:
        raise ValueError(written)
    year, month, day, hour, minute, second = map(int, found.groups())
    return (date(year, month, day).toordinal() - _EPOCH) * DAY + hour * 3600 + minute * 60 + second
