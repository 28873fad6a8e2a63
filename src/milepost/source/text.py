r"""A text that was read, and the arithmetic from offsets to lines and columns.

Offsets count code points from the start of the text. Lines and columns count from 1, as people and
compilers do; a column counts code points. A line ends with `\n`, `\r\n` or a lone `\r`.
"""

import re
from bisect import bisect_right

from milepost.frozen import frozen

_LINE_END = re.compile(r"\r\n|\n|\r")


@frozen
class Source:
    """One file's text: `path` is how it is shown (relative to the project, `/` between folders)."""

    path: str
    text: str
    line_starts: tuple[int, ...]

    @staticmethod
    def of(path: str, text: str) -> "Source":
        """Return the source of a text, its lines counted."""
        return Source(path, text, (0, *(found.end() for found in _LINE_END.finditer(text))))

    @property
    def line_end(self) -> str:
        """What ends the first line, and so lines that are added."""
        first = _LINE_END.search(self.text)
        return first.group() if first else "\n"

    def line_of(self, offset: int) -> int:
        """Return the line, from 1, on which an offset stands."""
        return bisect_right(self.line_starts, offset)

    def column_of(self, offset: int) -> int:
        """Return the column, from 1, at which an offset stands in its line."""
        return offset - self.line_starts[self.line_of(offset) - 1] + 1

    def line_text(self, line: int) -> str:
        """Return the text of a line, from 1, without its line end."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")
