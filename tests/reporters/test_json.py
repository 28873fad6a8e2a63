"""Diagnostics as JSON: the document to the letter, its schema, and what comes back from it."""

import json
import sys
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from milepost.diagnostics import Diagnostic, Edit, Fix, Note, Severity
from milepost.reporters.json import document as render
from milepost.source import Source, Span

SCHEMA = json.loads(files("milepost.reporters").joinpath("diagnostics.schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)

TIERS = Source.of("tiers.sla", "tier gold\r\ntier 東京\n")
POLICY = Source.of("support.sla", "for golld\n")

GOLDEN = """\
{
  "format": "milepost/diagnostics",
  "version": 1,
  "diagnostics": [
    {
      "code": "P103",
      "severity": "error",
      "message": "unknown tier `golld`",
      "path": "support.sla",
      "range": {
        "start": {
          "line": 1,
          "column": 5,
          "offset": 4
        },
        "end": {
          "line": 1,
          "column": 10,
          "offset": 9
        }
      },
      "notes": [
        {
          "message": "`東京` is a tier",
          "path": "tiers.sla",
          "range": {
            "start": {
              "line": 2,
              "column": 6,
              "offset": 16
            },
            "end": {
              "line": 2,
              "column": 8,
              "offset": 18
            }
          }
        },
        {
          "message": "tiers are declared once",
          "path": null,
          "range": null
        }
      ],
      "help": "did you mean `gold`?",
      "fix": {
        "title": "replace `golld` with `gold`",
        "safe": false,
        "edits": [
          {
            "path": "support.sla",
            "range": {
              "start": {
                "line": 1,
                "column": 5,
                "offset": 4
              },
              "end": {
                "line": 1,
                "column": 10,
                "offset": 9
              }
            },
            "replacement": "gold"
          }
        ]
      },
      "url": "docs/checks/P103.md"
    }
  ],
  "suppressed": [],
  "summary": {
    "files": 2,
    "errors": 1,
    "warnings": 0,
    "information": 0
  }
}"""


def full() -> Diagnostic:
    golld = Span(POLICY, 4, 9)
    return Diagnostic(
        "P103",
        Severity.ERROR,
        "unknown tier `golld`",
        golld,
        (Note("`東京` is a tier", Span(TIERS, 16, 18)), Note("tiers are declared once")),
        "did you mean `gold`?",
        Fix("replace `golld` with `gold`", (Edit(golld, "gold"),), safe=False),
    )


def test_a_document_to_the_letter() -> None:
    assert render([full()], files=2) == GOLDEN


def test_a_plain_finding_says_null_where_it_has_nothing_to_say() -> None:
    found = Diagnostic("P201", Severity.INFORMATION, "it is late", Span(TIERS, 0, 0))
    document = json.loads(render([found]))
    assert document["diagnostics"][0] | {"range": None} == {
        "code": "P201",
        "severity": "information",
        "message": "it is late",
        "path": "tiers.sla",
        "range": None,
        "notes": [],
        "help": None,
        "fix": None,
        "url": "docs/checks/P201.md",
    }
    assert document["summary"] == {"files": None, "errors": 0, "warnings": 0, "information": 1}


def test_characters_that_deceive_are_escaped_and_come_back() -> None:
    text = "\ud800 \u202e \x9b \u200b \ufeff é東"
    written = render([Diagnostic("P1", Severity.WARNING, text, Span(TIERS, 0, 0))])
    assert r'"message": "\ud800 \u202e \u009b \u200b \ufeff é東"' in written
    assert json.loads(written.encode())["diagnostics"][0]["message"] == text


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_knows_the_document() -> None:
    VALIDATOR.validate(json.loads(GOLDEN))
    VALIDATOR.validate(json.loads(render([])))


def objects(value: Any) -> list[dict[str, Any]]:
    """Return every object within a JSON value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict) else []
    return own + [found for item in inner for found in objects(item)]


@pytest.mark.parametrize("index", range(len(objects(json.loads(GOLDEN)))))
def test_the_schema_bites_in_every_object(index: int) -> None:
    document = json.loads(GOLDEN)
    found = objects(document)[index]
    for key, value in list(found.items()):
        del found[key]
        assert not VALIDATOR.is_valid(document), f"without {key}"
        found[key] = [3.5]
        assert not VALIDATOR.is_valid(document), f"nonsense in {key}"
        found[key] = value
    found["another"] = 1
    with pytest.raises(ValidationError):
        VALIDATOR.validate(document)


CHARACTERS = st.integers(0, sys.maxunicode).map(chr) | st.sampled_from("\r\n\t\u202e東\x00")
TEXTS = st.lists(CHARACTERS, max_size=30).map("".join)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    source = Source.of(draw(TEXTS), draw(TEXTS))
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(source.text))] * 2)))
    return Span(source, start, end)


NOTES = st.lists(st.builds(Note, TEXTS, st.none() | spans()), max_size=3).map(tuple)
FIXES = st.builds(Fix, TEXTS, st.lists(st.builds(Edit, spans(), TEXTS), max_size=3).map(tuple))
FOUND = st.builds(
    Diagnostic,
    st.just("P101"),
    st.sampled_from(Severity),
    TEXTS,
    spans(),
    NOTES,
    st.none() | TEXTS,
    st.none() | FIXES,
)


@given(st.lists(FOUND, max_size=3))
def test_any_document_is_valid_and_its_ranges_find_the_text(found: list[Diagnostic]) -> None:
    document = json.loads(render(found, files=len(found)).encode())
    VALIDATOR.validate(document)
    for written, diagnostic in zip(document["diagnostics"], found, strict=True):
        source, start = diagnostic.span.source, written["range"]["start"]
        assert source.line_starts[start["line"] - 1] + start["column"] - 1 == start["offset"]
        end = written["range"]["end"]["offset"]
        assert source.text[start["offset"] : end] == diagnostic.span.text
