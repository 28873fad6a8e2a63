"""What time is counted from: the instants that anchors stand for in a case."""

from typing import TYPE_CHECKING

from milepost.clock import DAY, Clock, ClockError, chosen
from milepost.frozen import frozen
from milepost.ir.conditions import Named
from milepost.ir.processes import Process
from milepost.ir.targets import Anchor
from milepost.runtime.case import Case

if TYPE_CHECKING:
    from milepost.runtime.program import Program
    from milepost.runtime.reckoner import Reckoner

_HOUR = 3600
_ENDS = {"day": DAY, "hour": _HOUR}


@frozen
class Anchored:
    """What an anchor stands for: the instant time counts from, and the one at which waiting ends.

    They differ where the started day or hour does not count: the promise is open at once.
    """

    at: int
    opens: int


def anchored(reckoner: "Reckoner", anchor: Anchor | None, clock: Clock | None) -> Anchored | None:
    """Return what an anchor stands for (None: not yet); without one, the start of the process.

    Days and hours end as they do on the target's clock, else as they do for the project.
    """
    at = named_instant(reckoner, anchor)
    if at is None:
        return None
    if anchor is None or anchor.how not in _ENDS:
        return Anchored(at, at)
    return Anchored(_end_of(anchor.how, at, (clock, reckoner.program.clock_of_days())), at)


def named_instant(reckoner: "Reckoner", anchor: Anchor | None) -> int | None:
    """Return the instant an anchor names, before any rounding to the end of its day or hour."""
    if anchor is None:
        return process_start(reckoner)
    if anchor.how == "all":
        instants = [_instant(reckoner, name, "once") for name in anchor.of]
        known = [at for at in instants if at is not None]
        return max(known) if len(known) == len(instants) else None
    return _instant(reckoner, anchor.of[0], anchor.how)


def process_start(reckoner: "Reckoner") -> int | None:
    """Return the instant a process counts from, or None while the field that holds it is unset.

    A passage that reopening restarted counts from the reopening.
    """
    case = reckoner.case
    passage = case.passages.get(reckoner.process.name)
    if passage is not None and passage.start is not None:
        return passage.start
    return field_instant(case, chosen(reckoner.process.starts_from, case.fields))


def field_instant(case: Case, field: str) -> int | None:
    """Return the instant in a time field; `created` is the case's own."""
    if field == "created":
        return case.created
    value = case.fields.get(field)
    return value if isinstance(value, int) else None


def _instant(reckoner: "Reckoner", named: Named, how: str) -> int | None:
    case = reckoner.case
    name = chosen(named, case.fields)
    if name in reckoner.milestones:
        if how == "due":
            return reckoner.due_of(name)
        return _one_of(case.met.get(name), how)
    if name in reckoner.program.records[case.record].events:
        return _one_of(case.events.get(name), how)
    return field_instant(case, name)


def _one_of(instants: list[int] | None, how: str) -> int | None:
    if not instants:
        return None
    return instants[-1] if how == "last" else instants[0]


def _end_of(how: str, at: int, clocks: tuple[Clock | None, ...]) -> int:
    for clock in clocks:
        if clock is None:
            continue
        try:
            return clock.end_of_day(at) if how == "day" else clock.end_of_hour(at)
        except ClockError:
            continue
    return at + _ENDS[how] - at % _ENDS[how]


def anchor_instant(
    program: "Program", case: Case, process: Process, anchor: Anchor | None
) -> int | None:
    """Return the instant an anchor stands for (None: not yet), for one who looks at a case."""
    from milepost.runtime.reckoner import Reckoner

    found = anchored(Reckoner(program, case, process), anchor, None)
    return None if found is None else found.at
