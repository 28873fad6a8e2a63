"""The smallest edit that makes a statement readable, and the message that describes it.

Every edit of one token (insert, remove, replace, swap with the next) near the place where reading
stopped is tried in a dry run of the automaton. An edit counts when the statement can then be read
to its end. Of those, likelihood decides: a misspelt keyword before a missing mark, a missing word
before a superfluous one, and nearer to the place before further away. The idea is that of Burke
and Fisher (1987), with a cost per edit.
"""

from collections.abc import Iterator, Sequence

from milepost.diagnostics import Diagnostic, Edit, Fix, Note, Severity, nearest
from milepost.frozen import frozen
from milepost.source import Span
from milepost.syntax import codes
from milepost.syntax.statement import Statement
from milepost.syntax.tokens import END, NEWLINE, Token
from milepost.syntax.vocabulary import (
    STAND_INS,
    describe,
    describe_token,
    describe_wanted,
    is_keyword,
    text_of,
)

LOOK_AHEAD = 12
LOOK_BACK = 6
_STOPS = (NEWLINE, "LBRACE", END)
_BRACKETS = ("LBRACE", "RBRACE", "LPAR", "RPAR")


@frozen
class Repair:
    """Replace the tokens `[start, end)` by others; `drops` gives the whole statement up instead."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    diagnostic: Diagnostic
    drops: bool = False


@frozen
class _Edit:
    """An edit in terminals: at `place`, `removed` of them give way to `inserted`."""

    kind: str
    place: int
    removed: int
    inserted: tuple[str, ...]
    cost: int


def find_repair(statement: Statement) -> Repair | None:
    """Return the best edit of the statement that cannot be read, or None when none helps."""
    days = _unclear_days(statement)
    if days:
        return days
    best: tuple[int, int, _Edit] | None = None
    terminals = statement.terminals(LOOK_AHEAD)
    error = statement.position - statement.start
    goal = _goal(terminals, error)
    for edit in _edits(statement, terminals, error):
        reach = _reach(statement, terminals[:goal], edit)
        if reach < goal:
            continue
        candidate = (edit.cost, -edit.place, edit)
        if best is None or candidate[:2] < best[:2]:
            best = candidate
    return _as_repair(statement, best[2]) if best else None


def unreadable(statement: Statement) -> Diagnostic:
    """Return the report for a statement that no small edit mends."""
    token = statement.tokens[statement.position]
    terminals = statement.terminals(0)
    states = statement.automaton.advance(statement.states, terminals[:-1])
    wanted = describe_wanted(statement.automaton.wanted(states))
    found = describe_token(token)
    return Diagnostic(
        codes.UNEXPECTED,
        Severity.ERROR,
        f"wanted {wanted}, found {found}" if wanted else f"unexpected {found}",
        statement.span_of(token),
        help="the statement is not read further",
    )


def _goal(terminals: Sequence[str], error: int) -> int:
    """Return how many terminals an edit must make readable.

    To the end of the statement and one on.
    """
    for place in range(error, len(terminals)):
        if terminals[place] in _STOPS and place > error:
            return min(place + 2, len(terminals))
    return len(terminals)


def _edits(statement: Statement, terminals: Sequence[str], error: int) -> Iterator[_Edit]:
    for place in range(error, max(-1, error - LOOK_BACK), -1):
        states = statement.automaton.advance(statement.states, terminals[:place])
        wanted = statement.automaton.wanted(states)
        distance = 3 * (error - place)
        token = statement.tokens[statement.start + place]
        yield from _spellings(token, wanted, place, distance)
        for terminal in wanted:
            if terminal not in ("NOUN", "LEAD", END):
                yield _Edit("insert", place, 0, (terminal,), distance + _insert_cost(terminal))
                if place == error:
                    yield _Edit("replace", place, 1, (terminal,), _replace_cost(token, terminal))
        if place == error:
            for depth in range(1, len(statement.braces) + 1):
                closing = ("RBRACE",) * depth
                yield _Edit("insert", place, 0, closing, 4 + depth)
                yield _Edit("insert", place, 0, ("RBRACE", NEWLINE) * depth, 4 + depth)
            end = place
            while end < len(terminals) and terminals[end] not in _STOPS:
                end += 1
                yield _Edit("remove", place, end - place, (), 8 + 2 * (end - place))
        if token.terminal not in _STOPS:
            doubled = place > 0 and statement.tokens[statement.start + place - 1].text == token.text
            yield _Edit("remove", place, 1, (), distance + (1 if doubled else 8))
            if place + 1 < len(terminals) and terminals[place + 1] not in _STOPS:
                swapped = (terminals[place + 1], terminals[place])
                yield _Edit("swap", place, 2, swapped, distance + 5)


def _spellings(token: Token, wanted: Sequence[str], place: int, distance: int) -> Iterator[_Edit]:
    if token.terminal != "NAME" and not is_keyword(token.terminal):
        return
    words = {text_of(terminal) or "": terminal for terminal in wanted if is_keyword(terminal)}
    meant = nearest(token.text, words)
    if meant:
        yield _Edit("spell", place, 1, (words[meant],), distance)


def _insert_cost(terminal: str) -> int:
    if terminal in _BRACKETS or terminal == NEWLINE:
        return 4
    if terminal in STAND_INS:
        return 7
    return 6 if is_keyword(terminal) else 4


def _replace_cost(token: Token, terminal: str) -> int:
    if terminal == "NAME":
        return 5
    return 12 if terminal in STAND_INS else 10


def _reach(statement: Statement, terminals: Sequence[str], edit: _Edit) -> int:
    """Return how many of the original terminals are read once the edit is made."""
    rest = terminals[edit.place + edit.removed :]
    line = [*terminals[: edit.place], *edit.inserted, *rest]
    read = statement.automaton.accepts(statement.states, line)
    return read - len(edit.inserted) + edit.removed if read == len(line) else 0


def _as_repair(statement: Statement, edit: _Edit) -> Repair:
    start = statement.start + edit.place
    old = statement.tokens[start : start + edit.removed]
    explain = {"insert": _missing, "remove": _superfluous, "swap": _swapped}.get(edit.kind, _wrong)
    diagnostic = explain(statement, edit, start, old)
    offset = statement.end_before(start)
    if edit.kind == "swap":
        made = (old[1], old[0])
    else:
        made = tuple(
            Token(terminal, _text_for(terminal, old), old[0].start if old else offset)
            for terminal in edit.inserted
        )
    guessed = any(terminal in STAND_INS and terminal != "NAME" for terminal in edit.inserted)
    drops = guessed and edit.kind != "swap" and not statement.opens_block()
    return Repair(start, start + edit.removed, made, diagnostic, drops)


def _text_for(terminal: str, old: Sequence[Token]) -> str:
    if terminal == "NAME" and old:
        return old[0].text.lower()
    return STAND_INS.get(terminal) or text_of(terminal) or ""


def _missing(statement: Statement, edit: _Edit, start: int, _old: Sequence[Token]) -> Diagnostic:
    place = statement.end_before(start)
    span = Span(statement.source, place, place)
    terminal = edit.inserted[0]
    found = describe_token(statement.tokens[start])
    notes: tuple[Note, ...] = ()
    if terminal == "RBRACE":
        code = codes.MISSING_BRACE
        message = "missing `}`" if len(edit.inserted) <= 2 else "blocks are not closed with `}`"
        opener = statement.braces[-1]
        notes = (Note("the block opened here", statement.span_of(opener)),)
        remedy = f"close the block before {found}"
        text = "\n}" * edit.inserted.count("RBRACE")
    elif terminal == NEWLINE:
        code, message = codes.MISSING_LINE_END, f"missing line end before {found}"
        remedy, text = "begin a new line, or write `;` between the statements", "\n"
    else:
        code = codes.MISSING_BRACE if terminal in _BRACKETS else codes.UNEXPECTED
        message = f"missing {describe(terminal)} before {found}"
        text = text_of(terminal) or ""
        remedy = f"write `{text}` here" if text else f"write {describe(terminal)} here"
        text = f" {text}" if is_keyword(terminal) or terminal == "LBRACE" else text
    fix = Fix(remedy, (Edit(span, text),), safe=False) if text else None
    return Diagnostic(code, Severity.ERROR, message, span, notes=notes, help=remedy, fix=fix)


def _superfluous(
    statement: Statement, _edit: _Edit, start: int, old: Sequence[Token]
) -> Diagnostic:
    span = statement.span_of(old[0]).to(statement.span_of(old[-1]))
    doubled = start > 0 and statement.tokens[start - 1].text == old[0].text
    found = describe_token(Token("", span.text, 0))
    return Diagnostic(
        codes.UNEXPECTED,
        Severity.ERROR,
        f"{found} stands twice" if doubled else f"unexpected {found}",
        span,
        help="remove it",
        fix=Fix("remove it", (Edit(span, ""),), safe=False),
    )


def _swapped(statement: Statement, _edit: _Edit, _start: int, old: Sequence[Token]) -> Diagnostic:
    first, second = old
    span = statement.span_of(first).to(statement.span_of(second))
    between = statement.source.text[first.end : second.start]
    proper = f"{second.text}{between}{first.text}"
    return Diagnostic(
        codes.UNEXPECTED,
        Severity.ERROR,
        f"{describe_token(first)} and {describe_token(second)} are the wrong way round",
        span,
        help=f"write `{proper}`",
        fix=Fix(f"write `{proper}`", (Edit(span, proper),), safe=False),
    )


def _wrong(statement: Statement, edit: _Edit, _start: int, old: Sequence[Token]) -> Diagnostic:
    token, terminal = old[0], edit.inserted[0]
    span = statement.span_of(token)
    found = describe_token(token)
    replacement: str | None = None
    code = codes.UNEXPECTED
    if edit.kind == "spell":
        replacement = text_of(terminal) or ""
        message, remedy = f"unexpected {found}", f"did you mean `{replacement}`?"
    elif terminal == "NAME" and token.terminal == "CODE":
        replacement = token.text.lower().replace("-", "_")
        code = codes.CAPITAL_VALUE
        message = f"{found} begins with a capital letter"
        remedy = f"names and values are lower case: `{replacement}`"
    elif terminal == "NAME" and is_keyword(token.terminal):
        code = codes.RESERVED_NAME
        message = f"{found} is a word of the language and cannot be a name here"
        remedy = f"choose another name, such as `{token.text}_1` or a longer one"
    else:
        message = f"wanted {describe(terminal)}, found {found}"
        written = text_of(terminal)
        replacement = None if terminal == NEWLINE else written
        remedy = f"write {describe(terminal)} instead"
    fix = None
    if replacement:
        fix = Fix(f"write `{replacement}`", (Edit(span, replacement),), safe=False)
    return Diagnostic(code, Severity.ERROR, message, span, help=remedy, fix=fix)


def _unclear_days(statement: Statement) -> Repair | None:
    """Return the repair of `2 days` or `2 weeks`, which do not say which days are meant."""
    position = statement.position
    token = statement.tokens[position]
    before = statement.tokens[position - 1] if position > statement.start else None
    if before is None or before.terminal != "INT":
        return None
    if token.text not in ("day", "days", "week", "weeks"):
        return None
    weekly = token.text.startswith("week")
    count = int(before.text[:6])
    days, working = (count * 7, count * 5) if weekly else (count, count)
    span = statement.span_of(before).to(statement.span_of(token))
    diagnostic = Diagnostic(
        codes.BAD_LITERAL,
        Severity.ERROR,
        f"`{span.text}` does not say which days",
        span,
        help=f"write `{working} business days`, `{days} calendar days` or `{days * 24}h`",
    )
    made = (Token("BUSINESS", "business", token.start), Token("DAYS", "days", token.start))
    return Repair(position, position + 1, made, diagnostic)
