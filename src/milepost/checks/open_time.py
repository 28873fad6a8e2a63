"""The open time of a model's calendars, for checks that cannot do without the clock.

Building a calendar's table costs about as much as the rest of `check`, so a check looks at the
rules first and asks only where they leave the question open. What was built for one check serves
the next.
"""

from typing import TYPE_CHECKING

from milepost.ir.calendars import Calendar
from milepost.ir.schedule import Horizon
from milepost.semantics.model import Model
from milepost.semantics.week import TALLEST, Weeks

if TYPE_CHECKING:
    from milepost.clock import Calendars, Table

#: The model that was asked about last, and its calendars: checks of one model ask in turn.
_latest: list[tuple[Model, "Calendars", Weeks]] = []


def table_of(model: Model, calendar: Calendar) -> "Table | None":
    """Return the open time of a calendar over the horizon.

    None for a family, for a tower of calendars that nobody could follow, or when there is none to
    tell.
    """
    from milepost.clock import Calendars, ClockError

    if not _latest or _latest[0][0] is not model:
        settings = model.project.settings
        horizon = Horizon(settings.horizon_starts, settings.horizon_ends)
        made = Calendars(model.calendars, model.holiday_sets, model.timezone, horizon)
        _latest[:] = [(model, made, Weeks(model))]
    _, calendars, weeks = _latest[0]
    if weeks.heights[calendar.name] > TALLEST:
        return None
    try:
        if calendars.fields_of(calendar.name):
            return None
        return calendars.clock(calendar.name).table
    except ClockError:
        return None
