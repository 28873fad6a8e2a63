"""Calendars, resolved to local rules: windows, dates that differ, holiday sets and algebra."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from milepost.diagnostics import Note, did_you_mean
from milepost.ir import calendars as ir
from milepost.ir.conditions import Case, Choice, Named
from milepost.semantics import codes
from milepost.semantics.choices import resolve_choice
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame, find_field
from milepost.semantics.outside import OutsideFiles
from milepost.semantics.records import sources_of
from milepost.semantics.zones import check_zone
from milepost.syntax.ast import calendars as ast
from milepost.syntax.ast.literals import ByField, Code, Name
from milepost.syntax.ast.literals import Choice as ChoiceTree

DAY_SECONDS = 86400
_WEEK = tuple(range(7))
MAX_TERMS = 100


class CalendarPass:
    """Resolves the calendars of a policy and gathers the holiday sets they name."""

    def __init__(self, context: Context, frame: Frame, outside: OutsideFiles) -> None:
        self.context = context
        self.frame = frame
        self.outside = outside
        self.holiday_sets: dict[str, ir.HolidaySet] = {}

    def resolve(self, tree: ast.Calendar | ast.DerivedCalendar, folder: Path) -> ir.Calendar | None:
        """Return a compiled calendar; `folder` is where its relative paths start."""
        zone_line = self.context.once(tree.lines, ast.Timezone, "`timezone`")
        zone = self.zone(zone_line)
        days_line = self.context.once(tree.lines, ast.BusinessDays, "`business days`")
        if isinstance(tree, ast.Calendar):
            open_time: Any = self.rules(tree, folder, zone)
            if zone_line is None:
                zone = self.context.zone
                if zone is None:
                    self.context.error(
                        codes.NO_ZONE,
                        f"calendar `{tree.name.text}` has no time zone",
                        tree.name.span,
                        "add `timezone Area/City`, or give the project a `timezone`",
                    )
        else:
            open_time = self.algebra(tree.algebra)
        if open_time is None or (zone_line and zone is None):
            return None
        calendar = ir.Calendar(
            tree.name.text,
            open_time,
            zone,
            _weekdays(days_line.days) if days_line and days_line.days else None,
            bool(days_line and days_line.days is None),
            tree.label.value if tree.label else None,
            sources_of(tree.lines),
        )
        return self.context.spans.place(calendar, tree.name.span)

    def zone(self, line: ast.Timezone | None) -> Named | None:
        """Return a zone, a choice of zones, or None."""
        if line is None:
            return None
        if isinstance(line.zone, Code):
            return check_zone(self.context, line.zone)
        if isinstance(line.zone, ByField):
            field = find_field(self.context, self.frame, line.zone.field)
            if field is None:
                return None
            if field.type != "zone":
                self.context.error(
                    codes.DIFFERENT_KINDS,
                    f"`{field.name}` is not a field of time zones",
                    line.zone.span,
                    f"declare it as `{field.name} zone Europe/London | …`, or list the zones: "
                    f"`timezone by {field.name} {{ … }}`",
                )
                return None
            return Choice(field.name, tuple(Case((zone,), zone) for zone in field.values))
        field = find_field(self.context, self.frame, line.zone.by)
        return resolve_choice(
            self.context, line.zone, field, lambda zone: check_zone(self.context, zone)
        )

    def rules(self, tree: ast.Calendar, folder: Path, zone: Named | None) -> ir.Rules:
        """Return the rules of a calendar from its lines."""
        windows: list[ir.Window] = []
        regimes: list[ir.Regime] = []
        holidays: list[ir.Holidays] = []
        overrides: list[ir.Override] = []
        for line in tree.lines:
            if isinstance(line, ast.HoursLine):
                windows += self.windows(line)
            elif isinstance(line, ast.Regime):
                regimes.append(self.regime(line))
            elif isinstance(line, ast.Holidays):
                holidays += self.holidays(line)
            elif isinstance(line, ast.Override):
                override = self.override(line)
                if override is not None:
                    overrides.append(override)
            elif isinstance(line, ast.Closures):
                own = self.context.zone if zone is None else zone
                fixed_zone = own if isinstance(own, str) else None
                overrides += self.outside.closures(self.context, line.file, folder, fixed_zone)
        return ir.Rules(tuple(windows), tuple(regimes), tuple(holidays), tuple(overrides))

    def windows(self, line: ast.HoursLine) -> Iterable[ir.Window]:
        """Yield the windows of a line for each of its days."""
        days = _weekdays(line.days)
        for written in line.windows:
            opens, closes = written.opens.seconds, written.closes.seconds
            if written.closes_on is not None:
                if len(days) != 1:
                    self.misshapen(
                        "a span over several days begins on one day",
                        line.span,
                        "give each starting day its own line",
                    )
                    continue
                later = (written.closes_on - days[0]) % 7
                if later == 0 and closes <= opens:
                    later = 7
                closes += later * DAY_SECONDS
            elif closes == opens:
                self.misshapen(
                    f"window `{written.span.text}` is empty",
                    written.span,
                    "write `00:00-24:00` for the whole day, or remove it",
                )
                continue
            elif closes < opens:
                closes += DAY_SECONDS
            for day in days:
                yield self.context.spans.place(ir.Window(day, opens, closes), written.span)

    def hours(self, windows: Iterable[ast.Window]) -> tuple[ir.Hours, ...]:
        """Return the windows of single dates."""
        found = []
        for written in windows:
            opens, closes = written.opens.seconds, written.closes.seconds
            if written.closes_on is not None or closes == opens:
                self.misshapen(
                    f"window `{written.span.text}` does not fit a single date",
                    written.span,
                    "write a start and an end such as `09:00-12:00`",
                )
                continue
            closes += DAY_SECONDS if closes < opens else 0
            found.append(self.context.spans.place(ir.Hours(opens, closes), written.span))
        return tuple(found)

    def regime(self, line: ast.Regime) -> ir.Regime:
        """Return the windows of a stretch of dates."""
        days = self.context.once(line.lines, ast.BusinessDays, "`business days`")
        windows = [
            window
            for hours in line.lines
            if isinstance(hours, ast.HoursLine)
            for window in self.windows(hours)
        ]
        ends = line.ends.text if line.ends else None
        self.check_order(line.starts, line.ends)
        regime = ir.Regime(
            line.starts.text,
            tuple(windows),
            ends,
            _weekdays(days.days) if days and days.days else None,
        )
        return self.context.spans.place(regime, line.span)

    def holidays(self, line: ast.Holidays) -> Iterable[ir.Holidays]:
        """Yield a holiday line for each set it names."""
        starts = line.bounds.starts.text if line.bounds else None
        ends = line.bounds.ends.text if line.bounds and line.bounds.ends else None
        if line.bounds:
            self.check_order(line.bounds.starts, line.bounds.ends)
        for written in line.sets:
            named: Named | None
            if isinstance(written, ChoiceTree):
                field = find_field(self.context, self.frame, written.by)
                named = resolve_choice(self.context, written, field, self.holiday_set)
            else:
                named = self.holiday_set(written)
            if named is not None:
                made = ir.Holidays(named, starts, ends, line.by_shift)
                yield self.context.spans.place(made, written.span)

    def holiday_set(self, code: Code) -> str | None:
        """Return the code of a holiday set, its dates compiled, or report that there is none."""
        if code.text not in self.holiday_sets:
            found = self.outside.holiday_set(code.text)
            if found is None:
                known = self.outside.holiday_codes(code.text)
                self.context.error(
                    codes.UNKNOWN_HOLIDAYS,
                    f"unknown holiday set `{code.text}`",
                    code.span,
                    did_you_mean(code.text, known)
                    or "countries are called like `DE`, parts of them like `US-NY`, "
                    "markets like `XNYS`",
                )
                return None
            self.holiday_sets[code.text] = found
        return code.text

    def override(self, line: ast.Override) -> ir.Override | None:
        """Return dates that differ, or None after reporting what is wrong with them."""
        dates = self.date_rule(line)
        if dates is None:
            return None
        if line.opens and not line.windows:
            self.misshapen(
                "`open` does not say which hours",
                line.span,
                "add them: `open 2026-12-31 09:00-12:00`",
            )
            return None
        label = line.label.value if line.label else None
        made = ir.Override(line.opens, dates, self.hours(line.windows), label)
        return self.context.spans.place(made, line.span)

    def date_rule(self, line: ast.Override) -> ir.DateRule | None:
        """Return which dates a line is for, or None after reporting why none."""
        rule = line.dates
        starts = line.bounds.starts.text if line.bounds else None
        ends = line.bounds.ends.text if line.bounds and line.bounds.ends else None
        if line.bounds:
            self.check_order(line.bounds.starts, line.bounds.ends)
        if isinstance(rule, ast.Dates):
            self.check_order(rule.starts, rule.ends)
            return ir.Dates(rule.starts.text, (rule.ends or rule.starts).text)
        if isinstance(rule, ast.EveryWeekday):
            return ir.Weekly(_weekdays(rule.days), 1, starts, ends)
        if isinstance(rule, ast.EveryNthWeekday):
            if rule.nth == 0 or rule.nth > 5:
                self.misshapen("a month has no such weekday", rule.span, "write `1st` to `5th`")
                return None
            return ir.NthWeekday(rule.nth, rule.day, rule.month, starts, ends)
        if isinstance(rule, ast.EveryPeriod):
            return self.period(rule, starts, ends)
        day = rule.day if isinstance(rule, ast.EveryMonthDay) else rule.day.value
        longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[(rule.month or 1) - 1]
        if not 1 <= day <= longest:
            self.misshapen(
                "that month never has such a day", rule.span, f"write a day from 1 to {longest}"
            )
            return None
        return ir.MonthDay(day, rule.month, starts, ends)

    def period(
        self, rule: ast.EveryPeriod, starts: str | None, ends: str | None
    ) -> ir.DateRule | None:
        """Return dates that recur every so many days, weeks or months."""
        interval = rule.interval.value
        if starts is None or interval < 1:
            self.misshapen(
                f"`{rule.span.text}` does not say from when",
                rule.span,
                f"add the first date: `{rule.span.text} from 2027-01-04`",
            )
            return None
        if rule.unit == "weeks":
            return ir.Periodic("days", interval * 7, starts, ends)
        return ir.Periodic(rule.unit, interval, starts, ends)

    def algebra(self, tree: ast.Algebra) -> ir.Algebra | None:
        """Return compiled calendar algebra, or None when a calendar in it is unknown."""
        if isinstance(tree, Name):
            if tree.text != ir.ALWAYS and not self.context.lookup("calendar", tree):
                return None
            return ir.Same(tree.text)
        if isinstance(tree, ast.CalendarGroup):
            return self.algebra(tree.calendar)
        if isinstance(tree, ast.Complement):
            inner = self.algebra(tree.calendar)
            return None if inner is None else ir.Complement(inner)
        steps = _steps(tree)
        if len(steps) > MAX_TERMS:
            self.misshapen(
                f"more than {MAX_TERMS} calendars in one line",
                tree.span,
                "name parts of it as calendars of their own",
            )
            return None
        resolved = [(made, self.algebra(inner)) for made, inner in steps]
        if any(inner is None for _, inner in resolved):
            return None
        result: Any = resolved[0][1]
        for made, inner in resolved[1:]:
            result = made(result, inner)
        algebra: ir.Algebra = result
        return algebra

    def check_order(self, starts: Any, ends: Any) -> None:
        """Report dates that are the wrong way round."""
        if ends is not None and ends.text < starts.text:
            self.context.error(
                codes.REVERSED_DATES,
                f"{ends.text} lies before {starts.text}",
                starts.span.to(ends.span),
                "write the earlier date first",
            )

    def misshapen(self, message: str, span: Any, remedy: str) -> None:
        """Report windows or dates that cannot be."""
        self.context.error(codes.WINDOW_SHAPE, message, span, remedy)


def report_cycles(context: Context, calendars: Iterable[ir.Calendar]) -> frozenset[str]:
    """Report derived calendars that rest on themselves; return the names that do."""
    parts = {calendar.name: parts_of(calendar.open_time) for calendar in calendars}
    spans = {calendar.name: context.spans.of(calendar) for calendar in calendars}
    bad: set[str] = set()
    state: dict[str, int] = {}
    for first, inside in parts.items():
        path: list[str] = []
        stack = [(first, iter(inside))] if first not in state else []
        while stack:
            name, rest = stack[-1]
            if state.get(name) is None:
                state[name] = 1
                path.append(name)
            following = next((part for part in rest if part in parts), None)
            if following is None:
                state[name] = 2
                path.pop()
                stack.pop()
            elif state.get(following) is None:
                stack.append((following, iter(parts[following])))
            elif state[following] == 1:
                circle = [*path[path.index(following) :], following]
                bad |= set(circle)
                context.error(
                    codes.CALENDAR_CYCLE,
                    f"calendar `{following}` rests on itself",
                    spans[following],
                    " needs ".join(f"`{part}`" for part in circle),
                    [Note("part of the circle", spans[part]) for part in circle[1:-1]],
                )
    return frozenset(bad)


def parts_of(open_time: Any) -> tuple[str, ...]:
    """Return the names of the calendars that one is joined from."""
    if isinstance(open_time, ir.Same):
        return (open_time.calendar,)
    if isinstance(open_time, ir.Complement):
        return parts_of(open_time.inner)
    if isinstance(open_time, ir.Union | ir.Intersection | ir.Difference):
        return (*parts_of(open_time.left), *parts_of(open_time.right))
    return ()


def _steps(tree: ast.Sum | ast.Intersection) -> list[tuple[Any, ast.Algebra]]:
    if isinstance(tree, ast.Intersection):
        return [(ir.Intersection, inner) for inner in tree.calendars]
    made = {ast.Plus: ir.Union, ast.Minus: ir.Difference}
    terms = [(made[type(term)], term.calendar) for term in tree.terms]
    return [(ir.Union, tree.first), *terms]


def _weekdays(days: Iterable[ast.DayRange]) -> tuple[int, ...]:
    """Return the weekdays of some ranges; `sat-mon` runs over the week's end."""
    found: list[int] = []
    for written in days:
        last = written.first if written.last is None else written.last
        length = (last - written.first) % 7 + 1
        found += [(written.first + step) % 7 for step in range(length)]
    return tuple(dict.fromkeys(found))
