"""The clocks of a schedule's calendars, each member of a family by itself.

A calendar whose time zone or holidays a field of the case chooses is a family: it has a member for
each value of that field.
"""

from collections.abc import Iterator, Mapping
from itertools import islice, product

from milepost.clock import Calendars, Clock, ClockError
from milepost.frozen import frozen
from milepost.ir.schedule import Schedule

#: A family has at most so many members that are written out.
MAX_MEMBERS = 256


@frozen
class Member:
    """A calendar, or the member of its family that these field values choose."""

    calendar: str
    fields: Mapping[str, object]
    clock: Clock

    @property
    def name(self) -> str:
        """The calendar's name, with the values that choose the member."""
        return "-".join((self.calendar, *(_plain(value) for value in self.fields.values())))


def members_of(schedule: Schedule) -> Iterator[Member]:
    """Yield every calendar of a schedule, families member by member, in the order written.

    Values for which a choice has no branch make no member.
    """
    calendars = Calendars.of(schedule)
    values: dict[str, tuple[object, ...]] = {}
    for record in schedule.records:
        for field in record.fields:
            known = field.values or ((False, True) if field.type == "yes_no" else (None,))
            values.setdefault(field.name, known)
    for calendar in schedule.calendars:
        by = calendars.fields_of(calendar.name)
        every = product(*(values[name] for name in by))
        for chosen in islice(every, MAX_MEMBERS):
            fields = dict(zip(by, chosen, strict=True))
            try:
                clock = calendars.clock(calendar.name, fields)
            except ClockError:
                continue
            yield Member(calendar.name, fields, clock)


def _plain(value: object) -> str:
    """Return a value as it may stand in the name of a file."""
    text = {True: "yes", False: "no", None: "unset"}.get(value, str(value))  # type: ignore[call-overload]
    return "".join(letter if letter.isalnum() or letter in "_+" else "_" for letter in text)
