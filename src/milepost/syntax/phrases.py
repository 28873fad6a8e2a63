"""Turns of phrase from prose and from other languages, with what is written for them here.

Each is an edit that carries its own explanation. Like every edit it counts only when the statement
can be read with it, so a phrase that means something else in its place is left to the others.
"""

import re
from collections.abc import Iterator

from milepost.syntax.edits import STOPS, Edit
from milepost.syntax.miswritten import Explanation, explain_window, shown
from milepost.syntax.statement import Statement
from milepost.syntax.tables import DECLARATIONS
from milepost.syntax.tokens import NEWLINE

# What is meant by a word, as terminals and as text.
_WORDS = {
    "if": (("WHEN",), "when"),
    "unless": (("WHEN", "NOT"), "when not"),
    "then": (("DO",), "do"),
    "equals": (("COMPARE",), "=="),
}
_DAYS = {f"{day}day": day[:3] for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")}
_MONTHS = {
    "january": "jan",
    "february": "feb",
    "march": "mar",
    "april": "apr",
    "june": "jun",
    "july": "jul",
    "august": "aug",
    "september": "sep",
    "sept": "sep",
    "october": "oct",
    "november": "nov",
    "december": "dec",
}
_HOURS = {"hour": "h", "hours": "h", "minute": "m", "minutes": "m"}
# What declares a thing with a name.
_KINDS = DECLARATIONS | {"MILESTONE"}
_COST = 1


def phrases(statement: Statement) -> Iterator[Edit]:
    """Yield what the words where reading stopped may have been meant for."""
    yield from _foreign_word(statement)
    yield from _full_names(statement)
    yield from _comparison(statement)
    yield from _business_hours(statement)
    yield from _bare_hours(statement)
    yield from _range(statement)
    yield from _nothing_on_condition(statement)
    yield from _moment(statement)
    yield from _days_of_a_line_before(statement)
    yield from _kind_before_name(statement)
    yield from _label_without_name(statement)
    yield from _choice_of_one(statement)


def _foreign_word(statement: Statement) -> Iterator[Edit]:
    place, word = statement.error, statement.token(statement.error).text
    if word in _WORDS:
        inserted, text = _WORDS[word]
        why = Explanation(f"{shown(word)} is not a word of the language", f"write `{text}`", text)
        yield Edit("exact", place, 1, inserted, _COST, text, why)


def _full_names(statement: Statement) -> Iterator[Edit]:
    """Yield `mon` for `monday`, `jan` for `january`, and `mon-fri` for `monday-friday`."""
    place, first = statement.error, statement.token(statement.error).text
    for names, terminal, kind in ((_DAYS, "DAY_NAME", "days"), (_MONTHS, "MONTH_NAME", "months")):
        if first not in names:
            continue
        short = names[first]
        terminals = statement.terminals(place)[:3]
        last = statement.token(place + 2).text if len(terminals) == 3 else ""
        if terminals[1:2] == ["MINUS"] and last in names:
            text = f"{short} - {names[last]}"
        else:
            text = short
        inserted = tuple("MINUS" if word == "-" else terminal for word in text.split())
        why = Explanation(
            f"{kind} are written with three letters",
            f"write `{text.replace(' ', '')}`",
            text.replace(" ", ""),
        )
        yield Edit("exact", place, len(inserted), inserted, _COST, text, why)


def _comparison(statement: Statement) -> Iterator[Edit]:
    """Yield `==` for `status is closed` and `status: closed`, and `!=` for `is not`."""
    error = statement.error
    before = [statement.token(error - back).terminal for back in (1, 2) if error >= back]
    for length, words, operator in ((1, ["IS"], "=="), (2, ["NOT", "IS"], "!=")):
        if before[:length] == words:
            written = "is" if length == 1 else "is not"
            why = Explanation(
                f"`{written}` does not compare",
                f"write `{operator}` to compare; `{written} set` asks whether there is a value",
                operator,
            )
            yield Edit("exact", error - length, length, ("COMPARE",), _COST, operator, why)
    colon = statement.token(error)
    if colon.terminal == "COLON":
        left = " " if error and statement.touch(error - 1, 2) else ""
        right = " " if statement.touch(error, 2) else ""
        why = Explanation("`:` in a condition", "write `==` to compare", f"{left}=={right}")
        yield Edit("exact", error, 1, ("COMPARE",), _COST, "==", why)


def _business_hours(statement: Statement) -> Iterator[Edit]:
    """Yield `4h` for `4 business hours`, whose hours are those of a calendar anyhow."""
    error, unit = statement.error, _HOURS.get(statement.token(statement.error).text)
    if unit is None or error < 2:
        return
    count, kind = statement.token(error - 2), statement.token(error - 1)
    if count.terminal != "INT" or kind.terminal not in ("BUSINESS", "CALENDAR"):
        return
    length = f"{count.text[:9]}{unit}"
    named = statement.terminals(error + 1)[:1] == ["ON"]
    around = kind.terminal == "CALENDAR"
    quoted = shown(f"{count.text} {kind.text} {statement.token(error).text}")
    why = Explanation(
        f"{quoted} is not a duration",
        f"write `{length}`: the calendar behind `on` says when hours count"
        if named
        else f"write `{length} on always`"
        if around
        else f"write `{length} on CALENDAR`, or `{length}` for the hours of the tier",
        f"{length} on always" if around and not named else length,
    )
    yield Edit("exact" if named else "meant", error - 2, 3, ("LENGTH",), _COST, length, why)


def _bare_hours(statement: Statement) -> Iterator[Edit]:
    """Yield the times that `9-5`, or the `17` of `09:00-17`, may be."""
    error = statement.error
    terminals = statement.terminals(error)[:3]
    if terminals[:1] != ["INT"]:
        return
    if terminals == ["INT", "MINUS", "INT"]:
        opens, closes = statement.token(error).text, statement.token(error + 2).text
        inserted = ("TIME_OF_DAY", "MINUS", "TIME_OF_DAY")
        why = explain_window(opens, closes, f"{opens}-{closes}")
        text = (why.replacement or "09:00-17:00").replace("-", " - ")
        yield Edit("meant", error, 3, inserted, _COST, text, why)
    hour = statement.token(error).text
    if len(hour) <= 2 and int(hour) <= 24:
        time = f"{int(hour):02}:00"
        why = Explanation(f"time {shown(hour)} lacks its minutes", f"write `{time}`", time)
        yield Edit("meant", error, 1, ("TIME_OF_DAY",), _COST, time, why)


def _range(statement: Statement) -> Iterator[Edit]:
    """Yield `1..3` for `1-3`."""
    error = statement.error
    if error and statement.terminals(error - 1)[:3] == ["INT", "MINUS", "INT"]:
        low, high = statement.token(error - 1).text, statement.token(error + 1).text
        why = Explanation(
            f"{shown(f'{low}-{high}')} is not a range", f"write {shown(f'{low}..{high}')}", ".."
        )
        yield Edit("exact", error, 1, ("RANGE",), _COST, "..", why)


def _nothing_on_condition(statement: Statement) -> Iterator[Edit]:
    """Yield a `none` line without its `when`."""
    error = statement.error
    if statement.token(error).terminal != "WHEN" or not error:
        return
    none = error - 1 - (statement.token(error - 1).terminal == "STRING")
    head = statement.token(0).terminal
    if statement.token(none).terminal != "NONE" or (none != 0 and head != "MILESTONE"):
        return
    terminals = statement.terminals(error)
    count = next((at for at, name in enumerate(terminals) if name in STOPS), len(terminals))
    why = Explanation(
        "`none` takes no `when`",
        "remove the condition: `none` stands last, for every case that no line before it takes",
        "",
    )
    yield Edit("meant", error, count, (), 0, "", why)


def _moment(statement: Statement) -> Iterator[Edit]:
    """Yield `at` for `on breach` and `after 75%`."""
    words = statement.terminals(statement.error)[:2]
    if words in (["ON", "BREACH"], ["ON", "PERCENT"], ["AFTER", "PERCENT"]):
        text = statement.token(statement.error).text
        behind = statement.token(statement.error + 1).text
        proper = f"at {behind}"
        why = Explanation(f"`{text}` stands before {shown(behind)}", f"write `{proper}`", "at")
        yield Edit("exact", statement.error, 1, ("AT",), _COST, "at", why)


def _days_of_a_line_before(statement: Statement) -> Iterator[Edit]:
    """Yield a line end for the comma of `mon-fri 09:00-17:00, sat 09:00-13:00`."""
    error = statement.error
    if error > 1 and statement.terminals(error - 1)[:2] == ["COMMA", "DAY_NAME"]:
        day = statement.token(error).text
        why = Explanation(
            f"days behind a comma: {shown(day)}",
            "other days have a line of their own: write `;` or begin a new line",
            ";",
        )
        yield Edit("exact", error - 1, 1, (NEWLINE,), _COST, "", why)


def _kind_before_name(statement: Statement) -> Iterator[Edit]:
    """Yield the name alone for `within table first_answer` and `for tier gold`."""
    for place in (statement.error, statement.error - 1):
        if place < 1:
            continue
        word = statement.token(place)
        if word.terminal in _KINDS and statement.terminals(place + 1)[:1] == ["NAME"]:
            name = statement.token(place + 1).text
            why = Explanation(
                f"`{word.text}` stands before {shown(name)}",
                f"remove it: what is declared is called by its name alone, {shown(name)}",
                "",
            )
            yield Edit("meant", place, 1, (), _COST, "", why)


def _label_without_name(statement: Statement) -> Iterator[Edit]:
    """Yield a name before a label, as in `milestone "First response"`."""
    error = statement.error
    label = statement.token(error)
    if label.terminal != "STRING" or statement.token(error - 1).terminal not in _KINDS:
        return
    name = re.sub(r"[^a-z0-9]+", "_", label.text.lower()).strip("_")
    if not name or name[0].isdigit():
        name = "a_name"
    proper = f"{name} {label.text}"
    why = Explanation(
        f"a label stands where a name should: {shown(label.text)}",
        f"write the name first: {shown(proper)}",
        proper,
    )
    yield Edit("meant", error, 1, ("NAME", "STRING"), _COST, name, why)


def _choice_of_one(statement: Statement) -> Iterator[Edit]:
    """Yield a second value for a field with one."""
    error = statement.error
    if error < 2 or statement.token(error).terminal not in (NEWLINE, "EQUAL", "RBRACE"):
        return
    wanted = statement.automaton.wanted(statement.stacks[error])
    if "VBAR" in wanted and "COMMA" not in wanted:
        value = statement.token(error - 1).text
        why = Explanation(
            f"a choice of one value: {shown(value)}",
            f"a field has two values or more, `{value} | \u2026`, or a type such as `text`",
        )
        yield Edit("unfinished", error, 0, ("VBAR", "NAME"), _COST, "", why)
