"""Laws of the formatter, tried on policies and random trees that were laid out anew at random.

`python tests/syntax/format_laws.py --files 100000` tries them at length. For every file:

* its canonical text has the same tree;
* it has the same comments in the same order, each between the same words as before, and behind
  words on a line, or on a line of its own, as before;
* its canonical text is its own canonical text.

Layouts are made from the words of a text: blanks and tabs, newlines of all three kinds, `;`, blank
lines, and comments wherever the language takes a newline.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from printer_trees import POLICIES

from milepost.source import Source
from milepost.syntax.ast.declarations import Policy
from milepost.syntax.formatting import canonical, is_readable
from milepost.syntax.lexer import tokenize
from milepost.syntax.parse import ParsedFile, parse
from milepost.syntax.printer import print_policy
from milepost.syntax.tables import load_tables
from milepost.syntax.tokens import END, NEWLINE, Token

ROOT = Path(__file__).parents[2]
#: Words that the printer may leave out.
LOOSE = frozenset(("COMMA", "LPAR", "RPAR", NEWLINE, END))
COMMENTS = ("#", "# why", "#! odd", "# a; b { c }", '# "quoted', "## é 東京", "#\ttabbed \t", "# }")


def read(text: str) -> ParsedFile:
    return parse(Source.of("policy.sla", text))


def check_the_laws(text: str) -> bool:
    """Fail unless the laws hold; say whether the text could be read."""
    before = read(text)
    if not is_readable(before):
        return False
    formatted = canonical(before)
    after = read(formatted)
    assert is_readable(after), text
    assert after.policy == before.policy, text
    assert are_kept(anchors(before), anchors(after)), text
    assert canonical(after) == formatted, text
    return True


class Anchor(NamedTuple):
    """A comment, how many words stand before it, and whether some do on its line.

    Signs that the printer may leave out are no words. A line of nothing else is neither.
    """

    comment: str
    words: int
    is_behind: bool | None


def anchors(parsed: ParsedFile) -> list[Anchor]:
    """Return where each comment stands."""
    text = parsed.source.text
    tokens = tokenize(parsed.source, load_tables()).tokens
    words = [token for token in tokens if token.terminal not in LOOSE]
    found, count = [], 0
    for comment in parsed.comments:
        while count < len(words) and words[count].start < comment.start:
            count += 1
        line = text[: comment.start].replace("\r", "\n").rpartition("\n")[2].strip(" \t;\ufeff")
        is_behind = None if line and not line.strip(" \t,()") else bool(line)
        found.append(Anchor(comment.text.rstrip(" \t"), count, is_behind))
    return found


def are_kept(before: list[Anchor], after: list[Anchor]) -> bool:
    """Say whether all comments stand where they stood."""
    return [each[:2] for each in before] == [each[:2] for each in after] and all(
        old.is_behind == new.is_behind or None in (old.is_behind, new.is_behind)
        for old, new in zip(before, after, strict=True)
    )


def laid_out_anew(text: str, chance: random.Random) -> str:
    """Return a text with the same words in the same order, and other things between them."""
    tokens = tokenize(Source.of("policy.sla", text), load_tables()).tokens
    newline = chance.choice(("\n", "\n", "\r\n", "\r"))
    density = chance.choice((0.0, 0.02, 0.1, 0.4))
    made = [chance.choice(("", "", "\ufeff")), _trivia(chance, newline, density)]
    depth = 0
    before: Token | None = None
    for token in tokens:
        if token.terminal == NEWLINE:
            made.append(_ending(chance, newline, density))
            before = None
            continue
        if before is not None:
            made.append(_between(before, token, depth > 0, chance, newline, density))
        made.append(token.text)
        if token.terminal in ("LPAR", "RPAR"):
            depth += 1 if token.terminal == "LPAR" else -1
        if token.terminal in ("LBRACE", "RBRACE"):
            depth = 0
        before = token
    if chance.random() < 0.3:
        return "".join(made).rstrip("\r\n")
    return "".join(made)


def _between(
    before: Token, token: Token, inside: bool, chance: random.Random, newline: str, density: float
) -> str:
    """Return what may stand between two words of a statement."""
    touch = before.end == token.start
    blanks = (
        "" if touch and chance.random() < 0.7 else chance.choice((" ", " ", "  ", "\t", "    "))
    )
    may_break = inside or before.terminal in ("COMMA", "AND", "OR", "LBRACE")
    if token.terminal == END:
        return ""
    if (may_break or token.terminal == "RBRACE") and chance.random() < density:
        comment = chance.choice(("", *COMMENTS))
        return blanks + comment + newline + _trivia(chance, newline, density)
    return blanks


def _ending(chance: random.Random, newline: str, density: float) -> str:
    """Return what may end a statement."""
    if chance.random() < 0.1:
        return chance.choice((";", "; ", " ;")) + (_trivia(chance, newline, density))
    comment = chance.choice(COMMENTS) if chance.random() < density else ""
    return chance.choice(("", " ", "   ")) + comment + newline + _trivia(chance, newline, density)


def _trivia(chance: random.Random, newline: str, density: float) -> str:
    """Return blank lines and comments, each with its newline, and an indent."""
    lines = []
    if chance.random() < density:
        for _ in range(chance.randrange(1, 4)):
            indent = chance.choice(("", "  ", "\t", "        "))
            lines.append(indent + chance.choice(("", "", *COMMENTS)) + newline)
    return "".join(lines) + chance.choice(("", "  ", "\t", "       "))


def policies() -> list[str]:
    """Return the statements of the policies in the checkout, a text each."""
    folders = (ROOT / "policies", ROOT / "src", ROOT / "tests" / "syntax")
    texts = []
    for path in chain.from_iterable(sorted(folder.rglob("*.sla")) for folder in folders):
        text = path.read_text(encoding="utf-8")
        parsed = read(text)
        if is_readable(parsed) and "syntax/recovery" not in path.as_posix():
            texts += [text[node.span.start : node.span.end] for node in parsed.policy.statements]
    return sorted(set(texts))


def random_trees(count: int) -> list[str]:
    """Return the texts of so many random trees of each kind."""
    texts: list[str] = []

    def keep(policy: Policy) -> None:
        texts.append(print_policy(policy))

    for trees in POLICIES.values():
        settings(
            max_examples=count,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )(given(trees)(keep))()
    return texts


def layouts(seed: int, trees: int) -> Iterator[str]:
    """Yield texts without end: some statements of policies or random trees, laid out anew."""
    chance = random.Random(seed)
    written, made = policies(), random_trees(trees)
    while True:
        pool = written if chance.random() < 0.6 else made
        text = "\n".join(chance.choices(pool, k=chance.randrange(1, 3)))
        yield laid_out_anew(text, chance)


def run(files: int, seed: int, trees: int) -> int:
    """Try the laws on so many readable files; print how many there were, and return the number."""
    read_files = refused = 0
    for text in layouts(seed, trees):
        if read_files == files:
            break
        try:
            is_read = check_the_laws(text)
        except Exception:
            print(repr(text), file=sys.stderr)
            raise
        read_files += is_read
        refused += not is_read
        if is_read and read_files % 10_000 == 0:
            print(f"{read_files:,} files", flush=True)
    print(f"{read_files:,} files, no law broken ({refused:,} others could not be read)")
    return refused


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--trees", type=int, default=100, help="random trees of each kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    run(options.files, options.seed, options.trees)
