"""`milepost.lock`: the holidays and clock changes that a policy's calendars rest on, written down.

A digest alone would say that something moved, not what. So the lock holds the dates themselves, a
line for each year, and its changes are reviewed like those of the policy. It is TOML.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from milepost.clock import Zone, day_number, load_zone
from milepost.diagnostics import ToolError
from milepost.frozen import fields_of, frozen
from milepost.ir.calendars import Calendar, Holiday, Holidays, HolidaySet, Rules
from milepost.ir.canonical import canonical
from milepost.semantics.calendars import parts_of
from milepost.semantics.choices import names_in
from milepost.semantics.model import Model
from milepost.semantics.zones import zone_data_version

VERSION = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD = """\
# Written by `milepost lock`: what the calendars of this policy rest on. Review changes like code.
"""
_ESTIMATED = " (estimated)"
_CHANGE = re.compile(r"(\d\d-\d\dT\d\d:\d\d:\d\dZ) (\S+)")


@frozen
class Clocks:
    """The offsets of a zone, in seconds east of UTC: the first, and those behind each change."""

    first: int
    changes: tuple[tuple[int, int], ...]

    def at(self, instant: int) -> int:
        """Return the offset in force at an instant."""
        return next((offset for at, offset in reversed(self.changes) if at <= instant), self.first)


@frozen
class Lock:
    """Versions of data, digests of calendars by name, holidays by code and clocks by zone."""

    tzdata: str
    holidays: str
    starts: str
    ends: str
    calendars: Mapping[str, str]
    sets: Mapping[str, tuple[Holiday, ...]]
    zones: Mapping[str, Clocks]


def lock_of(model: Model) -> Lock:
    """Return what the calendars of a model rest on."""
    from milepost.semantics.holiday_data import data_version

    settings = model.project.settings
    days = range(day_number(settings.horizon_starts), day_number(settings.horizon_ends) + 1)
    names = {name for calendar in model.calendars for name in names_in(calendar.zone)}
    names |= {model.timezone} if model.timezone else set()
    zones = {name: _clocks(load_zone(name, days)) for name in sorted(names)}
    sets = {one.code: one.holidays for one in model.holiday_sets}
    by_name = {calendar.name: calendar for calendar in model.calendars}
    digests = {name: _digest(name, by_name, sets, zones) for name in sorted(by_name)}
    return Lock(
        zone_data_version(),
        data_version(),
        settings.horizon_starts,
        settings.horizon_ends,
        digests,
        sets,
        zones,
    )


def is_of_installed_data(lock: Lock) -> bool:
    """Say whether a lock was written with the data that is installed."""
    from milepost.semantics.holiday_data import data_version

    return (lock.tzdata, lock.holidays) == (zone_data_version(), data_version())


def rests_on(calendar: Calendar) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the holiday sets and the zones that a calendar names itself."""
    rules = calendar.open_time
    lines: tuple[Holidays, ...] = rules.holidays if isinstance(rules, Rules) else ()
    codes = tuple(code for line in lines for code in names_in(line.holiday_set))
    return codes, names_in(calendar.zone)


def _digest(
    name: str,
    calendars: Mapping[str, Calendar],
    sets: Mapping[str, Any],
    zones: Mapping[str, Any],
) -> str:
    """Return the digest of a calendar's open time: its rules, its parts' and all they rest on."""
    calendar = calendars[name]
    codes, zone_names = rests_on(calendar)
    parts = [part for part in parts_of(calendar.open_time) if part in calendars]
    facts = [
        [_plain(getattr(calendar, field)) for field in ("open_time", "zone", "business_days")],
        calendar.business_by_shift,
        [[holiday.date for holiday in sets.get(code, ())] for code in codes],
        [_plain(zones[zone]) for zone in zone_names if zone in zones],
        [_digest(part, calendars, sets, zones) for part in parts],
    ]
    return f"sha256:{hashlib.sha256(canonical(facts)).hexdigest()}"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__match_args__"):
        kind = getattr(value, "kind", "")
        return [kind, *(_plain(getattr(value, field)) for field in fields_of(value))]
    return value


def _clocks(zone: Zone) -> Clocks:
    return Clocks(zone.offsets[0], tuple(zip(zone.changes, zone.offsets[1:], strict=True)))


def zone_under(lock: Lock, name: str, days: range) -> Zone:
    """Return a zone as a lock has it, or the installed one where it has none."""
    known = lock.zones.get(name)
    if known is None:
        return load_zone(name, days)
    offsets = (known.first, *(offset for _, offset in known.changes))
    changes = tuple(at for at, _ in known.changes)
    turns = tuple(at + max(offsets[index], offsets[index + 1]) for index, at in enumerate(changes))
    # A date that is skipped as a whole is skipped by a change of a day; none has been since 2011.
    return Zone(name, changes, turns, offsets, load_zone(name, days).skipped)


def sets_under(lock: Lock, sets: Iterable[HolidaySet]) -> tuple[HolidaySet, ...]:
    """Return holiday sets as a lock has them, or as they are where it has none."""
    return tuple(HolidaySet(one.code, lock.sets.get(one.code, one.holidays)) for one in sets)


def write_lock(lock: Lock) -> str:
    """Return a lock as its file."""
    return _HEAD + "\n".join(_lines(lock)) + "\n"


def _lines(lock: Lock) -> Iterator[str]:
    yield f"version = {VERSION}"
    yield f"tzdata = {_quoted(lock.tzdata)}"
    yield f"holidays = {_quoted(lock.holidays)}"
    yield f"from = {lock.starts}"
    yield f"to = {lock.ends}"
    yield "\n[calendars]"
    for name, digest in lock.calendars.items():
        yield f"{name} = {_quoted(digest)}"
    for code, holidays in sorted(lock.sets.items()):
        yield f"\n[sets.{_quoted(code)}]"
        years: dict[str, list[str]] = {}
        for one in holidays:
            mark = _ESTIMATED if one.estimated else ""
            years.setdefault(one.date[:4], []).append(f"{one.date[5:]} {one.name}{mark}")
        yield from _years(years)
    for name, clocks in sorted(lock.zones.items()):
        yield f"\n[zones.{_quoted(name)}]"
        yield f"first = {_quoted(_offset_text(clocks.first))}"
        years = {}
        for at, offset in clocks.changes:
            when = (_EPOCH + timedelta(seconds=at)).strftime("%Y-%m-%dT%H:%M:%SZ")
            years.setdefault(when[:4], []).append(f"{when[5:]} {_offset_text(offset)}")
        yield from _years(years)


def _years(years: Mapping[str, list[str]]) -> Iterator[str]:
    for year, listed in sorted(years.items()):
        yield f"{year} = [{', '.join(map(_quoted, listed))}]"


def read_lock(text: str, path: object) -> Lock:
    """Return the lock of a file; raise ToolError when it is damaged."""
    import tomllib

    try:
        data = tomllib.loads(text)
        if data["version"] != VERSION:
            raise ToolError(
                f"{path}: version {data['version']} is not known here; write it anew with "
                "`milepost lock`"
            )
        return Lock(
            data["tzdata"],
            data["holidays"],
            data["from"].isoformat(),
            data["to"].isoformat(),
            data["calendars"],
            {code: tuple(_holidays(years)) for code, years in data.get("sets", {}).items()},
            {name: _read_clocks(years) for name, years in data.get("zones", {}).items()},
        )
    except (KeyError, AttributeError, TypeError, ValueError) as trouble:
        raise ToolError(
            f"{path}: the file is damaged ({trouble}); write it anew with `milepost lock`"
        ) from trouble


def _holidays(years: Mapping[str, list[str]]) -> Iterator[Holiday]:
    for year, listed in sorted(years.items()):
        for one in listed:
            day, _, name = one.partition(" ")
            plain = name.removesuffix(_ESTIMATED)
            yield Holiday(f"{year}-{day}", plain, plain != name)


def _read_clocks(years: Mapping[str, Any]) -> Clocks:
    changes = []
    for year, listed in sorted(years.items()):
        for one in listed if year != "first" else ():
            found = _CHANGE.fullmatch(one)
            if found is None:
                raise ValueError(one)
            when = datetime.fromisoformat(f"{year}-{found[1]}")
            changes.append((int(when.timestamp()), _offset_of(found[2])))
    return Clocks(_offset_of(years["first"]), tuple(changes))


def _offset_text(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    text = f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{rest:02}" if rest else text


def _offset_of(text: str) -> int:
    hours, minutes, *rest = (int(part) for part in text[1:].split(":"))
    return (hours * 3600 + minutes * 60 + sum(rest)) * (-1 if text[0] == "-" else 1)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
