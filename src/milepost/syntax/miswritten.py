"""Pieces of text that are not tokens, and what their author probably meant.

Each explanation is a message, a remedy, and the text to write instead when that is certain. The
patterns are text, compiled when a mistake needs them: most runs meet none.
"""

import re

from milepost.frozen import frozen, replace

QUOTES = "\u201c\u201d\u201e\u00ab\u00bb"
_IN_WORDS = r"(\d+)\s*(s|m|h)(?:ec|in|r|econd|inute|our)s?"
_DAYS = r"(\d+)\s*(day|week)s?"
_FRACTION = r"(\d+)\.(\d)(h|m|d|w)"
_SHORT_DATE = r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(T\d\d:\d\d(?::\d\d)?Z?)?"
_LIKE_INSTANT = r"[-/.\d]+[Tt][\d:]+[Zz]?"
_LIKE_DATE = r"\d+[-/.]+\d+[-/.]+\d+"
_SHORT_TIME = r"(\d):(\d\d)"
_TWELVE_HOURS = r"(\d{1,2})(?::(\d\d))?\s*(am|pm)"
_SECONDS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}
_SPACED_PERCENT = r"(\d+(?:\.\d+)?)\s+%"
_DOTTED_TIME = r"(\d\d)\.([0-5]\d)"
_CLOCK = r"(\d{1,2})(?:[.:](\d\d))?\s*(am|pm)?"
_FINER_PERCENT = r"\d+\.\d{3,}%"
_NAME_CHARACTERS = r"[A-Za-z0-9_]+"
# What stands behind a text whose closing quote is missing: a `;`, a block, or the braces and
# comment at the end.
_BEHIND = r"[ \t]*(?:\{[ \t]|[{}][ \t{}]*(?:#.*)?$)|;"
_SHOWN = 40
_COMPARISONS = {"<>": "!=", "=>": ">=", "=<": "<=", "===": "=="}


@frozen
class Explanation:
    """What is wrong with a piece, how to say it, and its replacement when that is certain."""

    message: str
    remedy: str
    replacement: str | None = None


def shown(text: str) -> str:
    """Return a text the way a message quotes it.

    In backticks, short, and with nothing invisible in it.
    """
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "\u2026"
    if not short.isprintable():
        short = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short)
    return f"`{short}`"


def explain_number(piece: str) -> Explanation:
    """Return what is wrong with a piece that begins with a digit."""
    quoted = shown(piece)
    if len(piece) > _SHOWN:
        return _unreadable(quoted)
    if found := re.fullmatch(_IN_WORDS, piece):
        short = f"{found[1]}{found[2]}"
        return Explanation(
            f"duration {quoted} is written out", f"write `{short}`: a number and its unit", short
        )
    if found := re.fullmatch(_DAYS, piece):
        return explain_days(int(found[1]), weekly=found[2] == "week", quoted=quoted)
    if found := re.fullmatch(_FRACTION, piece):
        short = _compound(int(found[1] + found[2]) * _SECONDS[found[3]] // 10)
        return Explanation(
            f"duration {quoted} has a fraction", f"write `{short}`: whole numbers only", short
        )
    if found := re.fullmatch(_TWELVE_HOURS, piece):
        hour = int(found[1]) % 12 + (12 if found[3] == "pm" else 0)
        time = f"{hour:02}:{found[2] or '00'}"
        return Explanation(f"time {quoted} is on the twelve-hour clock", f"write `{time}`", time)
    if found := re.fullmatch(_SHORT_DATE, piece):
        date = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}{found[4] or ''}"
        if date != piece:
            return Explanation(f"date {quoted} is not in full", f"write `{date}`", date)
    if re.fullmatch(_LIKE_INSTANT, piece):
        return Explanation(
            f"cannot read {quoted} as an instant", "instants look like `2026-12-24T17:00`"
        )
    if re.fullmatch(_LIKE_DATE, piece):
        return Explanation(
            f"cannot read {quoted} as a date", "dates look like `2026-12-24`: year, month, day"
        )
    if re.fullmatch(_SHORT_TIME, piece):
        time = f"0{piece}"
        return Explanation(f"time {quoted} lacks a digit", f"write `{time}`", time)
    if re.fullmatch(r"24[x/]7", piece):
        return Explanation(
            f"{quoted} is not a duration", "the round-the-clock calendar is called `always`"
        )
    if found := re.fullmatch(_SPACED_PERCENT, piece):
        short = f"{found[1]}%"
        return Explanation(f"percentage {quoted} has a blank in it", f"write `{short}`", short)
    if found := re.fullmatch(_DOTTED_TIME, piece):
        time = f"{found[1]}:{found[2]}"
        return Explanation(f"time {quoted} is written with a dot", f"write `{time}`", time)
    if re.fullmatch(_FINER_PERCENT, piece):
        return Explanation(f"percentage {quoted} is too fine", "give at most two decimals")
    return _unreadable(quoted)


def explain_days(count: int, *, weekly: bool, quoted: str) -> Explanation:
    """Return what is wrong with `2 days`, `2 weeks` and the like, which do not say which days."""
    days, working = (count * 7, count * 5) if weekly else (count, count)
    return Explanation(
        f"{quoted} does not say which days",
        f"write `{working} business days`, `{days} calendar days` or `{days * 24}h`",
    )


def explain_window(opens: str, closes: str, piece: str) -> Explanation:
    """Return what is wrong with hours such as `9-5`, `9am-5pm` or `09.00-17.00`.

    Hours without their minutes that would end before they begin end in the afternoon.
    """
    message = f"hours {shown(piece)} are not two times of the 24-hour clock"
    first, last = _minute(opens), _minute(closes)
    if first is None or last is None:
        return Explanation(message, "hours look like `09:00-17:00`")
    afternoon = last + 12 * 60
    if opens.isdigit() and closes.isdigit() and last <= first < afternoon <= 24 * 60:
        last = afternoon
    proper = "-".join(f"{each // 60:02}:{each % 60:02}" for each in (first, last))
    return Explanation(message, f"write `{proper}`", proper)


def explain_mark(piece: str) -> tuple[Explanation, str]:
    """Return what is wrong with a typographic or foreign mark, and its terminal, or ""."""
    if piece[0] in QUOTES or piece[0] == "'":
        inside = piece.strip(f"{QUOTES}'\"")
        kind = "single" if piece[0] == "'" else "curly"
        why = Explanation(
            f"{kind} quotes around a text", 'write straight double quotes, `"\u2026"`'
        )
        return replace(why, replacement=f'"{inside}"'), "STRING"
    if piece in "\u2013\u2014\u2212":
        return Explanation(f"`{piece}` is not the sign `-`", "write `-`", "-"), "MINUS"
    if piece == "\u2026":
        return Explanation("`\u2026` is one character", "write `..`", ".."), "RANGE"
    if piece in "[]":
        terminal, proper = ("LPAR", "`(` or `{`") if piece == "[" else ("RPAR", "`)` or `}`")
        return Explanation(f"unexpected `{piece}`", f"write {proper}"), terminal
    if piece.startswith("//"):
        return Explanation("`//` does not begin a comment", "comments begin with `#`"), ""
    if piece == "&&":
        return Explanation("`&&` is not an operator", "write `and`", "and"), "AND"
    if piece == "||":
        return Explanation("`||` is not an operator", "write `or`", "or"), "OR"
    if piece == "!":
        return Explanation("`!` is not an operator", "write `not`", "not "), "NOT"
    proper = _COMPARISONS[piece]
    return Explanation(f"`{piece}` is not a comparison", f"write `{proper}`", proper), "COMPARE"


def explain_address(piece: str) -> Explanation:
    """Return what is wrong with an address of the web without its quotes."""
    address = piece.rstrip('"')
    proper = f'"{address}"'
    return Explanation(f"{shown(address)} is not in quotes", f"write {shown(proper)}", proper)


def explain_name(piece: str) -> Explanation:
    """Return what is wrong with a name that has other characters than a to z, digits and `_`."""
    snake = snake_case(piece)
    if re.fullmatch(_NAME_CHARACTERS, snake):
        remedy = f"names are written in lower case: {shown(snake)}"
        return Explanation(f"name {shown(piece)} has capital letters", remedy, snake)
    return Explanation(
        f"name {shown(piece)} has letters other than a to z",
        "names use a to z, digits and `_`; other words go into a text",
    )


def explain_character(character: str) -> Explanation:
    """Return what is wrong with a character that means nothing in this language."""
    if character == "\u00a0":
        return Explanation("no-break space", "write a plain space", " ")
    if not character.isprintable():
        return Explanation(f"invisible character {_code_point(character)}", "remove it", "")
    return Explanation(f"unexpected character `{character}`", "remove it or put it into a text")


def explain_invisible(character: str, where: str) -> Explanation:
    """Return what is wrong with an invisible character in a text or comment."""
    return Explanation(
        f"invisible character {_code_point(character)} in {where}",
        "remove it: what is shown is not what is written",
        "",
    )


def text_end(piece: str) -> int:
    """Return where a text without its closing quote probably ends in the rest of its line."""
    if len(piece) > 1000:
        return len(piece)
    found = re.search(_BEHIND, piece)
    return found.start() if found else len(piece)


def likely_terminal(piece: str) -> str:
    """Return the terminal that a miswritten number most likely stands for."""
    if re.fullmatch(_LIKE_INSTANT, piece):
        return "LOCAL_INSTANT"
    if re.fullmatch(_LIKE_DATE, piece):
        return "LOCAL_DATE"
    if piece.endswith("%"):
        return "PERCENT"
    if ":" in piece or re.fullmatch(f"{_TWELVE_HOURS}|{_DOTTED_TIME}", piece):
        return "TIME_OF_DAY"
    return "INT" if piece.replace(".", "").isdigit() else "LENGTH"


def snake_case(name: str) -> str:
    """Return a name the way names are written here: `firstResponse` as `first_response`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _unreadable(quoted: str) -> Explanation:
    return Explanation(
        f"cannot read {quoted} as a number, time, date or duration",
        "durations look like `15m` or `1h30m`, times like `09:00`, dates like `2026-12-24`",
    )


def _minute(piece: str) -> int | None:
    """Return the minute of the day that a time in any writing means, or None."""
    found = re.fullmatch(_CLOCK, piece)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    at = hour * 60 + minute
    return at if minute < 60 and at <= 24 * 60 else None


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _compound(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (rest, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"
