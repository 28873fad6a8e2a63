import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from ir_samples import SCHEDULE
from ir_strategies import every_class, schedules
from jsonschema import Draft202012Validator

import milepost.ir.schema
from milepost.frozen import fields_of
from milepost.ir.canonical import MAX_INTEGER
from milepost.ir.codec import decode, encode
from milepost.ir.schedule import Schedule
from milepost.ir.schema import BOUNDS, DATES, UNIONS, classes_of, schema, shape_of, text

SHIPPED = Path(milepost.ir.schema.__file__).with_name("schedule.schema.json")
AGAINST = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
PARTS = tuple(cls for cls in every_class() if cls is not Schedule)


def definitions() -> dict[str, Any]:
    found: Any = schema()["$defs"]
    return found


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = [*value.values()]
    for inner in value if isinstance(value, list) else ():
        yield from nodes(inner)


def test_the_shipped_schema_is_the_generated_one() -> None:
    assert SHIPPED.read_text("utf-8") == text(), "run python -m milepost.ir.schema"


def test_the_module_writes_the_shipped_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied = tmp_path / "schema.py"
    copied.write_bytes(Path(milepost.ir.schema.__file__).read_bytes())
    runpy.run_path(str(copied), run_name="__main__")
    written = tmp_path / "schedule.schema.json"
    assert written.read_bytes() == SHIPPED.read_bytes()
    assert sorted(tmp_path.iterdir()) == [written, copied]
    assert capsys.readouterr().out == f"{written}\n"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == "https://milepost.dev/schemas/schedule-1.json"


def test_every_reference_leads_somewhere() -> None:
    named = {node["$ref"] for node in nodes(schema()) if "$ref" in node}
    assert named == {f"#/$defs/{name}" for name in definitions()}


@pytest.mark.parametrize("cls", PARTS)
def test_every_class_is_described_and_closed(cls: Any) -> None:
    said = definitions()[cls.__name__]
    assert said["description"] == " ".join(cls.__doc__.split())
    assert said["additionalProperties"] is False
    kind = ["kind"] if hasattr(cls, "kind") else []
    keys = {name: name.rstrip("_") for name in fields_of(cls)}
    assert [*said["properties"]] == [*kind, *keys.values()]
    assert said["required"] == kind + [keys[name] for name in keys if name not in cls._defaults]


def test_the_document_is_closed() -> None:
    assert schema()["additionalProperties"] is False
    assert [*schema()["properties"]] == ["format", "version", "digest", *fields_of(Schedule)]


def test_no_one_of_holds_two_objects() -> None:
    # A reader of the schema would try both, at every level of a condition.
    for node in nodes(schema()):
        objects = [
            branch
            for branch in node.get("oneOf", ())
            if branch.get("$ref", "") not in ("", "#/$defs/Integer", "#/$defs/Date")
        ]
        assert len(objects) < 2


def test_every_union_of_kinds_has_its_name() -> None:
    for name, union in UNIONS.items():
        kinds = [*classes_of(shape_of(union))]
        assert definitions()[name]["properties"]["kind"]["enum"] == kinds


def test_every_field_with_the_name_of_a_date_is_one() -> None:
    named = ("date", "effective", "starts", "ends")
    dates = {cls: tuple(n for n in fields_of(cls) if n in named) for cls in every_class()}
    assert {cls: names for cls, names in dates.items() if names} == DATES


def test_a_newline_after_a_date_is_refused_without_knowing_the_format() -> None:
    date = {"$ref": "#/$defs/Date", "$defs": definitions()}
    assert Draft202012Validator(date).is_valid("2026-01-01")
    assert not Draft202012Validator(date).is_valid("2026-01-01\n")


def test_dates_are_text_fields() -> None:
    for cls, names in DATES.items():
        for name in names:
            assert get_type_hints(cls)[name] in (str, str | None), f"{cls}.{name}"


def test_bounds_are_of_integers() -> None:
    allowed = (int, int | None, tuple[int, ...], tuple[int, ...] | None)
    for cls, bounds in BOUNDS.items():
        for name in bounds:
            assert get_type_hints(cls)[name] in allowed, f"{cls}.{name}"


def test_dates_and_integers_are_bounded() -> None:
    bounded = {"type": "integer", "minimum": -MAX_INTEGER, "maximum": MAX_INTEGER}
    assert definitions()["Integer"] == bounded
    assert definitions()["Regime"]["properties"]["starts"] == {"$ref": "#/$defs/Date"}
    weekday = definitions()["Window"]["properties"]["day"]
    assert weekday == {"type": "integer", "minimum": 0, "maximum": 6}
    days = definitions()["Weekly"]["properties"]["days"]
    assert days == {"type": "array", "items": weekday}


@pytest.mark.parametrize("day", ["2026-2-3", "2026-13-01", "2026-02-30", "02026-01-01", "", "\n"])
def test_what_is_no_date_is_refused(day: str) -> None:
    document = encode(SCHEDULE)
    document["horizon"]["ends"] = day
    assert not AGAINST.is_valid(document)


def test_the_sample_fits() -> None:
    AGAINST.validate(encode(SCHEDULE))


@settings(max_examples=30, deadline=None)
@given(schedules())
def test_every_schedule_fits(schedule: Schedule) -> None:
    AGAINST.validate(encode(schedule))


@pytest.mark.parametrize("cls", PARTS)
def test_the_default_in_the_schema_is_what_the_reader_fills_in(cls: Any) -> None:
    for name in cls._defaults:
        said = definitions()[cls.__name__]["properties"][name.rstrip("_")]["default"]
        assert json.dumps(said) == json.dumps(cls._defaults[name])


def test_a_document_of_defaults_is_read_and_fits() -> None:
    bare = Schedule("p", None, SCHEDULE.horizon, SCHEDULE.data, (), ())
    written = encode(bare)
    AGAINST.validate(written)
    assert decode(written) == bare
    assert [*written] == [
        *("format", "version", "digest", "project", "timezone"),
        *("horizon", "data", "records", "calendars"),
    ]
