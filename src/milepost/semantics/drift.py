"""What differs between two locks: dates of holidays, changes of clocks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from milepost.frozen import frozen
from milepost.ir.calendars import Holiday
from milepost.semantics.lock import Clocks, Lock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@frozen
class Difference:
    """A holiday set (`holidays`) or a zone (`zones`), and how it differs, a line for each date."""

    kind: str
    name: str
    lines: tuple[str, ...]


def differences(old: Lock, new: Lock) -> tuple[Difference, ...]:
    """Return what differs in the sets and zones of both, over the dates that both cover."""
    starts, ends = max(old.starts, new.starts), min(old.ends, new.ends)
    found = []
    for code in sorted(old.sets.keys() & new.sets.keys()):
        lines = tuple(_holidays(old.sets[code], new.sets[code], starts, ends))
        found.append(Difference("holidays", code, lines))
    for name in sorted(old.zones.keys() & new.zones.keys()):
        lines = tuple(_clocks(old.zones[name], new.zones[name], starts, ends))
        found.append(Difference("zones", name, lines))
    return tuple(one for one in found if one.lines)


def missing(old: Lock, new: Lock) -> tuple[tuple[str, str], ...]:
    """Return kind and name of what the new lock has and the old one has not."""
    sets = [("holidays", code) for code in sorted(new.sets.keys() - old.sets.keys())]
    return (*sets, *(("zones", name) for name in sorted(new.zones.keys() - old.zones.keys())))


def _holidays(
    old: tuple[Holiday, ...], new: tuple[Holiday, ...], starts: str, ends: str
) -> Iterator[str]:
    before = {one.date: one for one in old if starts <= one.date <= ends}
    after = {one.date: one for one in new if starts <= one.date <= ends}
    for day in sorted(before.keys() | after.keys()):
        if day not in after:
            yield f"{day} is no longer a holiday ({before[day].name})"
        elif day not in before:
            yield f"{day} is a holiday now ({after[day].name})"
        elif before[day].estimated and not after[day].estimated:
            yield f"{day} is certain now ({after[day].name})"
        elif after[day].estimated and not before[day].estimated:
            yield f"{day} is estimated now ({after[day].name})"


def _clocks(old: Clocks, new: Clocks, starts: str, ends: str) -> Iterator[str]:
    begins = int((datetime.fromisoformat(f"{starts}T00:00Z") - _EPOCH).total_seconds())
    was, is_ = old.at(begins), new.at(begins)
    if was != is_:
        yield f"the offset on {starts} is {_hours(is_)}, and was {_hours(was)}"
    before, after = dict(old.changes), dict(new.changes)
    for at in sorted(before.keys() | after.keys()):
        when = _EPOCH + timedelta(seconds=at)
        if not starts <= when.date().isoformat() <= ends:
            continue
        shown = when.strftime("%Y-%m-%dT%H:%MZ")
        if at not in after:
            yield f"the clocks do not change any more at {shown}"
        elif at not in before:
            yield f"the clocks change at {shown}, to {_hours(after[at])}"
        elif before[at] != after[at]:
            to = f"to {_hours(after[at])}, not to {_hours(before[at])}"
            yield f"the clocks change at {shown} {to}"


def _hours(seconds: int) -> str:
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
