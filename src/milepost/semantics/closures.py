"""Closures from an iCalendar file: events become overrides with explicit local dates.

An all-day event closes whole dates, whatever the zone. An event with times closes that stretch of
time: it is placed by its own clock (UTC, a zone, or, where it names none, the calendar's), moved to
the calendar's clock, and cut at the local midnights. Recurring events are unfolded within the range
of dates that is asked for; what is excepted or moved elsewhere (`EXDATE`, `RECURRENCE-ID`) is left
out.

Two kinds of events close nothing, and the file is told so: cancelled ones do not take place, and
transparent ones are marked by their author as time in which everyone is free.

The length of an event that has an end is exact, that of one that has a duration counts whole days by
the wall clock (RFC 5545 §3.8.5.3). Dates before 1970 are read with the offsets of 1970, as `clock`
does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

from milepost.clock.dates import DAY, date_of, day_number
from milepost.clock.intervals import Interval, coalesced
from milepost.clock.zones import Zone
from milepost.diagnostics import Diagnostic, Severity, in_order
from milepost.frozen import frozen
from milepost.ir.calendars import Dates, Hours, Override
from milepost.semantics import codes
from milepost.semantics.closure_zones import ZoneBook
from milepost.semantics.content_lines import Component, Property, read_components
from milepost.semantics.recurrences import (
    Patience,
    Rule,
    TooMuchError,
    named,
    occurrences,
    rule_of,
)
from milepost.source import Source, Span

MAX_OCCURRENCES = 10_000
MAX_REPORTS = 100
