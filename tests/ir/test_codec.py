import json
import os
import subprocess
import sys
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_samples import SCHEDULE, document, resigned
from ir_strategies import every_class, ir_values, is_value_class, schedules

from milepost.diagnostics import InternalError, ToolError
from milepost.frozen import fields_of, frozen, replace
from milepost.ir.canonical import canonical
from milepost.ir.codec import (
    ScheduleError,
    decode,
    digest,
    dump,
    encode,
    load,
    load_schedule,
    validate,
)
from milepost.ir.objects import reader, writer
from milepost.ir.schedule import File, Horizon, Place, Schedule
from milepost.ir.schema import shape_of
from milepost.ir.targets import Duration

TESTS = Path(__file__).parent


def classes_in(value: object) -> Iterator[type]:
    if is_value_class(type(value)):
        yield type(value)
        for name in fields_of(value):
            yield from classes_in(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from classes_in(item)


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
@settings(max_examples=8, deadline=None)
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
