"""Comments and blank lines of a text, for a printer that lays its tree out anew."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from milepost.source import Source
from milepost.syntax.tokens import END, NEWLINE, Comment, Token, Tokens

_LINE_END = re.compile(r"[\r\n]")
_BLANK_LINE = re.compile(r"(?:\r\n?+|\n)[ \t;]*+[\r\n]")


class Remarks:
    """What stands between the words of a text, found by places in it."""

    def __init__(self, source: Source, tokens: Tokens) -> None:
        self.source = source
        self.comments = tokens.comments
        self.tokens = tuple(
            token for token in tokens.tokens if token.terminal not in (NEWLINE, END)
        )
        self._comment_starts = [comment.start for comment in self.comments]
        self._token_starts = [token.start for token in self.tokens]

    def inside(self, start: int, end: int) -> Sequence[Comment]:
        """Return the comments of a stretch that a word of the stretch stands behind."""
        last = self._last_word(end) if self.comments else None
        return self.comments_between(start, last.start) if last else ()

    def comments_between(self, start: int, end: int) -> Sequence[Comment]:
        """Return the comments that begin in a stretch."""
        starts = self._comment_starts
        return self.comments[bisect_left(starts, start) : bisect_left(starts, end)]

    def tokens_between(self, start: int, end: int) -> Sequence[Token]:
        """Return the words and signs that begin in a stretch."""
        starts = self._token_starts
        return self.tokens[bisect_left(starts, start) : bisect_left(starts, end)]

    def end_of_words_before(self, offset: int) -> int:
        """Return where the last word that begins before an offset ends, or the text's start."""
        last = self._last_word(offset)
        return last.end if last else 0

    def is_on_line_of_word(self, comment: Comment) -> bool:
        """Say whether a comment stands on the line on which the word before it ends."""
        end = self.end_of_words_before(comment.start)
        return end > 0 and not _LINE_END.search(self.source.text, end, comment.start)

    def has_blank_line(self, start: int, end: int) -> bool:
        """Say whether a line of nothing but blanks lies in a stretch."""
        return _BLANK_LINE.search(self.source.text, start, end) is not None

    def _last_word(self, offset: int) -> Token | None:
        before = bisect_left(self._token_starts, offset) - 1
        return self.tokens[before] if before >= 0 else None


#: What stands between the words of a tree that is printed without them.
NOTHING = Remarks(Source.of("", ""), Tokens((), (), ()))
