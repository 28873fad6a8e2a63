r"""Display columns: how text is shown in a terminal, how wide it stands, and how much of it fits.

What Python does not call printable (controls, format and bidirectional characters, surrogates,
separators other than the space) is shown as `\u202e`, and so are the letters that have no shape, so
no text that was read can move the cursor, turn the line around or hide. A tab in an excerpt is four
columns wherever it stands, so a line can be cut anywhere. Widths come from `unicodedata`: wide
East-Asian characters take two columns, combining characters none.

A line may be ten megabytes long. Nothing here walks or copies it: a strip is measured outwards from
the place it must show, within a budget of columns and a multiple of it in code points.
"""

from unicodedata import category, east_asian_width

from milepost.frozen import frozen
from milepost.source import Source

TAB = "    "
DENSITY = 4  # code points looked at for each column of a budget, lest combining characters hide
_LONGEST_PROSE = 4000
_LONGEST_SHORT_ESCAPE = 0xFFFF
_SHAPELESS = "\u115f\u1160\u3164\uffa0"  # the Hangul fillers, printable to Python
_HANGUL_MEDIALS_AND_FINALS = (("\u1160", "\u11ff"), ("\ud7b0", "\ud7ff"))


def prose(text: str, *, ascii_only: bool) -> str:
    """Return a message or path as it may be shown: on one line, and without surprises."""
    cut = len(text) > _LONGEST_PROSE
    kept = text[:_LONGEST_PROSE]
    if not (kept.isprintable() and kept.isascii()):
        kept = "".join(_escaped(char, ascii_only) for char in kept)
    return kept + ellipsis_for(ascii_only) if cut else kept


def ellipsis_for(ascii_only: bool) -> str:
    """Return the mark that stands for what was cut."""
    return "..." if ascii_only else "…"


def columns(shown: str) -> int:
    """Return how many columns a text that may be shown takes.

    >>> columns("gold"), columns("東京")
    (4, 4)
    """
    return len(shown) if shown.isascii() else sum(map(_width, shown))


def wrapped(shown: str, width: int | None) -> list[str]:
    """Return the lines of a text broken at spaces, but not at those between backticks.

    A word wider than the width stays whole; what is quoted is broken when it is wider itself.
    """
    if width is None:
        return [shown]
    first, *words = _words(shown, width)
    lines, used = [[first]], columns(first)
    for word in words:
        needed = 1 + columns(word)
        if used + needed > width:
            lines.append([word])
            used = needed - 1
        else:
            lines[-1].append(word)
            used += needed
    return [" ".join(line) for line in lines]


@frozen
class Line:
    """One line of a text, without its line end: the stretch `[start, end)` of `text`."""

    text: str
    start: int
    end: int
    ascii_only: bool

    @staticmethod
    def of(source: Source, number: int, *, ascii_only: bool) -> "Line":
        """Return a line of a source, from 1."""
        starts, text = source.line_starts, source.text
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(text)
        while end > start and text[end - 1] in "\r\n":
            end -= 1
        return Line(text, start, end, ascii_only)

    def cell(self, offset: int) -> str:
        """Return what is shown for the character at an offset."""
        char = self.text[offset]
        return TAB if char == "\t" else _escaped(char, self.ascii_only)

    def strip(self, left: int, limit: int) -> "Strip":
        """Return the part of the line from `left` on that fits the limit, `…` where it is cut."""
        mark = ellipsis_for(self.ascii_only)
        before = mark if left > self.start else ""
        right = self._forward(left, self.end, limit - len(before))
        if right < self.end:
            right = self._forward(left, self.end, limit - len(before) - len(mark))
        cells = [self.cell(at) for at in range(left, right)]
        edges = [len(before)]
        for cell in cells:
            edges.append(edges[-1] + columns(cell))
        after = mark if right < self.end else ""
        return Strip("".join((before, *cells, after)), left, tuple(edges), bool(before or after))

    def opening(self, start: int, end: int, limit: int) -> int:
        """Return where a strip of this width must begin to show `[start, end)` amid its context.

        It begins where the line does if it can; otherwise a third of it stands before the start,
        or more when the line ends soon after.
        """
        mark = len(ellipsis_for(self.ascii_only))
        whole = self._forward(self.start, self.end, limit) == self.end
        if whole or self._forward(self.start, self.end, limit - mark) >= max(end, start + 1):
            return self.start
        inner = limit - 2 * mark
        stop = self._forward(start, self.end, inner - inner // 3)
        after = sum(columns(self.cell(at)) for at in range(start, stop))
        left = self._backward(start, inner - after)
        while self.start < left < start and not columns(self.cell(left)):
            left += 1
        return left

    def _forward(self, start: int, stop: int, budget: int) -> int:
        at, last = start, min(stop, start + DENSITY * budget)
        while at < last:
            budget -= columns(self.cell(at))
            if budget < 0:
                break
            at += 1
        return at

    def _backward(self, start: int, budget: int) -> int:
        at, first = start, max(self.start, start - DENSITY * budget)
        while at > first:
            budget -= columns(self.cell(at - 1))
            if budget < 0:
                break
            at -= 1
        return at


@frozen
class Strip:
    """The part of a line that is shown, and the column at which each of its characters begins."""

    shown: str
    left: int
    edges: tuple[int, ...]
    cut: bool

    def column(self, offset: int) -> int:
        """Return the column, from 0, of an offset, or of the nearest one that is shown."""
        return self.edges[min(max(offset - self.left, 0), len(self.edges) - 1)]


def _words(shown: str, width: int) -> list[str]:
    # A text that may be shown holds no NUL, so one can stand for a space that must not be broken.
    parts = shown.split("`")
    for index in range(1, len(parts) - 1, 2):
        if columns(parts[index]) + len("``") <= width:
            parts[index] = parts[index].replace(" ", "\0")
    return [word.replace("\0", " ") for word in "`".join(parts).split(" ")]


def _escaped(char: str, ascii_only: bool) -> str:
    if char.isprintable() and (char.isascii() or not (ascii_only or char in _SHAPELESS)):
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= _LONGEST_SHORT_ESCAPE else f"\\U{code:08x}"


def _width(char: str) -> int:
    if category(char) in ("Mn", "Me"):
        return 0
    if any(first <= char <= last for first, last in _HANGUL_MEDIALS_AND_FINALS):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
