"""The explanation of a due: read from the states of a replayed case and from the reckoner.

The state that explains an instance is the last in which it was open and not overdue: what comes
later (a field that changes after the breach, another process) does not explain its due any more.
Where one entry changed a due and ended the instance, or found it passed already, it is the state
after that entry; the due that the timeline told decides between the two.

A change of calendar leaves a claim that starts over at the change; what was counted before is found
in the state before it, and so on back to the anchor (`_courses`).
"""

from itertools import pairwise
from typing import Any

from milepost.clock import BEYOND, Calendars, Clock, ClockError, chosen, ends_day
from milepost.diagnostics import InternalError
from milepost.ir import targets as t
from milepost.ir.processes import Process
from milepost.ir.schedule import Place
from milepost.replay.day_counts import DayCount, count_days
from milepost.replay.enrolments import enrolment_of
from milepost.replay.explanation import (
    AlternativeDue,
    CellFound,
    ChangeMade,
    CountedFrom,
    Explanation,
    FieldChange,
    HoursFrom,
    LineJudged,
    MovedStart,
    RolledForward,
)
from milepost.replay.lives import Life
from milepost.replay.places import Places
from milepost.replay.reasons import judge
from milepost.replay.replaying import Replay
from milepost.replay.stretches import Course, Pause, changes_of, stretches_of
from milepost.replay.views import Reckoned, View, pauses_of, reckoned, view_of
from milepost.runtime import RunningSchedule
from milepost.runtime.anchors import anchor_instant
from milepost.runtime.case import OPEN, WAITING, Case, Claim, State
from milepost.runtime.reckoner import Unreckonable
