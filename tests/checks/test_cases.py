"""Harder cases, in the language itself: each finding stands as a comment below the line it is
about.

A file holds several policies, each below a line `# === what it shows`. A comment `# ^ P201 words`
says that a finding with that code begins in the line above, in the column of the caret, and that
its message has those words in it. Whatever is found and not expected fails, too.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from policies import findings_in

from milepost.checks.table import load_checks
from milepost.frozen import frozen
from milepost.reporters.text import render

CASES = Path(__file__).parent / "cases"
#: Contracts as they were published, with what is wrong in them.
PUBLISHED = Path(__file__).parent / "published"
TITLE = re.compile(r"^# === (.+)$", re.MULTILINE)
EXPECTED = re.compile(r"^(?P<lead>\s*#\s*)\^+ (?P<code>P[0-9]{3})(?: (?P<words>.+))?$")


@frozen
class Expected:
    """A finding that a comment announces."""

    line: int
    column: int
    code: str
    words: str


def policies() -> Iterator[tuple[str, str]]:
    """Yield every policy of the folder with what it shows."""
    for path in sorted(CASES.glob("*.sla")):
        _, *parts = TITLE.split(path.read_text("utf-8"))
        for title, text in zip(parts[::2], parts[1::2], strict=True):
            yield f"{path.stem}: {title}", text
    for path in sorted(PUBLISHED.glob("*.sla")):
        yield f"published: {path.stem}", path.read_text("utf-8")


def expected_in(text: str) -> Iterator[Expected]:
    """Yield what the comments of a policy announce."""
    about = 0
    for number, line in enumerate(text.splitlines(), 1):
        found = EXPECTED.match(line)
        if found is None:
            about = number
        else:
            column = len(found["lead"]) + 1
            yield Expected(about, column, found["code"], found["words"] or "")


ALL = tuple(policies())


@pytest.mark.parametrize(("title", "text"), ALL, ids=[title for title, _ in ALL])
def test_what_is_found_is_what_is_announced(title: str, text: str) -> None:
    found = list(findings_in(text))
    surprising = []
    awaited = list(expected_in(text))
    for one in found:
        place = (one.span.line, one.span.column, one.code)
        met = [
            each
            for each in awaited
            if (each.line, each.column, each.code) == place and each.words in one.message
        ]
        if met:
            awaited.remove(met[0])
        else:
            surprising.append(one)
    assert not surprising, f"{title}\n{render(surprising, color=False)}"
    assert not awaited, f"{title}\nnot found: {awaited}\n{render(found, color=False)}"


def test_an_announcement_that_is_wrong_is_noticed() -> None:
    text = (
        "process a {\n  milestone b within 0m on always {}\n  #                  ^ P201 moment\n}"
    )
    assert list(expected_in(text)) == [Expected(2, 22, "P201", "moment")]


def test_a_file_of_cases_is_called_like_its_check() -> None:
    codes = {check.code for check in load_checks()}
    assert {path.stem for path in CASES.glob("*.sla")} <= codes


def test_every_check_over_the_model_is_triggered_by_some_case_or_example() -> None:
    """A check that nothing triggers cannot fail: a case, or else its own `bad` policy, does."""
    announced = {one.code for _, text in ALL for one in expected_in(text)}
    silent = {
        check.code
        for check in load_checks()
        if check.run is not None
        and check.beside is None
        and check.code not in announced
        and check.code not in {found.code for found in findings_in(check.bad, today="2026-01-01")}
    }
    assert silent == set()


def test_the_corpus_of_mistakes_is_large_enough() -> None:
    """Policies with a semantic mistake, and policies that look suspicious and are right."""
    semantic = re.compile(r"P[1-57]\d\d")
    mistaken = [
        text for _, text in ALL if any(semantic.match(one.code) for one in expected_in(text))
    ]
    right = [text for _, text in ALL if not list(expected_in(text))]
    assert len(mistaken) >= 120
    assert len(right) >= 60
