"""Language-neutral test vectors for business time: one JSON object a line, run against this clock.

```json
{"calendar": {"tz": "Europe/Paris", "weekly": {"mon": [["22:00", "06:00"]]}},
 "op": "add", "start": "2027-01-04T21:00:00Z", "amount_seconds": 28800,
 "expected": "2027-01-05T05:00:00Z", "expected_roll": "2027-01-11T21:00:00Z"}
```

`weekly` windows that close at or before their opening pass midnight. `holidays` close dates
(`*-12-25`: every year), `shifts` replace the hours of a date, `breaks` close part of one. The
operations are `add`, `subtract`, `between` (with `end`), `is_open` and `is_holiday`. `expected` is
for a due that stays at closing time, `expected_roll` for one that rolls on; `matches` may say
instead which of the two `expected` is for. Instants are whole seconds: fractions are dropped on
both sides. Between an instant and an earlier one there is no open time, 0; the clock itself refuses
to answer that.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from json import JSONDecodeError, dumps, loads
from typing import Any, TypeAlias

from milepost.clock.calendars import Calendars
from milepost.clock.clock import Clock
from milepost.clock.dates import DAY, date_of, day_number, days_of
from milepost.clock.limits import BEFORE, BEYOND, ClockError
from milepost.frozen import frozen
from milepost.ir.calendars import (
    Calendar,
    Dates,
    Holiday,
    Holidays,
    HolidaySet,
    Hours,
    MonthDay,
    Override,
    Rules,
    Window,
)
from milepost.ir.schedule import Horizon

OPERATIONS = ("add", "subtract", "between", "is_open", "is_holiday")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Answer: TypeAlias = str | int | bool

_NAME = "vector"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ANY_DAY = Horizon("1970-01-01", "1970-01-01")
#: How many years around a vector its calendar is compiled for, until the answer is found.
_REACHES = (2, 10, 50)


class VectorError(ValueError):
    """A line that is no test vector."""


@frozen
class Vector:
    """A question about a calendar, and the answer expected by each convention: `stay`, `roll`."""

    line: int
    calendar: str
    op: str
    start: int
    end: int
    seconds: int
    expected: Mapping[str, Answer]
    source: str | None = None


@frozen
class Difference:
    """An answer of this clock that is not the expected one."""

    vector: Vector
    convention: str
    expected: Answer
    actual: Answer

    def __str__(self) -> str:
        vector = self.vector
        asked = {
            "between": f"{_text(vector.start)} and {_text(vector.end)}",
            "add": f"{vector.seconds} s to {_text(vector.start)}",
            "subtract": f"{vector.seconds} s from {_text(vector.start)}",
        }.get(vector.op, _text(vector.start))
        return (
            f"line {vector.line}: {vector.op} {asked} ({self.convention}): "
            f"expected {_shown(vector, self.expected)}, got {_shown(vector, self.actual)}"
        )


def read_vectors(lines: Iterable[str]) -> Iterator[Vector]:
    """Yield the vectors of a file, one for each line that is not empty."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _vector(number, loads(line))
        except JSONDecodeError as trouble:
            raise VectorError(f"line {number}: not JSON: {trouble}") from None
        except RecursionError:
            raise VectorError(f"line {number}: nested too deeply for a test vector") from None
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as trouble:
            raise VectorError(f"line {number}: no test vector: {_wrong(trouble)}") from None


def _wrong(trouble: Exception) -> str:
    """Return what is wrong with a vector that could not be read."""
    if isinstance(trouble, KeyError):
        return f"`{trouble.args[0]}` is missing, or not known"
    if isinstance(trouble, TypeError | AttributeError):
        return "a value is of the wrong type"
    return str(trouble)


def differences(vector: Vector) -> tuple[Difference, ...]:
    """Return what this clock answers otherwise than a vector expects."""
    found = []
    for convention, expected in vector.expected.items():
        actual: Answer
        try:
            actual = _answer(vector, roll=convention == "roll")
        except ClockError as trouble:
            actual = f"error: {trouble}"
        if actual != expected or type(actual) is not type(expected):
            found.append(Difference(vector, convention, expected, actual))
    return tuple(found)


def calendar_of(described: Mapping[str, Any], horizon: Horizon) -> tuple[Calendar, HolidaySet]:
    """Return the calendar that a vector describes, with its holidays over a horizon."""
    windows = tuple(
        Window(day, hours.opens, hours.closes)
        for day, name in enumerate(WEEKDAYS)
        for hours in _hours(described["weekly"].get(name, ()))
    )
    overrides = (
        *(_override(date, pairs, opens=bool(pairs)) for date, pairs in _dated(described, "shifts")),
        *(_override(date, pairs, opens=False) for date, pairs in _dated(described, "breaks")),
    )
    rules = Rules(windows, (), (Holidays(_NAME),), overrides)
    dates = {date for text in described.get("holidays", ()) for date in _dates(text, horizon)}
    holidays = tuple(Holiday(date, _NAME) for date in sorted(dates))
    return Calendar(_NAME, rules, described["tz"]), HolidaySet(_NAME, holidays)


def _vector(line: int, record: Mapping[str, Any]) -> Vector:
    if record["op"] not in OPERATIONS:
        raise ValueError(f"no operation `{record['op']}`")
    calendar_of(record["calendar"], _ANY_DAY)
    gives_instant = record["op"] in ("add", "subtract")
    expected = dict.fromkeys(record.get("matches", ("stay",)), record["expected"])
    if "expected_roll" in record:
        expected["roll"] = record["expected_roll"]
    if gives_instant:
        expected = {convention: _instant(text) for convention, text in expected.items()}
    start = _instant(record["start"])
    return Vector(
        line,
        dumps(record["calendar"], sort_keys=True),
        record["op"],
        start,
        _instant(record["end"]) if record["op"] == "between" else start,
        record["amount_seconds"] if gives_instant else 0,
        expected,
        record.get("source"),
    )


def _answer(vector: Vector, *, roll: bool) -> int | bool:
    if vector.end < vector.start:
        return 0
    for reach in _REACHES:
        answer = _asked(vector, reach, roll=roll)
        if answer not in (BEFORE, BEYOND):
            break
    return answer


def _asked(vector: Vector, reach: int, *, roll: bool) -> int | bool:
    first, last = (date_of(instant // DAY).year for instant in (vector.start, vector.end))
    clock = _compiled(vector.calendar, first - reach, last + reach)
    match vector.op:
        case "add":
            return clock.table.due(vector.start, vector.seconds, roll=roll)
        case "subtract":
            return clock.table.subtract(vector.start, vector.seconds)
        case "between":
            return clock.table.worked(vector.start, vector.end)
        case "is_open":
            return clock.table.is_open(vector.start)
        case _:
            return clock.almanacs[0].is_holiday(clock.zone.day(vector.start))


@lru_cache(maxsize=256)
def _compiled(described: str, first_year: int, last_year: int) -> Clock:
    horizon = Horizon(f"{first_year:04}-01-01", f"{last_year:04}-12-31")
    calendar, holidays = calendar_of(loads(described), horizon)
    return Calendars((calendar,), (holidays,), "UTC", horizon).clock(_NAME)


def _dated(described: Mapping[str, Any], key: str) -> Iterable[tuple[str, Any]]:
    pairs: Mapping[str, Any] = described.get(key, {})
    return pairs.items()


def _override(date: str, pairs: Iterable[tuple[str, str]], *, opens: bool) -> Override:
    return Override(opens, Dates(date, date), _hours(pairs))


def _hours(pairs: Iterable[tuple[str, str]]) -> tuple[Hours, ...]:
    return tuple(_passing(_seconds(opens), _seconds(closes)) for opens, closes in pairs)


def _passing(opens: int, closes: int) -> Hours:
    return Hours(opens, closes if opens < closes else closes + DAY)


def _seconds(text: str) -> int:
    """Return the seconds since midnight of `HH:MM` or `HH:MM:SS`, up to `24:00`."""
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return (hours * 60 + minutes) * 60 + (seconds[0] if seconds else 0)


def _dates(text: str, horizon: Horizon) -> Iterator[str]:
    if not text.startswith("*-"):
        yield text
        return
    month, day = text.removeprefix("*-").split("-")
    yearly = MonthDay(int(day), int(month))
    days = range(day_number(horizon.starts), day_number(horizon.ends) + 1)
    for number in days_of(yearly, days):
        yield date_of(number).isoformat()


def _instant(text: str) -> int:
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(seconds=1)


def _shown(vector: Vector, answer: Answer) -> str:
    is_instant = vector.op in ("add", "subtract") and isinstance(answer, int)
    return _text(int(answer)) if is_instant else str(answer).lower()


def _text(instant: int) -> str:
    if instant in (BEFORE, BEYOND):
        return "beyond the horizon" if instant == BEYOND else "before the horizon"
    return (_EPOCH + timedelta(seconds=instant)).strftime("%Y-%m-%dT%H:%M:%SZ")
