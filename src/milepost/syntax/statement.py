"""A statement that cannot be read: where it begins, where reading stopped, and what was open."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from milepost.frozen import frozen
from milepost.source import Source, Span
from milepost.syntax.automaton import Automaton
from milepost.syntax.layout import begins_line
from milepost.syntax.tokens import END, NEWLINE, Token

#: How many tokens before the stopping place an edit may begin.
LOOK_BACK = 6
#: How many tokens behind the stopping place are read on trial.
LOOK_AHEAD = 40


@frozen
class Brace:
    """A brace that was read: its index among the tokens, and the states before it."""

    at: int
    states: tuple[int, ...]


@frozen
class Statement:
    """The tokens from `start`, of which the one at `position` fits nowhere.

    Places count from `start`. `stacks` holds the states before each place where an edit may begin;
    `opened` are the braces that are open, and `closed` is the last that was closed, if the
    statement follows it.
    """

    source: Source
    automaton: Automaton
    tokens: list[Token]
    start: int
    position: int
    stacks: Mapping[int, tuple[int, ...]]
    opened: tuple[Token, ...]
    closed: Brace | None

    @property
    def error(self) -> int:
        """The place where reading stopped."""
        return self.position - self.start

    def places(self) -> Iterator[int]:
        """Yield the places where an edit may begin, nearest to the stopping place first."""
        return iter(sorted(self.stacks, reverse=True))

    def token(self, place: int) -> Token:
        """Return the token at a place."""
        return self.tokens[self.start + place]

    def terminals(self, place: int) -> list[str]:
        """Return the terminals from a place to as far ahead as is read on trial."""
        end = self.position + 1 + LOOK_AHEAD
        return [token[0] for token in self.tokens[self.start + place : end]]

    def end_before(self, place: int) -> int:
        """Return the offset where the last visible token before a place ends."""
        at = self.start + place
        for token in reversed(self.tokens[max(0, at - 3) : at]):
            if token.terminal != NEWLINE:
                return token.end
        return self.tokens[at].start

    def span_of(self, token: Token) -> Span:
        """Return the span of a token; of a line end, its first character."""
        end = token.start if token.terminal in (NEWLINE, END) else token.end
        return Span(self.source, token.start, end)

    def starts_line(self, place: int) -> bool:
        """Say whether only blanks stand before the token at a place on its line."""
        return begins_line(self.source, self.token(place).start)

    def follows_line_end(self, place: int) -> bool:
        """Say whether a line ends before a token, be it a line end that counts or a blank one."""
        if self.start + place == 0:
            return False
        before = self.tokens[self.start + place - 1]
        between = self.source.text[before.end : self.token(place).end]
        return "\n" in between or "\r" in between

    def touch(self, place: int, count: int) -> bool:
        """Say whether so many tokens from a place on stand without a blank between them."""
        tokens = self.tokens[self.start + place : self.start + place + count]
        return all(left.end == right.start for left, right in pairwise(tokens))

    def opens_block(self) -> bool:
        """Say whether the statement goes on into a block."""
        for at in range(self.position, len(self.tokens)):
            terminal = self.tokens[at][0]
            if terminal in (NEWLINE, END, "RBRACE"):
                return False
            if terminal == "LBRACE":
                return True
        return False


def statement_at(
    source: Source,
    automaton: Automaton,
    tokens: list[Token],
    stretch: tuple[int, int],
    states: list[int],
    opened: tuple[Token, ...],
    closed: Brace | None,
) -> Statement:
    """Return the statement that stretches from where `states` stood to the token that fits nowhere.

    It is read once more on trial, to learn the states before its first two and its last few tokens.
    """
    start, position = stretch
    wanted = {start, start + 1, *range(position - LOOK_BACK + 1, position + 1)}
    stack = list(states)
    stacks = {}
    for at in range(start, position + 1):
        if at in wanted:
            stacks[at - start] = tuple(stack)
        automaton.step(stack, tokens[at][0])
    return Statement(source, automaton, tokens, start, position, stacks, opened, closed)
