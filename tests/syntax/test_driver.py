"""The driver held against Lark's own parser: on valid policies and on mutants of their tokens."""

import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import lark
import pytest

from milepost.source import Source
from milepost.syntax.driver import drive, drive_strictly
from milepost.syntax.grammar import explicit_parser, grammar_path
from milepost.syntax.lexer import tokenize
from milepost.syntax.tables import load_tables
from milepost.syntax.tokens import END, NEWLINE, Token, Tokens

MUTANTS = 3_000
SAMPLES = Path(__file__).parent / "recovery" / "samples"
POLICIES = Path(__file__).parents[2] / "policies"
PATHS = [*sorted(SAMPLES.glob("*.sla")), *sorted(POLICIES.glob("**/*.sla"))]
NOWHERE = Source.of("mutant", "")

Outcome = tuple[str, Any]


@cache
def larks() -> lark.Lark:
    return explicit_parser(grammar_path().read_text(encoding="utf-8"))


@cache
def tree_callbacks() -> dict[str, Callable[[list[Any], int, int], Any]]:
    names = {rule.callback for rule in load_tables().rules if not rule.nonterminal.startswith("_")}
    return {name: _node(name) for name in names if name}


def _node(name: str) -> Callable[[list[Any], int, int], Any]:
    return lambda children, _start, _end: (name, *children)


def tokens_of(path: Path) -> list[Token]:
    return list(
        tokenize(Source.of(path.name, path.read_text(encoding="utf-8")), load_tables()).tokens
    )


def by_ours(tokens: list[Token]) -> Outcome:
    numbered = [Token(token.terminal, token.text, at) for at, token in enumerate(tokens)]
    found = Tokens(tuple(numbered), (), ())
    parsed = drive_strictly(found, load_tables(), tree_callbacks())
    if parsed.refused:
        return "refused at", parsed.refused.start
    return "read", _plain(parsed.tree)


def by_lark(tokens: list[Token]) -> Outcome:
    given = [
        lark.Token(token.terminal, token.text, start_pos=at)
        for at, token in enumerate(tokens)
        if token.terminal != END
    ]
    try:
        tree = larks().parse(given)  # type: ignore[arg-type]
    except lark.UnexpectedToken as refused:
        return "refused at", len(
            tokens
        ) - 1 if refused.token.type == END else refused.token.start_pos
    return "read", _plain(tree)


def _plain(tree: Any) -> Any:
    if isinstance(tree, lark.Tree):
        return (str(tree.data), *map(_plain, tree.children))
    if isinstance(tree, Token | lark.Token):
        return str(tree[1] if isinstance(tree, Token) else tree)
    if isinstance(tree, tuple):
        return (tree[0], *map(_plain, tree[1:]))
    return tree


def declarations() -> list[list[Token]]:
    """Return each declaration of each policy, with the line end behind it."""
    found: list[list[Token]] = []
    for path in PATHS:
        depth = 0
        for token in tokens_of(path)[:-1]:
            if depth == 0 and (not found or found[-1][-1].terminal == NEWLINE):
                found.append([])
            depth += {"LBRACE": 1, "RBRACE": -1}.get(token.terminal, 0)
            found[-1].append(token)
    return found


def mutants(seed: int) -> Iterator[list[Token]]:
    chance = random.Random(seed)
    pieces = declarations()
    pool = [token for piece in pieces for token in piece]
    words = [Token(terminal, word, 0) for word, terminal in load_tables().words.items()]
    pool += words
    while True:
        tokens = chance.choice(pieces) + chance.choice(pieces)
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            at = chance.randrange(len(tokens))
            way = chance.randrange(10)
            if way == 0:
                del tokens[at]
            elif way == 1:
                tokens.insert(at, chance.choice(pool))
            elif way == 2:
                tokens[at] = chance.choice(pool)
            elif way == 3:
                tokens.insert(at, tokens[at])
            elif way == 4 and at + 1 < len(tokens):
                tokens[at], tokens[at + 1] = tokens[at + 1], tokens[at]
            elif tokens[at].terminal == "NAME":
                tokens[at] = chance.choice(words)
        yield [*tokens, Token(END, "", 0)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_policy_gives_the_tree_that_lark_builds(path: Path) -> None:
    tokens = tokens_of(path)
    ours = by_ours(tokens)
    assert ours[0] == "read"
    assert ours == by_lark(tokens)


def test_a_mutant_gives_the_tree_of_lark_or_is_refused_at_the_same_token() -> None:
    refused = 0
    for number, tokens in zip(range(MUTANTS), mutants(seed=1), strict=False):
        ours = by_ours(tokens)
        refused += ours[0] != "read"
        assert ours == by_lark(tokens), f"mutant {number}: {' '.join(each.text for each in tokens)}"
    assert 0.3 < refused / MUTANTS < 0.95, "the mutants test one side only"


def test_repair_leaves_a_valid_policy_alone() -> None:
    for path in PATHS:
        source = Source.of(path.name, path.read_text(encoding="utf-8"))
        found = tokenize(source, load_tables())
        repairing = drive(source, found, load_tables(), tree_callbacks())
        strict = drive_strictly(found, load_tables(), tree_callbacks())
        assert repairing == strict
