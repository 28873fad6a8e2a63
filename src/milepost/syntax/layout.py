"""What the layout of a text tells about a block that is never closed."""

from collections.abc import Sequence

from milepost.source import Source
from milepost.syntax.tokens import NEWLINE, Token


def unclosed_block(
    source: Source, tokens: Sequence[Token], opener: Token, end: int
) -> tuple[int, Token]:
    """Return where a `}` is missing before the token at `end`, and the brace it should close.

    The parser knows that some block since `opener` is not closed, layout knows better which: a
    line that stands no further right than the line of the innermost open `{` is outside of its
    block. Only blocks whose first line is further right, or beside the `{`, are laid out by their
    author.
    """
    stack: list[tuple[Token, int, bool]] = []
    line, indent = 0, 1
    for at in range(tokens.index(opener), end):
        token = tokens[at]
        if stack and token.terminal != NEWLINE and begins_line(source, token.start):
            brace, outer, is_laid_out = stack[-1]
            closes = token.terminal == "RBRACE"
            if is_laid_out and source.column_of(token.start) <= outer - closes:
                return _end_before(tokens, at), brace
        if token.terminal == "LBRACE":
            if source.line_of(token.start) != line:
                line = source.line_of(token.start)
                indent = _indent(source, line)
            first = tokens[at + 1 + (tokens[at + 1].terminal == NEWLINE)]
            is_beside = not begins_line(source, first.start)
            is_laid_out = is_beside or source.column_of(first.start) > indent
            stack.append((token, indent, is_laid_out))
        elif token.terminal == "RBRACE" and stack:
            stack.pop()
    return _end_before(tokens, end), opener


def begins_line(source: Source, offset: int) -> bool:
    """Say whether only blanks stand before an offset on its line."""
    before = offset - 1
    while before >= 0 and source.text[before] in " \t\ufeff":
        before -= 1
    return before < 0 or source.text[before] in "\r\n"


def _end_before(tokens: Sequence[Token], at: int) -> int:
    """Return the offset where the last visible token before an index ends."""
    before = tokens[at - 1]
    return tokens[at - 2].end if before.terminal == NEWLINE else before.end


def _indent(source: Source, line: int) -> int:
    """Return the column at which a line begins."""
    text = source.line_text(line)
    return len(text) - len(text.lstrip(" \t")) + 1
