"""Calendars as business hours and holidays."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from milepost.exporters.salesforce.losses import HOURS, Losses
from milepost.exporters.salesforce.names import Names, Value
from milepost.frozen import replace
from milepost.ir import calendars as ir
from milepost.ir.calendars import ALWAYS, Calendar, Rules
from milepost.ir.schedule import Schedule
from milepost.salesforce.metadata import BusinessHours, BusinessHoursSettings, Holiday
from milepost.salesforce.shapes import element_of, shape_of
from milepost.salesforce.weeks import DAY_SECONDS, DAYS, time_of

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NTHS = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", -1: "Last"}
_AROUND_THE_CLOCK = "Around the clock"
_BREAK = "Break"


class Hours:
    """The business hours that calendars become, by the calendar's name."""

    def __init__(self, schedule: Schedule, names: Names, losses: Losses) -> None:
        self.schedule = schedule
        self.names = names
        self.losses = losses
        self.calendars = {one.name: one for one in schedule.calendars}
        self.of_cases = names.setting("hours_of_cases")
        self.uses_always = False

    def name(self, calendar: str) -> str | None:
        """Return the business hours of a calendar, None for those that the record has itself."""
        if calendar == self.of_cases:
            return None
        if calendar == ALWAYS:
            self.uses_always = True
            return str(self.names.setting("always") or _AROUND_THE_CLOCK)
        found = self.calendars[calendar]
        return found.label or found.name

    def settings(self) -> BusinessHoursSettings | None:
        """Return the business hours of all calendars with hours of their own."""
        hours: list[BusinessHours] = []
        holidays: dict[Holiday, list[str]] = {}
        for index, calendar in enumerate(self.schedule.calendars):
            part = f"/calendars/{index}"
            if isinstance(calendar.open_time, ir.Same):
                continue
            if not isinstance(calendar.open_time, Rules):
                self._lose(part, f"calendar `{calendar.name}` is made of others")
                continue
            hours.append(self._hours(calendar, calendar.open_time, part))
            for holiday in self._holidays(calendar, calendar.open_time, part):
                holidays.setdefault(holiday, []).append(calendar.label or calendar.name)
        if self.uses_always:
            hours.append(self._always())
        if not hours:
            return None
        joined = [replace(one, business_hours=tuple(for_)) for one, for_ in holidays.items()]
        return BusinessHoursSettings(tuple(hours), tuple(map(self._told, joined)))

    def _hours(self, calendar: Calendar, rules: Rules, part: str) -> BusinessHours:
        if not isinstance(calendar.zone, str):
            self._lose(part, f"calendar `{calendar.name}` has the time zone of a field")
        if rules.regimes:
            self._lose(part, f"calendar `{calendar.name}` has other hours between some dates")
        fields: dict[str, Value] = {}
        for day, windows in _by_day(rules).items():
            name = DAYS[day]
            if windows[-1].closes > DAY_SECONDS:
                self._lose(part, f"calendar `{calendar.name}` is open over midnight")
            fields[f"{name}_start_time"] = time_of(windows[0].opens)
            fields[f"{name}_end_time"] = time_of(min(windows[-1].closes, DAY_SECONDS))
        kept = self.names.elements("hours_element", calendar.name)
        known = {element_of(member.name): member.name for member in shape_of(BusinessHours)}
        fields |= {known[element]: value for element, value in kept.items() if element in known}
        return BusinessHours(
            **{
                "active": True,
                "default": False,
                "name": calendar.label or calendar.name,
                "time_zone_id": calendar.zone if isinstance(calendar.zone, str) else None,
                **fields,
            }  # type: ignore[arg-type]
        )

    def _always(self) -> BusinessHours:
        midnight = time_of(0)
        times: dict[str, Any] = {
            f"{day}_{end}_time": midnight for day in DAYS for end in ("start", "end")
        }
        return BusinessHours(
            active=True,
            default=False,
            name=self.name(ALWAYS),
            time_zone_id=self.schedule.timezone or "GMT",
            **times,
        )

    def _holidays(self, calendar: Calendar, rules: Rules, part: str) -> Iterator[Holiday]:
        yield from self._breaks(calendar, rules)
        sets = {one.code: one for one in self.schedule.holiday_sets}
        for line in rules.holidays:
            if not isinstance(line.holiday_set, str):
                self._lose(part, f"calendar `{calendar.name}` has the holidays of a field")
                continue
            starts, ends = line.starts or "", line.ends or "9999"
            for one in sets[line.holiday_set].holidays:
                if starts <= one.date <= ends:
                    yield Holiday(activity_date=one.date, is_recurring=False, name=one.name)
        for index, override in enumerate(rules.overrides):
            yield from self._override(override, calendar, f"{part}/open_time/overrides/{index}")

    def _breaks(self, calendar: Calendar, rules: Rules) -> Iterator[Holiday]:
        """Yield a weekly partial holiday for each gap between two windows of a day."""
        gaps: dict[tuple[int, int], list[int]] = {}
        for day, windows in _by_day(rules).items():
            for before, after in pairwise(windows):
                gaps.setdefault((before.closes, after.opens), []).append(day)
        for (opens, closes), days in gaps.items():
            clock = f"{time_of(opens)[:5]}-{time_of(closes)[:5]}"
            name, starts = self._break_called(calendar.name, clock)
            yield _recurring(
                Holiday(name=name, start_time=time_of(opens), end_time=time_of(closes)),
                ir.Weekly(tuple(days), starts=starts),
            )

    def _break_called(self, calendar: str, clock: str) -> tuple[str, str]:
        for values in self.names.settings("break"):
            if len(values) == 4 and (values[0], values[3]) == (calendar, clock):
                return str(values[1]), str(values[2])
        return _BREAK, self.schedule.horizon.starts

    def _override(self, override: ir.Override, calendar: Calendar, part: str) -> Iterator[Holiday]:
        if override.opens:
            self._lose(part, f"calendar `{calendar.name}` opens on dates of its own")
            return
        name = override.label or "Closed"
        for hours in override.hours or (None,):
            if hours is not None and hours.closes > DAY_SECONDS:
                self._lose(part, "a closure runs over midnight")
            holiday = Holiday(
                name=name,
                start_time=time_of(hours.opens) if hours else None,
                end_time=time_of(hours.closes) if hours else None,
            )
            if isinstance(override.dates, ir.Dates):
                for date in _dates(override.dates):
                    yield replace(holiday, activity_date=date, is_recurring=False)
            elif self._recurs(override.dates, part):
                yield _recurring(holiday, override.dates)

    def _recurs(self, rule: ir.DateRule, part: str) -> bool:
        if isinstance(rule, ir.Periodic) and rule.unit != "days":
            self._lose(part, "a closure recurs in months that are counted from a date")
            return False
        if isinstance(rule, ir.NthWeekday) and rule.nth not in _NTHS:
            self._lose(part, "a closure recurs on the fifth such day of a month")
            return False
        return True

    def _told(self, holiday: Holiday) -> Holiday:
        kept = self.names.elements("holiday_element", holiday.name or "")
        return replace(holiday, description=kept.get("description"))

    def _lose(self, part: str, message: str) -> None:
        self.losses.lose(
            HOURS,
            part,
            message,
            "business hours have one window a day, holidays and a time zone, and nothing else",
        )


def patched(
    ours: BusinessHoursSettings, existing: BusinessHoursSettings | None
) -> BusinessHoursSettings:
    """Return the settings of an organisation with our entries replaced and all others kept."""
    if existing is None:
        return ours
    owned = {one.name: one for one in ours.business_hours}
    hours = [owned.pop(one.name, one) for one in existing.business_hours]
    names = {one.name for one in ours.business_hours}
    holidays = []
    for one in existing.holidays:
        others = tuple(name for name in one.business_hours if name not in names)
        if others or not one.business_hours:
            holidays.append(replace(one, business_hours=others))
    return BusinessHoursSettings((*hours, *owned.values()), (*holidays, *ours.holidays))


def _by_day(rules: Rules) -> dict[int, Sequence[ir.Window]]:
    days: dict[int, list[ir.Window]] = {}
    for window in sorted(rules.windows, key=lambda one: (one.day, one.opens)):
        days.setdefault(window.day, []).append(window)
    return dict(days)


def _dates(rule: ir.Dates) -> Iterator[str]:
    from datetime import date, timedelta

    day, last = date.fromisoformat(rule.starts), date.fromisoformat(rule.ends)
    while day <= last:
        yield day.isoformat()
        day += timedelta(days=1)


def _recurring(holiday: Holiday, rule: ir.DateRule) -> Holiday:
    assert not isinstance(rule, ir.Dates), "single dates do not recur"
    made = replace(
        holiday,
        is_recurring=True,
        recurrence_start_date=rule.starts,
        recurrence_end_date=rule.ends,
    )
    match rule:
        case ir.Weekly(days=(0, 1, 2, 3, 4), interval=1):
            days = tuple(DAYS[day].capitalize() for day in rule.days)
            return replace(made, recurrence_type="RecursEveryWeekday", recurrence_day_of_week=days)
        case ir.Weekly():
            return replace(
                made,
                recurrence_type="RecursWeekly",
                recurrence_day_of_week=tuple(DAYS[day].capitalize() for day in rule.days),
                recurrence_interval=rule.interval,
            )
        case ir.Periodic():
            return replace(made, recurrence_type="RecursDaily", recurrence_interval=rule.interval)
        case ir.MonthDay(month=None):
            return replace(
                made,
                recurrence_type="RecursMonthly",
                recurrence_day_of_month=rule.day,
                recurrence_interval=1,
            )
        case ir.MonthDay():
            return replace(
                made,
                recurrence_type="RecursYearly",
                recurrence_day_of_month=rule.day,
                recurrence_month_of_year=_MONTHS[(rule.month or 1) - 1],
            )
        case ir.NthWeekday():
            return replace(
                made,
                recurrence_type="RecursMonthlyNth" if rule.month is None else "RecursYearlyNth",
                recurrence_day_of_week=(DAYS[rule.day].capitalize(),),
                recurrence_instance=_NTHS[rule.nth],
                recurrence_interval=1 if rule.month is None else None,
                recurrence_month_of_year=_MONTHS[rule.month - 1] if rule.month else None,
            )
