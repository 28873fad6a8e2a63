"""The excerpt at its edges: text that deceives, stands wide, is empty, or never ends."""

import time
from textwrap import dedent

import pytest

from milepost.diagnostics import Diagnostic, Edit, Fix, Note, Severity
from milepost.reporters.text import render
from milepost.source import Source, Span


def at(text: str, source: Source) -> Span:
    """Return the place where a text first stands."""
    start = source.text.index(text)
    return Span(source, start, start + len(text))


def error(
    span: Span,
    message: str = "unknown tier `golld`",
    notes: tuple[Note, ...] = (),
    help: str | None = None,  # noqa: A002 - the field's name
    fix: Fix | None = None,
) -> Diagnostic:
    return Diagnostic("P103", Severity.ERROR, message, span, notes, help, fix)


def plain(*found: Diagnostic, width: int | None = None, ascii_only: bool = False) -> str:
    return render(found, color=False, width=width, ascii_only=ascii_only) + "\n"


def page(text: str) -> str:
    return dedent(text).removeprefix("\n")


def test_what_could_deceive_is_spelled_out() -> None:
    source = Source.of("a\u202eb\n.sla", 'tier\t"\u202egold\x1b[2J\x00"\n')
    found = error(at('"\u202egold', source), "bad \x1b[31mname\nhere", help="\ud800 \u200b")
    assert plain(found) == page(r"""
        error[P103]: bad \u001b[31mname\u000ahere
         --> a\u202eb\u000a.sla:1:6
          |
        1 | tier    "\u202egold\u001b[2J\u0000"
          |         ^^^^^^^^^^^
          = help: \ud800 \u200b
    """)


def test_carets_stand_under_wide_combined_and_tabbed_text() -> None:
    source = Source.of("東京.sla", '\ttier "東京e\u0301" gold\r\n')
    assert plain(error(at("gold", source)), error(at("東京e\u0301", source))) == page("""
        error[P103]: unknown tier `golld`
         --> 東京.sla:1:14
          |
        1 |     tier "東京e\u0301" gold
          |                  ^^^^

        error[P103]: unknown tier `golld`
         --> 東京.sla:1:8
          |
        1 |     tier "東京e\u0301" gold
          |           ^^^^^
    """)


def test_ascii_alone_is_enough() -> None:
    source = Source.of("東.sla", f'tier "東😀" {"x" * 200}\n')
    found = error(at("東😀", source), "unknown tier `東😀`")
    assert plain(found, width=50, ascii_only=True) == page(r"""
        error[P103]: unknown tier `\u6771\U0001f600`
         --> \u6771.sla:1:7
          |
        1 | tier "\u6771\U0001f600" xxxxxxxxxxxxxxxxxx...
          |       ^^^^^^^^^^^^^^^^
    """)


@pytest.mark.parametrize(
    ("text", "start", "end", "line", "rows"),
    [
        ("", 0, 0, "1:1", "1 |\n  | ^\n"),
        ("tier", 4, 4, "1:5", "1 | tier\n  |     ^\n"),
        ("tier\n", 5, 5, "2:1", "2 |\n  | ^\n"),
        ("tier\r\ngold\r\n", 6, 10, "2:1", "2 | gold\n  | ^^^^\n"),
        ("tier\r\ngold", 4, 6, "1:5", "1 | tier\n  |     ^\n"),
        ("tier\r\ngold", 5, 6, "1:6", "1 | tier\n  |     ^\n"),
        ("tier\rgold", 0, 5, "1:1", "1 | tier\n  | ^^^^\n"),
        ("tier\r\ngold", 0, 8, "1:1", "1 | / tier\n2 | | gold\n  | |__^\n"),
        ("tier", 9, 12, "1:5", "1 | tier\n  |     ^\n"),
        ("tier", 3, 1, "1:4", "1 | tier\n  |    ^\n"),
    ],
)
def test_places_at_the_edges(text: str, start: int, end: int, line: str, rows: str) -> None:
    found = error(Span(Source.of("a.sla", text), start, end), "it stops")
    assert plain(found) == f"error[P103]: it stops\n --> a.sla:{line}\n  |\n{rows}"


def test_a_long_line_is_cut_around_the_place() -> None:
    source = Source.of("a.sla", "x" * 5_000 + " golld " + "y" * 5_000)
    assert plain(error(at("golld", source)), width=60) == page("""
        error[P103]: unknown tier `golld`
         --> a.sla:1:5002
          |
        1 | …xxxxxxxxxxxxxxxx golld yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
          |                   ^^^^^
    """)


@pytest.mark.parametrize("character", ["x", "\t", "\u0301", "\u202e", "東", " ", "`"])
def test_ten_megabytes_on_one_line_take_no_time(character: str) -> None:
    size = 10_000_000
    source = Source.of("a.sla", character * size)
    middle = Span(source, size // 2, size // 2 + 5)
    notes = (Note("all of it", Span(source, 0, size)), Note("its end", Span(source, size, size)))
    fix = Fix("shorten", (Edit(middle, "short"),))
    found = error(middle, character * size, notes, character * size, fix)
    began = time.perf_counter()
    text = plain(*[found] * 10, width=80)
    assert time.perf_counter() - began < 5
    assert len(text) < 500_000


def test_a_place_on_a_line_that_is_cut_has_its_own_excerpt() -> None:
    source = Source.of("a.sla", f"gold {'x' * 60} golld\n")
    found = error(at("golld", source), notes=(Note("the tier", at("gold ", source)),))
    assert plain(found, width=50) == page("""
        error[P103]: unknown tier `golld`
         --> a.sla:1:67
          |
        1 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx golld
          |                                        ^^^^^
          |
        note: the tier
         --> a.sla:1:1
          |
        1 | gold xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
          | -----
    """)


def test_a_block_of_long_lines_is_cut_to_the_width() -> None:
    source = Source.of("a.sla", f"{'a' * 60}(\n{'b' * 60}\n{'c' * 60}) {'d' * 60}\n")
    start, end = source.text.index("("), source.text.index(")") + 1
    assert plain(error(Span(source, start, end)), width=40) == page("""
        error[P103]: unknown tier `golld`
         --> a.sla:1:61
          |
        1 |   …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(
          |  ________________________________^
        2 | | bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
        3 | | …cccccccccc) ddddddddddddddddddd…
          | |____________^
    """)


def test_a_cut_does_not_part_an_accent_from_its_letter() -> None:
    source = Source.of("a.sla", "e\u0301" * 100 + "gold" + "e\u0301" * 100)
    line, carets = plain(error(at("gold", source)), width=60).split("\n")[3:5]
    assert line.startswith("1 | …e\u0301e\u0301")
    assert line.replace("\u0301", "").index("gold") == carets.index("^^^^")
