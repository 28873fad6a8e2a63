"""Recurrence rules against `dateutil`, which shares no code with them."""

import warnings
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeAlias

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from milepost.semantics.recurrences import (
    FREQUENCIES,
    Patience,
    TooMuchError,
    named,
    occurrences,
    rule_of,
)

Parts: TypeAlias = dict[str, Any]

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local time
FIRST, LAST = datetime(1998, 1, 1), datetime(2012, 12, 31)  # noqa: DTZ001 - local time
DAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
NTHS = st.sampled_from(["1", "2", "+3", "5", "-1", "-2"])


def some(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[list[int]]:
    return st.lists(numbers, min_size=1, max_size=4, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> Parts:
    frequency = draw(st.sampled_from(FREQUENCIES))
    plain_days = st.lists(DAYS, min_size=1, max_size=3, unique=True)
    nth_days = st.lists(st.builds(str.__add__, NTHS, DAYS), min_size=1, max_size=3, unique=True)
    # All with a number or all without: `dateutil` takes a mixture for "both".
    weekdays = plain_days | nth_days if frequency in ("YEARLY", "MONTHLY") else plain_days
    optional: dict[str, st.SearchStrategy[Any]] = {
        "INTERVAL": some(st.integers(1, 4)).map(lambda numbers: numbers[:1]),
        "COUNT": some(st.integers(1, 20)).map(lambda numbers: numbers[:1]),
        "BYMONTH": some(st.integers(1, 12)),
        "BYMONTHDAY": some(st.integers(1, 31) | st.integers(-31, -1)),
        "BYDAY": weekdays,
        "BYHOUR": some(st.integers(0, 23)),
        "WKST": DAYS.map(lambda day: [day]),
    }
    if frequency == "YEARLY":
        optional["BYYEARDAY"] = some(st.integers(1, 366) | st.integers(-366, -1))
        optional["BYSETPOS"] = some(st.integers(1, 3) | st.integers(-3, -1))
    if frequency == "MONTHLY":
        optional["BYSETPOS"] = some(st.integers(1, 3) | st.integers(-3, -1))
    parts: Parts = draw(st.fixed_dictionaries({}, optional=optional))
    return {"FREQ": [frequency], **parts}


def text_of(parts: Parts) -> str:
    return ";".join(f"{key}={','.join(map(str, values))}" for key, values in parts.items())


@settings(deadline=None, max_examples=400)
@given(rules(), st.datetimes(FIRST, LAST), st.sampled_from([60, 2000]))
def test_rules_name_what_dateutil_names(parts: Parts, start: datetime, days: int) -> None:
    start = start.replace(microsecond=0)
    begins = int((start - EPOCH).total_seconds())
    rule = rule_of(parts, begins, is_date=False)
    ends = begins + days * 86_400
    mine = list(islice(named(rule, begins, ends, Patience(10**6)), rule.count))
    # Where nothing is named, `dateutil` would go on to the year 9999.
    assume(mine)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = rrulestr(text_of(parts), dtstart=start)
    expected = list(islice(theirs, len(mine)))
    assert [EPOCH + timedelta(seconds=one) for one in mine] == expected


def dates(text: str, start: datetime, count: int = 5) -> list[str]:
    parts = {
        key: [int(one) if one.lstrip("-").isdigit() else one for one in values.split(",")]
        for key, _, values in (part.partition("=") for part in text.split(";"))
    }
    begins = int((start - EPOCH).total_seconds())
    rule = rule_of(parts, begins, is_date=True)
    found = occurrences(rule, begins, begins + 20_000 * 86_400, Patience(10**6))
    return [f"{EPOCH + timedelta(seconds=one):%Y-%m-%d}" for one in islice(found, count)]


@pytest.mark.parametrize(
    ("text", "named_dates"),
    [
        ("FREQ=YEARLY;COUNT=2", ["1998-01-01", "1999-01-01"]),
        ("FREQ=MONTHLY;BYDAY=1MO,FR;COUNT=3", ["1998-01-01", "1998-01-02", "1998-01-05"]),
        # The first occurrence counts although the rule does not name it.
        ("FREQ=WEEKLY;BYDAY=SA;COUNT=2", ["1998-01-01", "1998-01-03"]),
        # Without a weekday, the week has that of the first occurrence: a Thursday.
        ("FREQ=YEARLY;BYWEEKNO=20;COUNT=2", ["1998-01-01", "1998-05-14"]),
        # The 53rd week of 1998 ends in 1999.
        ("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=TH;COUNT=3", ["1998-01-01", "1998-12-31", "1999-12-30"]),
        # Of a week that had begun, the first day may be over.
        ("FREQ=WEEKLY;BYDAY=MO,TH;BYSETPOS=1;COUNT=2", ["1998-01-01", "1998-01-05"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3", ["1998-01-01", "2000-02-29", "2004-02-29"]),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", ["1998-01-01"]),
    ],
)
def test_what_dateutil_does_otherwise_or_never_ends(text: str, named_dates: list[str]) -> None:
    assert dates(text, FIRST) == named_dates


@pytest.mark.parametrize(
    ("parts", "trouble"),
    [
        ({}, "`FREQ` is not one of `YEARLY`, `MONTHLY`, `WEEKLY`, `DAILY`"),
        ({"FREQ": ["DAILY"], "INTERVAL": [0]}, "`INTERVAL=0` is out of range"),
        ({"FREQ": ["DAILY"], "COUNT": [1, 2]}, "`COUNT=1,2` is out of range"),
        ({"FREQ": ["DAILY"], "BYMONTHDAY": [0]}, "`BYMONTHDAY=0` is out of range"),
        ({"FREQ": ["DAILY"], "BYDAY": ["XX"]}, "`XX` is not a weekday"),
        ({"FREQ": ["WEEKLY"], "BYDAY": ["2MO"]}, "`2MO` has no meaning in `FREQ=WEEKLY`"),
        ({"FREQ": ["DAILY"], "SKIP": ["OMIT"]}, "`SKIP` is not read"),
    ],
)
def test_what_cannot_be_read_is_named(parts: Parts, trouble: str) -> None:
    with pytest.raises(ValueError, match="^" + trouble.replace("`", ".").replace("+", r"\+")):
        rule_of(parts, 0, is_date=True)


def test_patience_ends() -> None:
    rule = rule_of({"FREQ": ["DAILY"], "BYMONTH": [2], "BYMONTHDAY": [30]}, 0, is_date=True)
    with pytest.raises(TooMuchError):
        list(named(rule, 0, 10_000 * 86_400, Patience(9_999)))
