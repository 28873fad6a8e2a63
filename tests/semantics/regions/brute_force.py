"""An oracle that tries every case, judging each as the runtime does."""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from questions import MILESTONES, Question

from milepost.ir import conditions as ir
from milepost.ir.schedule import Field
from milepost.ir.targets import ValueCell
from milepost.runtime.conditions import Facts, holds
from milepost.runtime.tables import lookup

#: Wide enough around the constants of a small question for any order and distance that matters.
SPREAD = range(-7, 11)
MOST = 40_000


class _Calendars:
    """Calendars of which none is asked: small questions have only `always`."""

    def clock(self, _calendar: object, _fields: object) -> "_Calendars":
        return self

    @property
    def table(self) -> "_Calendars":
        return self

    def is_open(self, _instant: int) -> bool:
        return True


def is_satisfiable(question: Question) -> bool | None:
    """Say whether some case fulfils the question, or None when there are too many cases."""
    wanted = list(question.conditions)
    wanted += [
        ir.Or((ir.Not(fact.when), fact.condition)) if fact.when else fact.condition
        for fact in question.facts
    ]
    read = _names(wanted) | {name for table in question.tables for name in table.by}
    fields = [one for one in question.record.fields if one.name in read]
    if any("office" in repr(condition) for condition in wanted):
        return None
    ranks = {
        field.name: {value: rank for rank, value in enumerate(field.values)}
        for field in question.record.fields
        if field.type == "choice"
    }
    tables = {table.name: table for table in question.tables}
    free = [field for field in fields if field.derived_from is None]
    domains = [_domain(field) for field in free]
    met = [name for name in MILESTONES if f"'{name}'" in repr(wanted)]
    has_created = any(field.name == "created" for field in fields)
    domains += [(None, *SPREAD)] * len(met)
    size = 1
    for domain in domains:
        size *= len(domain)
    if size > MOST:
        return None
    for values in product(*domains):
        case = dict(zip([*(field.name for field in free), *met], values, strict=True))
        if has_created and any(
            case[name] is not None and case[name] < case["created"] for name in met
        ):
            continue
        for field in fields:
            if field.derived_from is not None:
                cell = lookup(tables[field.derived_from], case)
                case[field.name] = cell.value if isinstance(cell, ValueCell) else None
        facts = Facts(
            case,
            {name: [case[name]] for name in met if case[name] is not None},
            _Calendars(),  # type: ignore[arg-type]
            ranks,
        )
        if all(holds(condition, facts) for condition in wanted):
            return True
    return False


def _domain(field: Field) -> tuple[Any, ...]:
    if field.name == "created":
        return tuple(SPREAD)
    return (None, *_values(field))


def _values(field: Field) -> Iterator[Any]:
    if field.type in ("choice", "zone"):
        yield from field.values
    elif field.type == "yes_no":
        yield from (True, False)
    elif field.type == "integer":
        yield from range(field.low or 0, (field.high or 0) + 1)
    elif field.type == "duration":
        yield from range(SPREAD.stop)
    elif field.type == "date":
        yield from (f"2026-12-{day}" for day in range(28, 32))
        yield from (f"2027-01-{day:02}" for day in range(1, 9))
    elif field.type == "time":
        yield from SPREAD
    elif field.type == "text":
        yield from ("red", "blue", "green", "grey")
    else:
        for count in range(len(field.values) + 1):
            yield from combinations(field.values, count)


def _names(conditions: list[ir.Condition]) -> set[str]:
    found: set[str] = set()

    def walk(part: Any) -> None:
        if isinstance(part, ir.FieldOf | ir.Holds | ir.Has):
            found.add(part.field)
        for name in getattr(part, "__match_args__", ()):
            inner = getattr(part, name)
            for one in inner if isinstance(inner, tuple) else (inner,):
                if hasattr(one, "__match_args__"):
                    walk(one)

    for condition in conditions:
        walk(condition)
    return found
