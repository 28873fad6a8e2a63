"""The LALR(1) automaton at work: tokens in, values out, and a way back to where a statement began.

The loop is the textbook one. Two things are added:

* A keyword without an action of its own is looked up again as its class (NOUN or LEAD), at every
  step, so that `status == closed` needs no quotes and the table stays small.
* Where a statement begins, the stacks are remembered, so that it can be read once more when it was
  mended.
"""

from collections.abc import Mapping
from typing import Any

from milepost.diagnostics import Diagnostic
from milepost.frozen import frozen
from milepost.syntax.automaton import Automaton
from milepost.syntax.reductions import Callback, Reductions, lone_child
from milepost.syntax.tables import DECLARATIONS, Tables
from milepost.syntax.tokens import END, NEWLINE, Token

#: How deep the stack may grow. The deepest policy that people wrote needs a quarter of it.
MAX_DEPTH = 200

_ENDS = frozenset((NEWLINE, "LBRACE", "RBRACE"))


@frozen
class Mark:
    """The stacks as they were where a statement began, with the lists that grow from there on."""

    at: int
    last_end: int
    states: list[int]
    values: list[Any]
    starts: list[int]
    opened: list[tuple[Token, "Mark"]]
    lists: list[tuple[list[Any], int]]
    reported: int


class Reader:
    """One reading of one list of tokens, which may be mended in between.

    `opened` holds each open brace with the mark of the statement that opened it, `closed` the index
    of the brace closed last with the mark before it. `mark` is where the statement began, and `top`
    where the last one outside of all blocks did.
    """

    def __init__(
        self,
        tokens: list[Token],
        tables: Tables,
        callbacks: Mapping[str, Callback],
        reported: list[Diagnostic],
        *,
        strictly: bool,
    ) -> None:
        self.tokens = tokens
        self.tables = tables
        self.automaton = Automaton(tables)
        self.reductions = Reductions(tables.rules, callbacks)
        self.reported = reported
        self.strictly = strictly
        self.at, self.last_end = 0, 0
        self.states = [tables.start]
        self.values: list[Any] = []
        self.starts: list[int] = []
        self.opened: list[tuple[Token, Mark]] = []
        self.closed: tuple[int, Mark] | None = None
        self.mark = self.top = self.top_before = self.remember()

    @property
    def is_too_deep(self) -> bool:
        """Whether reading stopped because of too many levels."""
        return len(self.states) > MAX_DEPTH

    def read(self) -> Token | None:
        """Read on; return the token that fits nowhere, or None at the end."""
        rows, classes, actions = self.tables.rows, self.tables.classes, self.reductions
        states, values, starts, tokens = self.states, self.values, self.starts, self.tokens
        at, last_end, end_state = self.at, self.last_end, self.tables.end
        while True:
            token = tokens[at]
            terminal = token[0]
            while True:
                row = rows[states[-1]]
                action = row.get(terminal)
                if action is None:
                    action = row.get(classes.get(terminal, ""))
                    if action is None:
                        self.at = at
                        return None if terminal == END and states[-1] == end_state else token
                if action >= 0:
                    break
                length, nonterminal, pick, make = actions[action]
                if length == 1:
                    if make is not lone_child:
                        children = values[-1:] if pick is None else pick(values[-1:])
                        values[-1] = make(children, starts[-1], last_end) if make else children
                    states[-1] = rows[states[-2]][nonterminal]
                    continue
                start = starts[-length] if length else last_end
                children = values[-length:] if length else []
                if length:
                    del states[-length:], values[-length:], starts[-length:]
                if pick is not None:
                    children = pick(children)
                values.append(make(children, start, last_end) if make else children)
                states.append(rows[states[-1]][nonterminal])
                starts.append(start)
            states.append(action)
            values.append(token)
            starts.append(token[2])
            last_end = token[2] + len(token[1])
            at += 1
            if terminal in _ENDS:
                self.at, self.last_end = at, last_end
                if self.ends_statement(token) and self.lacks_brace():
                    return tokens[at]
            if len(states) > MAX_DEPTH:
                self.at = at - 1
                return token

    def ends_statement(self, token: Token) -> bool:
        """Follow the braces and remember where the next statement begins; say whether one does."""
        terminal = token.terminal
        if terminal == "LBRACE":
            self.opened.append((token, self.mark))
        elif terminal == "RBRACE":
            self.closed = self.at - 1, self.mark
            self.opened.pop()
        goes_on = terminal == NEWLINE and self.tokens[self.at - 2].terminal == "VBAR"
        if goes_on or self.tokens[self.at].terminal == NEWLINE:
            return False
        self.mark = self.remember()
        if terminal == NEWLINE and not self.opened:
            self.top_before, self.top = self.top, self.mark
        return True

    def remember(self) -> Mark:
        """Return the stacks as they are."""
        values = self.values
        return Mark(
            self.at,
            self.last_end,
            self.states[:],
            values[:],
            self.starts[:],
            self.opened[:],
            [(value, len(value)) for value in values if value.__class__ is list],
            len(self.reported),
        )

    def wind_back(self, mark: Mark) -> None:
        """Return to where a statement began. Lists only ever grow in between."""
        for value, length in mark.lists:
            del value[length:]
        self.at, self.last_end, self.mark = mark.at, mark.last_end, mark
        self.states[:], self.values[:], self.starts[:] = mark.states, mark.values, mark.starts
        self.opened[:] = mark.opened
        del self.reported[mark.reported :]
        if self.closed and self.closed[0] >= mark.at:
            self.closed = None
        if self.top.at > mark.at:
            self.top = self.top_before

    def lacks_brace(self) -> bool:
        """Say whether a declaration begins in a block and reads only after a missing `}`."""
        if not self.opened or self.strictly or self.tokens[self.at].terminal not in DECLARATIONS:
            return False
        line = self.line_of_terminals()
        if self.automaton.accepts(self.states, line) == len(line):
            return False
        closing = ["RBRACE", NEWLINE] * len(self.opened)
        return self.automaton.accepts(self.states, closing + line) == len(closing + line)

    def line_of_terminals(self) -> list[str]:
        """Return the terminals up to the end of the line, or of the head of a block."""
        terminals: list[str] = []
        for at in range(self.at, len(self.tokens)):
            terminal = self.tokens[at].terminal
            if terminal in (NEWLINE, END):
                break
            terminals.append(terminal)
            if terminal == "LBRACE":
                break
        return terminals
