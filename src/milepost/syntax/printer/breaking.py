r"""Where lines break: a logical line of the tree becomes one line of text or several.

A statement is first written as one text. What is in braces inside it (a choice, a map of values)
takes several lines there, `{\na: x\nb: y\n}`; no other newline occurs, since texts escape theirs.
If the statement fits the width and no comment stands inside, those braces are closed up
(`{ a: x; b: y }`); if not, they stay open. Whatever is still too long is broken where the language
takes a newline for a blank: after a comma, `and` or `or`, and after the `|` of a type. The least
nested place is taken, before it one that begins a new clause; among equals, the last that fits. A
line without a place stays long. A statement is broken behind each comment that stands inside it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from milepost.frozen import frozen
from milepost.syntax.ast.exports import Limit, MapEntry
from milepost.syntax.ast.literals import ChoiceCase
from milepost.syntax.printer.descent import descendants
from milepost.syntax.printer.interior import interrupted
from milepost.syntax.printer.layout import INDENT, WIDTH, closed_up
from milepost.syntax.printer.parts import Gap, Part, Statement
from milepost.syntax.printer.remarks import Remarks

CONTINUED = 4

_PLACE = re.compile(r'"(?:[^"\\]|\\.)*"|[()]|(?:,| and| or| \|) ')
_PADDED = re.compile(r" +\{\Z")
_CLAUSE = re.compile(r"rolling to |or [0-9]")


@frozen
class Line:
    """A printed line: its indent in blanks, its text, and the stretch of the source it stands for.

    Stretches follow one another without overlap. Those of blank lines, and of the lines that a long
    statement goes on in, are empty.
    """

    indent: int
    text: str
    start: int
    end: int


Lines: TypeAlias = tuple[Line, ...]


def laid_out(parts: Iterable[Part], remarks: Remarks) -> Iterator[Line]:
    """Yield the lines of some parts, those with comments inside opened and broken there."""
    for part in parts:
        if isinstance(part, Gap):
            yield Line(0, "", part.start, part.end)
        elif isinstance(part, Statement):
            yield from _lines(part, remarks)
        elif remarks.inside(part.start, part.end):
            yield from laid_out(part.opened, remarks)
        else:
            yield from _lines(part.closed, remarks)


def _lines(part: Statement, remarks: Remarks) -> Iterator[Line]:
    comments = remarks.inside(part.start, part.end)
    flat = closed_up(part.text) if part.closed is None else part.closed
    is_too_long = part.closed is None and part.indent + len(flat) > WIDTH
    if "\n" in part.text and (comments or is_too_long):
        for piece in _opened(part, remarks):
            yield from _lines(piece, remarks)
    elif comments:
        yield from _interrupted(part, flat, remarks)
    else:
        yield from _broken(part, flat, part.indent, part.start, part.end)


def _interrupted(part: Statement, flat: str, remarks: Remarks) -> Iterator[Line]:
    """Yield the lines of a statement that has comments inside."""
    start, goes_on = part.start, False
    for text, comment in interrupted(part, flat, remarks):
        indent = part.indent + (CONTINUED if goes_on else 0)
        *above, last = _broken(part, text, indent, start, part.end)
        yield from above
        said = "  ".join(filter(None, (last.text, comment)))
        yield Line(last.indent, said, last.start, last.end)
        start, goes_on = part.end, goes_on or bool(text)


def _broken(part: Statement, text: str, indent: int, start: int, end: int) -> Iterator[Line]:
    """Yield a text as one line or more."""
    only_inside = part.closed is not None
    places = [place for place in _places(text) if place.depth or not only_inside]
    offsets = [place.at for place in places]
    begin, room = 0, WIDTH - indent
    while len(text) - begin > room:
        first, beyond = (bisect_right(offsets, at) for at in (begin, begin + room + 1))
        if first == len(places):
            break
        best = min(places[first : max(beyond, first + 1)], key=_Place.rank)
        yield Line(indent, text[begin : best.at - 1], start, end)
        indent += CONTINUED if begin == 0 else 0
        begin, room, start = best.at, WIDTH - indent, end
    yield Line(indent, text[begin:], start, end)


class _Place(NamedTuple):
    """Where a text may be broken: the offset at which the next line begins."""

    at: int
    depth: int
    begins_clause: bool

    def rank(self) -> tuple[int, bool, int]:
        """Return what to compare: the least is best."""
        return self.depth, not self.begins_clause, -self.at


def _places(text: str) -> Iterator[_Place]:
    depth = 0
    for found in _PLACE.finditer(text):
        piece = found.group()
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        elif piece[0] != '"':
            begins_clause = _CLAUSE.match(text, found.end()) is not None
            yield _Place(found.end(), depth, begins_clause)


def _opened(part: Statement, remarks: Remarks) -> Iterator[Statement]:
    """Yield a statement with what it has in braces over several lines."""
    first, *others = part.text.split("\n")
    first = _PADDED.sub(" {", first)
    inside = iter(descendants(part.node, (ChoiceCase, MapEntry, Limit)))
    words = remarks.tokens_between(part.start, part.end)
    closing = iter([word.start for word in words if word.terminal == "RBRACE"])
    at = part.start
    written: list[tuple[int, str, int]] = [(part.indent, first, at)]
    for piece in others:
        if piece.startswith("}"):
            written.append((part.indent, piece, next(closing, at)))
        else:
            span = next(inside).span
            written.append((part.indent + INDENT, piece.removesuffix(","), span.start))
            at = span.end
    stops = [*(start for _, _, start in written[1:]), part.end]
    for (indent, piece, start), stop in zip(written, stops, strict=True):
        closed = None if part.closed is None else piece
        yield Statement(indent, piece, part.node, start, stop, closed)
