r"""Lines folded to the width of a terminal, so that what continues stands below its own column.

Lines are broken at spaces. A row of a table goes on below its last column that begins in the left
half, any other line some `step` further in than it began; a word that is too wide stays whole.
"""

import re
from collections.abc import Iterator

from milepost.reporters.columns import columns

_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
#: Two spaces or more stand between columns.
_CELL = re.compile(r"( *)([^ ]+(?: [^ ]+)*)")
_STEP = 2


def folded(text: str, width: int, step: int = _STEP) -> str:
    """Return a text whose lines are at most so many columns wide, where words allow it.

    >>> print(folded("at least 4h, at most 3d20h", 14))
    at least 4h,
      at most
      3d20h
    """
    return "\n".join(part for line in text.split("\n") for part in _parts(line, width, step))


def _parts(line: str, width: int, step: int) -> Iterator[str]:
    if _columns(line) <= width:
        yield line
        return
    # A line that begins far to the right begins as far as leaves room.
    part = " " * min(len(line) - len(line.lstrip(" ")), width // 2)
    used, hang = len(part), min(len(part) + step, width // 2)
    cells = _CELL.findall(line.strip(" "))
    for gap, cell in cells:
        is_whole = len(cells) > 1 and _columns(cell) <= width - hang
        for at, piece in enumerate((cell,) if is_whole else cell.split(" ")):
            before, wide = " " if at else gap, _columns(piece)
            if used + len(before) + wide > width and part.strip(" "):
                yield part
                part, used = " " * hang + piece, hang + wide
                continue
            if len(before) > 1 and used + len(before) <= width // 2:
                hang = used + len(before)
            part, used = part + before + piece, used + len(before) + wide
    yield part


def _columns(text: str) -> int:
    return columns(_ESCAPE.sub("", text))
