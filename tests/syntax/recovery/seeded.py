"""Seeded mistakes: small edits of valid policies, and what the parser makes of them.

A mistake edits one token at a random place: it is deleted, doubled, swapped with the next one, or
misspelt (one character dropped, doubled, exchanged with its neighbour or mistyped). A line end is
a token too.

The *right lines* are those on which the edited text stands in the edited policy. If nothing
visible is left on that line (a `}` that stood alone was deleted), they are the nearest visible
lines above and below, because nothing can be shown where nothing stands. A mistake counts as
reported at the right line when one of its messages *starts* on such a line; each message beyond
the first counts as extra, warnings included. An edit that leaves a policy without any message is
another valid program (`p1` deleted from a list, a doubled line end): it is counted apart, and left
to the later stages.

A top-level block is *intact* when the edit touches none of its characters. It is kept when an
equal one, in the same order, is in the tree. Equality of trees leaves places out.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from milepost.diagnostics import Diagnostic
from milepost.source import Source
from milepost.syntax.ast.declarations import Statement
from milepost.syntax.lexer import tokenize
from milepost.syntax.parse import ParsedFile, parse
from milepost.syntax.tables import load_tables
from milepost.syntax.tokens import END, NEWLINE, Token

KINDS = ("deleted", "doubled", "swapped", "misspelt")
SAMPLES = Path(__file__).with_name("samples")
POLICIES = Path(__file__).parents[3] / "policies"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_MARKS = "{[}](<)>,.|/:;=+-_&*\"'!?#$"
#: For each key the one that is hit instead of it.
_NEIGHBOURS = {
    **{key: mistyped for row in _ROWS for key, mistyped in zip(row, row[1:] + row[0], strict=True)},
    **dict(zip(_MARKS[::2], _MARKS[1::2], strict=True)),
    ".": ",",
    "/": "|",
    "+": "-",
    "<": ">",
    ">": "<",
}


class Mistake(NamedTuple):
    """An edit of a policy: what was done to which token, and the text that came of it."""

    policy: str
    kind: str
    token: str
    source: Source
    right_lines: frozenset[int]
    intact: tuple[Statement, ...]


class Outcome(NamedTuple):
    """What the parser said about a mistake."""

    mistake: Mistake
    diagnostics: tuple[Diagnostic, ...]
    kept: bool

    @property
    def found(self) -> bool:
        return bool(self.diagnostics)

    @property
    def at_right_line(self) -> bool:
        return any(each.span.line in self.mistake.right_lines for each in self.diagnostics)


def samples() -> list[Source]:
    """Return the samples that lie beside this module."""
    return _sources(SAMPLES)


def policies() -> list[Source]:
    """Return the policies of the project."""
    return _sources(POLICIES)


def _sources(folder: Path) -> list[Source]:
    paths = sorted(folder.glob("**/*.sla"))
    return [
        Source.of(str(path.relative_to(folder)), path.read_text(encoding="utf-8")) for path in paths
    ]


def mistakes(sources: Sequence[Source], each: int, seed: int) -> Iterator[Mistake]:
    """Yield so many mistakes of each kind, spread over the policies by their number of tokens."""
    chance = random.Random(seed)
    tables = load_tables()
    tokens = [
        (source, at) for source in sources for at in range(len(tokenize(source, tables).tokens) - 1)
    ]
    parsed = {source.path: parse(source) for source in sources}
    lists = {source.path: tokenize(source, tables).tokens for source in sources}
    for kind in KINDS:
        made = 0
        while made < each:
            source, at = chance.choice(tokens)
            mistake = _make(source, lists[source.path], at, kind, chance, parsed[source.path])
            if mistake:
                made += 1
                yield mistake


def judge(mistake: Mistake) -> Outcome:
    """Return what the parser makes of a mistake."""
    parsed = parse(mistake.source)
    left = iter(parsed.policy.statements)
    kept = all(any(found == wanted for found in left) for wanted in mistake.intact)
    return Outcome(mistake, parsed.diagnostics, kept)


def _make(
    source: Source,
    tokens: tuple[Token, ...],
    at: int,
    kind: str,
    chance: random.Random,
    parsed: ParsedFile,
) -> Mistake | None:
    text, token = source.text, tokens[at]
    start, end = token.start, token.end
    line_end = token.terminal == NEWLINE
    if kind == "deleted":
        # The comment before a line end goes with it: otherwise it would swallow the next line.
        start = (tokens[at - 1].end if at else 0) if line_end else start
        new = " " if line_end else ""
    elif kind == "doubled":
        new = token.text if line_end else f"{token.text} {token.text}"
    elif kind == "swapped":
        other = tokens[at + 1]
        if other.terminal == END or other.text == token.text:
            return None
        new = _apart(
            text[:start], other.text, text[end : other.start], token.text, text[other.end :]
        )
        end = other.end
    else:
        new = _misspell(token.text, chance)
        if line_end or new == token.text:
            return None
    edited = Source.of(source.path, text[:start] + new + text[end:])
    intact = tuple(
        statement
        for statement in parsed.policy.statements
        if statement.span.end < start or statement.span.start > end
    )
    return Mistake(
        source.path, kind, token.text, edited, _right_lines(edited, start, start + len(new)), intact
    )


def _apart(before: str, first: str, between: str, second: str, behind: str) -> str:
    """Join tokens so that they stay tokens.

    With a blank where two would touch, or behind a comment.
    """
    between = " " if not between or "#" in between else between
    left = "" if not before or before[-1].isspace() else " "
    right = "" if not behind or behind[0].isspace() else " "
    return f"{left}{first}{between}{second}{right}"


def _misspell(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    way = chance.choice(("dropped", "doubled", "exchanged", "mistyped"))
    if way == "dropped" and len(text) > 1:
        return text[:at] + text[at + 1 :]
    if way == "doubled" and len(text) > 1:
        return text[: at + 1] + text[at:]
    if way == "exchanged" and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    mistyped = _NEIGHBOURS.get(text[at].lower(), "x")
    return text[:at] + mistyped + text[at + 1 :]


def _right_lines(source: Source, start: int, end: int) -> frozenset[int]:
    lines = set(range(source.line_of(start), source.line_of(end) + 1))
    if any(_visible(source, line) for line in lines):
        return frozenset(lines)
    above, below = min(lines) - 1, max(lines) + 1
    while above > 1 and not _visible(source, above):
        above -= 1
    while below < len(source.line_starts) and not _visible(source, below):
        below += 1
    return frozenset(lines | {above, below})


def _visible(source: Source, line: int) -> bool:
    return source.line_text(line).split("#")[0].strip() != ""
