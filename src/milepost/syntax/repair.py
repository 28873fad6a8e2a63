"""The smallest edit that makes a statement readable.

Every edit of one token (insert, remove, replace, swap with the next) near the place where reading
stopped is tried in a dry run of the automaton. An edit counts when the statement can then be read
to its end. Of those, likelihood decides: a misspelt keyword before a missing mark, a missing word
before a superfluous one, nearer to the place before further away, and whatever lets reading go on
into the next lines before what does not. The idea is that of Burke and Fisher (1987), with a cost
per edit.
"""

from collections.abc import Sequence
from itertools import chain, zip_longest

from milepost.diagnostics import Diagnostic
from milepost.frozen import frozen
from milepost.syntax.edits import STOPS, Edit, edits
from milepost.syntax.messages import explain_edit, explain_reopening, explain_unreadable, glued
from milepost.syntax.phrases import phrases
from milepost.syntax.statement import Statement
from milepost.syntax.tokens import NEWLINE, Token, Unwritten
from milepost.syntax.vocabulary import BRACKETS, STAND_INS, text_of

# What an edit costs more when reading stops again: soon after the statement, right behind it, or in
# it, which only a word or phrase for another may bear: it is seldom anything else.
_STUCK_LATER = 12
_STUCK_BEHIND = 16
_STUCK_WITHIN = 24
_REOPENING = 5
# The kinds of edits whose tokens have the text that was meant.
_WORDS = frozenset(("spell", "exact", "meant"))
_KNOWN = _WORDS | {"swap", "glue"}


@frozen
class Repair:
    """Replace the tokens `[start, end)` by others, or remove a brace that closed a block early.

    `drops` gives the statement up instead: what was meant cannot be guessed.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    diagnostic: Diagnostic
    cost: int
    drops: bool = False
    reopens: bool = False
    is_helpless: bool = False


def find_repair(statement: Statement) -> Repair | None:
    """Return the best edit of the statement that cannot be read, or None when none helps."""
    best: list[Edit] = []
    best_rank: tuple[int, int] | None = None
    for edit in chain(phrases(statement), edits(statement)):
        rank = (edit.cost, -edit.place)
        if best_rank and rank > best_rank:
            continue
        stuck = _tried(statement, edit)
        if stuck is None:
            continue
        rank = (edit.cost + stuck, -edit.place)
        if best_rank is None or rank < best_rank:
            best, best_rank = [edit], rank
        elif rank == best_rank:
            best.append(edit)
    reopening = _reopening(statement)
    if reopening is not None and (best_rank is None or reopening < best_rank[0]):
        return _as_reopening(statement, reopening)
    return _as_repair(statement, best, best_rank[0]) if best_rank else None


def unreadable(statement: Statement) -> Repair:
    """Return the repair that gives the statement up."""
    start, end = statement.start, statement.position
    return Repair(start, end, (), explain_unreadable(statement), 0, drops=True, is_helpless=True)


def _tried(statement: Statement, edit: Edit) -> int | None:
    """Return None for an edit that does not mend, else what getting stuck later costs."""
    behind = edit.place + edit.removed
    rest = statement.terminals(behind)
    line = (*edit.inserted, *rest)
    read = statement.automaton.accepts(statement.stacks[edit.place], line) - len(edit.inserted)
    if read == len(rest):
        return 0
    error = max(0, statement.error - behind)
    end = _end(rest, error)
    if read > end + 1:
        return _STUCK_LATER
    if read > end:
        return _STUCK_BEHIND
    return _STUCK_WITHIN if edit.kind in _WORDS and read > error else None


def _end(terminals: Sequence[str], error: int) -> int:
    """Return the place where the statement ends, or its head."""
    for place in range(error, len(terminals)):
        if terminals[place] in STOPS:
            return place
    return len(terminals) - 1


def _reopening(statement: Statement) -> int | None:
    """Return what it costs to believe that the block before was closed too early, or None."""
    if statement.closed is None:
        return None
    rest = statement.terminals(0)
    between = [token[0] for token in statement.tokens[statement.closed.at + 1 : statement.start]]
    for line in ([*between, *rest], rest):
        read = statement.automaton.accepts(statement.closed.states, line) - (len(line) - len(rest))
        if read == len(rest):
            return _REOPENING
        if read > _end(rest, statement.error) + 1:
            return _REOPENING + _STUCK_LATER
    return None


def _as_reopening(statement: Statement, cost: int) -> Repair:
    closed = statement.closed
    assert closed
    end = closed.at + 1
    behind = [token[0] for token in statement.tokens[end : end + 2]]
    if behind and not statement.automaton.accepts(closed.states, behind[:1]):
        end += behind[0] == NEWLINE
    diagnostic = explain_reopening(statement, statement.tokens[closed.at])
    return Repair(closed.at, end, (), diagnostic, cost, reopens=True)


def _as_repair(statement: Statement, tied: Sequence[Edit], cost: int) -> Repair:
    edit = tied[0]
    start = statement.start + edit.place
    old = statement.tokens[start : start + edit.removed]
    offset = old[0].start if old else statement.end_before(edit.place)
    made: tuple[Token, ...]
    if edit.kind == "swap":
        made = (old[1], old[0])
    elif edit.kind == "glue":
        made = (Token(edit.inserted[0], glued(old), offset),)
    else:
        made = tuple(
            Token(terminal, _text_for(terminal, meant, old), offset)
            for terminal, meant in zip_longest(edit.inserted, edit.text.split(), fillvalue="")
        )
    guessed = edit.kind not in _KNOWN and any(
        name in STAND_INS and name != "NAME" for name in edit.inserted
    )
    several = len(tied) > 1 and edit.kind == "insert" and edit.inserted[0] not in BRACKETS
    drops = (guessed or several or edit.kind == "unfinished") and not statement.opens_block()
    diagnostic = explain_edit(
        statement, edit, [other.inserted[0] for other in tied if other.inserted]
    )
    return Repair(start, start + edit.removed, made, diagnostic, cost, drops)


def _text_for(terminal: str, meant: str, old: Sequence[Token]) -> str:
    if terminal == "NAME":
        return Unwritten(meant) if meant else old[0].text.lower() if old else ""
    return Unwritten(meant or STAND_INS.get(terminal) or text_of(terminal) or "")
