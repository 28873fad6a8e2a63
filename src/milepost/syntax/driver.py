"""Tokens to a tree: an LALR(1) automaton with word classes, bounded nesting and repair.

The loop is the textbook one. Three things are added:

* A keyword without an action of its own is looked up again as its class (NOUN or LEAD), at every
step, so
  that `status == closed` needs no quotes and the table stays small.
* Where a statement begins, the stacks are remembered. A statement that cannot be read is wound
back, the
  best small edit of its tokens is looked for (`repair`), reported, made, and reading goes on. When
  no edit helps, the statement is dropped as a whole and its names are remembered as lost, so that
  later stages do not accuse those who use them.
* A declaration keyword that begins a line inside a block and does not continue that block means
that a `}`
  is missing just before it.

Every mistake costs at most a few readings of its own statement, and mistakes are counted, so the
work is bounded by the length of the text.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from milepost.diagnostics import Diagnostic, Severity
from milepost.frozen import frozen
from milepost.source import Source, Span
from milepost.syntax import codes
from milepost.syntax.automaton import Automaton
from milepost.syntax.reductions import Callback, lone_child, reductions
from milepost.syntax.tables import DECLARATIONS, Tables
from milepost.syntax.tokens import END, NEWLINE, Token, Tokens

if TYPE_CHECKING:
    from milepost.syntax.statement import Statement

MAX_DEPTH = 200
#: How often one statement is mended before it is given up.
MAX_MENDINGS = 5

_BRACES = frozenset(("LBRACE", "RBRACE"))


@frozen
class Parsed:
    """What parsing found: the tree, diagnostics, and the names lost in what could not be read.

    `refused` is the first token that fitted nowhere.
    """

    tree: Any
    diagnostics: tuple[Diagnostic, ...]
    lost: frozenset[str]
    refused: Token | None


def drive(
    source: Source,
    found: Tokens,
    tables: Tables,
    callbacks: Mapping[str, Callback],
    reported: list[Diagnostic] | None = None,
) -> Parsed:
    """Return the tree that the callbacks build from the tokens of a text.

    What the callbacks report in `reported` is taken back when their statement is read once more.
    """
    return _Driver(source, found, tables, callbacks, [] if reported is None else reported).run()


def drive_strictly(
    source: Source, found: Tokens, tables: Tables, callbacks: Mapping[str, Callback]
) -> Parsed:
    """Return the tree, or None and the token at which the grammar refuses: nothing is repaired."""
    return _Driver(source, found, tables, callbacks, []).run(strictly=True)


@frozen
class _Mark:
    """The stacks as they were where a statement began."""

    at: int
    last_end: int
    states: list[int]
    values: list[Any]
    starts: list[int]
    opened: list[tuple[Token, "_Mark"]]
    lists: list[tuple[list[Any], int]]
    reported: int


class _Driver:
    def __init__(
        self,
        source: Source,
        found: Tokens,
        tables: Tables,
        callbacks: Mapping[str, Callback],
        reported: list[Diagnostic],
    ) -> None:
        self.source = source
        self.tokens = list(found.tokens)
        # What the lexer has complained about, as stretches of the text and as lines, and all that
        # was complained about: once is enough.
        errors = [each.span for each in found.diagnostics if each.severity is Severity.ERROR]
        self.misread = [(span.start, span.end) for span in errors]
        self.misread_lines = {span.line for span in errors}
        self.complained = self.misread[:]
        self.tables = tables
        self.automaton = Automaton(tables)
        self.reductions = reductions(tables.rules, callbacks)
        self.reported = reported
        self.states = [tables.start]
        self.values: list[Any] = []
        self.starts: list[int] = []
        # Each open brace with the mark of the statement that opened it, and the brace closed last.
        self.opened: list[tuple[Token, _Mark]] = []
        self.closed: tuple[int, _Mark] | None = None
        self.diagnostics: list[Diagnostic] = []
        self.lost: set[str] = set()
        self.refused: Token | None = None
        self.at = 0
        self.last_end = 0
        self.mended_at, self.mendings, self.mistakes = -1, 0, 0
        self.dropped_at = -1
        # Where the statement began, and where the last one outside of all blocks did.
        self.mark = self.top = self.remember()

    def run(self, *, strictly: bool = False) -> Parsed:
        while stopped := self.read(strictly=strictly):
            self.refused = self.refused or stopped
            if strictly:
                return Parsed(None, (), frozenset(), stopped)
            self.mend(stopped)
        if self.complained:
            self.reported[:] = [each for each in self.reported if not self.is_known(each.span)]
        diagnostics = tuple(self.diagnostics)
        return Parsed(self.values[-1], diagnostics, frozenset(self.lost), self.refused)

    def read(self, *, strictly: bool) -> Token | None:  # noqa: C901, PLR0912, PLR0915 - the hot loop
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
                if length:
                    children = values[-length:]
                    start = starts[-length]
                    del states[-length:], values[-length:], starts[-length:]
                else:
                    children, start = [], last_end
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
            if terminal == NEWLINE or terminal in _BRACES:
                self.at, self.last_end = at, last_end
                if terminal == "LBRACE":
                    self.opened.append((token, self.mark))
                elif terminal == "RBRACE":
                    self.closed = at - 1, self.mark
                    self.opened.pop()
                following = tokens[at][0]
                # A statement begins behind a line end or brace, unless an empty line or `a |` goes
                # on.
                if following != NEWLINE and (terminal != NEWLINE or tokens[at - 2][0] != "VBAR"):
                    self.mark = self.remember()
                    if not self.opened:
                        if terminal == NEWLINE:
                            self.top = self.mark
                    elif following in DECLARATIONS and not strictly and self.lacks_brace():
                        return tokens[at]
            if len(states) > MAX_DEPTH:
                self.at = at - 1
                return token

    def remember(self) -> _Mark:
        """Return the stacks as they are: a statement begins here."""
        values = self.values
        return _Mark(
            self.at,
            self.last_end,
            self.states[:],
            values[:],
            self.starts[:],
            self.opened[:],
            [(value, len(value)) for value in values if value.__class__ is list],
            len(self.reported),
        )

    def wind_back(self, mark: _Mark) -> None:
        """Return to where a statement began. Lists only ever grow in between."""
        for value, length in mark.lists:
            del value[length:]
        self.at, self.last_end, self.mark = mark.at, mark.last_end, mark
        self.states[:], self.values[:], self.starts[:] = mark.states, mark.values, mark.starts
        self.opened[:] = mark.opened
        del self.reported[mark.reported :]
        if self.closed and self.closed[0] >= mark.at:
            self.closed = None

    def lacks_brace(self) -> bool:
        """Say whether the line at a declaration keyword reads only after a missing `}`."""
        line = self.line_of_terminals()
        if self.automaton.accepts(self.states, line) == len(line):
            return False
        closing = ["RBRACE", NEWLINE] * len(self.opened)
        return self.automaton.accepts(self.states, closing + line) == len(closing + line)

    def line_of_terminals(self) -> list[str]:
        """Return the terminals up to the end of the line, or of the head of a block."""
        terminals: list[str] = []
        for at in range(self.at, len(self.tokens)):
            terminal = self.tokens[at][0]
            if terminal in (NEWLINE, END):
                break
            terminals.append(terminal)
            if terminal == "LBRACE":
                break
        return terminals

    def mend(self, token: Token) -> None:
        """Report the token that does not fit, and go on in the best way there is."""
        position, too_deep = self.at, len(self.states) > MAX_DEPTH
        self.wind_back(self.mark)
        self.mistakes += 1
        if self.mistakes > codes.MAX_REPORTS:
            self.stop(token)
            return
        if too_deep:
            self.diagnostics.append(_too_deep(self.source, token))
            self.drop(position)
            return
        self.mendings = self.mendings + 1 if self.mended_at == self.at else 1
        self.mended_at = self.at
        # Most runs meet no mistake: they need not wait for the import.
        from milepost.syntax.repair import find_repair, unreadable

        statement = self.statement(self.mark, position)
        repair = find_repair(statement) if self.mendings <= MAX_MENDINGS else None
        head = self.head_of_block()
        if head and self.mendings <= MAX_MENDINGS and (repair is None or repair.cost):
            around = find_repair(self.statement(head, position))
            if around and not around.drops and (repair is None or around.cost < repair.cost):
                self.wind_back(head)
                repair = around
        if repair is None:
            repair = unreadable(statement)
            if statement.error == 0 and self.dropped_at == self.at:
                # The line before was dropped, and this one goes with it.
                self.drop(position)
                return
        self.report(repair.diagnostic, statement)
        if repair.drops:
            self.drop(position)
            return
        if repair.reopens and self.closed:
            self.wind_back(self.closed[1])
        self.lose(repair.start, repair.end)
        self.tokens[repair.start : repair.end] = repair.tokens

    def head_of_block(self) -> _Mark | None:
        """Return the mark of what opened a block, if the first statement in it begins here."""
        before = self.at - 1 - (self.tokens[self.at - 1].terminal == NEWLINE)
        if self.opened and self.tokens[before].terminal == "LBRACE":
            return self.opened[-1][1]
        return None

    def statement(self, mark: _Mark, position: int) -> "Statement":
        """Return the statement that begins at a mark and cannot be read at a position."""
        from milepost.syntax.statement import Brace, statement_at

        closed = None
        if self.closed and self.tokens[mark.at - 1].terminal in (NEWLINE, "RBRACE"):
            place, before = self.closed
            if 0 < mark.at - place <= 2:
                closed = Brace(place, tuple(before.states))
        opened = tuple(brace for brace, _ in self.opened)
        stretch = (mark.at, position)
        return statement_at(
            self.source, self.automaton, self.tokens, stretch, mark.states, opened, closed
        )

    def drop(self, position: int) -> None:
        """Drop the statement, up to a line end, a closing brace or a declaration in column 1."""
        tokens, start = self.tokens, self.at
        depth = 0
        end = start
        while tokens[end].terminal != END:
            terminal = tokens[end].terminal
            if terminal == "LBRACE":
                depth += 1
            elif terminal == "RBRACE":
                if depth == 0 and end >= position:
                    break
                depth = max(0, depth - 1)
            elif terminal == NEWLINE and depth == 0 and end >= position:
                end += not self.automaton.accepts(self.states, (NEWLINE,))
                break
            elif end > position and self.is_declaration(end):
                break
            end += 1
        if end == start:
            if tokens[end].terminal == END:
                self.wind_back(self.top)
                start = self.at
            else:
                end += 1
        self.lose(start, end)
        del tokens[start:end]
        self.dropped_at = start

    def is_declaration(self, at: int) -> bool:
        """Say whether a declaration begins at a token, in the first column."""
        token = self.tokens[at]
        return token.terminal in DECLARATIONS and self.source.column_of(token.start) == 1

    def stop(self, token: Token) -> None:
        """Give up the rest of the file, and the block that is being read."""
        self.diagnostics.append(_too_many(self.source, token))
        self.wind_back(self.top)
        self.lose(self.at, len(self.tokens))
        self.tokens[self.at :] = [Token(END, "", len(self.source.text))]

    def lose(self, start: int, end: int) -> None:
        """Remember the words that are given up."""
        self.lost |= {token.text for token in self.tokens[start:end] if token.text.isidentifier()}

    def report(self, diagnostic: Diagnostic, statement: "Statement") -> None:
        """Report, unless the lexer has complained about the same statement or line."""
        start, end = statement.token(0).start, statement.token(statement.error).end
        known = any(first <= end and start <= last for first, last in self.misread)
        if not known and diagnostic.span.line not in self.misread_lines:
            self.diagnostics.append(diagnostic)
        self.complained.append((start, end))

    def is_known(self, span: Span) -> bool:
        """Say whether a stretch of the text has been complained about."""
        return any(first <= span.end and span.start <= last for first, last in self.complained)


def _too_deep(source: Source, token: Token) -> Diagnostic:
    return Diagnostic(
        codes.TOO_LARGE,
        Severity.ERROR,
        "nested too deeply",
        Span(source, token.start, token.end),
        help="split the statement; nobody can review this many levels",
    )


def _too_many(source: Source, token: Token) -> Diagnostic:
    return Diagnostic(
        codes.TOO_LARGE,
        Severity.ERROR,
        f"more than {codes.MAX_REPORTS} syntax mistakes; the rest of the file is not read",
        Span(source, token.start, token.start),
        help="mend these first",
    )
