"""The open time of a model's calendars, for checks that cannot do without the clock.

Building a calendar's table costs about as much as the rest of `check`, so a check looks at the
rules first and asks only where they leave the question open.
"""

from typing import TYPE_CHECKING

from milepost.ir.calendars import Calendar
from milepost.ir.schedule import Horizon
from milepost.semantics.model import Model

if TYPE_CHECKING:
    from milepost.clock import Table


def table_of(model: Model, calendar: Calendar) -> "Table | None":
    """Return the open time of a calendar over the horizon.

    None for a family, or when it has none to tell.
    """
    from milepost.clock import Calendars, ClockError

    settings = model.project.settings
    calendars = Calendars(
        model.calendars,
        model.holiday_sets,
        model.timezone,
        Horizon(settings.horizon_starts, settings.horizon_ends),
    )
    try:
        if calendars.fields_of(calendar.name):
            return None
        return calendars.clock(calendar.name).table
    except ClockError:
        return None
