"""Registers: three forms of the same rows, and what is wrong with bad ones."""

import csv
import io
import json
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from milepost.diagnostics import Diagnostic, Severity
from milepost.ir.schedule import Field
from milepost.semantics import codes
from milepost.semantics.registers import (
    MAX_REPORTS,
    RegisterRow,
    read_register,
    register_schema,
)
from milepost.source import Source

DATA = Path(__file__).parent / "data"
BAD = [
    "alias.yaml",
    "broken.json",
    "columns.csv",
    "deep.yml",
    "empty.csv",
    "headless.csv",
    "mapping.yaml",
    "nameless.csv",
    "object.json",
    "open_quote.csv",
    "quote.csv",
    "ragged.csv",
    "semicolons.csv",
    "surrogate.json",
    "tag.yaml",
    "two_documents.yaml",
    "values.csv",
    "values.json",
    "values.yaml",
]

FIELDS = (
    Field("tier", "choice", ("bronze", "silver", "gold")),
    Field("region", "choice", ("americas", "emea", "no")),
    Field("vip", "yes_no"),
    Field("seats", "integer", low=0, high=100_000),
    Field("grace", "duration"),
    Field("languages", "tags", ("en", "de")),
    Field("signed", "date"),
    Field("welcomed_at", "time"),
    Field("note", "text"),
    Field("priority", "choice", ("p1", "p2"), derived_from="impact_urgency"),
    Field("site", "zone", ("Europe/London", "Asia/Tokyo")),
)
CLIENT_A = {
    "label": "Email support, client A",
    "account": "Client A",
    "channels": ("email",),
    "from": "2026-01-01",
    "to": "2026-12-31",
    "cases": 20,
    "hours": "client_a_hours",
    "source": "https://example.com/contracts/a",
    "tier": "bronze",
    "region": "no",
    "vip": False,
    "seats": 12,
    "grace": 4 * 3600,
    "languages": ("en",),
    "signed": "2025-12-01",
    "welcomed_at": 1_766_595_600,
}
CLIENT_B = {
    "account": 'Client "B" Ltd',
    "channels": ("email", "phone", "chat", "web"),
    "from": "2026-01-01",
    "hours": "always",
    "tier": "gold",
    "region": "emea",
    "vip": True,
    "seats": 0,
    "grace": 5400,
    "languages": ("en", "de"),
    "note": "two\nlines",
}
CLIENT_C = {"account": "00123", "tier": "silver"}

FORMATS = st.sampled_from(["csv", "json", "yaml"])
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(
    lambda text: text.strip() or "x"
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "label": TEXTS,
            "account": TEXTS,
            "channels": st.lists(st.sampled_from(["email", "phone"]), min_size=1, unique=True),
            "from": st.dates().map(str),
            "cases": st.integers(0, 99),
            "tier": st.sampled_from(["bronze", "silver", "gold"]),
            "region": st.sampled_from(["americas", "emea", "no"]),
            "vip": st.booleans(),
            "grace": st.from_regex(r"\A([0-9]{1,3}[smhdw]){1,2}\Z"),
            "site": st.sampled_from(["Europe/London", "Asia/Tokyo"]),
        },
    ),
    max_size=5,
).map(lambda rows: [{"name": f"client_{number}", **row} for number, row in enumerate(rows)])
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from([2**60, 0.5, 20.0])
    | st.sampled_from(["", "email", "E", "gold", "2026-01-31", "2026-02-30", "4h", "4 h", "no"])
    | st.sampled_from(["2026-12-24T17:00Z", "email\n", "2026-01-31\n", "4h\n", "Asia/Tokyo"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("a"), inner),
    max_leaves=3,
)  # fmt: skip
KEYS = [*register_schema(FIELDS)["items"]["properties"], "colour"]


def read(path: str, text: str) -> tuple[tuple[RegisterRow, ...], tuple[Diagnostic, ...]]:
    return read_register(Source.of(path, text), FIELDS)


def read_file(path: Path) -> tuple[tuple[RegisterRow, ...], tuple[Diagnostic, ...]]:
    return read(path.name, path.read_bytes().decode())


def plain(rows: tuple[RegisterRow, ...]) -> dict[str, dict[str, object]]:
    return {row.name: {cell.name: cell.value for cell in row.values} for row in rows}


def said(found: tuple[Diagnostic, ...]) -> str:
    lines = []
    for one in found:
        lines.append(f"{one.span.line}:{one.span.column} {one.message}")
        lines.append(f"    help: {one.help}")
        lines += [f"    {n.span.line}:{n.span.column} {n.message}" for n in one.notes if n.span]
    return "".join(f"{line}\n" for line in lines)


def written(kind: str, rows: list[dict[str, object]]) -> str:
    if kind == "json":
        return json.dumps(rows, indent=1, ensure_ascii=False)
    if kind == "yaml":
        return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False)
    out = io.StringIO()
    header = ["name", *{key: None for row in rows for key in row if key != "name"}]
    table = csv.DictWriter(out, header, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    table.writeheader()
    for row in rows:
        table.writerow(
            {
                key: ";".join(value)
                if isinstance(value, list)
                else {True: "yes", False: "no"}.get(value, value)
                if isinstance(value, bool)
                else value
                for key, value in row.items()
            }
        )
    return out.getvalue()


@pytest.mark.parametrize("name", ["entitlements.csv", "entitlements.yaml", "entitlements.json"])
def test_the_same_rows_are_read_from_each_form(name: str) -> None:
    rows, found = read_file(DATA / name)
    assert said(found) == ""
    assert plain(rows) == {"client_a": CLIENT_A, "client_b": CLIENT_B, "client_c": CLIENT_C}


@pytest.mark.parametrize("name", ["entitlements.csv", "entitlements.yaml", "entitlements.json"])
def test_values_come_in_the_order_of_the_columns(name: str) -> None:
    rows, _ = read_file(DATA / name)
    assert [cell.name for cell in rows[0].values] == list(CLIENT_A)


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said_with_its_place(name: str) -> None:
    _, found = read_file(DATA / "bad" / name)
    expected = (DATA / "bad" / f"{name}.txt").read_text("utf-8")
    assert said(found) == expected
    assert {(one.code, one.severity) for one in found} == {(codes.BAD_REGISTER, Severity.ERROR)}


def test_every_bad_file_is_tried() -> None:
    listed = {path.name for path in (DATA / "bad").iterdir() if path.suffix not in (".txt", ".ics")}
    assert listed == set(BAD)


@pytest.mark.parametrize(
    ("path", "text", "at"),
    [
        ("a.csv", 'name,account,vip\r\nclient_a, "Client, A" ,yes\r\n', ['"Client, A"', "yes"]),
        ("a.csv", 'name,account,vip\nclient_a,"two\nlines",no\n', ['"two\nlines"', "no"]),
        ("a.csv", "\ufeffname,account\nclient_a, Client A \n", ["Client A"]),
        ("a.yaml", "\ufeff- name: client_a\r\n  account: 'Client A'\r\n", ["'Client A'"]),
        ("a.yaml", "- name: client_a\n  account: Klient Ä 😀 # so\n", ["Klient Ä 😀"]),
        ("a.yaml", "- name: client_a\n  channels:\n  - email\n  - web\n\n", ["- email\n  - web"]),
        ("a.yaml", "- {name: client_a, channels: [email, web]}\n", ["[email, web]"]),
        ("a.yaml", "- name: client_a\n  note: |\n    so\n\n  vip: no\n", ["no", "|\n    so"]),
        (
            "a.json",
            '\ufeff[{"name":"client_a","account":"\\u00c4","vip":true}]',
            ['"\\u00c4"', "true"],
        ),
    ],
)
def test_cells_know_their_place(path: str, text: str, at: list[str]) -> None:
    (row,), found = read(path, text)
    assert said(found) == ""
    assert [cell.span.text for cell in row.values] == at


@pytest.mark.parametrize(
    ("path", "text", "row"),
    [
        ("a.csv", "name,vip\nclient_a,yes\n", "client_a,yes"),
        ("a.yaml", "- name: client_a\n  vip: yes\n\n# end\n", "name: client_a\n  vip: yes"),
        ("a.json", '[ {"name": "client_a"} ]', '{"name": "client_a"}'),
    ],
)
def test_rows_know_their_place(path: str, text: str, row: str) -> None:
    (read_row,), _ = read(path, text)
    assert read_row.span.text == row


@pytest.mark.parametrize("path", ["entitlements.csv", "entitlements.yaml", "entitlements.json"])
@pytest.mark.parametrize(("mark", "end"), [("", "\r\n"), ("\ufeff", "\n"), ("\ufeff", "\r\n")])
def test_line_ends_and_byte_order_marks_make_no_difference(path: str, mark: str, end: str) -> None:
    text = (DATA / path).read_text("utf-8")
    rows, found = read(path, mark + text.replace("\n", end))
    assert said(found) == ""
    expected, _ = read(path, text)
    assert plain(rows) == {
        name: {key: "two\r\nlines" if key == "note" and path == "entitlements.csv" and end != "\n"
               else value for key, value in cells.items()}
        for name, cells in plain(expected).items()
    }  # fmt: skip


def test_a_file_of_another_kind_is_refused() -> None:
    assert said(read("entitlements.xlsx", "x")[1]) == (
        "1:1 `entitlements.xlsx` is no register\n"
        "    help: registers end in `.csv`, `.yaml`, `.yml` or `.json`\n"
    )


def test_a_tab_in_yaml_is_reported_where_it_stands() -> None:
    rows, (found,) = read("a.yaml", "- name: client_a\n\ttier: gold\n")
    assert rows == ()
    assert found.message.startswith("no YAML: ")
    assert found.span.line == 2


def test_without_the_fast_loader_yaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_file(DATA / "entitlements.yaml")
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert read_file(DATA / "entitlements.yaml") == fast


def test_an_alias_bomb_is_defused() -> None:
    team = ", ".join(["email"] * 2000)
    rows = "".join(f"- {{name: client_{number}, channels: *team}}\n" for number in range(1000))
    _, found = read("a.yaml", f"- name: bomb\n  channels: &team [{team}]\n{rows}")
    assert [one.message for one in found] == ["more than 1,000,000 values"]


def test_deep_nesting_is_refused_without_recursion() -> None:
    for path in ("a.json", "a.yaml"):
        for opened in ("[", '[{"a":', "- "):
            assert len(read(path, opened * 50_000)[1]) == 1


def test_reports_end_at_a_hundred() -> None:
    text = "name,tier\n" + "".join(f"client_{number},wood\n" for number in range(1000))
    rows, found = read("a.csv", text)
    assert (len(rows), len(found)) == (1000, MAX_REPORTS)
    ragged = "name,tier\n" + "client_a\n" * 1000
    assert len(read("a.csv", ragged)[1]) == MAX_REPORTS
    keys = ",".join(f'"colour_{number}": 1' for number in range(1000))
    assert len(read("a.json", f'[{{"name": "client_a", {keys}}}]')[1]) == MAX_REPORTS


def test_one_trouble_of_the_header_leaves_room_for_others() -> None:
    rows = "".join(f"client_{number},gold,gold\n" for number in range(1000))
    _, found = read("a.csv", f"name,tier,tier\n{rows}client_x,wood,\n")
    assert [one.message for one in found] == [
        "column `tier` stands twice",
        "row 1002 `client_x`: `wood` is no value for `tier`",
    ]


def test_a_line_end_is_no_part_of_a_name() -> None:
    for column in ("name", "hours", "grace", "from", "welcomed_at"):
        good = {"name": "client_a", "hours": "office", "grace": "4h", "from": "2026-01-01"}
        good["welcomed_at"] = "2026-01-01T09:00Z"
        assert read("a.json", json.dumps([good]))[1] == ()
        bad = good | {column: good[column] + "\n"}
        assert len(read("a.json", json.dumps([bad]))[1]) == 1


def test_every_column_but_the_name_may_be_null() -> None:
    schema = register_schema(FIELDS)
    row = dict.fromkeys(schema["items"]["properties"]) | {"name": "client_a"}
    assert Draft202012Validator(schema).is_valid([row])
    rows, found = read("a.json", json.dumps([row]))
    assert (plain(rows), said(found)) == ({"client_a": {}}, "")


def test_quotes_make_a_text_of_a_number() -> None:
    text = "- name: a\n  cases: 20\n- name: b\n  cases: '20'\n"
    rows, found = read("a.yaml", text)
    assert plain(rows) == {"a": {"cases": 20}, "b": {}}
    assert [one.message for one in found] == ["row 2 `b`: `'20'` is no value for `cases`"]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(register_schema(FIELDS))
    assert "priority" not in register_schema(FIELDS)["items"]["properties"]


def test_a_column_of_the_entitlement_hides_a_field_of_its_name() -> None:
    fields = (Field("type", "choice", ("phone", "web")),)
    rows, found = read_register(Source.of("a.csv", "name,type\na,Phone support\n"), fields)
    assert found == ()
    assert plain(rows) == {"a": {"type": "Phone support"}}


@settings(max_examples=300)
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JSON_VALUES, max_size=3), max_size=3))
def test_a_row_is_accepted_when_the_published_schema_accepts_it(
    rows: list[dict[str, object]],
) -> None:
    document = [
        row | {"name": f"client_{number}"} if isinstance(row.get("name"), str) else row
        for number, row in enumerate(rows)
    ]
    checker = Draft202012Validator.FORMAT_CHECKER
    judge = Draft202012Validator(register_schema(FIELDS), format_checker=checker)
    _, found = read("a.json", json.dumps(document))
    assert (said(found) == "") == judge.is_valid(document)


@given(ROWS)
def test_the_three_forms_agree(rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    results = [read(f"a.{kind}", written(kind, rows)) for kind in ("csv", "json", "yaml")]
    assert [said(found) for _, found in results] == ["", "", ""]
    first, *others = [plain(read_rows) for read_rows, _ in results]
    assert others == [first, first]
    assert set(first) == {row["name"] for row in rows}


@settings(max_examples=300)
@given(
    FORMATS, st.text() | st.text(st.sampled_from('name,tier\n\r"[]{}:- &*!|>#\\u0dgolclient_a1'))
)
def test_any_text_is_read_without_an_exception(kind: str, text: str) -> None:
    rows, found = read(f"a.{kind}", text)
    for span in [row.span for row in rows] + [one.span for one in found]:
        assert 0 <= span.start <= span.end <= len(text)


@settings(max_examples=300)
@given(FORMATS, ROWS, st.data())
def test_a_damaged_register_is_read_without_an_exception(
    kind: str, rows: list[dict[str, object]], data: st.DataObject
) -> None:
    text = written(kind, rows)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = (
            text[:at] + data.draw(st.text(max_size=2)) + text[at + data.draw(st.integers(0, 3)) :]
        )
    read_rows, found = read(f"a.{kind}", text)
    for span in [cell.span for row in read_rows for cell in row.values] + [d.span for d in found]:
        assert 0 <= span.start <= span.end <= len(text)


@pytest.mark.parametrize("kind", ["csv", "json", "yaml"])
def test_ten_thousand_rows_take_no_longer_than_two_seconds(kind: str) -> None:
    row = {"account": "Client, A", "channels": ["email"], "from": "2026-01-01", "tier": "gold"}
    rows = [{"name": f"client_{number}", **row, "cases": number} for number in range(10_000)]
    source = Source.of(f"a.{kind}", written(kind, rows))
    read_register(source, ())
    started = time.process_time()
    read_rows, found = read_register(source, FIELDS)
    assert time.process_time() - started < 2
    assert (len(read_rows), said(found)) == (10_000, "")
