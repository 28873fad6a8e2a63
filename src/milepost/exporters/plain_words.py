"""Parts of a schedule in plain English, for customers: no names of the language, no symbols.

The wording is that of published support contracts: "within 4 business hours" is never said for
hours on a calendar, since nobody agrees on what it means; the hours are named instead.
"""

from collections.abc import Iterable, Mapping

from milepost.exporters.words import constant_text, counted, instant_text, literal_text, time_text
from milepost.ir import conditions as c
from milepost.ir import targets as t
from milepost.ir.calendars import (
    Algebra,
    Calendar,
    Complement,
    Difference,
    Intersection,
    Rules,
    Same,
    Union,
    Window,
)

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = 86400
_ORDER = {"<": "before", "<=": "at or before", ">": "after", ">=": "at or after"}
_SIZE = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
_EDGE = {"close": "the close", "end": "the end"}


def plain(name: str) -> str:
    """Return a name as words."""
    return name.replace("_", " ")


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words as a list in a sentence: `a, b and c`."""
    every = tuple(words)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {last} {every[-1]}"


def amount(seconds: int) -> str:
    """Return a duration in words: `1 hour 30 minutes`."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = ((hours, "hour"), (minutes, "minute"), (rest, "second"))
    return " ".join(counted(count, word) for count, word in parts if count) or "at once"


class Speaker:
    """Says parts of a schedule, and remembers which calendars it named, for which cases.

    `calendars` are the titles of calendars, `values` those of values (levels of service).
    """

    def __init__(self, calendars: Mapping[str, str], values: Mapping[str, str]) -> None:
        self.calendars = calendars
        self.values = values
        self.named: dict[str, str | None] = {}

    def calendar(self, reference: c.CalendarRef) -> str:
        """Return the title of a calendar, or by what it is chosen; the hours tell the rest."""
        if isinstance(reference, str):
            self.named.setdefault(reference, None)
            return self.calendars.get(reference, plain(reference))
        for case in reference.cases:
            self.named[case.then] = self._branch(reference, case)
        if reference.otherwise:
            self.named[reference.otherwise] = f"any other {plain(reference.by)}"
        return f"the hours of the {plain(reference.by)}"

    def _branch(self, choice: c.Choice, case: c.Case) -> str:
        return f"{plain(choice.by)} {listed(map(self.value, case.values), 'or')}"

    def value(self, value: c.Constant) -> str:
        """Return a constant; names with a slash (time zones) stay as they are."""
        if isinstance(value, str) and "/" in value:
            return value
        return self.values.get(str(value)) or plain(constant_text(value))

    def target(self, target: t.Target) -> str:
        """Return a promise without its calendar: `within 4 hours`."""
        match target:
            case t.Duration():
                return f"within {amount(target.seconds)}"
            case t.BusinessDays():
                return f"within {counted(target.count, 'business day')}"
            case t.CalendarDays():
                return f"within {counted(target.count, 'calendar day')}"
            case t.Months():
                return f"within {counted(target.count, 'month')}"
            case t.DayTime():
                return self._day_time(target)
            case t.ByField():
                return f"by the date given as {plain(target.field)}"
            case t.DurationOf():
                return f"within the time given as {plain(target.field)}"
            case t.TableTarget():
                return f"as in the table {plain(target.table)}"
            case t.External():
                return f"within a time that is computed for each case ({target.name})"
            case t.NoTarget():
                return target.words or "no time is promised"
            case t.Earliest() | t.Latest():
                first = "earliest" if isinstance(target, t.Earliest) else "latest"
                parts = (
                    f"{self.target(one.target)}{self.anchor(one.anchor)}"
                    for one in target.alternatives
                )
                return f"the {first} of: {'; '.join(parts)}"

    def _day_time(self, target: t.DayTime) -> str:
        edge = _EDGE.get(target.edge) or time_text(target.time or 0)
        kind = "business day" if target.business else "calendar day"
        which = f"the same {kind}" if target.day == 0 else f"{kind} {target.day}"
        late = ""
        if target.cut_off is not None:
            late = f" (what comes in after {time_text(target.cut_off)} counts for the next one)"
        return f"by {edge} of {which}{late}"

    def rolling(self, rolling: t.Rolling) -> str:
        """Return a roll-forward."""
        condition = f", if {self.condition(rolling.when)}" if rolling.when else ""
        return (
            f"; moved to {time_text(rolling.time)} of the next business day "
            f"if that day is none{condition}"
        )

    def anchor(self, anchor: t.Anchor | None) -> str:
        """Return what time counts from, with a blank before it, or nothing for the start."""
        if anchor is None:
            return ""
        names = [plain(one) if isinstance(one, str) else plain(one.by) for one in anchor.of]
        match anchor.how:
            case "each" | "chained":
                return f" after each {names[0]}"
            case "first" | "last":
                return f" after the {anchor.how} {names[0]}"
            case "all":
                return f" after {listed(names)}"
            case "due":
                return f" after {names[0]} is due"
            case "day" | "hour":
                return f" after the {anchor.how} of {names[0]}"
        return f" after {names[0]}"

    def condition(self, condition: c.Condition, *, holds: bool = True) -> str:
        """Return a condition, or its negation, as a clause: `priority is p1 or p2`."""
        is_ = "is" if holds else "is not"
        match condition:
            case c.Holds():
                return f"{plain(condition.field)} {'applies' if holds else 'does not apply'}"
            case c.Compare():
                return self._comparison(condition, holds=holds)
            case c.In():
                values = listed(map(self.value, condition.values), "or" if holds else "nor")
                neither = "is neither" if len(condition.values) > 1 else "is not"
                return f"{self.operand(condition.operand)} {is_ if holds else neither} {values}"
            case c.InRange():
                span = f"between {condition.low} and {condition.high}"
                return f"{self.operand(condition.operand)} {is_} {span}"
            case c.Has():
                verb = "includes" if holds else "does not include"
                return f"{plain(condition.field)} {verb} {plain(condition.tag)}"
            case c.IsSet():
                return f"{self.operand(condition.operand)} is {'known' if holds else 'not known'}"
            case c.During():
                where = self.calendar(condition.calendar)
                verb = "falls" if holds else "does not fall"
                return f"{self.operand(condition.instant)} {verb} into {where}"
            case c.Not():
                return self.condition(condition.condition, holds=not holds)
            case c.And() | c.Or():
                parts = [self._inner(one, holds=holds) for one in condition.conditions]
                # De Morgan: denied, `and` becomes `or`.
                return (" and " if isinstance(condition, c.And) == holds else " or ").join(parts)

    def _inner(self, part: c.Condition, *, holds: bool) -> str:
        text = self.condition(part, holds=holds)
        return f"({text})" if isinstance(part, c.And | c.Or) else text

    def _comparison(self, condition: c.Compare, *, holds: bool) -> str:
        left, right = self.operand(condition.left), self.operand(condition.right)
        if condition.operator == "==":
            return f"{left} {'is' if holds else 'is not'} {right}"
        instants = any(
            isinstance(one, c.After | c.MilestoneOf)
            or (isinstance(one, c.Literal) and one.type in {"time", "date"})
            for one in (condition.left, condition.right)
        )
        words = (_ORDER if instants else _SIZE)[condition.operator]
        return f"{left} {'is' if holds else 'is not'} {words} {right}"

    def operand(self, operand: c.Operand) -> str:
        """Return an operand of a condition."""
        match operand:
            case c.FieldOf():
                return plain(operand.field)
            case c.MilestoneOf():
                return f"the time of {plain(operand.milestone)}"
            case c.After():
                word = "after" if operand.seconds >= 0 else "before"
                return f"{amount(abs(operand.seconds))} {word} {self.operand(operand.instant)}"
            case c.Literal():
                if operand.type == "time" and isinstance(operand.value, int):
                    return instant_text(operand.value)
                if operand.type == "duration" and isinstance(operand.value, int):
                    return amount(operand.value)
                return self.values.get(str(operand.value)) or plain(literal_text(operand))


def hours_of(calendar: Calendar, speaker: Speaker) -> tuple[str, ...]:
    """Return the hours of a calendar as sentences, what differs on some dates told after them."""
    rules = calendar.open_time
    if not isinstance(rules, Rules):
        return (f"Open {_combined(rules, speaker)}.",)
    said = [_week(rules.windows) or "Closed, but for the dates below."]
    for line in rules.holidays:
        found = line.holiday_set
        where = f"of {found}" if isinstance(found, str) else f"of the {plain(found.by)} of the case"
        said.append(f"Closed on the public holidays {where}.")
    for regime in rules.regimes:
        until = f" to {regime.ends}" if regime.ends else " on"
        said.append(f"From {regime.starts}{until}: {_week(regime.windows) or 'closed.'}")
    labels = dict.fromkeys(
        (override.opens, override.label) for override in rules.overrides if override.label
    )
    for opens, label in labels:
        said.append(f"{'Other hours' if opens else 'Closed'}: {label}.")
    if any(not override.label for override in rules.overrides):
        said.append("Some dates have hours of their own.")
    return tuple(said)


def _combined(algebra: Algebra, speaker: Speaker) -> str:
    """Return when a combination of calendars is open, as a clause."""
    match algebra:
        case Same():
            return f"during {speaker.calendar(algebra.calendar)}"
        case Union():
            return f"{_combined(algebra.left, speaker)} or {_combined(algebra.right, speaker)}"
        case Intersection():
            return (
                f"{_combined(algebra.left, speaker)} and also {_combined(algebra.right, speaker)}"
            )
        case Difference():
            return f"{_combined(algebra.left, speaker)} but not {_combined(algebra.right, speaker)}"
        case Complement():
            return f"whenever it is not {_combined(algebra.inner, speaker)}"


def _week(windows: tuple[Window, ...]) -> str:
    """Return a week: days with the same hours together, `Monday to Friday 09:00-17:00.`."""
    if _is_whole(windows):
        return "Day and night, every day."
    by_day: dict[int, list[str]] = {}
    for window in windows:
        by_day.setdefault(window.day, []).append(_window(window))
    groups: list[tuple[list[int], str]] = []
    for day in sorted(by_day):
        hours = listed(by_day[day])
        if groups and groups[-1][1] == hours and groups[-1][0][-1] == day - 1:
            groups[-1][0].append(day)
        else:
            groups.append(([day], hours))
    return "; ".join(f"{_span(days)} {hours}" for days, hours in groups) + ("." if groups else "")


def _is_whole(windows: tuple[Window, ...]) -> bool:
    return sum(window.closes - window.opens for window in windows) >= 7 * _DAY


def _span(days: list[int]) -> str:
    names = [_DAYS[day] for day in days]
    return f"{names[0]} to {names[-1]}" if len(names) > 2 else listed(names)


def _window(window: Window) -> str:
    days, closes = divmod(window.closes, _DAY)
    if days == 0 or (days == 1 and closes == 0):
        return f"{time_text(window.opens)}-{time_text(window.closes)}"
    if days == 1:
        return f"{time_text(window.opens)}-{time_text(closes)} the next day"
    return f"from {time_text(window.opens)} to {_DAYS[(window.day + days) % 7]} {time_text(closes)}"
