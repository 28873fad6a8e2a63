"""Comments that allow findings: `# milepost: allow P505 "agreed with sales"`.

A comment on a line of its own binds to the statement below it, one behind words to what stands on
its line, and behind the `}` of a block to the whole block; `allow-file` binds to the whole file.
What it binds to goes with it as a note, which a comment that cannot be understood has not. Whether
one is of use is known when everything is found: until then all count as unused.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from milepost.diagnostics import Diagnostic, Note, Severity
from milepost.frozen import frozen
from milepost.source import Source, Span
from milepost.syntax import codes
from milepost.syntax.tokens import END, NEWLINE, Comment, Token, Tokens

BINDS = "it is about what stands here"

_ADDRESSED = re.compile(r"#+\s*milepost\s*:")
_ALLOWS = re.compile(
    r"#+\s*milepost\s*:\s*(?P<verb>allow(?:-file)?)\s+(?P<checks>[\w-]+(?:\s*,\s*[\w-]+)*+)"
    r'(?:\s+"(?P<reason>[^"]*\S[^"]*)")?\s*'
)
_HELP = 'write `# milepost: allow P505 "why"`, or `allow-file` for the whole file'
_LINE_END = re.compile(r"[\r\n]")


@frozen
class Allowance:
    """What a comment allows: checks by code or name, each once, and the reason."""

    checks: tuple[str, ...]
    reason: str


def allowance_of(text: str) -> Allowance | None:
    """Return what a comment allows, or None if it does not say so as it should."""
    found = _ALLOWS.fullmatch(text)
    if found is None or found["reason"] is None:
        return None
    checks = (check.strip() for check in found["checks"].split(","))
    return Allowance(tuple(dict.fromkeys(checks)), found["reason"].strip())


def suppressions(source: Source, tokens: Tokens) -> Iterator[Diagnostic]:
    """Yield a finding for each comment of a text that speaks to us."""
    for comment in tokens.comments:
        if _ADDRESSED.match(comment.text):
            text = comment.text.rstrip()
            span = Span(source, comment.start, comment.start + len(text))
            yield _said(text, span, source, tokens.tokens, comment)


def _said(
    text: str, span: Span, source: Source, tokens: Sequence[Token], comment: Comment
) -> Diagnostic:
    found = _ALLOWS.fullmatch(text)
    if found is None or found["reason"] is None:
        message = "comment for milepost that it does not understand"
        if found is not None:
            message = f"comment allows `{found['checks']}` without a reason"
        return Diagnostic(codes.UNUSED_SUPPRESSION, Severity.WARNING, message, span, help=_HELP)
    whole = Span(source, 0, len(source.text))
    scope = whole if found["verb"] == "allow-file" else _bound(source, tokens, comment)
    message = f"comment allows `{found['checks']}`, which is not found here"
    return Diagnostic(
        codes.UNUSED_SUPPRESSION,
        Severity.WARNING,
        message,
        span,
        (Note(BINDS, scope),),
        "remove the comment",
    )


def _bound(source: Source, tokens: Sequence[Token], comment: Comment) -> Span:
    """Return what a comment binds to: whole statements, so that it does not depend on layout."""
    after = bisect_left(tokens, comment.start, key=lambda token: token.start)
    before = after - 1
    while before >= 0 and tokens[before].terminal == NEWLINE:
        if _LINE_END.search(source.text, tokens[before].start, comment.start):
            break
        before -= 1
    is_behind = before >= 0 and tokens[before].terminal != NEWLINE
    if is_behind and not _LINE_END.search(source.text, tokens[before].end, comment.start):
        first = before
        if tokens[before].terminal == "RBRACE":
            first = _opening(tokens, before)
        while first > 0 and not _breaks(tokens[first - 1]):
            first -= 1
        last = before
    else:
        first = after
        while tokens[first].terminal == NEWLINE:
            first += 1
        last = first
    while tokens[last].terminal != END and not _breaks(tokens[last]):
        last += 1
    return Span(source, tokens[first].start, max(tokens[first].start, tokens[last].start))


def _opening(tokens: Sequence[Token], closing: int) -> int:
    """Return the place of the brace that a closing one belongs to."""
    depth, at = 1, closing
    while depth and at > 0:
        at -= 1
        depth += (tokens[at].terminal == "RBRACE") - (tokens[at].terminal == "LBRACE")
    return at


def _breaks(token: Token) -> bool:
    return token.terminal == NEWLINE and _LINE_END.search(token.text) is not None
