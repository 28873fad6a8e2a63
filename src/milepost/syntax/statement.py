"""A statement that cannot be read: where it begins, where reading stopped, and what was open."""

from milepost.frozen import frozen
from milepost.source import Source, Span
from milepost.syntax.automaton import Automaton
from milepost.syntax.tokens import END, NEWLINE, Token


@frozen
class Statement:
    """The tokens from `start`, of which the one at `position` fits nowhere.

    `states` are those at `start`.
    """

    source: Source
    automaton: Automaton
    tokens: list[Token]
    start: int
    position: int
    states: tuple[int, ...]
    braces: tuple[Token, ...]

    def terminals(self, beyond: int) -> list[str]:
        """Return the terminals from the start to the stopping place and so many beyond it."""
        return [token.terminal for token in self.tokens[self.start : self.position + 1 + beyond]]

    def end_before(self, position: int) -> int:
        """Return the offset where the last visible token before a position ends."""
        for token in reversed(self.tokens[max(0, position - 3) : position]):
            if token.terminal != NEWLINE:
                return token.end
        return self.tokens[position].start

    def span_of(self, token: Token) -> Span:
        """Return the span of a token; of a line end, its first character."""
        end = token.start if token.terminal in (NEWLINE, END) else token.end
        return Span(self.source, token.start, end)

    def opens_block(self) -> bool:
        """Say whether the statement goes on into a block."""
        for token in self.tokens[self.position :]:
            if token.terminal in (NEWLINE, END, "RBRACE"):
                return False
            if token.terminal == "LBRACE":
                return True
        return False
