"""Comments inside a statement: it goes on in the next line behind each of them.

The words of the printed statement are paired with those of the source, to find the place of a
comment again. They differ by little: the printer leaves out a comma before `)`, the parentheses of
`all of`, and writes `1 month` for `1 months`.
"""

from collections.abc import Iterator, Sequence

from milepost.source import Source
from milepost.syntax.ast.declarations import Field
from milepost.syntax.lexer import tokenize
from milepost.syntax.printer.parts import Statement
from milepost.syntax.printer.remarks import Remarks
from milepost.syntax.tables import load_tables
from milepost.syntax.tokens import END, NEWLINE, Token

_LOOSE = frozenset(("COMMA", "LPAR", "RPAR"))
_CONTINUES = frozenset(("COMMA", "AND", "OR"))
_BRACES = frozenset(("LBRACE", "RBRACE"))


def interrupted(part: Statement, text: str, remarks: Remarks) -> Iterator[tuple[str, str]]:
    """Yield pieces of a statement, each with the comment behind it; either may be empty."""
    comments = remarks.inside(part.start, part.end)
    written = remarks.tokens_between(part.start, part.end)
    lexed = tokenize(Source.of("", text), load_tables()).tokens
    printed = [token for token in lexed if token.terminal not in (NEWLINE, END)]
    follows = _paired(written, printed)
    may_break = _breakable(printed, is_field=isinstance(part.node, Field))
    places = []
    at = 0
    for comment in comments:
        while at < len(written) and written[at].start < comment.start:
            at += 1
        place = next((n for n in range(follows[at], len(printed)) if may_break[n]), None)
        if place is None:
            # INVARIANT: comments stay in order, so all of them go where the last one must.
            yield from (("", each.text.rstrip(" \t")) for each in comments)
            yield text, ""
            return
        places.append(place)
    begin = 0
    for place, comment in zip(places, comments, strict=True):
        piece = text[begin : printed[place - 1].end].strip() if place else ""
        begin = printed[place].start
        said = comment.text.rstrip(" \t")
        if piece and not remarks.is_on_line_of_word(comment):
            yield piece, ""
            piece = ""
        yield piece, said
    yield text[begin:], ""


def _paired(written: Sequence[Token], printed: Sequence[Token]) -> list[int]:
    """Return, for each number of words written, how many printed words stand for them."""
    follows, at = [0], 0
    for token in written:
        while at < len(printed) and printed[at].terminal != token.terminal:
            if printed[at].terminal not in _LOOSE or token.terminal in _LOOSE:
                break
            at += 1
        is_left_out = token.terminal in _LOOSE and (
            at == len(printed) or printed[at].terminal != token.terminal
        )
        at = min(len(printed), at + (not is_left_out))
        follows.append(at)
    return follows


def _breakable(tokens: Sequence[Token], *, is_field: bool) -> list[bool]:
    """Return, for each word, whether the language takes a newline before it for a blank."""
    continues = _CONTINUES | {"VBAR"} if is_field else _CONTINUES
    may_break = [False, *(token.terminal in continues for token in tokens[:-1])]
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.terminal == "LPAR":
            opened.append(at)
        elif token.terminal == "RPAR" and opened:
            begin = opened.pop() + 1
            may_break[begin : at + 1] = [True] * (at + 1 - begin)
        elif token.terminal in _BRACES:
            opened.clear()
    return may_break
