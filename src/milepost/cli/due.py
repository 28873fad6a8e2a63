"""`milepost due`: when an amount of time on a calendar has passed."""

import json
import re
from collections.abc import Iterator
from typing import Any

import click

from milepost.cli.course_text import change_rows, day_lines, due_text, in_days, stretch_rows, table
from milepost.cli.explanation_data import changes_data, days_data, instant_data, stretch_data
from milepost.cli.output import say, tell
from milepost.cli.schedules import open_schedule
from milepost.clock import BEYOND, Calendars, Clock, Clocked, ClockError, Zone, due_of
from milepost.diagnostics import ToolError, did_you_mean
from milepost.exporters.words import counted, target_text
from milepost.frozen import frozen
from milepost.ir.calendars import ALWAYS
from milepost.ir.schedule import Schedule
from milepost.ir.targets import BusinessDays, Duration
from milepost.replay.amounts import amount_of
from milepost.replay.cases import zone_of
from milepost.replay.day_counts import DayCount, count_days
from milepost.replay.local_times import moment_text
from milepost.replay.shown_values import length_text
from milepost.replay.stretches import Course, Stretch, changes_of, stretches_of
from milepost.replay.written_values import MisreadError, Surroundings, instant_of, value_of
from milepost.semantics.week import working_day, working_days

_DAYS = re.compile(r"[0-9]+[dw]")
_HOUR = 3600
#: So many opening times show whether a calendar is open over midnight.
_LOOK = 400
_NEGATIVE = re.compile(r"-[0-9]")


class _DueCommand(click.Command):
    """A command that takes `-4h` for an amount of time, to be refused in words, and no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse an amount below zero before it is looked up among the options."""
        found = next((word for word in args if _NEGATIVE.match(word)), None)
        if found is not None:
            raise click.UsageError(
                f"`{found}` is less than nothing; START and DURATION are counted forward", ctx
            )
        return super().parse_args(ctx, args)


@click.command("due", cls=_DueCommand)
@click.argument("start")
@click.argument("duration")
@click.argument("path", type=click.Path(), default=".")
@click.option("--calendar", "name", required=True, help="The calendar to count on.")
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE", help="What a family asks.")
@click.option("--rolls", is_flag=True, help="At closing time, move on to the next opening.")
@click.option("--explain", is_flag=True, help="Print what was counted, and what was not.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(
    start: str,
    duration: str,
    path: str,
    name: str,
    given: tuple[str, ...],
    rolls: bool,
    explain: bool,
    form: str,
) -> int:
    """Say when DURATION from START on has passed on a calendar of the policy at PATH.

    START is a local time of the calendar, such as 2027-04-02T17:30, or UTC with Z. DURATION is any
    amount of the language: 4h, "2 business days", "1 month", "by close of business day 1".
    """
    opened = open_schedule(path)
    if opened is None:
        return 1
    schedule = opened.schedule
    clock = _clock(schedule, name, given)
    zone = _zone(schedule, clock)
    try:
        begins = instant_of(start, Surroundings(zone, schedule.horizon))
    except MisreadError as misread:
        raise ToolError(f"{misread.message}; {misread.remedy}") from None
    amount = amount_of(duration)
    _refuse_clock_days(duration, amount, clock)
    try:
        answers = {roll: due_of(amount, begins, clock, roll=roll) for roll in (False, True)}
        due = answers[rolls]
        remarks = tuple(_remarks(start, begins, zone, answers, rolls=rolls))
        if form == "json":
            told = _Answer(schedule, clock, amount, begins, due, zone)
            say(json.dumps(told.data(remarks), indent=2, ensure_ascii=False))
            return 0
        tell(_sentence(due, zone, schedule, amount))
        for remark in (*remarks, *_doubts(clock, amount)):
            tell(f"  {remark}")
        if explain and due < BEYOND:
            tell("\n".join(_Answer(schedule, clock, amount, begins, due, zone).account()))
    except ClockError as trouble:
        raise ToolError(f"{trouble}; choose another calendar or start") from trouble
    return 0


def _clock(schedule: Schedule, name: str, given: tuple[str, ...]) -> Clock:
    known = (ALWAYS, *(calendar.name for calendar in schedule.calendars))
    if name not in known:
        hint = did_you_mean(name, known) or f"calendars: {', '.join(known)}"
        raise ToolError(f"there is no calendar `{name}`; {hint}")
    calendars = Calendars.of(schedule)
    fields = _fields(schedule, given)
    try:
        missing = [field for field in calendars.fields_of(name) if field not in fields]
        if missing:
            shown = " ".join(f"--set {field}=…" for field in missing)
            raise ToolError(f"calendar `{name}` is one of a family; add {shown}")
        return calendars.clock(name, fields)
    except ClockError as trouble:
        raise ToolError(str(trouble)) from trouble


def _fields(schedule: Schedule, given: tuple[str, ...]) -> dict[str, Any]:
    known = {field.name: field for record in schedule.records for field in record.fields}
    around = Surroundings(zone_of(schedule, schedule.timezone or "Etc/UTC"), schedule.horizon)
    fields: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in known:
            hint = did_you_mean(name, known) or "write `--set field=value`"
            raise ToolError(f"--set {text}: there is no field `{name}`; {hint}")
        try:
            fields[name] = value_of(known[name], value, around)
        except MisreadError as misread:
            raise ToolError(f"--set {text}: {misread.message}; {misread.remedy}") from None
    return fields


def _zone(schedule: Schedule, clock: Clock) -> Zone:
    """Return the zone of a calendar; of one without its own, the project's or UTC."""
    try:
        return clock.zone
    except ClockError:
        return zone_of(schedule, schedule.timezone or "Etc/UTC")


def _refuse_clock_days(text: str, amount: Clocked, clock: Clock) -> None:
    """Refuse `1d` on a calendar that closes: nobody can tell which days are meant."""
    if not isinstance(amount, Duration) or not _DAYS.search(text) or len(clock.table.starts) == 1:
        return
    days = amount.seconds // 86400
    weeks = text.endswith("w") and days % 7 == 0
    business = (working_days(clock.calendar) or 5) * (days // 7) if weeks else days
    raise ToolError(
        f"`{text}` on calendar `{clock.name}` is {amount.seconds // _HOUR} open hours"
        f"{_comparison(amount, clock)}; write `{counted(business, 'business day')}`, "
        f"`{counted(days, 'calendar day')}` or, for open hours, `{amount.seconds // _HOUR}h`"
    )


def _comparison(amount: Duration, clock: Clock) -> str:
    length = working_day(clock.calendar)
    shown = in_days(amount.seconds, length) if length else ""
    return f", which is {shown}" if shown else ""


def _sentence(due: int, zone: Zone, schedule: Schedule, amount: Clocked) -> str:
    if due >= BEYOND:
        return f"later than the horizon, which ends {schedule.horizon.ends}"
    return f"{due_text(due, zone, amount)} ({zone.name})"


def _remarks(
    text: str, begins: int, zone: Zone, answers: dict[bool, int], *, rolls: bool
) -> Iterator[str]:
    """Yield what a reader may trip over: a start that the clocks moved, the other convention."""
    if not text.endswith("Z"):
        shown = moment_text(begins, zone)
        if text[11:16] not in (shown[-5:], "24:00"):
            yield f"the clocks skip {text[11:16]} on that date: counted from {shown}"
        for change in zone.changes_between(begins, begins + 12 * _HOUR):
            if begins < change.at <= begins + change.before - change.after:
                yield f"{text[11:16]} comes twice on that date: counted from the first"
    if answers[False] != answers[True]:
        other = moment_text(answers[not rolls], zone)
        way = "staying at closing time" if rolls else "rolling to the next opening (--rolls)"
        yield f"{way}: {other}"


def _doubts(clock: Clock, amount: Clocked) -> Iterator[str]:
    """Yield what the calendar leaves open: which dates are business days where nights are open."""
    calendar = clock.calendar
    if not (isinstance(amount, BusinessDays) or getattr(amount, "business", False)):
        return
    if calendar is None or calendar.business_days is not None or calendar.business_by_shift:
        return
    zone, table = clock.zone, clock.table
    shown = zip(table.starts[:_LOOK], table.ends[:_LOOK], strict=True)
    if any(zone.day(opens) != zone.day(closes - 1) for opens, closes in shown):
        yield (
            f"`{clock.name}` is open over midnight and does not say which days are business days: "
            "every date with open time is taken for one"
        )


@frozen
class _Answer:
    """A question and its answer, to be told in full."""

    schedule: Schedule
    clock: Clock
    amount: Clocked
    begins: int
    due: int
    zone: Zone

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """What was counted of the time between the two instants, and what was not."""
        course = Course(self.clock, self.begins, self.due)
        return tuple(stretches_of((course,), self.schedule.calendars))

    @property
    def days(self) -> DayCount | None:
        """The dates that were counted."""
        return count_days(self.amount, self.begins, self.clock, self.schedule.calendars)

    def account(self) -> Iterator[str]:
        """Yield what was counted, line by line."""
        if not isinstance(self.amount, Duration):
            if self.days is not None:
                yield from day_lines(self.days, self.zone, target_text(self.amount))
            return
        found = changes_of(self.clock, self.begins, self.due)
        changes = change_rows(found, self.zone, self.zone.name)
        yield from table((*changes, *stretch_rows(self.stretches, self.zone)))
        in_working_days = _comparison(self.amount, self.clock).removeprefix(", which is ")
        tail = f", {in_working_days}" if in_working_days else ""
        yield f"  {length_text(self.amount.seconds)} in all{tail}"

    def data(self, remarks: tuple[str, ...]) -> dict[str, Any]:
        """Return everything as JSON data."""
        is_told = self.due < BEYOND
        is_duration = isinstance(self.amount, Duration)
        days = self.days if is_told and not is_duration else None
        changes = changes_of(self.clock, self.begins, self.due) if is_told else ()
        return {
            "format": "milepost/due",
            "version": 1,
            "calendar": self.clock.name,
            "timezone": self.zone.name,
            "amount": target_text(self.amount),
            "start": instant_data(self.begins, self.zone),
            "due": instant_data(self.due, self.zone) if is_told else None,
            "horizon_ends": self.schedule.horizon.ends,
            "remarks": [*remarks, *_doubts(self.clock, self.amount)],
            "stretches": [stretch_data(one, self.zone) for one in self.stretches]
            if is_told and is_duration
            else [],
            "days": days_data(days, self.zone) if days else None,
            "clock_changes": changes_data(changes, self.zone),
        }
