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
"""

from collections.abc import Callable, Mapping
from typing import Any

from milepost.diagnostics import Diagnostic, Severity
from milepost.frozen import frozen
from milepost.source import Source, Span
from milepost.syntax import codes
from milepost.syntax.automaton import Automaton
from milepost.syntax.repair import find_repair, unreadable
from milepost.syntax.statement import Statement
from milepost.syntax.tables import DECLARATIONS, Tables
from milepost.syntax.tokens import END, NEWLINE, Token, Tokens

MAX_DEPTH = 200
MAX_REPORTS = 100

#: What builds the value of a rule: from its children and the offsets where it starts and ends.
Callback = Callable[[list[Any], int, int], Any]


@frozen
class Parsed:
    """What parsing found.

    The tree (None when nothing could be read), diagnostics, and lost names.
    """

    tree: Any
    diagnostics: tuple[Diagnostic, ...]
    lost: frozenset[str]


def drive(
    source: Source, found: Tokens, tables: Tables, callbacks: Mapping[str, Callback]
) -> Parsed:
    """Return the tree that the callbacks build from the tokens of a text."""
    return _Driver(source, found, tables, callbacks).run()


class _Stop(Exception):
    """Too many mistakes to go on."""


class _Driver:
    def __init__(
        self,
        source: Source,
        found: Tokens,
        tables: Tables,
        callbacks: Mapping[str, Callback],
    ) -> None:
        self.source = source
        self.tokens = list(found.tokens)
        self.automaton = Automaton(tables)
        self.tables = tables
        self.reductions = tuple(
            (
                rule.nonterminal,
                rule.length,
                rule.children if rule.callback else None,
                callbacks.get(rule.callback),
            )
            for rule in tables.rules
        )
        self.states = [tables.start]
        self.values: list[Any] = []
        self.starts: list[int] = []
        self.diagnostics: list[Diagnostic] = []
        self.lost: set[str] = set()
        self.braces: list[Token] = []
        self.at = 0
        self.last_end = 0
        self.remember()

    def run(self) -> Parsed:
        tree = None
        try:
            while True:
                stopped = self.read()
                if stopped is None:
                    tree = self.values[-1]
                    break
                self.mend(stopped)
        except _Stop:
            pass
        return Parsed(tree, tuple(self.diagnostics), frozenset(self.lost))

    def read(self) -> Token | None:
        """Read on; return the token that fits nowhere, or None at the end."""
        rows, classes, reductions = self.tables.rows, self.tables.classes, self.reductions
        states, values, starts, tokens = self.states, self.values, self.starts, self.tokens
        end_state = self.tables.end
        at = self.at
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
                        if terminal == END and states[-1] == end_state:
                            return None
                        return token
                if action >= 0:
                    break
                self.reduce(*reductions[-1 - action])
            states.append(action)
            values.append(token)
            starts.append(token[2])
            at += 1
            self.last_end = token[2] + len(token[1])
            if terminal == NEWLINE or terminal == "LBRACE" or terminal == "RBRACE":
                self.at = at
                if terminal == "LBRACE":
                    self.braces.append(token)
                elif terminal == "RBRACE":
                    self.braces.pop()
                if len(states) > MAX_DEPTH:
                    return token
                self.remember()
                if self.braces and tokens[at][0] in DECLARATIONS and self.lacks_brace(at):
                    return tokens[at]
            elif len(states) > MAX_DEPTH:
                self.at = at
                return token

    def reduce(
        self,
        nonterminal: str,
        length: int,
        selection: tuple[int | None, ...] | None,
        callback: Callback | None,
    ) -> None:
        states, values, starts = self.states, self.values, self.starts
        if selection is None and length == 1:
            states[-1] = self.tables.rows[states[-2]][nonterminal]
            return
        if length:
            start = starts[-length]
            symbols = values[-length:]
            del states[-length:], values[-length:], starts[-length:]
        else:
            start, symbols = self.last_end, []
        children: list[Any] = []
        for index in selection:
            if index is None:
                children.append(None)
            elif index >= 0:
                children.append(symbols[index])
            elif children:
                children += symbols[-1 - index]
            else:
                children = symbols[-1 - index]
        value = children if callback is None else callback(children, start, self.last_end)
        states.append(self.tables.rows[states[-1]][nonterminal])
        values.append(value)
        starts.append(start)

    def remember(self) -> None:
        """Remember the stacks: a statement begins here."""
        self.kept_at = self.at
        self.kept_end = self.last_end
        self.kept = (self.states[:], self.values[:], self.starts[:], self.braces[:])
        self.kept_lengths = [
            (value, len(value)) for value in self.values if value.__class__ is list
        ]

    def wind_back(self) -> None:
        """Return to where the statement began. Lists only ever grow in between."""
        for value, length in self.kept_lengths:
            del value[length:]
        states, values, starts, braces = self.kept
        self.states[:], self.values[:], self.starts[:] = states, values, starts
        self.braces[:] = braces
        self.at, self.last_end = self.kept_at, self.kept_end

    def lacks_brace(self, at: int) -> bool:
        """Say whether the line at a declaration keyword reads only after a missing `}`."""
        line = self.line_of_terminals(at)
        if self.automaton.accepts(self.states, line) == len(line):
            return False
        closing = ["RBRACE", NEWLINE] * len(self.braces)
        return self.automaton.accepts(self.states, closing + line) == len(closing + line)

    def line_of_terminals(self, at: int) -> list[str]:
        terminals: list[str] = []
        for token in self.tokens[at:]:
            if token.terminal in (NEWLINE, END) and terminals:
                break
            terminals.append(token.terminal)
            if token.terminal == "LBRACE":
                break
        return terminals

    def mend(self, token: Token) -> None:
        """Report the token that does not fit, and go on in the best way there is."""
        position = self.at
        too_deep = len(self.states) > MAX_DEPTH
        self.wind_back()
        if too_deep:
            self.report(_too_deep(self.source, token))
            self.drop(position)
            return
        statement = Statement(
            self.source,
            self.automaton,
            self.tokens,
            self.kept_at,
            position,
            tuple(self.states),
            tuple(self.braces),
        )
        repair = find_repair(statement)
        if repair is None:
            self.report(unreadable(statement))
            self.drop(position)
            return
        self.report(repair.diagnostic)
        if repair.drops:
            self.drop(position)
            return
        removed = self.tokens[repair.start : repair.end]
        self.lost |= {token.text for token in removed if token.terminal == "NAME"}
        self.tokens[repair.start : repair.end] = repair.tokens

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
                end += 1
                break
            elif end > position and self.is_declaration(end):
                break
            end += 1
        if end == start:
            if tokens[end].terminal == END:
                raise _Stop
            end += 1
        self.lost |= {token.text for token in tokens[start:end] if token.terminal == "NAME"}
        del tokens[start:end]

    def is_declaration(self, at: int) -> bool:
        token = self.tokens[at]
        return token.terminal in DECLARATIONS and self.source.column_of(token.start) == 1

    def report(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)
        if len(self.diagnostics) >= MAX_REPORTS:
            self.diagnostics.append(_too_many(diagnostic.span))
            raise _Stop


def _too_deep(source: Source, token: Token) -> Diagnostic:
    return Diagnostic(
        codes.TOO_LARGE,
        Severity.ERROR,
        "nested too deeply",
        Span(source, token.start, token.end),
        help="split the statement; nobody can review this many levels",
    )


def _too_many(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.TOO_LARGE,
        Severity.ERROR,
        f"more than {MAX_REPORTS} syntax mistakes; the rest of the file is not read",
        span,
        help="mend these first",
    )
