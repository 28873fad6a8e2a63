"""Parts of a schedule in words, the way policies write them."""

from typing import Any

from milepost.ir import conditions as c
from milepost.ir import processes as p
from milepost.ir import targets as t

_UNITS = {"business_days": "business day", "calendar_days": "calendar day", "months": "month"}


def duration_text(seconds: int) -> str:
    """Return a duration as policies write it; hours are not folded into days."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (rest, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"


def time_text(seconds: int) -> str:
    """Return a local time of day, `HH:MM`."""
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def counted(count: int, word: str) -> str:
    """Return a number and its word, in the plural where needed."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def named_text(named: c.Named) -> str:
    """Return a name, or the names of a choice with the field that chooses."""
    if isinstance(named, str):
        return named
    names = [case.then for case in named.cases]
    names += [named.otherwise] if named.otherwise else []
    return f"{' / '.join(dict.fromkeys(names))} (by {named.by})"


def on_text(calendar: c.CalendarRef | None) -> str:
    """Return ` on CALENDAR`, or nothing."""
    return "" if calendar is None else f" on {named_text(calendar)}"


def target_text(target: t.Target) -> str:
    """Return a target."""
    match target:
        case t.Duration():
            return f"{duration_text(target.seconds)}{on_text(target.calendar)}"
        case t.BusinessDays():
            return f"{counted(target.count, 'business day')}{on_text(target.calendar)}"
        case t.CalendarDays():
            return f"{counted(target.count, 'calendar day')}{on_text(target.calendar)}"
        case t.Months():
            return f"{counted(target.count, 'month')}{on_text(target.calendar)}"
        case t.DayTime():
            return _day_time_text(target)
        case t.ByField():
            return f"by {target.field}"
        case t.DurationOf():
            return f"{target.field}{on_text(target.calendar)}"
        case t.TableTarget():
            return f"table {target.table}"
        case t.External():
            return f'external "{target.name}"{on_text(target.calendar)}'
        case t.NoTarget():
            return f"none: {target.words}" if target.words else "no limit"
        case t.Earliest() | t.Latest():
            inner = ", ".join(_alternative_text(part) for part in target.alternatives)
            return f"{target.kind}({inner})"


def _day_time_text(target: t.DayTime) -> str:
    edge = target.edge if target.time is None else time_text(target.time)
    kind = "business day" if target.business else "day"
    cut_off = "" if target.cut_off is None else f", cut-off {time_text(target.cut_off)}"
    return f"by {edge} of {kind} {target.day}{on_text(target.calendar)}{cut_off}"


def _alternative_text(part: t.Alternative) -> str:
    anchor = f" {anchor_text(part.anchor)}" if part.anchor else ""
    return f"{target_text(part.target)}{anchor}"


def anchor_text(anchor: t.Anchor) -> str:
    """Return an anchor, `after …`."""
    names = [named_text(name) for name in anchor.of]
    match anchor.how:
        case "first" | "last" | "each":
            return f"after {anchor.how} {names[0]}"
        case "chained":
            return f"after each {names[0]} chained"
        case "all":
            return f"after all of {', '.join(names)}"
        case "due":
            return f"after {names[0]} is due"
        case "day" | "hour":
            return f"after the {anchor.how} of {names[0]}"
    return f"after {names[0]}"


def moment_text(moment: p.Moment) -> str:
    """Return the moment of a trigger."""
    match moment:
        case p.AtPercent():
            whole, rest = divmod(moment.basis_points, 100)
            fraction = f".{rest:02}".rstrip("0") if rest else ""
            return f"at {whole}{fraction}%"
        case p.AtUsed():
            return f"at {duration_text(moment.seconds)} used"
        case p.AtBreach():
            return "at breach"
        case p.BeforeDue():
            return f"{offset_text(moment.offset)} before due"
        case p.AfterDue():
            return f"{offset_text(moment.offset)} after due"
        case p.EveryAfterDue():
            times = f", up to {counted(moment.times, 'time')}" if moment.times else ""
            return f"every {offset_text(moment.offset)} after due{times}"
        case p.Once():
            return f"once {moment.state}"


def offset_text(offset: p.Offset) -> str:
    """Return an amount of time beside a due."""
    if offset.unit == "seconds":
        return f"{duration_text(offset.count)}{on_text(offset.calendar)}"
    return f"{counted(offset.count, _UNITS[offset.unit])}{on_text(offset.calendar)}"


def condition_text(condition: c.Condition) -> str:
    """Return a condition in the language's own words."""
    match condition:
        case c.Holds():
            return condition.field
        case c.Compare():
            left, right = operand_text(condition.left), operand_text(condition.right)
            return f"{left} {condition.operator} {right}"
        case c.In():
            values = ", ".join(constant_text(value) for value in condition.values)
            return f"{operand_text(condition.operand)} in ({values})"
        case c.InRange():
            return f"{operand_text(condition.operand)} in {condition.low}..{condition.high}"
        case c.Has():
            return f"{condition.field} has {condition.tag}"
        case c.IsSet():
            return f"{operand_text(condition.operand)} is set"
        case c.During():
            instant, calendar = operand_text(condition.instant), named_text(condition.calendar)
            return f"{instant} during {calendar}"
        case c.Not():
            return _negated_text(condition.condition)
        case c.And():
            return " and ".join(_inner_text(part) for part in condition.conditions)
        case c.Or():
            return " or ".join(_inner_text(part) for part in condition.conditions)


def _negated_text(inner: c.Condition) -> str:
    match inner:
        case c.Compare(left, "==", right):
            return f"{operand_text(left)} != {operand_text(right)}"
        case c.In() | c.InRange():
            return condition_text(inner).replace(" in ", " not in ", 1)
        case c.IsSet():
            return f"{operand_text(inner.operand)} is not set"
    return f"not {_inner_text(inner)}"


def _inner_text(part: c.Condition) -> str:
    text = condition_text(part)
    return f"({text})" if isinstance(part, c.And | c.Or) else text


def operand_text(operand: c.Operand) -> str:
    """Return an operand of a condition."""
    match operand:
        case c.FieldOf():
            return operand.field
        case c.MilestoneOf():
            return operand.milestone
        case c.After():
            word = "after" if operand.seconds >= 0 else "before"
            length = duration_text(abs(operand.seconds))
            return f"{length} {word} {operand_text(operand.instant)}"
        case c.Literal():
            return literal_text(operand)


def literal_text(literal: c.Literal) -> str:
    """Return a typed constant."""
    value: Any = literal.value
    if literal.type == "time":
        return instant_text(value)
    if literal.type == "duration":
        return duration_text(value)
    if literal.type == "text":
        return f'"{value}"'
    return constant_text(value)


def constant_text(value: c.Constant) -> str:
    """Return a constant as it is written."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"({', '.join(value)})"
    return str(value)


def instant_text(instant: int) -> str:
    """Return a Unix instant as `YYYY-MM-DDTHH:MMZ`."""
    from datetime import UTC, datetime

    text = datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return text.replace(":00Z", "Z")
