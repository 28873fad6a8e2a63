"""Tokens: the flat stream between a text and its tree."""

from typing import NamedTuple

from milepost.diagnostics import Diagnostic
from milepost.frozen import frozen

END = "$END"
NEWLINE = "_NL"


class Token(NamedTuple):
    """A terminal's name, the text as written, and the offset where it starts."""

    terminal: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset just after the token."""
        return self.start + len(self.text)


class Unwritten(str):
    """The text of a token that a repair has put in.

    It has letters, but takes no room in the source.
    """

    __slots__ = ()

    def __len__(self) -> int:
        return 0


class Comment(NamedTuple):
    """A comment with its `#`, and the offset where it starts."""

    text: str
    start: int


@frozen
class Tokens:
    """What the lexer found: tokens for the parser, comments, diagnostics for the author.

    The list ends with an `$END` token of no text.
    """

    tokens: tuple[Token, ...]
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]
