from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_samples import SCHEDULE, at, document, places, resigned

from milepost.frozen import replace
from milepost.ir.calendars import Calendar, Same, Union
from milepost.ir.codec import (
    MAX_PROBLEMS,
    ScheduleError,
    decode,
    digest,
    dump,
    encode,
    load,
    validate,
)
from milepost.ir.conditions import Holds, Not
from milepost.ir.processes import AtBreach, Milestone, Process
from milepost.ir.schedule import File, Horizon, Schedule
from milepost.ir.targets import Duration

SCALARS = (None, True, 0, 1, "", "x", [], {})


def refusal(changed: object) -> ScheduleError:
    with pytest.raises(ScheduleError) as caught:
        decode(changed)
    said = caught.value
    assert said.__cause__ is None
    assert "\n" not in str(said)
    assert not said.message.endswith(".")
    return said


def refused(changed: object) -> str | None:
    try:
        decode(changed)
    except ScheduleError as said:
        return str(said)
    return None


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ((), [], "expected an object, found an array"),
        ((), None, "expected an object, found null"),
        (("format",), "x", "`/format`: this is no compiled schedule: `format` is not"),
        (("version",), 2, "`/version`: a newer milepost wrote this: 1 is the last version known"),
        pytest.param(("version",), 10**9999, "`/version`: a newer milepost wrote this", id="huge"),
        (("version",), True, "`/version`: `version` is not a positive integer"),
        (("version",), 0, "`/version`: `version` is not a positive integer"),
        (("digest",), 7, "`/digest`: expected text, found an integer"),
        (("digest",), "md5:0", "`/digest`: `md5:0` is not `sha256:` and 64 hexadecimal digits"),
        (("projct",), "", "unknown key `projct`; did you mean `project`?"),
        (("project",), 7, "`/project`: expected text, found an integer"),
        (("language",), True, "`/language`: expected an integer, found true or false"),
        (("language",), 1.0, "`/language`: the number 1.0 is not an integer"),
        (("language",), 2**53, "`/language`: an integer is beyond 2**53 - 1 in size"),
        (("project",), "\ud800", "`/project`: the text holds U+D800, half of a character"),
        (("records",), "", "`/records`: expected an array, found text"),
        (("records", 0), None, "`/records/0`: expected an object, found null"),
        (("records", 0, "name"), [], "`/records/0/name`: expected text, found an array"),
        (
            ("records", 0, "fields", 1, "default"),
            {},
            "`/records/0/fields/1/default`: expected text, an integer, true or false, an array",
        ),
        (
            ("calendars", 0, "open_time", "kind"),
            "rulez",
            "`/calendars/0/open_time/kind`: unknown kind `rulez`; did you mean `rules`?",
        ),
        (
            ("calendars", 0, "open_time", "windows", 0, "day"),
            7,
            "`/calendars/0/open_time/windows/0/day`: the integer is not between 0 and 6",
        ),
        (
            ("tables", 0, "rows", 0, "keys", 0, 1),
            [1, 2, 3],
            "`/tables/0/rows/0/keys/0/1`: the array does not have 2 values",
        ),
        (
            ("tables", 0, "rows", 0, "keys", 0, 1),
            [1, "2"],
            "`/tables/0/rows/0/keys/0/1/1`: expected an integer, found text",
        ),
        (
            ("horizon", "ends"),
            "2026-02-30",
            "`/horizon/ends`: `2026-02-30` is not a date (`YYYY-MM-DD`)",
        ),
        (("horizon", "ends"), "20260131", "`/horizon/ends`: `20260131` is not a date"),
        (("horizon", "ends"), "20260230\n", "`/horizon/ends`: `20260230\\u{a}` is not a date"),
        (("horizon", "ends"), "2026-01-01\n", "`/horizon/ends`: `2026-01-01\\u{a}` is not a date"),
    ],
)
def test_a_mistake_is_told_with_its_place(path: Any, value: object, said: str) -> None:
    changed: Any = document()
    if path:
        at(changed, path[:-1])[path[-1]] = value
    else:
        changed = value
    assert str(refusal(changed)).startswith(said)


@pytest.mark.parametrize("key", sorted(set(document()) - {"files", "source_map"}))
def test_a_missing_member_is_named_or_a_default(key: str) -> None:
    changed = document()
    del changed[key]
    if key in Schedule._defaults:
        assert decode(resigned(changed)) == replace(SCHEDULE, **{key: Schedule._defaults[key]})
    else:
        assert f"`{key}`" in str(refusal(changed if key == "digest" else resigned(changed)))


def test_a_changed_document_is_told_from_its_digest() -> None:
    changed = document() | {"project": "apes"}
    said = refusal(changed)
    counted = resigned(changed)["digest"]
    assert str(said) == (
        f"`/digest`: it was changed after it was compiled: its digest is now `{counted}`"
    )
    assert decode(resigned(changed)).project == "apes"


def test_a_missing_key_is_told_at_its_object() -> None:
    changed = document()
    del changed["processes"][0]["milestones"][0]["lines"]
    assert str(refusal(changed)) == "`/processes/0/milestones/0`: missing `lines`"


def test_a_missing_kind_is_told_at_its_object() -> None:
    changed = document()
    del changed["requirements"][0]["kind"]
    assert str(refusal(changed)) == "`/requirements/0`: missing `kind`"


PLACES = [*places(document())][1:]
VALUES = st.sampled_from(SCALARS) | st.sampled_from(
    [value for value in (at(document(), path) for path in PLACES) if len(str(value)) < 200]
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(["replace", "remove", "add"]), VALUES)
def test_the_schema_and_the_reader_say_the_same(path: Any, change: str, value: object) -> None:
    changed = document()
    within = at(changed, path[:-1])
    if change == "replace":
        within[path[-1]] = value
    elif change == "remove":
        del within[path[-1]]
    elif isinstance(within, dict):
        within[f"{path[-1]}x"] = value
    if path[0] != "digest":
        changed = resigned(changed)
    said = refused(changed)
    problems = validate(changed)
    assert (said is None) == (problems == ())
    if said is not None and path[0] not in ("format", "version"):
        assert said in problems


def test_the_first_problems_are_told_and_the_rest_left() -> None:
    changed = document()
    changed["project"] = changed["timezone"] = 7
    changed["files"] = [{}] * 100
    problems = validate(changed)
    assert problems[0] == "`/project`: expected text, found an integer"
    assert "`/timezone`: expected text or null, found an integer" in problems
    assert "`/files/0`: missing `path`, `digest`" in problems
    assert len(problems) <= MAX_PROBLEMS


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no JSON at line 1, column 1: expecting value"),
        (b"{", "no JSON at line 1, column 2: "),
        (b"[]", "expected an object, found an array"),
        (b"\xff", "the bytes at 0 are not UTF-8"),
        (b"\xed\xa0\x80", "the bytes at 0 are not UTF-8"),
        (b"\xef\xbb\xbf{}", "no JSON at line 1, column 1: "),
        ('"{}"'.encode("utf-16"), "the bytes at 0 are not UTF-8"),
        (b'{"a":[{"b":1,"c":2,"b":1}]}', "`/a/0`: the key `b` occurs twice"),
        (b'{"a":{"b":1,"b":1},"a":2}', "the key `a` occurs twice"),
        (b'{"format":"x","format":"x\\n"}', "the key `format` occurs twice"),
        (b"[" * 100_000, "nested deeper than 128 levels"),
        (b'{"a":' * 100_000, "nested deeper than 128 levels"),
        (b"9" * 100_000, "expected an object, found an integer"),
    ],
)
def test_hostile_bytes_end_in_a_schedule_error(data: bytes, said: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        load(data)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (b"NaN", "`/language`: the number nan is not an integer"),
        (b"-Infinity", "`/language`: the number -inf is not an integer"),
        (b"1e999", "`/language`: the number inf is not an integer"),
        (b"1.0", "`/language`: the number 1.0 is not an integer"),
        (b"1" * 5000, "`/language`: an integer is beyond 2**53 - 1 in size"),
        (b"-" + b"1" * 5000, "`/language`: an integer is beyond 2**53 - 1 in size"),
        (b'"\\ud800"', "`/language`: the text holds U+D800, half of a character"),
        (b"[" * 200 + b"]" * 200, "`/language/0/0/"),
        (b'{"a\\n\\u0007":1e1}', "`/language/a\\u{a}\\u{7}`: the number 10.0 is not an integer"),
    ],
)
def test_hostile_values_are_told_with_their_place(value: bytes, said: str) -> None:
    data = dump(SCHEDULE).replace(b'"horizon"', b'"language":' + value + b',"horizon"')
    with pytest.raises(ScheduleError) as caught:
        load(data)
    assert str(caught.value).startswith(said)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_damaged_bytes_end_in_a_schedule_error(data: Any) -> None:
    whole = dump(SCHEDULE)
    start = data.draw(st.integers(0, len(whole) - 2))
    end = data.draw(st.integers(start, min(len(whole) - 1, start + 40)))
    damaged = whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:]
    with suppress(ScheduleError):
        assert digest(load(damaged)) == digest(SCHEDULE)


def chained(depth: int) -> Schedule:
    """Return a schedule whose calendar is that many levels deep in its document."""
    hours: Any = Same("office")
    for _ in range(depth - 4):
        hours = Union(hours, Same("office"))
    return replace(SCHEDULE, calendars=(Calendar("all", hours),))


def test_the_deepest_schedule_comes_back() -> None:
    schedule = chained(128)
    assert load(dump(schedule)) == schedule
    assert validate(encode(schedule)) == ()


def test_a_schedule_too_deep_for_a_document_is_refused() -> None:
    for depth in (129, 100_000):
        with pytest.raises(ScheduleError, match="nested deeper than 128 levels"):
            encode(chained(depth))


def test_a_deep_document_is_compared_with_the_schema_all_the_same() -> None:
    changed = encode(chained(128))
    inner = changed["calendars"][0]["open_time"]
    while inner["left"]["kind"] == "union":
        inner = inner["left"]
    inner["left"]["calender"] = inner["left"].pop("calendar")
    (problem,) = validate(changed)
    assert problem.endswith("unknown key `calender`; did you mean `calendar`?")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"project": 7}, "`/project`: expected text, found an integer"),
        ({"records": []}, "`/records`: expected an array, found a `list`"),
        ({"project": "\udc80"}, "`/project`: the text holds U+DC80"),
        ({"files": (File("\udc80", ""),)}, "`/files/0/path`: the text holds U+DC80"),
        ({"language": 2**60}, "`/language`: an integer is beyond 2**53 - 1 in size"),
        ({"language": 1.5}, "`/language`: expected an integer, found a `float`"),
        ({"horizon": Duration(1)}, "`/horizon`: expected an object, found a `Duration`"),
        ({"horizon": Horizon("2026-1-1", "")}, "`/horizon/starts`: `2026-1-1` is not a date"),
        (
            {"processes": (Process("p", "r", (Milestone("m", (), (), when=AtBreach()),)),)},
            "`/processes/0/milestones/0/when`: expected an object or null, found a `AtBreach`",
        ),
    ],
)
def test_what_no_document_can_hold_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        encode(replace(SCHEDULE, **changes))
    assert str(caught.value).startswith(said)


def test_a_condition_of_many_levels_is_read_in_linear_time() -> None:
    condition: Any = Holds("vip")
    for _ in range(60):
        condition = Not(condition)
    process = Process("p", "case", (), when=condition)
    schedule = replace(SCHEDULE, processes=(process,))
    assert validate(encode(schedule)) == ()
