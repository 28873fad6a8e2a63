"""The small edits that may mend a statement, each with the cost of believing in it.

Cheap is what people do: misspell a word, write one twice, forget a brace or a line end, leave a
comma at the end of a list. The costs only rank edits against each other; what an edit achieves is
tried out in `repair`.
"""

from collections.abc import Iterator, Sequence

from milepost.diagnostics import nearest
from milepost.frozen import frozen
from milepost.syntax.miswritten import Explanation
from milepost.syntax.statement import Statement
from milepost.syntax.tables import DAYS, MONTHS
from milepost.syntax.tokens import END, NEWLINE, Token
from milepost.syntax.vocabulary import BRACKETS, STAND_INS, is_keyword, is_word, text_of

#: What ends a statement, or the head of one that goes on in a block.
STOPS = frozenset((NEWLINE, "LBRACE", END))
_FIXED = frozenset((END, "LBRACE", "RBRACE", NEWLINE))
_DANGLING = frozenset(("COMMA", "AND", "OR", "VBAR"))
_GUESSES = 3
#: What a line with a promise begins with; `none` stands where such a word would.
_PROMISES = ("WITHIN", "BY", "EVERY")
_UNITS = ("day", "days", "week", "weeks")


@frozen
class Edit:
    """An edit in terminals: at `place`, `removed` of them give way to `inserted`.

    `text` is what was meant, the texts of several tokens with blanks between them; `why` explains
    an edit of its own kind (`phrases`).
    """

    kind: str
    place: int
    removed: int
    inserted: tuple[str, ...]
    cost: int
    text: str = ""
    why: Explanation | None = None


def edits(statement: Statement) -> Iterator[Edit]:
    """Yield every edit worth trying."""
    yield from _closings(statement)
    yield from _at_the_stop(statement)
    for place in statement.places():
        distance = 3 * (statement.error - place)
        token = statement.token(place)
        wanted = statement.automaton.wanted(statement.stacks[place])
        yield from _spellings(token, wanted, place, distance)
        yield from _gluings(statement, place, distance)
        yield from _semicolons(token, wanted, place, distance)
        yield from _insertions(wanted, place, distance)
        if token.terminal != END:
            yield from _removals(statement, place, distance)
            yield from _swaps(statement, place, distance)


def _closings(statement: Statement) -> Iterator[Edit]:
    """Yield the ways to close blocks before the statement, or where reading stopped."""
    for place in (0, statement.error) if statement.error else (0,):
        for depth in range(1, len(statement.opened) + 1):
            yield Edit("insert", place, 0, ("RBRACE",) * depth, 4 + depth)
            yield Edit("insert", place, 0, ("RBRACE", NEWLINE) * depth, 4 + depth)


def _at_the_stop(statement: Statement) -> Iterator[Edit]:
    """Yield what is only tried where reading stopped: other words, and giving up the rest."""
    error = statement.error
    token = statement.token(error)
    if token.terminal in _FIXED:
        return
    for terminal in statement.automaton.wanted(statement.stacks[error]):
        if _may_replace(token, terminal, at_start=error == 0):
            yield Edit("replace", error, 1, (terminal,), _replace_cost(token, terminal))
    before = statement.token(error - 1) if error else None
    if before and before.terminal == "INT" and token.text in _UNITS:
        yield Edit("days", error, 1, ("BUSINESS", "DAYS"), 2)
    terminals = statement.terminals(error)
    end = next((at for at, name in enumerate(terminals) if name in STOPS), len(terminals))
    yield Edit("remove", error, end, (), 8 + 2 * end)


def _spellings(token: Token, wanted: Sequence[str], place: int, distance: int) -> Iterator[Edit]:
    if token.terminal not in ("NAME", "CODE") and not is_keyword(token.terminal):
        return
    words = {text_of(terminal) or "": terminal for terminal in wanted if is_keyword(terminal)}
    if "DAY_NAME" in wanted:
        words |= dict.fromkeys(DAYS, "DAY_NAME")
    if "MONTH_NAME" in wanted:
        words |= dict.fromkeys(MONTHS, "MONTH_NAME")
    doubt = 4 if is_keyword(token.terminal) else 0
    for turn in range(_GUESSES):
        meant = nearest(token.text, words)
        if meant is None:
            break
        cost = distance + doubt + turn + (3 if len(meant) < 3 else 0)
        yield Edit("spell", place, 1, (words.pop(meant),), cost, meant)


def _gluings(statement: Statement, place: int, distance: int) -> Iterator[Edit]:
    """Yield what was meant as one: `2027-04-02 17:30`, `first-response`, `first response`."""
    first, second, third, *_ = (*statement.terminals(place)[:3], END, END, END)
    if (first, second) == ("LOCAL_DATE", "TIME_OF_DAY"):
        yield Edit("glue", place, 2, ("LOCAL_INSTANT",), 1 + distance)
    if is_word(first) and second == "MINUS" and is_word(third) and statement.touch(place, 3):
        yield Edit("glue", place, 3, ("NAME",), 1 + distance)
    if is_word(first) and is_word(second):
        doubt = 0 if first == second == "NAME" else 2
        yield Edit("glue", place, 2, ("NAME",), 6 + doubt + distance)


def _semicolons(token: Token, wanted: Sequence[str], place: int, distance: int) -> Iterator[Edit]:
    """Yield the marks that a mistyped `;` may stand for."""
    if token.terminal == NEWLINE and token.text.startswith(";"):
        for terminal in wanted:
            if not is_keyword(terminal) and terminal not in (*STAND_INS, NEWLINE, END):
                yield Edit("replace", place, 1, (terminal,), distance + 6)


def _insertions(wanted: Sequence[str], place: int, distance: int) -> Iterator[Edit]:
    word_cost = 8 if "NAME" in wanted else 6
    for terminal in wanted:
        if terminal in ("NOUN", "LEAD", END) or (terminal == "EQUAL" and "COMPARE" in wanted):
            continue
        if terminal in BRACKETS or terminal == NEWLINE:
            cost = 4
        elif terminal in STAND_INS:
            cost = 7
        else:
            cost = word_cost if is_keyword(terminal) else 4
        yield Edit("insert", place, 0, (terminal,), distance + cost)


def _removals(statement: Statement, place: int, distance: int) -> Iterator[Edit]:
    token = statement.token(place)
    if token.terminal == NEWLINE:
        yield Edit("join", place, 1, (), distance + 7)
    elif statement.start + place > 0 and statement.token(place - 1).text == token.text:
        yield Edit("remove", place, 1, (), distance + 1)
    elif token.terminal in _PROMISES and statement.terminals(place)[1:2] == ["NONE"]:
        yield Edit("alone", place, 1, (), 1)
    elif token.terminal in _DANGLING and statement.follows_line_end(place + 1):
        yield Edit("dangling", place, 1, (), distance // 3)
        yield Edit("dangling", place, 1, (NEWLINE,), distance // 3)
    else:
        yield Edit("remove", place, 1, (), distance + (12 if token.terminal in BRACKETS else 8))


def _swaps(statement: Statement, place: int, distance: int) -> Iterator[Edit]:
    first, second = statement.terminals(place)[:2]
    if second not in (END, first):
        doubt = 3 if first in _FIXED or second in _FIXED else 0
        yield Edit("swap", place, 2, (second, first), distance + 5 + doubt)


def _may_replace(token: Token, terminal: str, *, at_start: bool) -> bool:
    """Say whether a word may have been written for another, or a sign for another."""
    if terminal in ("NOUN", "LEAD", END, NEWLINE):
        return False
    if terminal in BRACKETS:
        return not is_word(token.terminal) and token.terminal not in STAND_INS
    # Another keyword at the start would make another statement.
    return not (at_start and is_keyword(terminal))


def _replace_cost(token: Token, terminal: str) -> int:
    if terminal == "NAME":
        return 5
    if token.terminal in BRACKETS and terminal in BRACKETS:
        return 5
    return 12 if terminal in STAND_INS else 10
