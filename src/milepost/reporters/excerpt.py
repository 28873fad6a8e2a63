"""The excerpt of a source that shows where a thing stands, the stretch underlined.

A stretch within one line is underlined below it, and others close by share the excerpt. A stretch
over several lines is tied together by a rail on the left, from its first character to its last.
"""

from collections.abc import Iterator, Sequence

from milepost.frozen import frozen
from milepost.reporters.columns import Line, Strip, columns
from milepost.reporters.page import BLANK, GAP, Ink, Page, Piece, Row
from milepost.source import Source, Span

_NEAR_LINES = 8
_TALLEST_WHOLE = 4
_RAIL = "| "


@frozen
class Mark:
    """A stretch to underline, with what to draw it of and what to say beside it."""

    source: Source
    start: int
    end: int
    sign: str
    ink: Ink
    label: str

    @staticmethod
    def of(span: Span, sign: str, ink: Ink, label: str = "") -> "Mark":
        """Return the mark of a span, held within its text."""
        length = len(span.source.text)
        start = min(max(span.start, 0), length)
        end = min(max(span.end, start), length)
        return Mark(span.source, start, end, sign, ink, label)

    @property
    def first(self) -> int:
        """The line of the first character."""
        return self.source.line_of(self.start)

    @property
    def last(self) -> int:
        """The line of the last character: a line end belongs to the line that it ends."""
        return self.source.line_of(max(self.start, self.end - 1))


def arrow(source: Source, offset: int, page: Page) -> Row:
    """Return the row that names a place in a form that terminals and editors can open."""
    place = f"{source.line_of(offset)}:{source.column_of(offset)}"
    return Row("-->", ((Ink.PLAIN, f"{page.say(source.path)}:{place}"),))


def stands_beside(principal: Mark, other: Mark, page: Page) -> bool:
    """Return whether another mark can be shown in the excerpt of the principal one."""
    near = abs(other.first - principal.first) <= _NEAR_LINES
    flat = principal.first == principal.last and other.first == other.last
    if not (near and flat and principal.source == other.source):
        return False
    line = Line.of(other.source, other.first, ascii_only=page.ascii_only)
    strip = line.strip(line.start, page.limit)
    return not strip.cut and columns(_underline(other, strip)[1]) <= page.limit


def excerpt(marks: Sequence[Mark], page: Page) -> Iterator[Row]:
    """Yield the place of the first mark, and the lines on which the marks stand."""
    principal = marks[0]
    yield arrow(principal.source, principal.start, page)
    yield BLANK
    yield from _flat(marks, page) if principal.first == principal.last else _tall(principal, page)


def _flat(marks: Sequence[Mark], page: Page) -> Iterator[Row]:
    source = marks[0].source
    above = None
    for number in sorted({mark.first for mark in marks}):
        line = Line.of(source, number, ascii_only=page.ascii_only)
        if above is not None and number - above == 2:
            between = Line.of(source, number - 1, ascii_only=page.ascii_only)
            yield _numbered(number - 1, between.strip(between.start, page.limit))
        elif above is not None and number - above > 1:
            yield GAP
        here = [mark for mark in marks if mark.first == number]
        left = line.opening(here[0].start, here[0].end, page.limit)
        strip = line.strip(left, page.limit)
        yield _numbered(number, strip)
        yield from (Row("|", (_underline(mark, strip),)) for mark in here)
        above = number


def _tall(mark: Mark, page: Page) -> Iterator[Row]:
    limit = page.limit - len(_RAIL)
    top = Line.of(mark.source, mark.first, ascii_only=page.ascii_only)
    strip = top.strip(top.opening(mark.start, mark.start, limit), limit)
    column = strip.column(mark.start)
    if strip.left == top.start and not strip.shown[:column].strip(" "):
        yield _numbered(mark.first, strip, (mark.ink, "/ "))
    else:
        yield _numbered(mark.first, strip, (Ink.PLAIN, "  "))
        yield Row("|", ((mark.ink, " _" + "_" * column + mark.sign),))
    if mark.last - mark.first < _TALLEST_WHOLE:
        for number in range(mark.first + 1, mark.last):
            line = Line.of(mark.source, number, ascii_only=page.ascii_only)
            yield _numbered(number, line.strip(line.start, limit), (mark.ink, _RAIL))
    else:
        yield Row("...", ((mark.ink, _RAIL),))
    bottom = Line.of(mark.source, mark.last, ascii_only=page.ascii_only)
    final = mark.end - 1
    strip = bottom.strip(bottom.opening(final, mark.end, limit), limit)
    column = strip.column(final)
    width = max(1, strip.column(mark.end) - column)
    yield _numbered(mark.last, strip, (mark.ink, _RAIL))
    yield Row("|", ((mark.ink, "|_" + "_" * column + mark.sign * width),))


def _underline(mark: Mark, strip: Strip) -> Piece:
    column = strip.column(mark.start)
    width = max(1, strip.column(mark.end) - column)
    return mark.ink, f"{' ' * column}{mark.sign * width} {mark.label}"


def _numbered(number: int, strip: Strip, *rail: Piece) -> Row:
    return Row("|", (*rail, (Ink.PLAIN, strip.shown)), number)
