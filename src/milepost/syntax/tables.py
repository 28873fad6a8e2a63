"""The parser's table, loaded from package data without Lark.

`tables.json` is written by `milepost.syntax.grammar`. A state's row is kept as text and unfolded
the first time the parser enters that state: a policy visits a fraction of them.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from milepost.frozen import frozen

#: The keywords that begin a declaration: where the parser finds its feet again after an error.
DECLARATIONS = frozenset(
    (
        "ACTION",
        "CALENDAR",
        "CASE",
        "CONTRACT",
        "ENTITLEMENT",
        "ENTITLEMENTS",
        "ESCALATION",
        "EXPORT",
        "LANGUAGE",
        "OBJECTIVE",
        "PROCESS",
        "RECORD",
        "REQUIRE",
        "TABLE",
        "TEST",
        "TIER",
        "TIMEZONE",
        "USE",
    )
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@frozen
class Rule:
    """What a reduction does.

    `children` selects from the rule's symbols: an index takes the value, -1-index splices a list
    in, None leaves a hole. `callback` is the name of what builds the value; empty, the lone child
    passes through.
    """

    nonterminal: str
    callback: str
    length: int
    children: tuple[int | None, ...]


class Rows(dict[int, dict[str, int]]):
    """Rows of the table by state.

    A symbol's action is the state to shift to, or -1-rule to reduce.
    """

    def __init__(self, texts: list[str], symbols: list[str]) -> None:
        super().__init__()
        self.texts = texts
        self.symbols = symbols

    def __missing__(self, state: int) -> dict[str, int]:
        numbers = [int(number) for number in self.texts[state].split()]
        symbols = self.symbols
        row = {symbols[numbers[at]]: numbers[at + 1] for at in range(0, len(numbers), 2)}
        self[state] = row
        return row


@frozen
class Tables:
    """The automaton, and the words of the language with the classes of those that may be names.

    `callbacks` are the names of what builds the values of rules.
    """

    grammar: str
    start: int
    end: int
    rows: Rows
    rules: tuple[Rule, ...]
    terminals: frozenset[str]
    words: Mapping[str, str]
    classes: Mapping[str, str]
    callbacks: tuple[str, ...]


@cache
def load_tables() -> Tables:
    """Return the shipped table."""
    # Finding package data with importlib.resources or pathlib would take longer than reading it.
    with open(__file__.removesuffix("py") + "json", encoding="utf-8") as shipped:  # noqa: PTH123
        return read_tables(json.load(shipped))


def read_tables(data: dict[str, Any]) -> Tables:
    """Return the table that plain data describes (the form of `tables.json`)."""
    return Tables(
        data["grammar"],
        data["start"],
        data["end"],
        Rows(data["states"], data["symbols"]),
        tuple(
            Rule(name, callback, length, tuple(children))
            for name, callback, length, children in data["rules"]
        ),
        frozenset(symbol for symbol in data["symbols"] if symbol.isupper()),
        {
            **dict.fromkeys(DAYS, "DAY_NAME"),
            **dict.fromkeys(MONTHS, "MONTH_NAME"),
            **data["keywords"],
        },
        data["classes"],
        tuple(sorted({call for name, call, _, _ in data["rules"] if call and name[0] != "_"})),
    )
