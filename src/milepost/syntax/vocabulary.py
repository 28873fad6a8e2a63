"""Terminals in the author's words."""

from collections.abc import Iterable

from milepost.syntax.miswritten import shown
from milepost.syntax.tokens import END, NEWLINE, Token

_KINDS = {
    "NAME": "a name",
    "CODE": "a code such as `US-NY` or `Europe/London`",
    "STRING": "a text in quotes",
    "INT": "a number",
    "LENGTH": "a duration such as `4h`",
    "PERCENT": "a percentage",
    "TIME_OF_DAY": "a time such as `09:00`",
    "LOCAL_DATE": "a date such as `2026-12-24`",
    "LOCAL_INSTANT": "an instant such as `2026-12-24T17:00`",
    "ORDINAL": "an ordinal such as `2nd`",
    "DAY_NAME": "a day such as `mon`",
    "MONTH_NAME": "a month such as `jan`",
    "COMPARE": "a comparison such as `==`",
    NEWLINE: "the end of the line",
    END: "the end of the file",
    "ROLLING": "`, rolling`",
    "CUT_OFF": "`, cut-off`",
}
_MARKS = {
    "LBRACE": "{",
    "RBRACE": "}",
    "LPAR": "(",
    "RPAR": ")",
    "VBAR": "|",
    "COMMA": ",",
    "COLON": ":",
    "EQUAL": "=",
    "PLUS": "+",
    "MINUS": "-",
    "AMPERSAND": "&",
    "SLASH": "/",
    "DOT": ".",
    "RANGE": "..",
}
BRACKETS = frozenset(("LBRACE", "RBRACE", "LPAR", "RPAR"))
#: Values whose text cannot be guessed, and a stand-in that keeps the parser going.
STAND_INS = {
    "NAME": "",
    "CODE": "UTC",
    "STRING": '""',
    "INT": "1",
    "LENGTH": "1h",
    "PERCENT": "50%",
    "TIME_OF_DAY": "09:00",
    "LOCAL_DATE": "2000-01-01",
    "LOCAL_INSTANT": "2000-01-01T00:00",
    "ORDINAL": "1st",
    "DAY_NAME": "mon",
    "MONTH_NAME": "jan",
    "COMPARE": "==",
}
#: The literals. Where any of them may stand, naming a few would only mislead.
_VALUES = frozenset(STAND_INS) - {"COMPARE", "DAY_NAME", "MONTH_NAME", "ORDINAL"}
_SEVERAL_VALUES = 4
_CLASSES = ("NOUN", "LEAD")
_MANY = 6


def text_of(terminal: str) -> str | None:
    """Return how a terminal with one spelling is written, or None for the others."""
    if terminal == NEWLINE:
        return "\n"
    if terminal in _MARKS:
        return _MARKS[terminal]
    return terminal.lower() if is_keyword(terminal) else None


def is_keyword(terminal: str) -> bool:
    """Say whether a terminal is a word of the language."""
    return terminal not in _KINDS and terminal not in _MARKS and terminal not in _CLASSES


def is_word(terminal: str) -> bool:
    """Say whether a terminal is written in letters: a name, or a word that may serve as one."""
    return terminal in ("NAME", "DAY_NAME", "MONTH_NAME") or is_keyword(terminal)


def describe(terminal: str) -> str:
    """Return a terminal in the author's words."""
    return _KINDS.get(terminal) or f"`{text_of(terminal)}`"


def describe_token(token: Token) -> str:
    """Return what was found, in the author's words."""
    return _KINDS[token.terminal] if token.terminal in (NEWLINE, END) else shown(token.text)


def describe_wanted(terminals: Iterable[str]) -> str:
    """Return a list of what could stand here.

    Words that only could be names are folded into one.
    """
    wanted = [name for name in terminals if name not in _CLASSES]
    if "NAME" in wanted:
        wanted = [name for name in wanted if not is_keyword(name)]
    described = [describe(name) for name in wanted]
    if len(_VALUES.intersection(wanted)) >= _SEVERAL_VALUES:
        described = ["a value", *(describe(name) for name in wanted if name not in _VALUES)]
    if len(described) > _MANY:
        described = [*described[: _MANY - 1], "\u2026"]
    if len(described) < 2:
        return "".join(described)
    return " or ".join((", ".join(described[:-1]), described[-1]))
