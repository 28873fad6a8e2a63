"""The page that diagnostics are laid out on: its rows, their gutter, their inks, its width."""

from collections.abc import Iterable, Iterator
from enum import Enum

from milepost.diagnostics import Severity
from milepost.frozen import frozen
from milepost.reporters.columns import prose, wrapped

_WIDTH_BY_DEFAULT = 140
_NARROWEST = 24
_RESET = "\x1b[0m"


class Ink(Enum):
    """What a stretch of a row is for; the value is the ANSI sequence that shows it."""

    PLAIN = ""
    TITLE = "\x1b[1m"
    GUTTER = "\x1b[34m"
    PLACE = "\x1b[1;34m"
    ERROR = "\x1b[1;31m"
    WARNING = "\x1b[1;33m"
    INFORMATION = "\x1b[1;36m"
    REMOVED = "\x1b[31m"
    ADDED = "\x1b[32m"


INK_OF = {
    Severity.ERROR: Ink.ERROR,
    Severity.WARNING: Ink.WARNING,
    Severity.INFORMATION: Ink.INFORMATION,
}

Piece = tuple[Ink, str]


@frozen
class Row:
    """One line of output; `sign` is what stands in the gutter, empty for a row without one."""

    sign: str
    pieces: tuple[Piece, ...] = ()
    number: int | None = None


BLANK = Row("|")
GAP = Row("...")


@frozen
class Page:
    """How the reader wants text: how wide (None: as wide as it is), and whether in ASCII alone.

    `gutter` is the room that line numbers may need, to know what is left for text.
    """

    width: int | None
    ascii_only: bool
    gutter: int

    @property
    def limit(self) -> int:
        """How many columns of a source line are shown, with room for a caret behind its end."""
        if self.width is None:
            return _WIDTH_BY_DEFAULT
        return max(_NARROWEST, self.width - self.gutter - len(" | ") - len("^"))

    def say(self, text: str) -> str:
        """Return a message or path as it may be shown on this page."""
        return prose(text, ascii_only=self.ascii_only)

    def paragraph(self, head: Piece, text: str, ink: Ink, sign: str = "") -> Iterator[Row]:
        """Yield a text after its head, wrapped to the page and indented by the head."""
        indent = len(head[1]) + (self.gutter + len(" = ") if sign else 0)
        room = None if self.width is None else max(_NARROWEST, self.width - indent)
        first, *others = wrapped(text, room)
        yield Row(sign, (head, (ink, first)))
        for line in others:
            yield Row(sign and " ", ((Ink.PLAIN, " " * len(head[1])), (ink, line)))


def written(rows: Iterable[Row], *, color: bool) -> str:
    """Return rows as text, their gutters aligned, without spaces at the ends of lines."""
    kept = tuple(rows)
    gutter = max(len(str(row.number or "")) for row in kept)
    return "\n".join(_line(_pieces(row, gutter), color) for row in kept)


def _pieces(row: Row, gutter: int) -> tuple[Piece, ...]:
    match row.sign:
        case "":
            return row.pieces
        case "-->":
            margin = " " * gutter + "-->"
        case "...":
            margin = "...".ljust(gutter + 2)
        case sign:
            margin = f"{row.number or '':>{gutter}} {sign}"
    return ((Ink.GUTTER, margin + " "), *row.pieces)


def _line(pieces: tuple[Piece, ...], color: bool) -> str:
    left = len("".join(text for _, text in pieces).rstrip(" "))
    line = ""
    for ink, text in pieces:
        kept = text[:left]
        left -= len(kept)
        line += f"{ink.value}{kept}{_RESET}" if color and ink.value and kept else kept
    return line
