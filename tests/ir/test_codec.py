import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_samples import SCHEDULE
from ir_strategies import every_class, ir_values, is_value_class, schedules

from milepost.diagnostics import InternalError, ToolError
from milepost.frozen import fields_of, frozen, replace
from milepost.ir.calendars import Calendar, Same, Union
from milepost.ir.canonical import canonical, survey
from milepost.ir.codec import (
    MAX_PROBLEMS,
    ScheduleError,
    decode,
    digest,
    dump,
    encode,
    load,
    load_schedule,
    validate,
)
from milepost.ir.conditions import Holds, Not
from milepost.ir.objects import reader, writer
from milepost.ir.processes import AtBreach, Milestone, Process
from milepost.ir.schedule import File, Horizon, Place, Schedule
from milepost.ir.schema import shape_of
from milepost.ir.targets import Duration

TESTS = Path(__file__).parent
SCALARS = (None, True, 0, 1, "", "x", [], {})


def document() -> dict[str, Any]:
    return encode(SCHEDULE)


def resigned(changed: dict[str, Any]) -> dict[str, Any]:
    """Return a document with the digest its content asks for, counted as the module says."""
    signed = {key: changed[key] for key in changed if key not in ("digest", "files", "source_map")}
    try:
        return changed | {"digest": f"sha256:{sha256(canonical(signed)).hexdigest()}"}
    except ValueError:
        return changed


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inside: Any = value.items() if isinstance(value, dict) else ()
    for key, below in enumerate(value) if isinstance(value, list) else inside:
        yield from places(below, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


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


def classes_in(value: object) -> Iterator[type]:
    if is_value_class(type(value)):
        yield type(value)
        for name in fields_of(value):
            yield from classes_in(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from classes_in(item)


# Round trips


def test_the_sample_holds_every_class() -> None:
    assert set(classes_in(SCHEDULE)) == set(every_class())


def test_the_sample_comes_back() -> None:
    assert repr(decode(document())) == repr(SCHEDULE)
    assert load(dump(SCHEDULE)) == SCHEDULE


@settings(max_examples=60, deadline=None)
@given(schedules())
def test_every_schedule_comes_back(schedule: Schedule) -> None:
    written = encode(schedule)
    assert decode(written) == schedule
    assert repr(load(dump(schedule))) == repr(schedule)
    assert json.loads(dump(schedule)) == written
    assert validate(written) == ()


@pytest.mark.parametrize("cls", every_class())
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_every_value_of_every_class_comes_back(cls: type, data: Any) -> None:
    value = data.draw(ir_values(cls, depth=4))
    written = json.loads(json.dumps(writer(cls)(value)))
    assert repr(reader(cls)(written)) == repr(value)


@frozen
class Odd:
    none_by_choice: str | None = "created"
    while_: int | bool = 1
    pair: tuple[int, int] | None = (1, 2)
    flags: tuple[bool | int | str | tuple[str, ...], ...] = ()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Odd(), {}),
        (Odd(None), {"none_by_choice": None}),
        (Odd("created", True), {"while": True}),
        (Odd(pair=None), {"pair": None}),
        (Odd(pair=(0, -1)), {"pair": [0, -1]}),
        (Odd(flags=(False, 0, "", ())), {"flags": [False, 0, "", []]}),
    ],
)
def test_a_field_is_left_out_only_at_its_very_default(value: Odd, written: object) -> None:
    assert writer(Odd)(value) == written
    assert repr(reader(Odd)(written)) == repr(value)


def test_forms_that_json_cannot_tell_apart_are_a_bug() -> None:
    for annotation in (tuple[int, ...] | tuple[str, ...], Horizon | File, Horizon | Duration):
        with pytest.raises(InternalError, match="cannot tell the forms"):
            shape_of(annotation)
    with pytest.raises(InternalError, match="has no form in JSON"):
        shape_of(float | None)


# The digest


def test_the_digest_is_that_of_the_signed_members() -> None:
    assert document()["digest"] == resigned(document())["digest"] == digest(SCHEDULE)


def test_the_bytes_are_canonical_with_a_newline() -> None:
    assert dump(SCHEDULE) == canonical(document()) + b"\n"


def test_files_and_places_take_no_part_in_the_digest() -> None:
    moved = replace(SCHEDULE, files=(File("other.sla", ""),), source_map=(Place("", "x", 1, 1),))
    assert digest(moved) == digest(SCHEDULE)
    assert dump(moved) != dump(SCHEDULE)


def test_everything_else_takes_part_in_the_digest() -> None:
    for name in fields_of(SCHEDULE):
        if name not in ("files", "source_map"):
            changed = document()
            changed[name] = None
            assert resigned(changed)["digest"] != digest(SCHEDULE), name


def test_a_changed_document_is_told_from_its_digest() -> None:
    changed = document() | {"project": "apes"}
    said = refusal(changed)
    counted = resigned(changed)["digest"]
    assert str(said) == (
        f"`/digest`: it was changed after it was compiled: its digest is now `{counted}`"
    )
    assert decode(resigned(changed)).project == "apes"


def test_defaults_spelled_out_are_read() -> None:
    spelled = resigned(document() | {"language": 1, "objectives": document()["objectives"]})
    assert decode(spelled) == SCHEDULE


def test_two_hash_seeds_give_the_same_bytes() -> None:
    program = "import sys; from ir_samples import SCHEDULE; from milepost.ir.codec import dump; "
    program += "sys.stdout.buffer.write(dump(SCHEDULE))"
    written = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(TESTS)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    ]
    assert written == [dump(SCHEDULE)] * 2


# What is no schedule


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


@settings(max_examples=120, deadline=None)
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


# Hostile input


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


@settings(max_examples=200, deadline=None)
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


# Files


def test_a_file_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "schedule.json"
    path.write_bytes(dump(SCHEDULE))
    assert load_schedule(path) == load_schedule(str(path)) == SCHEDULE


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "schedule.json"
    path.write_text("{}")
    with pytest.raises(ScheduleError, match="this is no compiled schedule") as caught:
        load_schedule(path)
    assert str(caught.value).startswith(f"{path}: `/format`: ")
    assert str(copy(caught.value)) == str(caught.value)


def test_a_file_that_cannot_be_read_is_tool_trouble(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"cannot read `.*none\.json`: No such file"):
        load_schedule(tmp_path / "none.json")


def test_a_schedule_loads_with_the_standard_library_alone(tmp_path: Path) -> None:
    path = tmp_path / "schedule.json"
    path.write_bytes(dump(SCHEDULE))
    program = (
        "import sys; from milepost.ir.codec import load_schedule; load_schedule(sys.argv[1]); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, check=True, text=True
    )
    loaded = set(ran.stdout.split())
    standard = set(sys.stdlib_module_names) | {"milepost"}
    assert "milepost" in loaded
    foreign = {name for name in loaded - standard if not name.startswith("_")}
    assert foreign == set()


def test_the_survey_finds_the_keys() -> None:
    assert survey({"a": [{"b": 1}]}) == {"a", "b"}


def test_a_condition_of_many_levels_is_read_in_linear_time() -> None:
    condition: Any = Holds("vip")
    for _ in range(60):
        condition = Not(condition)
    process = Process("p", "case", (), when=condition)
    schedule = replace(SCHEDULE, processes=(process,))
    assert validate(encode(schedule)) == ()
