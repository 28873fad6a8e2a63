"""Write `tests/conformance/clock.jsonl`: test vectors for any clock, answered by the slow clock.

`python tests/clock/make_vectors.py` writes the same file every time. Calendars lie around the days
on which zones do something; what a line says is turned into rules here, not by the code under test.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from oracle import EARLIER, LATER, Oracle
from sampler import ODD_DAYS

from milepost.ir.calendars import (
    Calendar,
    Dates,
    Holiday,
    Holidays,
    HolidaySet,
    Hours,
    Override,
    Rules,
    Window,
)
from milepost.ir.schedule import Horizon

DAY = 86_400
OUT = Path(__file__).parents[1] / "conformance" / "clock.jsonl"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKS = (
    {day: [["09:00", "17:00"]] for day in WEEKDAYS[:5]},
    {day: [["08:15", "12:00"], ["13:30", "18:45"]] for day in WEEKDAYS[:6]},
    {day: [["22:00", "06:00"]] for day in WEEKDAYS},
    {day: [["00:00", "24:00"]] for day in WEEKDAYS},
    {day: [["00:15", "01:45"], ["02:15", "02:45"], ["23:30", "00:10"]] for day in WEEKDAYS},
    {"sat": [["23:00", "03:30"]], "sun": [["12:00", "24:00"]], "mon": [["01:30", "02:30"]]},
)
PER_CALENDAR = 9

Described = dict[str, Any]


def seconds(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3_600 + int(minutes) * 60


def hours(pairs: list[list[str]]) -> tuple[Hours, ...]:
    found = []
    for opens, closes in pairs:
        passes_midnight = seconds(closes) <= seconds(opens)
        found.append(Hours(seconds(opens), seconds(closes) + passes_midnight * DAY))
    return tuple(found)


def described(random: Random, zone: str, around: date) -> Described:
    """Return a calendar in the form of the vectors."""
    days = [(around + timedelta(days=offset)).isoformat() for offset in range(-3, 7)]
    record: Described = {"tz": zone, "weekly": random.choice(WEEKS)}
    if random.random() < 0.6:
        record["holidays"] = sorted(random.sample(days, 2))
    if random.random() < 0.5:
        hours_there = random.choice(([["10:00", "14:00"]], [["20:00", "02:00"]], []))
        record["shifts"] = {random.choice(days): hours_there}
    if random.random() < 0.5:
        record["breaks"] = {random.choice(days): [["01:00", "02:30"], ["12:00", "12:45"]]}
    return record


def oracle_of(record: Described, horizon: Horizon) -> Oracle:
    windows = tuple(
        Window(day, one.opens, one.closes)
        for day, name in enumerate(WEEKDAYS)
        for one in hours(record["weekly"].get(name, []))
    )
    overrides = [
        Override(bool(pairs), Dates(day, day), hours(pairs))
        for day, pairs in record.get("shifts", {}).items()
    ]
    overrides += [
        Override(False, Dates(day, day), hours(pairs))
        for day, pairs in record.get("breaks", {}).items()
    ]
    rules = Rules(windows, (), (Holidays("X"),), tuple(overrides))
    days_off = tuple(Holiday(day, "") for day in record.get("holidays", ()))
    one = Calendar("one", rules, record["tz"])
    return Oracle("one", (one,), (HolidaySet("X", days_off),), horizon)


def vectors() -> Iterator[Described]:
    random = Random("conformance")
    for zone, day in ODD_DAYS:
        around = date.fromisoformat(day)
        horizon = Horizon(
            (around - timedelta(days=8)).isoformat(), (around + timedelta(days=16)).isoformat()
        )
        record = described(random, zone, around)
        oracle = oracle_of(record, horizon)
        base = {"calendar": record, "source": "milepost, minute-by-minute oracle"}
        middle = int(datetime(around.year, around.month, around.day, tzinfo=UTC).timestamp())
        for _ in range(PER_CALENDAR):
            start = middle + random.randrange(-4 * DAY, 5 * DAY) // 60 * 60
            start += random.choice((0, 0, 1, 37, 59))
            found = answered(random, oracle, start)
            if found:
                yield base | found


def answered(random: Random, oracle: Oracle, start: int) -> Described | None:
    """Return an operation with the answer of the slow clock, or None when it lies too far away."""
    op = random.choice(("add", "add", "add", "subtract", "between", "is_open", "is_holiday"))
    found: Described = {"op": op, "start": text(start)}
    if op == "is_open":
        return found | {"expected": oracle.is_open(start)}
    if op == "is_holiday":
        day = date.fromordinal(719_163 + oracle.wall().local(start) // DAY).isoformat()
        return found | {"expected": day in oracle.holidays["X"]}
    if op == "between":
        end = start + random.randrange(4 * DAY)
        return found | {"end": text(end), "expected": oracle.worked(start, end)}
    amount = random.choice((0, 60, 1_800, 3_600, 7_201, 14_400, 28_800, 30_600, 72_000))
    found["amount_seconds"] = amount
    if op == "subtract":
        answers = [oracle.subtract(start, amount)]
    else:
        answers = [oracle.due(start, amount), oracle.due(start, amount, roll=True)]
    if LATER in answers or EARLIER in answers:
        return None
    found |= dict(zip(("expected", "expected_roll"), map(text, answers), strict=False))
    return found


def text(instant: int | str) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(instant))
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def main() -> int:
    lines = [json.dumps(vector, sort_keys=True) + "\n" for vector in vectors()]
    OUT.write_text("".join(lines), encoding="utf-8")
    sys.stdout.write(f"{len(lines)} vectors in {OUT.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
