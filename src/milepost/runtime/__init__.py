"""Running compiled schedules: a standard library program over `schedule.json`."""

from milepost.runtime.entries import EntryError
from milepost.runtime.happenings import Effects, Happening
from milepost.runtime.saved import StateError
from milepost.runtime.schedule import RunningSchedule, Timeline, load_schedule

__all__ = [
    "Effects",
    "EntryError",
    "Happening",
    "RunningSchedule",
    "StateError",
    "Timeline",
    "load_schedule",
]
