"""Business hours and holidays as calendars."""

from collections.abc import Iterator

from milepost.importers.salesforce.ledger import Ledger
from milepost.importers.salesforce.naming import Namer
from milepost.importers.salesforce.recurrences import dates_of
from milepost.importers.salesforce.trees import (
    NOWHERE,
    code,
    day_ranges,
    label,
    name,
    time,
)
from milepost.salesforce.metadata import BusinessHours, Holiday, Org
from milepost.salesforce.normal import WEEKLY, recurrence_of
from milepost.salesforce.weeks import DAY_SECONDS, seconds_of, windows_of
from milepost.source import Span
from milepost.syntax.ast.calendars import (
    Calendar,
    CalendarLine,
    DerivedCalendar,
    HoursLine,
    Override,
    Timezone,
    Window,
)

#: The hours of a case whose process and milestone say none.
OF_CASES = "case_hours"
_ALWAYS = "always"
Windows = tuple[tuple[int, int], ...]


class Calendars:
    """The calendars of a policy: those of the organisation, and stand-ins for unknown ones."""

    def __init__(self, org: Org, namer: Namer, ledger: Ledger) -> None:
        settings = org.hours
        self.hours = settings.business_hours if settings else ()
        self.holidays = settings.holidays if settings else ()
        self.namer = namer
        self.ledger = ledger
        self.known = {one.name or "": one for one in self.hours}
        self.stand_ins: dict[str, str] = {}
        self.uses_case_hours = False
        namer.reserve("hours", OF_CASES)

    def name(self, hours: str, span: Span | None) -> str:
        """Return the calendar of some business hours, a stand-in when they were not retrieved."""
        word = self.namer.name("hours", hours, hours)
        if hours not in self.known and hours not in self.stand_ins:
            self.stand_ins[hours] = word
            self.ledger.missing(
                f"business hours `{hours}` are not in this folder; `always` stands in for them",
                span,
                "retrieve `BusinessHours.settings` with the processes, and import again",
            )
        return word

    def of_cases(self, span: Span | None) -> str:
        """Return the calendar of cases: the default hours of the organisation stand for it."""
        if not self.uses_case_hours and sum(bool(one.active) for one in self.hours) > 1:
            self.ledger.approximated(
                "no business hours are named here, so those of the record count; "
                f"`{OF_CASES}` takes the default ones for it",
                span,
                "name the hours in the process if records have others",
            )
        self.uses_case_hours = True
        return OF_CASES

    def declared(self) -> tuple[Calendar | DerivedCalendar, ...]:
        """Return the declarations of all calendars."""
        made: list[Calendar | DerivedCalendar] = [self._calendar(one) for one in self.hours]
        for hours, word in self.stand_ins.items():
            made.append(_same(word, hours, _ALWAYS))
        if self.uses_case_hours:
            default = next((one for one in self.hours if one.default), None)
            taken = self.namer.name("hours", default.name, default.name or "") if default else None
            self.ledger.keep("hours_of_cases", OF_CASES)
            made.append(_same(OF_CASES, "the business hours of the record", taken or _ALWAYS))
        for holiday in self.holidays:
            self._keep_holiday(holiday)
        return tuple(made)

    def _calendar(self, hours: BusinessHours) -> Calendar:
        text = hours.name or ""
        word = self.namer.name("hours", text, text)
        if hours.default:
            self.ledger.keep("hours_element", word, "default", True)
        if not hours.active:
            self.ledger.keep("hours_element", word, "active", False)
        attached = [one for one in self.holidays if text in one.business_hours]
        breaks = _apart([one for one in attached if self._is_break(hours, one)])
        # The export makes breaks holidays again, so several windows are no trouble.
        self.ledger.windows = max(self.ledger.windows, len(breaks) + 1)
        lines: list[CalendarLine] = [
            Timezone(code(hours.time_zone_id or "UTC"), NOWHERE),
            *_week(hours, breaks),
        ]
        for one in breaks:
            self.ledger.keep(
                "break", word, one.name or "", one.recurrence_start_date or "", _clock(one)
            )
            self.ledger.approximated(
                f"holiday `{one.name}` is a break of the day; it is written as two windows",
                one.span,
                f"before {one.recurrence_start_date} the hours had no break; the policy says that "
                "they always had",
            )
        lines += [line for one in attached if one not in breaks for line in self._closed(one)]
        return Calendar(name(word), label(text), tuple(lines), NOWHERE)

    def _is_break(self, hours: BusinessHours, holiday: Holiday) -> bool:
        """Say whether a holiday is a lunch break: every week, inside the windows of its days."""
        recurs = recurrence_of(holiday)
        opens, closes = seconds_of(holiday.start_time or ""), seconds_of(holiday.end_time or "")
        if opens is None or closes is None or recurs.kind != WEEKLY or recurs.interval != 1:
            return False
        windows = windows_of(hours)
        return (
            recurs.ends is None
            and bool(recurs.days)
            and all(
                day in windows and windows[day][0] < opens < closes < windows[day][1]
                for day in recurs.days
            )
        )

    def _closed(self, holiday: Holiday) -> Iterator[Override]:
        dates = dates_of(holiday)
        if dates is None:
            self.ledger.not_understood(
                f"holiday `{holiday.name}` recurs in a way that no calendar says",
                holiday.span,
                "write it as `closed` lines by hand; it is kept as a comment",
            )
            return
        rule, bounds = dates
        yield Override(False, rule, _partly(holiday), bounds, label(holiday.name), NOWHERE)

    def _keep_holiday(self, holiday: Holiday) -> None:
        if holiday.description:
            self.ledger.keep(
                "holiday_element", holiday.name or "", "description", holiday.description
            )
        if not any(hours in self.known for hours in holiday.business_hours):
            self.ledger.approximated(
                f"holiday `{holiday.name}` belongs to no business hours and closes nothing",
                holiday.span,
                "it is kept as a comment; name it in a calendar if it should close one",
            )
            if holiday.span is not None:
                self.ledger.keep_text("a holiday of no business hours", holiday.span)


def _apart(breaks: list[Holiday]) -> list[Holiday]:
    """Return breaks of which no two touch: what lies on another one stays a holiday."""
    found: list[Holiday] = []
    for one in breaks:
        if all(_ends(one) < _starts(other) or _ends(other) < _starts(one) for other in found):
            found.append(one)
    return found


def _starts(holiday: Holiday) -> int:
    return seconds_of(holiday.start_time or "") or 0


def _ends(holiday: Holiday) -> int:
    return seconds_of(holiday.end_time or "") or 0


def _same(word: str, text: str, calendar: str) -> DerivedCalendar:
    return DerivedCalendar(name(word), label(text), name(calendar), (), NOWHERE)


def _week(hours: BusinessHours, breaks: list[Holiday]) -> Iterator[HoursLine]:
    """Yield the lines of a week, days with equal windows together."""
    days: dict[Windows, list[int]] = {}
    for day, window in windows_of(hours).items():
        windows: Windows = (window,)
        for one in breaks:
            if day in recurrence_of(one).days:
                windows = _without(windows, one)
        days.setdefault(windows, []).append(day)
    for windows, found in days.items():
        made = tuple(_window(opens, closes) for opens, closes in windows)
        yield HoursLine(day_ranges(tuple(found)), made, NOWHERE)


def _without(windows: Windows, holiday: Holiday) -> Windows:
    opens = _starts(holiday)
    closes = _ends(holiday)
    found: list[tuple[int, int]] = []
    for start, end in windows:
        pieces = ((start, min(end, opens)), (max(start, closes), end))
        found += [piece for piece in pieces if piece[0] < piece[1]]
    return tuple(found)


def _window(opens: int, closes: int) -> Window:
    end = closes if closes <= DAY_SECONDS else closes - DAY_SECONDS
    return Window(time(opens), None, time(end), NOWHERE)


def _partly(holiday: Holiday) -> tuple[Window, ...]:
    if not holiday.start_time or not holiday.end_time:
        return ()
    opens, closes = seconds_of(holiday.start_time), seconds_of(holiday.end_time)
    if opens is None or closes is None:
        return ()
    return (_window(opens, closes or DAY_SECONDS),)


def _clock(holiday: Holiday) -> str:
    return f"{(holiday.start_time or '')[:5]}-{(holiday.end_time or '')[:5]}"
