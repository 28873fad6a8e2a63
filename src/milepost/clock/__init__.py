"""Business-time arithmetic: calendars as tables of open intervals, and questions to them."""

from milepost.clock.almanac import Note, Why
from milepost.clock.calendars import Calendars, chosen
from milepost.clock.clock import Clock
from milepost.clock.dates import DAY, date_of, day_number
from milepost.clock.dues import Clocked, due_of, ends_day
from milepost.clock.limits import BEFORE, BEYOND, ClockError, HorizonError
from milepost.clock.table import Table
from milepost.clock.zones import Change, Zone, load_zone

__all__ = [
    "BEFORE",
    "BEYOND",
    "DAY",
    "Calendars",
    "Change",
    "Clock",
    "ClockError",
    "Clocked",
    "HorizonError",
    "Note",
    "Table",
    "Why",
    "Zone",
    "chosen",
    "date_of",
    "day_number",
    "due_of",
    "ends_day",
    "load_zone",
]
