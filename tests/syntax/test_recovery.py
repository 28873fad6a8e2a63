"""Mistakes are reported where they are, once each, and the rest of the policy is read.

`recovery/by_hand` holds policies with mistakes. Below each line with one stands what is said about
it: `#^ CODE message | help`. Nothing else may be said. `recovery/seeded.py` makes mistakes by chance;
`python -m tests.syntax.recovery_figures` prints how a larger number of them is reported.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from recovery.seeded import KINDS, Outcome, judge, mistakes, policies, samples

from milepost.diagnostics import in_order
from milepost.diagnostics.mend import mend
from milepost.source import Source
from milepost.syntax import codes
from milepost.syntax.parse import parse

BY_HAND = Path(__file__).parent / "recovery" / "by_hand"
EACH = 60


def read(text: str) -> Source:
    return Source.of("policy.sla", text)


def said(text: str) -> list[str]:
    return [
        f"{each.span.line}: {each.code} {each.message} | {each.help}"
        for each in in_order(parse(read(text)).diagnostics)
    ]


def expected(text: str) -> Iterator[str]:
    shown = 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#^ "):
            yield f"{shown}: {line.removeprefix('#^ ')}"
        else:
            shown = number


@pytest.mark.parametrize("path", sorted(BY_HAND.glob("*.sla")), ids=lambda path: path.stem)
def test_a_mistake_gets_the_message_that_names_its_remedy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert said(text) == list(expected(text))
    assert list(expected(text)), "a file without a mistake tests nothing"


@pytest.mark.parametrize("source", [*samples(), *policies()], ids=lambda source: source.path)
def test_nothing_is_said_about_a_valid_policy(source: Source) -> None:
    # A comment that allows a finding waits for that finding to come.
    waiting = codes.UNUSED_SUPPRESSION
    assert [one for one in parse(source).diagnostics if one.code != waiting] == []


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return [
        judge(made)
        for sources in (samples(), policies())
        for made in mistakes(sources, EACH, seed=1)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_seeded_mistakes_are_reported_at_the_right_line(outcomes: list[Outcome], kind: str) -> None:
    found = [each for each in outcomes if each.mistake.kind == kind and each.found]
    assert len(found) >= EACH / 2
    assert sum(each.at_right_line for each in found) >= 0.95 * len(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_seeded_mistake_gets_one_message(outcomes: list[Outcome], kind: str) -> None:
    found = [each for each in outcomes if each.mistake.kind == kind and each.found]
    assert sum(len(each.diagnostics) - 1 for each in found) <= 0.3 * len(found)


def test_intact_blocks_are_kept_beside_a_seeded_mistake(outcomes: list[Outcome]) -> None:
    assert [each.mistake for each in outcomes if not each.kept] == []


def test_a_block_reads_on_behind_a_line_that_cannot_be_read() -> None:
    text = "process p {\n  from created\n  ((( ))) 12 !\n  until status == closed\n}\n"
    (process,) = parse(read(text)).policy.statements
    assert [type(line).__name__ for line in process.lines] == ["From", "Until"]


def test_names_in_what_cannot_be_read_are_lost() -> None:
    text = "tier ) ) gold 12 12 12 { channels phone }\nprocess p { for gold }\n"
    parsed = parse(read(text))
    assert len(parsed.diagnostics) == 1
    assert "gold" in parsed.lost


def test_the_name_of_a_mended_block_is_not_lost() -> None:
    parsed = parse(read("tier gold channels phone }\n"))
    assert [each.name.text for each in parsed.policy.statements] == ["gold"]
    assert parsed.lost == frozenset()


def test_a_line_that_lacks_a_value_is_left_out() -> None:
    parsed = parse(read("process p {\n  version\n  milestone a within { done by hand }\n}\n"))
    (process,) = parsed.policy.statements
    assert len(parsed.diagnostics) == 2
    assert [line.name.text for line in process.lines] == ["a"]


def test_what_the_builder_reports_is_said_once_however_often_it_is_read() -> None:
    text = "process p {\n  when vip = yes and 12 12 == seats and x = 1\n  until vip = yes\n}\n"
    places = [(each.code, each.span.line) for each in parse(read(text)).diagnostics]
    # The first `=` stands in the stretch that was complained about; it will be heard of next time.
    assert places == [("P001", 2), ("P008", 2), ("P008", 3)]


def test_the_rest_of_a_file_with_too_many_mistakes_is_given_up_and_lost() -> None:
    text = "tier first { channels phone }\n" + "teir a { channels b }\n" * 200
    text += "tier last { channels phone }\n"
    parsed = parse(read(text))
    assert len(parsed.diagnostics) == 101
    assert parsed.diagnostics[-1].code == "P010"
    assert parsed.policy.statements[0].name.text == "first"
    assert "last" in parsed.lost


@pytest.mark.parametrize(
    "text",
    [
        "process p {\n  when "
        + "not " * 300
        + "vip\n  from created\n}\ntier gold { channels a }\n",
        "process p {\n  when " + "(" * 300 + "vip\n  from created\n}\ntier gold { channels a }\n",
    ],
    ids=["not", "parentheses"],
)
def test_what_is_nested_too_deeply_is_dropped_alone(text: str) -> None:
    parsed = parse(read(text))
    assert [each.code for each in parsed.diagnostics] == ["P010"]
    process, tier = parsed.policy.statements
    assert [type(line).__name__ for line in process.lines] == ["From"]
    assert tier.name.text == "gold"


def test_a_fix_mends_what_it_promises() -> None:
    mended = 0
    for path in sorted(BY_HAND.glob("*.sla")):
        text = re.sub(r"^#\^ .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for each in parse(read(text)).diagnostics:
            if each.fix:
                after = text
                for edit in reversed(each.fix.edits):
                    start, end = edit.span.start, edit.span.end
                    after = after[:start] + edit.replacement + after[end:]
                assert len(said(after)) < len(said(text)), f"{path.stem}: {each.message}"
                mended += 1
    assert mended > 40


def test_a_fix_of_a_seeded_mistake_removes_its_finding_and_adds_none() -> None:
    tried = mended = 0
    for mistake in mistakes(samples(), 60, seed=3):
        before = parse(mistake.source)
        for found in before.diagnostics:
            if found.fix is None:
                continue
            (text,) = mend([found.fix]).texts.values()
            after = parse(Source.of(mistake.source.path, text)).diagnostics
            place = (found.code, found.message, found.span.start)
            assert place not in [(each.code, each.message, each.span.start) for each in after]
            assert len(after) <= len(before.diagnostics), (found, mistake.source.text)
            tried += 1
            mended += len(after) < len(before.diagnostics)
    assert mended > 100
    assert mended > 0.95 * tried
