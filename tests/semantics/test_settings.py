"""`milepost.toml`: what it sets, what is refused, and where the mistake is said to stand."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from milepost.diagnostics import ToolError
from milepost.semantics import configuration_schema
from milepost.semantics.configuration import place_of
from milepost.semantics.settings import read_settings

FULL = """\
name = "shop"                    # a remark
timezone = "Europe/London"
horizon = { from = 2026-01-01, to = 2030-12-31 }

[checks]
day-as-duration = "warning"
P201 = "off"

[[folder]]
path = "drafts"
checks.P506 = "information"

[[folder]]
path = "drafts/old"

[folder.checks]
"P505" = "off"

[limits.ours]
processes = 20

[[export]]
target = "icalendar"
allow = ["P612"]
"""


def read(folder: Path, text: str) -> object:
    (folder / "milepost.toml").write_text(text)
    return read_settings(folder)


def test_everything_that_may_be_set(tmp_path: Path) -> None:
    settings = read(tmp_path, FULL)
    assert settings.name == "shop"
    assert (settings.horizon_starts, settings.horizon_ends) == ("2026-01-01", "2030-12-31")
    assert settings.levels == {"day-as-duration": "warning", "P201": "off"}
    assert [(one.path, one.levels) for one in settings.folders] == [
        ("drafts", {"P506": "information"}),
        ("drafts/old", {"P505": "off"}),
    ]
    assert settings.limits == {"ours": {"processes": 20}}
    assert [(one.target, one.allowed) for one in settings.exports] == [("icalendar", ("P612",))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("nmae = 1", "1:1: unknown key `nmae`; did you mean `name`?"),
        ("\n  [horizn]\n", "2:4: unknown key `horizn`; did you mean `horizon`?"),
        ("[horizon]\nfrom = 1\n", "2:1: `horizon.from` must be a date such as 2027-01-01"),
        (
            "[horizon]\nfrom = 2027-01-01\nto = 2026-01-01\n",
            "3:1: the horizon ends (2026-01-01) before it begins (2027-01-01)",
        ),
        (
            "[[folder]]\npath = 'a'\n[[folder]]\npath = 'b'\nchecks = { P505 = 'of' }\n",
            '5:1: `folder.checks.P505` must be one of "error", "warning", "information", "off"',
        ),
        ("[[folder]]\nchecks = {}\n", "1:3: `folder` has no key `path`"),
        ("[[export]]\ntarget = 'x'\nallow = 'P1'\n", "3:1: `export.allow` must be a list of texts"),
        (
            "[limits.ours]\nprocesses = true\n",
            "2:1: `limits.ours.processes` must be a whole number",
        ),
        ("folder = 3", "1:1: `folder` must be a list of tables"),
        ("name = ", ": Invalid value (at end of document)"),
    ],
)
def test_mistakes_name_their_place(tmp_path: Path, text: str, wanted: str) -> None:
    with pytest.raises(ToolError) as caught:
        read(tmp_path, text)
    assert (
        str(caught.value)
        == f"{tmp_path / 'milepost.toml'}{'' if wanted[0] == ':' else ':'}{wanted}"
    )


def test_places_are_found_in_every_way_of_writing() -> None:
    assert place_of(FULL, ("horizon", "from")) == (3, 1)
    assert place_of(FULL, ("folder", 0, "checks", "P506")) == (11, 1)
    assert place_of(FULL, ("folder", 1, "checks", "P505")) == (17, 1)
    assert place_of(FULL, ("export", 0, "allow")) == (24, 1)
    assert place_of(FULL, ("nowhere",)) == (1, 1)


def test_the_shipped_schema_is_that_of_the_table() -> None:
    assert configuration_schema.FILE.read_text() == configuration_schema.text()


def test_schema_and_reader_agree(tmp_path: Path) -> None:
    validator = jsonschema.Draft202012Validator(configuration_schema.schema())
    jsonschema.Draft202012Validator.check_schema(configuration_schema.schema())
    read(tmp_path, FULL)
    plain = json.loads(json.dumps(tomllib.loads(FULL), default=str))
    assert list(validator.iter_errors(plain)) == []
    for text in ("nmae = 1", "[checks]\nP505 = 'of'", "[[folder]]\n", "[limits.a]\nb = -1"):
        with pytest.raises(ToolError):
            read(tmp_path, text)
        assert list(validator.iter_errors(tomllib.loads(text))) != []
