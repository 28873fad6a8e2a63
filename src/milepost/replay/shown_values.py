"""Values of fields as people write them, and what an entry of a log did, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from milepost.clock import Zone
from milepost.ir.schedule import Field
from milepost.replay.local_times import moment_text


def value_text(field: Field | None, value: Any, zone: Zone) -> str:
    """Return a value of a field as it is written: instants as local times, durations as `1h30m`."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return f"({', '.join(value)})"
    if field is not None and field.type == "time":
        return moment_text(value, zone)
    if field is not None and field.type == "duration":
        return length_text(value)
    if field is not None and field.type == "text":
        return f'"{value}"'
    return str(value)


def length_text(seconds: int) -> str:
    """Return an amount of time as policies write it; hours are not folded into days.

    >>> length_text(5400), length_text(0)
    ('1h30m', '0m')
    """
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (rest, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0m"


def entry_words(
    fields: Mapping[str, Field], changes: Mapping[str, Any], events: list[str], zone: Zone
) -> Iterator[str]:
    """Yield what an entry did: `status = waiting`, `agent_reply`."""
    for name, value in changes.items():
        yield f"{name} = {value_text(fields.get(name), value, zone)}"
    yield from events
