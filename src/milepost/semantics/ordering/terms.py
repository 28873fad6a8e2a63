"""From when to when a promise is made, on whose hours, and which of many starts to tell of."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from milepost.frozen import frozen
from milepost.ir.conditions import CalendarRef, Condition, Constant
from milepost.ir.processes import Process
from milepost.semantics.clocks import TIER
from milepost.semantics.model import Model
from milepost.semantics.ordering.fixing import equals
from milepost.semantics.regions.example import MONDAY

if TYPE_CHECKING:
    from milepost.clock.pieces import Stretch

DAY = 86400
#: How round the instant of an example is to be, the roundest first.
_STEPS = (3600, 1800, 900, 300, 60, 1)


@frozen
class Option:
    """Hours that a tier or an entitlement gives, and which cases have them."""

    hours: CalendarRef | None
    given: tuple[Condition, ...]


class Terms:
    """The dates and hours of a model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.versions: dict[str, list[Process]] = {}
        for process in model.processes:
            self.versions.setdefault(process.name, []).append(process)
        self._options: dict[str, tuple[Option, ...]] = {}

    def shared(self, one: Process, other: Process) -> tuple[int, int] | None:
        """Return the first and last start that both processes take cases at, or None for none."""
        spans = self._span(one), self._span(other)
        first, last = max(span[0] for span in spans), min(span[1] for span in spans)
        is_taken = not (one.retired or other.retired)
        return (first, last) if first <= last and is_taken else None

    def days(self, starts: str | None, ends: str | None) -> tuple[int, int]:
        """Return the first and last instant of local days, both included; none is without end."""
        first = -(2**53) if starts is None else self._midnight(starts)
        if ends is None:
            return first, 2**53
        following = date.fromisoformat(ends) + timedelta(days=1)
        return first, self._midnight(following.isoformat()) - 1

    def inside(
        self, stretches: "Iterable[Stretch]", span: tuple[int, int]
    ) -> "tuple[Stretch, ...]":
        """Return the stretches, cut to a span of starts."""
        return tuple(
            type(one)(max(one.first, span[0]), min(one.last, span[1]))
            for one in stretches
            if one.last >= span[0] and one.first <= span[1]
        )

    def telling(
        self, stretches: "tuple[Stretch, ...]", span: tuple[int, int], zone: str | None = None
    ) -> int:
        """Return the start to tell of: the first after the Monday of all examples, made round.

        Where there is none after it, the first of all.
        """
        wanted = min(max(MONDAY, span[0]), span[1])
        if not stretches:
            return wanted
        found = next((one for one in stretches if one.last >= wanted), stretches[0])
        first = max(found.first, wanted) if found.last >= wanted else found.first
        for step in _STEPS:
            shift = _offset(first, zone) % step
            rounded = -(-(first + shift) // step) * step - shift
            if rounded <= found.last:
                return rounded
        return first

    def hours_for(self, process: Process, tier: Constant | None) -> Iterator[Option]:
        """Yield the hours that cases of a process may have from their tier or entitlement."""
        tiers = [one.name for one in self.model.tiers]
        held = [name for name in tiers if not process.tiers or name in process.tiers]
        if tier is not None:
            held = [name for name in held if name == tier]
        seen: set[Option] = set()
        for name in held or [""]:
            for option in self._of_tier(name):
                shown = (
                    option
                    if tier is None or not name
                    else Option(
                        option.hours,
                        tuple(one for one in option.given if one != equals(TIER, name)),
                    )
                )
                if shown not in seen:
                    seen.add(shown)
                    yield shown

    def _of_tier(self, name: str) -> tuple[Option, ...]:
        if name not in self._options:
            self._options[name] = tuple(self._reckoned(name))
        return self._options[name]

    def _reckoned(self, name: str) -> Iterator[Option]:
        own = next((one.hours for one in self.model.tiers if one.name == name), None)
        given = (equals(TIER, name),) if name else ()
        yield Option(own, given)
        for entitlement in self.model.entitlements:
            tier = next((one.value for one in entitlement.fields if one.field == TIER), name)
            if entitlement.hours is None or tier != name:
                continue
            asked = tuple(
                equals(one.field, one.value)
                for one in entitlement.fields
                if one.field != TIER and one.value is not None and not isinstance(one.value, tuple)
            )
            yield Option(entitlement.hours, (*given, *asked))

    def _span(self, process: Process) -> tuple[int, int]:
        if process.effective_by is not None:
            return -(2**53), 2**53
        first = -(2**53) if process.effective is None else self._midnight(process.effective)
        later = [
            self._midnight(one.effective)
            for one in self.versions.get(process.name, ())
            if one.version > process.version and one.effective and one.effective_by is None
        ]
        return first, min(later, default=2**53) - 1

    def _midnight(self, day: str) -> int:
        zone = ZoneInfo(self.model.timezone) if self.model.timezone else UTC
        return int(datetime.combine(date.fromisoformat(day), datetime.min.time(), zone).timestamp())


def _offset(instant: int, zone: str | None) -> int:
    if zone is None:
        return 0
    found = datetime.fromtimestamp(instant, ZoneInfo(zone)).utcoffset()
    return 0 if found is None else int(found.total_seconds())
