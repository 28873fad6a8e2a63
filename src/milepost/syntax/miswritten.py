"""Pieces of text that are not tokens, and what their author probably meant.

Each explanation is a message, a remedy, and the text to write instead when that is certain.
"""

import re
from typing import NamedTuple

_UNITS = {"s": "s", "m": "m", "h": "h", "d": "d", "w": "w"}
_IN_WORDS = re.compile(r"(\d+)\s*(s|m|h)(?:ec|in|r|econd|inute|our)s?")
_DAYS = re.compile(r"(\d+)\s*days?")
_FRACTION = re.compile(r"(\d+)\.(\d)(h|m|d|w)")
_SHORT_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(T\S+)?")
_SHORT_TIME = re.compile(r"(\d):(\d\d)")
_TWELVE_HOURS = re.compile(r"(\d{1,2})(?::(\d\d))?(am|pm)")
_SECONDS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}


class Explanation(NamedTuple):
    """What is wrong with a piece, how to say it, and its replacement when that is certain."""

    message: str
    remedy: str
    replacement: str | None = None


def explain_number(piece: str) -> Explanation:
    """Return what is wrong with a piece that begins with a digit."""
    if found := _IN_WORDS.fullmatch(piece):
        short = f"{found[1]}{found[2]}"
        return Explanation(
            f"duration `{piece}` is written out", f"write `{short}`: a number and its unit", short
        )
    if found := _DAYS.fullmatch(piece):
        count = found[1]
        return Explanation(
            f"`{piece}` does not say which days",
            f"write `{count} business days`, `{count} calendar days` or `{int(count) * 24}h`",
        )
    if found := _FRACTION.fullmatch(piece):
        short = _compound(int(found[1] + found[2]) * _SECONDS[found[3]] // 10)
        return Explanation(
            f"duration `{piece}` has a fraction", f"write `{short}`: whole numbers only", short
        )
    if found := _TWELVE_HOURS.fullmatch(piece):
        hour = int(found[1]) % 12 + (12 if found[3] == "pm" else 0)
        time = f"{hour:02}:{found[2] or '00'}"
        return Explanation(f"time `{piece}` is on the twelve-hour clock", f"write `{time}`", time)
    if found := _SHORT_DATE.fullmatch(piece):
        date = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}{found[4] or ''}"
        return Explanation(f"date `{piece}` is not in full", f"write `{date}`", date)
    if found := _SHORT_TIME.fullmatch(piece):
        time = f"0{piece}"
        return Explanation(f"time `{piece}` lacks a digit", f"write `{time}`", time)
    if re.fullmatch(r"24[x/]7", piece):
        return Explanation(
            f"`{piece}` is not a duration", "the round-the-clock calendar is called `always`"
        )
    if piece.endswith("%"):
        return Explanation(f"percentage `{piece}` is too fine", "give at most two decimals")
    return Explanation(
        f"cannot read `{piece}` as a number, time, date or duration",
        "durations look like `15m` or `1h30m`, times like `09:00`, dates like `2026-12-24`",
    )


def explain_mark(piece: str) -> tuple[Explanation, str]:
    """Return what is wrong with a typographic or foreign mark, and the terminal it stands for."""
    if piece[0] in "\u201c\u201d\u201e\u00ab\u00bb":
        plain = '"' + piece.strip('\u201c\u201d\u201e\u00ab\u00bb"') + '"'
        return Explanation("curly quotes around a text", f"write {plain}", plain), "STRING"
    if piece in "\u2013\u2014\u2212":
        return Explanation(f"`{piece}` is not the sign `-`", "write `-`", "-"), "MINUS"
    if piece == "\u2026":
        return Explanation("`\u2026` is one character", "write `..`", ".."), "RANGE"
    if piece == "&&":
        return Explanation("`&&` is not an operator", "write `and`", "and"), "AND"
    if piece == "||":
        return Explanation("`||` is not an operator", "write `or`", "or"), "OR"
    if piece == "!":
        return Explanation("`!` is not an operator", "write `not`", "not "), "NOT"
    proper = {"<>": "!=", "=>": ">=", "=<": "<=", "===": "=="}[piece]
    return Explanation(f"`{piece}` is not a comparison", f"write `{proper}`", proper), "COMPARE"


def likely_terminal(piece: str) -> str:
    """Return the terminal that a miswritten number most likely stands for."""
    if found := _SHORT_DATE.fullmatch(piece):
        return "LOCAL_INSTANT" if found[4] else "LOCAL_DATE"
    if piece.endswith("%"):
        return "PERCENT"
    if ":" in piece or _TWELVE_HOURS.fullmatch(piece):
        return "TIME_OF_DAY"
    return "INT" if piece.replace(".", "").isdigit() else "LENGTH"


def snake_case(name: str) -> str:
    """Return a name the way names are written here: `firstResponse` as `first_response`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _compound(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (rest, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"
