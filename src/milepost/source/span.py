"""A stretch of one text."""

from milepost.frozen import frozen
from milepost.source.text import Source


@frozen
class Span:
    """The half-open stretch `[start, end)` of a source, in code points."""

    source: Source
    start: int
    end: int

    @property
    def path(self) -> str:
        """The path of the file, as shown."""
        return self.source.path

    @property
    def line(self) -> int:
        """The line of the first character, from 1."""
        return self.source.line_of(self.start)

    @property
    def column(self) -> int:
        """The column of the first character, from 1."""
        return self.source.column_of(self.start)

    @property
    def text(self) -> str:
        """The text of the stretch."""
        return self.source.text[self.start : self.end]

    def to(self, other: "Span") -> "Span":
        """Return the stretch from the start of this one to the end of a later one."""
        return Span(self.source, self.start, other.end)

    def __repr__(self) -> str:
        return f"Span({self.path}:{self.line}:{self.column}-{self.end - self.start})"
