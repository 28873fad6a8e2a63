"""Running compiled schedules: a standard library program over `schedule.json`."""

from milepost.runtime.happenings import Effects, Happening
from milepost.runtime.schedule import EntryError, RunningSchedule, Timeline, load_schedule

__all__ = ["Effects", "EntryError", "Happening", "RunningSchedule", "Timeline", "load_schedule"]
