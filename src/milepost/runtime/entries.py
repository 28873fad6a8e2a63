"""Entries: what a host says about a case, checked against its record."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from milepost.ir.schedule import Field
from milepost.runtime.program import Program

_KEYS = ("at", "set", "events", "minutes")
_CREATED = "created"
#: Before the name of a milestone: the event that it was done by hand.
BY_HAND = "done:"
#: The years 1 to 9999: what has a date.
_FIRST, _LAST = -62_135_596_800, 253_402_300_799
_MOST = 2**53 - 1
#: So many characters of a bad value are shown.
_SHOWN = 60


class EntryError(ValueError):
    """An entry that is refused: it comes late, or names what the record does not know."""


class Entry:
    """What happens at one instant: changes, events, and what the host answers when asked."""

    __slots__ = ("at", "events", "minutes", "set")

    def __init__(
        self,
        at: int,
        changes: dict[str, Any],
        events: tuple[str, ...] = (),
        minutes: Mapping[str, Any] | None = None,
    ) -> None:
        self.at = at
        self.set = changes
        self.events = events
        self.minutes = minutes or {}


def is_whole(value: object) -> bool:
    """Say whether a value is a number that every JSON reader keeps exact."""
    return value.__class__ is int and -_MOST <= value <= _MOST


def is_instant(value: object) -> bool:
    """Say whether a value is an instant that has a date."""
    return value.__class__ is int and _FIRST <= value <= _LAST


def instant_of(entry: object) -> int:
    """Return the instant of an entry."""
    if not isinstance(entry, Mapping):
        raise EntryError("an entry is an object with `at`, `set` and `events`")
    at = entry.get("at")
    if not is_instant(at):
        raise EntryError("an entry needs `at`, in whole seconds since 1970 (UTC)")
    return int(at)  # type: ignore[arg-type]


def read_entry(program: Program, record: str, entry: Mapping[str, Any]) -> Entry:
    """Return an entry whose fields, values, events and milestones the record knows."""
    at = instant_of(entry)
    for key in entry:
        if key not in _KEYS:
            raise EntryError(
                f"an entry has `at`, `set`, `events` and `minutes`, not `{shown_name(key)}`"
            )
    return Entry(
        at,
        _changes(program, record, entry.get("set")),
        _events(program, record, entry.get("events")),
        _minutes(program, record, entry.get("minutes")),
    )


def _changes(program: Program, record: str, written: object) -> dict[str, Any]:
    if written is None:
        return {}
    if not isinstance(written, Mapping):
        raise EntryError("`set` is an object of fields and their new values")
    fields = program.fields[record]
    for name, value in written.items():
        if name not in fields:
            raise EntryError(f"unknown field `{shown_name(name)}`")
        if name == _CREATED:
            raise EntryError("`created` is the instant of the first entry and is never set")
        if fields[name].derived_from is not None:
            raise EntryError(f"field `{name}` is computed from a table and is never set")
        if value is not None and not fits(fields[name], value):
            raise EntryError(f"field `{name}` cannot be {shown(value)}")
    return dict(written)


def _events(program: Program, record: str, written: object) -> tuple[str, ...]:
    if written is None:
        return ()
    if isinstance(written, str | bytes) or not isinstance(written, list | tuple):
        raise EntryError("`events` is a list of names")
    known = program.records[record].events
    for event in written:
        if not isinstance(event, str):
            raise EntryError(f"an event is a name, not {shown(event)}")
        if event in known:
            continue
        if not event.startswith(BY_HAND):
            raise EntryError(f"unknown event `{shown_name(event)}`")
        if event.removeprefix(BY_HAND) not in program.done_by_hand[record]:
            raise EntryError(f"no milestone `{event.removeprefix(BY_HAND)}` is done by hand")
    return tuple(dict.fromkeys(written))


def _minutes(program: Program, record: str, written: object) -> dict[str, Any]:
    if written is None:
        return {}
    if not isinstance(written, Mapping):
        raise EntryError("`minutes` is an object of milestones and what the host answered")
    for name in written:
        if name not in program.external[record]:
            raise EntryError(f"the host is asked nothing about `{shown_name(name)}`")
    return dict(written)


def shown_name(name: object) -> str:
    """Return a name as a message shows it, without quotation marks."""
    return name[:_SHOWN] if isinstance(name, str) else shown(name)


def shown(value: object) -> str:
    """Return a value as a message shows it, however large or long it is."""
    try:
        text = repr(value)
    except ValueError:
        return "a number of very many digits"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def fits(field: Field, value: Any) -> bool:
    """Say whether a field can have a value."""
    match field.type:
        case "choice" | "zone":
            return value.__class__ is str and value in field.values
        case "yes_no":
            return value.__class__ is bool
        case "integer":
            low, high = field.low, field.high
            whole = is_whole(value)
            return whole and (low is None or low <= value) and (high is None or value <= high)
        case "time":
            return is_instant(value)
        case "duration":
            return is_whole(value) and value >= 0
        case "date":
            return value.__class__ is str and _is_date(value)
        case "tags":
            tags = value.__class__ in (list, tuple)
            return tags and all(one.__class__ is str and one in field.values for one in value)
    return value.__class__ is str


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes as JSON data of their own."""
    return {
        name: list(value) if isinstance(value, list | tuple) else value
        for name, value in changes.items()
    }
