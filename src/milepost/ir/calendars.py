"""Calendars as local rules: what the clock turns into open intervals, with every date explicit.

Days of the week are numbered 0 (Monday) to 6 (Sunday). Times are seconds since local midnight;
dates are `YYYY-MM-DD`. Nothing here needs holiday data: it was compiled to dates, and the schedule
says from which version.
"""

from typing import TypeAlias

from milepost.frozen import frozen
from milepost.ir.conditions import Named

ALWAYS = "always"


@frozen
class Window:
    """Open time that begins on a weekday, in seconds from its midnight; `closes` may pass 86400."""

    day: int
    opens: int
    closes: int


@frozen
class Hours:
    """A stretch of one local date; `closes` may pass 86400 for a night shift."""

    opens: int
    closes: int


@frozen
class Regime:
    """Weekly windows instead of the calendar's own, between two local dates, both included."""

    starts: str
    windows: tuple[Window, ...]
    ends: str | None = None
    business_days: tuple[int, ...] | None = None


@frozen
class Dates:
    """The local dates from `starts` to `ends`, both included."""

    kind = "dates"
    starts: str
    ends: str


@frozen
class Weekly:
    """Weekdays from `starts` (or ever) to `ends` (or ever).

    `interval` takes every so many weeks, counted from `starts`.
    """

    kind = "weekly"
    days: tuple[int, ...]
    interval: int = 1
    starts: str | None = None
    ends: str | None = None


@frozen
class Periodic:
    """`starts` and every `interval` days or months after it, to `ends` or for ever.

    A month without that day has no such date.
    """

    kind = "periodic"
    unit: str
    interval: int
    starts: str
    ends: str | None = None


@frozen
class MonthDay:
    """A day of the month, in one month (1 to 12) or in every month; months too short have none."""

    kind = "month_day"
    day: int
    month: int | None = None
    starts: str | None = None
    ends: str | None = None


@frozen
class NthWeekday:
    """The n-th weekday of a month (`nth` -1 = the last), in the named month or in every month."""

    kind = "nth_weekday"
    nth: int
    day: int
    month: int | None = None
    starts: str | None = None
    ends: str | None = None


DateRule: TypeAlias = Dates | Weekly | Periodic | MonthDay | NthWeekday


@frozen
class Override:
    """Dates whose hours differ: `opens` true replaces the date's hours, false takes the hours away.

    `hours` empty means the whole date. `origin` names the file a closure was read from.
    """

    opens: bool
    dates: DateRule
    hours: tuple[Hours, ...] = ()
    label: str | None = None
    origin: str | None = None


@frozen
class Holiday:
    """A local date on which a holiday set closes; `estimated` when it may still move."""

    date: str
    name: str
    estimated: bool = False


@frozen
class HolidaySet:
    """The holidays of a country, subdivision or market over the schedule's horizon."""

    code: str
    holidays: tuple[Holiday, ...]


@frozen
class Holidays:
    """A line of a calendar that closes the dates of a holiday set, within optional bounds."""

    holiday_set: Named
    starts: str | None = None
    ends: str | None = None
    by_shift: bool = False


@frozen
class Rules:
    """A calendar of its own: weekly windows, dated regimes, and dates that differ.

    On one local date: holidays close first, then recurring overrides apply, then dated `opens`
    overrides replace, then dated closures subtract.
    """

    kind = "rules"
    windows: tuple[Window, ...]
    regimes: tuple[Regime, ...] = ()
    holidays: tuple[Holidays, ...] = ()
    overrides: tuple[Override, ...] = ()


@frozen
class Same:
    """The open time of a named calendar."""

    kind = "calendar"
    calendar: str


@frozen
class Union:
    """Open when either side is open (`+`)."""

    kind = "union"
    left: "Algebra"
    right: "Algebra"


@frozen
class Intersection:
    """Open when both sides are open (`&`)."""

    kind = "intersection"
    left: "Algebra"
    right: "Algebra"


@frozen
class Difference:
    """Open when the left side is open and the right one is not (`-`)."""

    kind = "difference"
    left: "Algebra"
    right: "Algebra"


@frozen
class Complement:
    """Open when the inner calendar is closed (`not`)."""

    kind = "complement"
    inner: "Algebra"


Algebra: TypeAlias = Same | Union | Intersection | Difference | Complement


@frozen
class Calendar:
    """A named calendar: rules in a time zone, or other calendars combined.

    `zone` is None only for a combination of several zones without its own `timezone`; a choice
    makes the calendar a family with one member for each zone. `business_days` are weekdays;
    `business_by_shift` counts a shift for the date it starts on.
    """

    name: str
    open_time: Rules | Algebra
    zone: Named | None = None
    business_days: tuple[int, ...] | None = None
    business_by_shift: bool = False
    label: str | None = None
    sources: tuple[str, ...] = ()
