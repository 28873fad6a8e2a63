"""Dry runs of the parser's automaton: how far would these terminals be read from these states?"""

from collections.abc import Iterable, Sequence

from milepost.syntax.tables import Tables
from milepost.syntax.tokens import END


class Automaton:
    """The table without values: it answers questions and changes nothing."""

    def __init__(self, tables: Tables) -> None:
        self.rows = tables.rows
        self.rules = tables.rules
        self.classes = tables.classes
        self.terminals = tables.terminals
        self.end = tables.end

    def accepts(self, states: Sequence[int], terminals: Iterable[str]) -> int:
        """Return how many of the terminals can be read in a row from a stack of states."""
        stack = list(states)
        count = 0
        for terminal in terminals:
            if not self.step(stack, terminal):
                break
            count += 1
        return count

    def step(self, stack: list[int], terminal: str) -> bool:
        """Read one terminal; return whether that was possible.

        The stack may have been reduced if not.
        """
        rows, rules, classes = self.rows, self.rules, self.classes
        while True:
            row = rows[stack[-1]]
            action = row.get(terminal)
            if action is None:
                action = row.get(classes.get(terminal, ""))
                if action is None:
                    return terminal == END and stack[-1] == self.end
            if action >= 0:
                stack.append(action)
                return True
            rule = rules[-1 - action]
            if rule.length:
                del stack[-rule.length :]
            stack.append(rows[stack[-1]][rule.nonterminal])

    def wanted(self, states: Sequence[int]) -> tuple[str, ...]:
        """Return the terminals that can be read next, in alphabetical order."""
        candidates = sorted(name for name in self.rows[states[-1]] if name in self.terminals)
        return tuple(name for name in candidates if self.accepts(states, (name,)))
