"""Comments that allow findings: what they bind to, what they must say, and that fmt keeps them."""

import json
from pathlib import Path

import pytest
from policies import findings_in

from milepost.cli import run
from milepost.source import Source
from milepost.syntax.formatting import canonical
from milepost.syntax.parse import parse

FRAME = """\
case {{ status open | closed = open; events reply }}

calendar office {{ timezone Europe/London; mon-fri 09:00-17:00 }}

{above}
calendar spare {{ timezone Europe/London; mon 09:00-17:00 }} {behind}

process support {{
  until status == closed
  milestone first_response within 4h on office {{ done on reply }}
}}
"""
WHY = '"opens in May"'


def codes(above: str = "", behind: str = "") -> list[str]:
    return [one.code for one in findings_in(FRAME.format(above=above, behind=behind))]


def test_without_a_comment_there_is_a_finding() -> None:
    assert codes() == ["P103"]


@pytest.mark.parametrize(
    ("above", "behind"),
    [
        (f"# milepost: allow P103 {WHY}", ""),
        (f"# milepost: allow unused-name {WHY}", ""),
        (f"#milepost:allow P103 {WHY}", ""),
        (f"# milepost: allow P103 {WHY}\n# and more\n", ""),
        ("", f"# milepost: allow P103 {WHY}"),
        ("", f"; # milepost: allow P103 {WHY}"),
        (f"# milepost: allow-file P103 {WHY}", ""),
    ],
)
def test_a_comment_allows_the_finding_it_is_bound_to(above: str, behind: str) -> None:
    text = FRAME.format(above=above, behind=behind)
    assert codes(above, behind) == []
    assert findings_in(canonical(parse(Source.of("support.sla", text)))) == ()


@pytest.mark.parametrize(
    ("above", "found"),
    [
        (f"# milepost: allow P505 {WHY}", ["P131", "P103"]),
        (f"# milepost: allow P103, P505 {WHY}", ["P131"]),
        (f"# milepost: allow P103, P103 {WHY}", []),
        (f"# milepost: allow P131 {WHY}", ["P130", "P103"]),
        (f"# milepost: allow P101 {WHY}", ["P130", "P103"]),
        (f"# milepost: allow P1003 {WHY}", ["P130", "P103"]),
        ("# milepost: allow P103", ["P130", "P103"]),
        ('# milepost: allow P103 ""', ["P130", "P103"]),
        ("# milepost: allow", ["P130", "P103"]),
        (f"# milepost: ignore P103 {WHY}", ["P130", "P103"]),
        (f"# milepost: allow P103 {WHY}\ntimezone Europe/London", ["P131", "P103"]),
        ("# about milepost: allow nothing", ["P103"]),
    ],
)
def test_comments_that_do_not_allow_it(above: str, found: list[str]) -> None:
    assert codes(above) == found


def test_a_check_that_is_misspelt_is_named() -> None:
    text = FRAME.format(above=f"# milepost: allow unsed-name {WHY}", behind="")
    (wrong, _) = findings_in(text)
    assert wrong.message == "comment allows `unsed-name`, but there is no such check"
    assert wrong.help == "did you mean `unused-name`?"


def test_a_statement_is_bound_to_as_a_whole_however_it_is_broken() -> None:
    text = f"""\
case {{ status open | closed = open; events reply }}
calendar office {{ timezone Europe/London; mon-fri 09:00-17:00 }}
# milepost: allow P103 {WHY}
calendar spare = (office +
  office)
process support {{
  until status == closed
  milestone first_response within 4h on office {{ done on reply }}
}}
"""
    assert findings_in(text) == ()


def test_nothing_is_said_to_be_unused_while_something_could_not_be_checked() -> None:
    text = FRAME.format(above=f"# milepost: allow P103 {WHY}", behind="")
    assert [one.code for one in findings_in(text.replace("done on reply", "done on"))] == ["P001"]


def test_json_and_sarif_tell_what_is_allowed_and_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = FRAME.format(above=f"# milepost: allow P103 {WHY}", behind="")
    (tmp_path / "support.sla").write_text(text, encoding="utf-8")
    for _ in ("checked", "from the cache"):
        assert run(["check", "--format", "json"]) == 0
        (allowed,) = json.loads(capsys.readouterr().out)["suppressed"]
        assert (allowed["reason"], allowed["diagnostic"]["code"]) == ("opens in May", "P103")
    assert run(["check", "--format", "sarif"]) == 0
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "opens in May"}]
