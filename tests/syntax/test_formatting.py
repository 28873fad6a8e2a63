"""The formatter: canonical text with the author's comments, to the letter, and its laws."""

import random
from itertools import islice
from pathlib import Path

import pytest
from format_laws import check_the_laws, layouts, read

from milepost.diagnostics import InternalError
from milepost.syntax import formatting
from milepost.syntax.formatting import canonical, is_readable

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
#: Sections of a text as written and as formatted, by what they show.
CASES = {
    fact: tuple(part.strip("\n") + "\n" for part in text.split("\n--->\n"))
    for fact, _, text in (
        section.partition("\n")
        for section in (HERE / "formatting.sla").read_text("utf-8").split("### ")[1:]
    )
}
POLICY_FILES = sorted((ROOT / "policies").rglob("*.sla"))


def formatted(text: str) -> str:
    parsed = read(text)
    assert is_readable(parsed), parsed.diagnostics
    return canonical(parsed)


@pytest.mark.parametrize("fact", CASES)
def test_formatting(fact: str) -> None:
    written, wanted = CASES[fact]
    assert formatted(written) == wanted
    assert formatted(wanted) == wanted


def test_the_laws_hold_on_random_layouts() -> None:
    tried = [check_the_laws(text) for text in islice(layouts(seed=7, trees=2), 250)]
    assert tried.count(True) > 200


@pytest.mark.parametrize("name", ["language_sample.sla", "everything.sla", "printer_layout.sla"])
def test_the_laws_hold_on_the_fixtures(name: str) -> None:
    assert check_the_laws((HERE / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("", ""),
        ("\ufeff", ""),
        ("\n\n \t\n", ""),
        (";", ""),
        ("# only this", "# only this\n"),
        ("\n\n# a\n\n\n#b  \n", "# a\n\n#b\n"),
        ("\ufefflanguage 1", "language 1\n"),
        ("language  1\r\n# a\r\n", "language 1\r\n# a\r\n"),
        ("language  1\n# a\r\n", "language 1\n# a\n"),
        ("language  1\r# a\r", "language 1\n# a\n"),
        ("language 1;;  # a", "language 1  # a\n"),
    ],
)
def test_ends_of_lines_and_files(written: str, wanted: str) -> None:
    assert formatted(written) == wanted


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=str(path.relative_to(ROOT))) for path in POLICY_FILES]
)
def test_the_example_policies_are_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert formatted(text) == text


def test_a_layout_that_says_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = read("language 1\n\ntimezone UTC\n")
    monkeypatch.setattr(formatting, "placed", lambda *_: "language 1\n")
    with pytest.raises(InternalError, match="change what the file says"):
        canonical(parsed)


@pytest.mark.parametrize("lost", ["", "# b\n# a\n", "# a\n", "# a\n# b\n# b\n"])
def test_a_layout_that_loses_or_moves_a_comment_is_refused(
    lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = read("# a\n# b\nlanguage 1\n")
    monkeypatch.setattr(formatting, "placed", lambda *_: f"{lost}language 1\n")
    with pytest.raises(InternalError, match="lose or move a comment"):
        canonical(parsed)


def test_the_laws_bite(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "tier a {\n  channels b  # one\n}\n"
    assert check_the_laws(text)
    moved = "tier a {\n  # one\n  channels b\n}\n"
    monkeypatch.setattr(formatting, "placed", lambda *_: moved)
    with pytest.raises(AssertionError):
        check_the_laws(text)


def test_a_large_file_is_formatted_in_one_go() -> None:
    chance = random.Random(1)
    rows = "\n".join(f"  p{at} | {chance.randrange(90)}h  # row {at}" for at in range(5000))
    text = formatted(f"table t by a {{\n{rows}\n}}\n")
    assert text.count("# row") == 5000
