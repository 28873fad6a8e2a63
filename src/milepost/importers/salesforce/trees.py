"""Trees of a policy made by hand: the printer needs no places, so they have none."""

from milepost.source import Source, Span
from milepost.syntax.ast.calendars import DayRange
from milepost.syntax.ast.conditions import And, Condition, Group, Or, When
from milepost.syntax.ast.literals import (
    Code,
    Integer,
    Length,
    Literal,
    LocalDate,
    Name,
    Path,
    String,
    TimeOfDay,
    YesNo,
)

NOWHERE = Span(Source.of("", ""), 0, 0)


def name(text: str) -> Name:
    """Return a name."""
    return Name(text, NOWHERE)


def names(texts: tuple[str, ...]) -> tuple[Name, ...]:
    """Return names."""
    return tuple(map(name, texts))


def path(*words: str) -> Path:
    """Return a path such as `case.contact`."""
    return Path(names(words), NOWHERE)


def string(text: str) -> String:
    """Return a text."""
    return String(text, NOWHERE)


def label(text: str | None) -> String | None:
    """Return a label, if there is a text for it."""
    return string(text) if text else None


def plain(text: str) -> String:
    """Return a text in which braces are braces and no placeholders."""
    return string(text.replace("{", "{{").replace("}", "}}"))


def code(text: str) -> Code:
    """Return a name of another system."""
    return Code(text, NOWHERE)


def literal(value: str | int | bool) -> Literal:
    """Return a constant: texts as texts, not as words."""
    if isinstance(value, bool):
        return YesNo(value, NOWHERE)
    if isinstance(value, int):
        return Integer(value, NOWHERE)
    return plain(value)


def date(text: str) -> LocalDate:
    """Return a date."""
    return LocalDate(text, NOWHERE)


def time(seconds: int) -> TimeOfDay:
    """Return a time of day."""
    return TimeOfDay(seconds, NOWHERE)


def length(minutes: int) -> Length:
    """Return a duration in hours and minutes, such as `1h30m`."""
    hours, rest = divmod(minutes, 60)
    text = (f"{hours}h" if hours else "") + (f"{rest}m" if rest or not hours else "")
    return Length(text, minutes * 60, NOWHERE)


def when(condition: Condition | None) -> When | None:
    """Return `when C`, if there is a condition."""
    return None if condition is None else When(condition, NOWHERE)


def conjunction(conditions: tuple[Condition, ...]) -> Condition:
    """Return the condition that all of some hold, with parentheses where they are needed."""
    if len(conditions) == 1:
        return conditions[0]
    flat = [part for one in conditions for part in _parts(one)]
    return And(tuple(_grouped(one) for one in flat), NOWHERE)


def disjunction(conditions: tuple[Condition, ...]) -> Condition:
    """Return the condition that one of some holds, with parentheses where they are needed."""
    if len(conditions) == 1:
        return conditions[0]
    return Or(tuple(_grouped(one) for one in conditions), NOWHERE)


def day_ranges(days: tuple[int, ...]) -> tuple[DayRange, ...]:
    """Return days in ranges: three and more in a row become one."""
    ranges: list[DayRange] = []
    run: list[int] = []
    for day in (*sorted(days), None):
        if run and (day is None or day != run[-1] + 1):
            if len(run) >= 3:
                ranges.append(DayRange(run[0], run[-1], NOWHERE))
            else:
                ranges += [DayRange(one, None, NOWHERE) for one in run]
            run = []
        if day is not None:
            run.append(day)
    return tuple(ranges)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.conditions if isinstance(condition, And) else (condition,)


def _grouped(condition: Condition) -> Condition:
    return Group(condition, NOWHERE) if isinstance(condition, And | Or) else condition
