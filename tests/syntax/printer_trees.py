"""Any tree that a text could be read as: made from the annotations of the nodes.

The annotations say most of what may stand where. What they leave open stands in two tables: types
whose fields depend on each other, and fields that allow less than their annotations say.
"""

import re
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from milepost.source import Source, Span
from milepost.syntax.ast import (
    calendars,
    conditions,
    declarations,
    exports,
    literals,
    processes,
    targets,
)
from milepost.syntax.tables import load_tables

Trees = st.SearchStrategy[Any]

HARD = frozenset(("and", "or", "not", "in", "is", "yes", "no", "each", "events"))
SPELLED_NOUNS = ("close", "date", "effective", "end", "fixed", "late", "text", "time", "version")
NO_ANCHORS = ("all", "by", "due", "external", "first", "last", "the")
#: Names with a meaning of their own in an export.
SPECIAL = ("limits", "strict")
KEYWORDS = frozenset(load_tables().words)
NOUNS = tuple(
    word
    for word, terminal in load_tables().words.items()
    if load_tables().classes.get(terminal) == "NOUN" or word in SPELLED_NOUNS
)

SPAN = Span(Source.of("made", ""), 0, 0)
ESCAPED = '\\"\n\t{}#;,|() and or'
SMALL = st.integers(0, 40)
NUMBERS = SMALL | st.integers(0, 2**53 - 1)
INTEGERS = SMALL | st.integers(1 - 2**53, 2**53 - 1)


def texts(pattern: str) -> Trees:
    return st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)


def node(made: type, **fields: Trees) -> Trees:
    return st.builds(made, **fields, span=st.just(SPAN))


def several(items: Trees, least: int = 1, most: int = 3) -> Trees:
    return st.lists(items, min_size=least, max_size=most).map(tuple)


def lines(items: Trees) -> Trees:
    return several(items, 0, 8)


def perhaps(items: Trees) -> Trees:
    return st.none() | items


def words(*unless: str) -> Trees:
    return node(literals.Name, text=FREE | st.sampled_from(sorted(KEYWORDS - HARD - {*unless})))


FREE = texts("[a-z][a-z0-9_]{0,5}").filter(lambda text: text not in {*KEYWORDS, *SPECIAL})
NAMES = node(literals.Name, text=FREE | st.sampled_from(NOUNS))
WORDS = words()
ANCHOR_WORDS = words(*NO_ANCHORS)
LENGTHS = st.lists(st.tuples(st.integers(0, 400), st.sampled_from("wdhms")), min_size=1, max_size=3)
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
CODES = texts("[A-Z][A-Za-z0-9_]{0,4}([./+-][A-Za-z0-9_]{1,4}){0,2}")
STRINGS = st.text(st.sampled_from(ESCAPED), max_size=6) | st.text(
    st.characters(exclude_characters="\r"), max_size=12
)
DATES = st.dates().map(lambda day: day.isoformat())
CLOCKS = st.times().map(lambda time: time.isoformat("seconds"))
INSTANTS = st.tuples(DATES, st.sampled_from("T"), CLOCKS | CLOCKS.map(lambda time: time[:5]))


def length(pieces: list[tuple[int, str]]) -> literals.Length:
    text = "".join(f"{count}{unit}" for count, unit in pieces)
    return literals.Length(text, sum(count * SECONDS[unit] for count, unit in pieces), SPAN)


def choices(then: Trees) -> Trees:
    return node(
        literals.Choice,
        by=WORDS,
        cases=several(node(literals.ChoiceCase, keys=several(KEYS), then=then), 0),
    )


def of(annotation: Any) -> Trees:
    """Return the trees that an annotation allows."""
    origin = get_origin(annotation)
    if annotation == literals.CalendarRef:
        return CALENDARS
    if origin in (Union, UnionType):
        options = get_args(annotation)
        if {literals.Name, literals.Choice} <= set(options):
            rest = [option for option in options if option not in get_args(literals.CalendarRef)]
            return st.one_of(*map(of, rest), CALENDARS)
        return st.one_of(*map(of, options))
    if origin is tuple:
        return several(of(get_args(annotation)[0]))
    return nodes(annotation)


@cache
def nodes(made: type) -> Trees:
    """Return the trees of one type."""
    return st.deferred(lambda: _nodes(made))


def _nodes(made: type) -> Trees:
    if made in WHOLE:
        return WHOLE[made]
    hints = get_type_hints(made)
    return node(made, **{name: _field(made, name, hints[name]) for name in hints if name != "span"})


def _field(made: type, name: str, annotation: Any) -> Trees:
    if (made, name) in FIELDS:
        return FIELDS[made, name]
    if name in MAY_BE_EMPTY:
        return lines(of(get_args(annotation)[0]))
    return of(annotation)


def except_for(kinds: tuple[type, ...], *loose: type) -> Trees:
    """Return the trees of some types but for those that need parentheses where these stand."""
    return st.one_of(*(nodes(kind) for kind in kinds if kind not in loose))


def algebra(*loose: type) -> Trees:
    """Return calendar algebra that needs no parentheses in what these stand for."""
    return NAMES | except_for(ALGEBRA, *loose)


def objective(**fields: Trees) -> Trees:
    named = {
        "name": NAMES,
        "label": perhaps(nodes(literals.String)),
        "milestone": WORDS,
        "period": st.sampled_from(("day", "week", "month", "quarter", "year")),
        "starting": perhaps(st.integers(1, 12)),
        "where": perhaps(of(conditions.Condition)),
        "on_miss": several(NAMES, 0),
    }
    return node(declarations.Objective, **(named | fields))


def expect(outcome: str, **fields: Trees) -> Trees:
    named = {
        "subject": NAMES,
        "state": st.none(),
        "at": st.none(),
        "times": st.none(),
        "nth": perhaps(st.integers(0, 999_999)),
        "level": perhaps(KEYS),
    }
    return node(declarations.Expect, outcome=st.just(outcome), **(named | fields))


def day_time(edge: str, time: Trees, business: Trees) -> Trees:
    return node(
        targets.ByDayTime,
        edge=st.just(edge),
        time=time,
        business=business,
        day=NUMBERS,
        calendar=perhaps(CALENDARS),
        cut_off=perhaps(nodes(literals.TimeOfDay)),
    )


def record(name: Trees, label: Trees) -> Trees:
    return node(declarations.Record, name=name, label=label, lines=lines(RECORD_LINES))


def override(dates: Trees, bounds: Trees) -> Trees:
    windows = several(nodes(calendars.Window), 0)
    return node(
        calendars.Override,
        opens=st.booleans(),
        dates=dates,
        windows=windows,
        bounds=bounds,
        label=LABEL,
    )


def anchors(how: tuple[str, ...], words: Trees) -> Trees:
    return node(targets.Anchor, how=st.sampled_from(how), of=words)


def entries(made: type, values: Trees) -> Trees:
    return node(made, name=WORDS, value=values)


TIGHT = except_for(get_args(conditions.Condition), conditions.And, conditions.Or)
COUNTS = node(literals.Integer, value=NUMBERS)
KEYS = st.deferred(
    lambda: WORDS | nodes(literals.Integer) | nodes(literals.RangeKey) | nodes(literals.YesNo)
)
CALENDARS = NAMES | st.deferred(lambda: choices(NAMES))
ALGEBRA = (
    calendars.Sum,
    calendars.Intersection,
    calendars.Complement,
    calendars.CalendarGroup,
)
PLAIN_VALUES = (
    literals.String,
    literals.Integer,
    literals.Length,
    literals.LocalDate,
    literals.LocalInstant,
    literals.Code,
    literals.YesNo,
)
VALUES = st.one_of(*map(nodes, (*PLAIN_VALUES, literals.Path, literals.Percent)))
LITERALS = WORDS | st.one_of(*map(nodes, PLAIN_VALUES))
ASSIGNED = entries(declarations.Assignment, LITERALS | nodes(literals.TagList))
CHANGES = several(ASSIGNED | nodes(declarations.Event))
DEADLINES = of(targets.Deadline)
RECURRING = get_args(calendars.DateRule)[1:]
RECORD_LINES = of(declarations.Field | declarations.Events | literals.Source)
FACTS = (
    declarations.Fact,
    declarations.Channels,
    calendars.Bounds,
    declarations.Cases,
    processes.Hours,
)
STATES = FREE | st.sampled_from(("met", "open", "late", "missed"))
AT = nodes(literals.LocalInstant)
MONTH = perhaps(st.integers(1, 12))
DAY = st.integers(0, 6)
LABEL = perhaps(nodes(literals.String))

#: Lists that the grammar lets be empty.
MAY_BE_EMPTY = frozenset(("lines", "statements", "entries", "limits"))

#: Types whose fields depend on each other, or that stand for a few texts only.
WHOLE: dict[type, Trees] = {
    NoneType: st.none(),
    bool: st.booleans(),
    int: NUMBERS,
    literals.Name: WORDS,
    literals.Length: LENGTHS.map(length),
    literals.LocalInstant: node(
        literals.LocalInstant,
        text=st.tuples(INSTANTS.map("".join), st.sampled_from(("", "Z"))).map("".join),
    ),
    declarations.Record: record(st.none(), st.none()) | record(NAMES, LABEL),
    declarations.Objective: objective(
        share=nodes(literals.Percent), misses=st.none(), few_cases=st.none()
    )
    | objective(share=nodes(literals.Percent), misses=NUMBERS, few_cases=NUMBERS)
    | objective(share=st.none(), misses=NUMBERS, few_cases=st.none()),
    declarations.Expect: st.one_of(
        expect("due", at=AT),
        expect("due", times=st.just(0)),
        expect("state", state=STATES, at=perhaps(AT)),
        expect("sent", at=AT),
        expect("sent", times=NUMBERS),
        expect("starts", times=st.just(0)),
        expect("process", nth=st.none(), level=st.none()),
        expect("process", subject=st.none(), nth=st.none(), level=st.none()),
    ),
    calendars.Override: override(nodes(calendars.Dates), st.none())
    | override(st.one_of(*map(nodes, RECURRING)), perhaps(nodes(calendars.Bounds))),
    targets.ByDayTime: day_time("time", nodes(literals.TimeOfDay), st.booleans())
    | day_time("close", st.none(), st.just(True))
    | day_time("end", st.none(), st.booleans()),
    targets.Anchor: anchors(("once",), st.tuples(ANCHOR_WORDS | choices(WORDS)))
    | anchors(("due",), st.tuples(ANCHOR_WORDS))
    | anchors(("first", "last", "each", "chained", "day", "hour"), st.tuples(WORDS))
    | anchors(("all",), several(WORDS)),
}

DECLARED = (
    (calendars.Calendar, "name"),
    (calendars.DerivedCalendar, "name"),
    (declarations.Action, "name"),
    (declarations.Tier, "name"),
    (declarations.Entitlement, "name"),
    (declarations.Contract, "name"),
    (declarations.ContractPromise, "milestone"),
    (exports.Export, "target"),
    (processes.Escalate, "ladder"),
    (processes.Escalation, "name"),
    (processes.Milestone, "name"),
    (processes.Process, "name"),
    (targets.Table, "name"),
)
#: Fields that allow less than their annotations say.
FIELDS: dict[tuple[type, str], Trees] = {
    **dict.fromkeys(DECLARED, NAMES),
    (calendars.CalendarGroup, "calendar"): algebra(),
    (calendars.Complement, "calendar"): algebra(calendars.Sum, calendars.Intersection),
    (calendars.DayRange, "first"): DAY,
    (calendars.DayRange, "last"): perhaps(DAY),
    (calendars.DerivedCalendar, "algebra"): algebra(),
    (calendars.EveryMonthDay, "day"): st.integers(0, 999),
    (calendars.EveryMonthDay, "month"): MONTH,
    (calendars.EveryNthWeekday, "day"): DAY,
    (calendars.EveryNthWeekday, "month"): MONTH,
    (calendars.EveryNthWeekday, "nth"): st.integers(-1, 999),
    (calendars.EveryPeriod, "interval"): COUNTS,
    (calendars.EveryPeriod, "unit"): st.sampled_from(("days", "weeks", "months")),
    (calendars.EveryYearDay, "day"): COUNTS,
    (calendars.EveryYearDay, "month"): st.integers(1, 12),
    (calendars.Holidays, "sets"): several(nodes(literals.Code) | choices(nodes(literals.Code))),
    (calendars.Intersection, "calendars"): several(
        algebra(calendars.Sum, calendars.Intersection), 2
    ),
    (calendars.Minus, "calendar"): algebra(calendars.Sum),
    (calendars.Plus, "calendar"): algebra(calendars.Sum),
    (calendars.Sum, "first"): algebra(calendars.Sum),
    (calendars.Timezone, "zone"): nodes(literals.Code)
    | choices(nodes(literals.Code))
    | nodes(literals.ByField),
    (calendars.Window, "closes_on"): perhaps(DAY),
    (conditions.And, "conditions"): several(TIGHT, 2),
    (conditions.Compare, "operator"): st.sampled_from(("==", "!=", "<", "<=", ">", ">=")),
    (conditions.Not, "condition"): TIGHT,
    (conditions.Or, "conditions"): several(TIGHT, 2),
    (declarations.Action, "lines"): lines(
        nodes(exports.Setting) | entries(declarations.Assignment, VALUES)
    ),
    (declarations.ChoiceType, "values"): several(WORDS, 2),
    (declarations.Contract, "entitlements"): several(NAMES),
    (declarations.Entitlement, "lines"): lines(ASSIGNED | st.one_of(*map(nodes, FACTS))),
    (exports.Export, "lines"): lines(
        nodes(exports.Setting) | nodes(exports.Mapping) | nodes(exports.Limits)
    ),
    (declarations.Field, "default"): perhaps(LITERALS),
    (declarations.Field, "derived"): perhaps(NAMES),
    (declarations.Given, "changes"): CHANGES,
    (exports.Limits, "profile"): words(),
    (declarations.LogEntry, "changes"): CHANGES,
    (exports.MapEntry, "outside"): COUNTS
    | st.one_of(*map(nodes, (literals.String, literals.Code, literals.Path))),
    (exports.Mapping, "entries"): perhaps(several(nodes(exports.MapEntry), 0)),
    (declarations.PlainType, "kind"): st.sampled_from(
        ("yes_no", "time", "date", "duration", "text")
    ),
    (exports.Setting, "values"): several(VALUES),
    (declarations.Test, "record"): perhaps(NAMES),
    (literals.Code, "text"): CODES,
    (literals.Integer, "value"): INTEGERS,
    (literals.LocalDate, "text"): DATES,
    (literals.Percent, "basis_points"): st.integers(0, 10**6),
    (literals.String, "value"): STRINGS,
    (literals.TimeOfDay, "seconds"): st.integers(0, 1440).map(lambda minutes: 60 * minutes),
    (processes.AheadOf, "processes"): several(NAMES),
    (processes.Change, "rule"): st.sampled_from(("restart", "carry", "tighten")),
    (processes.ForTiers, "tiers"): several(NAMES),
    (processes.From, "field"): WORDS | choices(WORDS),
    (processes.Process, "record"): perhaps(NAMES),
    (targets.Every, "target"): of(targets.Clocked | targets.Reference | targets.Combined),
    (targets.External, "fields"): several(WORDS, 0),
    (targets.Header, "columns"): several(several(KEYS)),
    (targets.Reference, "name"): ANCHOR_WORDS,
    (targets.Row, "keys"): several(several(KEYS)),
    (targets.TargetCell, "target"): of(targets.Clocked | targets.Combined | targets.External)
    | DEADLINES,
    (targets.ValueCell, "value"): words("none") | nodes(literals.Integer) | nodes(literals.YesNo),
}

MILESTONES = node(
    processes.Process,
    name=NAMES,
    label=st.none(),
    record=st.none(),
    version=st.none(),
    effective=st.none(),
    takes_over=st.just(False),
    retired=st.just(False),
    lines=several(nodes(processes.Milestone)),
)
#: Policies by what they are made of: all that may be, milestones, or statements of one kind.
POLICIES: dict[str, Trees] = {
    "Mixture": nodes(declarations.Policy),
    "Milestone": node(declarations.Policy, statements=st.tuples(MILESTONES)),
    **{
        kind.__name__: node(declarations.Policy, statements=several(nodes(kind)))
        for kind in get_args(declarations.Statement)
    },
}
