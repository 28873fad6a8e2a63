"""Diagnostics as text: the laws that hold for any text and any place in it."""

import re
import sys
from unicodedata import category, east_asian_width

from hypothesis import given
from hypothesis import strategies as st

from milepost.diagnostics import Diagnostic, Edit, Fix, Note, Severity
from milepost.reporters.text import render
from milepost.source import Source, Span

# A language of troubles: widths, tabs, line ends, controls, directions, lone surrogates.
LETTERS = (
    "ab `.\t\n\r東ｱ😀é"
    "e\uff21\u0301\u0489\u1112\u1161\u3164\u200b\u202e\u2067\x00\x1b\x85\u2028\ud800\u00a0\U000e0041"
)
ANYTHING = st.integers(0, sys.maxunicode).map(chr)
TEXTS = st.text(st.sampled_from(LETTERS), max_size=60) | st.lists(ANYTHING, max_size=9).map("".join)
LINES = st.text(st.sampled_from([c for c in LETTERS if c not in "\r\n"]), max_size=12)


def plain(found: Diagnostic, width: int) -> str:
    return render([found], color=False, width=width) + "\n"


def error(span: Span) -> Diagnostic:
    return Diagnostic("P103", Severity.ERROR, "unknown tier", span)


@st.composite
def spans(draw: st.DrawFn, source: Source) -> Span:
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(source.text))] * 2)))
    return Span(source, start, end)


@st.composite
def diagnostics(draw: st.DrawFn) -> Diagnostic:
    sources = [Source.of(draw(TEXTS), draw(TEXTS) * draw(st.integers(1, 9))) for _ in range(2)]
    places = st.sampled_from(sources).flatmap(spans)
    notes = st.builds(Note, TEXTS, st.none() | places)
    edits = st.lists(st.builds(Edit, places, TEXTS), max_size=4).map(tuple)
    return Diagnostic(
        draw(st.sampled_from(["P101", "X\x1b"])),
        draw(st.sampled_from(Severity)),
        draw(TEXTS),
        draw(spans(sources[0])),
        tuple(draw(st.lists(notes, max_size=3))),
        draw(st.none() | TEXTS),
        draw(st.none() | st.builds(Fix, TEXTS, edits, st.booleans())),
    )


@given(st.lists(diagnostics(), max_size=3), st.none() | st.integers(1, 90), st.booleans())
def test_colour_is_only_colour_and_nothing_raw_comes_through(
    found: list[Diagnostic], width: int | None, ascii_only: bool
) -> None:
    text = render(found, color=False, width=width, ascii_only=ascii_only)
    painted = render(found, color=True, width=width, ascii_only=ascii_only)
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == text
    assert all(line.isprintable() for line in text.split("\n"))
    assert not any(line.endswith(" ") for line in text.split("\n"))
    assert text.isascii() or not ascii_only


@given(diagnostics(), st.integers(60, 90))
def test_excerpts_keep_within_the_width(found: Diagnostic, width: int) -> None:
    for line in plain(found, width=width).split("\n"):
        if re.match(r" *\d* [|+-] ", line):
            assert display_columns(line) <= width


@given(LINES, LINES, LINES, st.sampled_from(["", "\n", "\r\n"]))
def test_carets_stand_under_the_place(left: str, inside: str, right: str, end: str) -> None:
    source = Source.of("a", f"# é東\n{left}{inside}{right}{end}")
    begin = len("# é東\n") + len(left)
    text = plain(error(Span(source, begin, begin + len(inside))), width=400)
    _, _, _, line, carets = text.removesuffix("\n").split("\n")
    assert line == f"2 | {spelled(left + inside + right)}".rstrip(" ")
    indent = " " * display_columns(spelled(left))
    assert carets == f"  | {indent}{'^' * max(1, display_columns(spelled(inside)))}"


@given(LINES, LINES, LINES, LINES, st.integers(0, 6))
def test_a_rail_runs_from_the_first_character_to_the_last(
    left: str, first: str, last: str, right: str, hidden: int
) -> None:
    inside = first + "\n" + ".\n" * hidden + last + "x"
    source = Source.of("a", f"b{left}{inside}{right}")
    text = plain(error(Span(source, 1 + len(left), 1 + len(left) + len(inside))), width=400)
    _, _, _, _, opened, *_, line, closed = text.removesuffix("\n").split("\n")
    assert opened == "  |  _" + "_" * display_columns(spelled("b" + left)) + "^"
    assert line == f"{hidden + 2} | | {spelled(last + 'x' + right)}".rstrip(" ")
    assert closed == "  | |_" + "_" * display_columns(spelled(last)) + "^"


@given(st.integers(0, 3_000), st.integers(0, 300), st.integers(0, 3_000), st.integers(30, 150))
def test_carets_stand_under_the_place_in_a_line_that_is_cut(
    before: int, length: int, behind: int, width: int
) -> None:
    source = Source.of("a", "x" * before + "G" * length + "y" * behind)
    found = error(Span(source, before, before + length))
    line, carets = plain(found, width=width).removesuffix("\n").split("\n")[-2:]
    start, end = carets.index("^"), len(carets)
    if length:
        assert line[start:end] == line.count("G") * "G"
        assert line.count("G") == length or line.endswith("…")
    else:
        assert line[start - 1 : start + 1].strip(" ") == "x" * (before > 0) + "y" * (behind > 0)


def display_columns(shown: str) -> int:
    flat = [char for char in shown if category(char) not in ("Mn", "Me") and not joins(char)]
    return len(flat) + sum(east_asian_width(char) in ("W", "F") for char in flat)


def joins(char: str) -> bool:
    """Return whether a Hangul letter stands in the block of the one before it."""
    return 0x1160 <= ord(char) < 0x1200 or 0xD7B0 <= ord(char) < 0xD800


def spelled(text: str) -> str:
    return "".join(map(spelled_character, text))


def spelled_character(char: str) -> str:
    if char == "\t":
        return "    "
    if char.isprintable() and char != "\u3164":
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
