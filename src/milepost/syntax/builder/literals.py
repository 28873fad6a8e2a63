"""Names and literals: from the text of a token to its value."""

import re
from datetime import date, time
from typing import Any

from milepost.diagnostics import Diagnostic, Edit, Fix, Severity
from milepost.source import Source, Span
from milepost.syntax import codes
from milepost.syntax.ast import literals as ast
from milepost.syntax.tokens import Token

LARGEST = 2**53 - 1
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_PIECE = re.compile(r"([0-9]+)([smhdw])")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}
_DIGITS = 16


class LiteralRules:
    """Rules whose value is a name or a literal."""

    def __init__(self, source: Source, diagnostics: list[Diagnostic]) -> None:
        self.source = source
        self.diagnostics = diagnostics

    def report(
        self, code: str, message: str, span: Span, remedy: str, replacement: str | None = None
    ) -> None:
        """Report a mistake in what was read."""
        if len(self.diagnostics) > codes.MAX_REPORTS:
            return
        if len(self.diagnostics) == codes.MAX_REPORTS:
            code, replacement = codes.TOO_LARGE, None
            message = (
                f"more than {codes.MAX_REPORTS} mistakes of this kind; the others are not shown"
            )
            remedy = "mend these first"
        fix = None
        if replacement is not None:
            fix = Fix(f"write `{replacement}`", (Edit(span, replacement),))
        self.diagnostics.append(
            Diagnostic(code, Severity.ERROR, message, span, help=remedy, fix=fix)
        )

    def name(self, span: Span, token: Token) -> ast.Name:
        return ast.Name(token.text, span)

    word = name
    anchor_word = name

    def label(self, span: Span, token: Token) -> ast.String:
        return self.string(span, token)

    def string(self, span: Span, token: Token) -> ast.String:
        inside = token.text[1:-1]
        if "\\" not in inside:
            return ast.String(inside, span)
        for found in _ESCAPE.finditer(inside):
            if found[1] not in _ESCAPES:
                at = Span(self.source, span.start + 1 + found.start(), span.start + 1 + found.end())
                self.report(
                    codes.BAD_STRING,
                    f"unknown escape `{found.group()}`",
                    at,
                    'write `\\\\` for a backslash, `\\"` for a quote, `\\n` for a new line',
                )
        value = _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found.group()), inside)
        return ast.String(value, span)

    def code(self, span: Span, token: Token) -> ast.Code:
        return ast.Code(token.text, span)

    def integer(self, span: Span, token: Token | ast.Integer) -> ast.Integer:
        if isinstance(token, ast.Integer):
            return token
        return ast.Integer(self.number(token), span)

    def negative(self, span: Span, token: Token) -> ast.Integer:
        return ast.Integer(-self.number(token), span)

    def number(self, token: Token) -> int:
        """Return the value of a number token, bounded to what JSON can carry exactly."""
        digits = token.text.lstrip("0") or "0"
        if not digits.isdigit():
            return 0
        if len(digits) > _DIGITS or int(digits) > LARGEST:
            span = Span(self.source, token.start, token.end)
            self.report(codes.BAD_LITERAL, "number is too large", span, f"numbers end at {LARGEST}")
            return LARGEST
        return int(digits)

    def time(self, span: Span, token: Token) -> ast.TimeOfDay:
        try:
            hours, minutes = (int(part) for part in token.text.split(":"))
        except ValueError:
            return ast.TimeOfDay(0, span)
        seconds = hours * 3600 + minutes * 60
        if minutes > 59 or seconds > 86400:
            self.report(
                codes.IMPOSSIBLE_DATE,
                f"time `{token.text}` does not exist",
                span,
                "times run from `00:00` to `24:00`",
            )
            seconds = 0
        return ast.TimeOfDay(seconds, span)

    def date(self, span: Span, token: Token) -> ast.LocalDate:
        try:
            return ast.LocalDate(date.fromisoformat(token.text).isoformat(), span)
        except ValueError:
            self.impossible(span, "date", token.text)
            return ast.LocalDate("2000-01-01", span)

    def instant(self, span: Span, token: Token) -> ast.LocalInstant:
        day, _, clock = token.text.rstrip("Z").partition("T")
        try:
            date.fromisoformat(day)
            if clock != "24:00":
                time.fromisoformat(clock)
        except ValueError:
            self.impossible(span, "instant", token.text)
            return ast.LocalInstant("2000-01-01T00:00", span)
        return ast.LocalInstant(token.text, span)

    def impossible(self, span: Span, what: str, text: str) -> None:
        """Report a date that no calendar has, unless the lexer has reported it as miswritten."""
        if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)", text):
            self.report(
                codes.IMPOSSIBLE_DATE,
                f"{what} `{text}` does not exist",
                span,
                "check the month and its last day" + (" and the hour" if "T" in text else ""),
            )

    def duration(self, span: Span, token: Token) -> ast.Length:
        pieces = _PIECE.findall(token.text)
        if sum(len(count) for count, _ in pieces) > _DIGITS * len(_SECONDS):
            pieces = [("9" * _DIGITS, "s")]
        seconds = sum(int(count[:_DIGITS]) * _SECONDS[unit] for count, unit in pieces)
        if seconds > LARGEST // 1000:
            self.report(
                codes.BAD_LITERAL,
                f"duration `{token.text[:20]}` is too long",
                span,
                "no calendar reaches that far",
            )
            seconds = 0
        return ast.Length(token.text, seconds, span)

    def percent(self, span: Span, token: Token) -> ast.Percent:
        whole, _, fraction = token.text.rstrip("%").partition(".")
        digits = whole[:_DIGITS] + (fraction + "00")[:2]
        return ast.Percent(int(digits) if digits.isdigit() else 0, span)

    def yes(self, span: Span) -> ast.YesNo:
        return ast.YesNo(True, span)

    def no(self, span: Span) -> ast.YesNo:
        return ast.YesNo(False, span)

    def names(self, _span: Span, *names: ast.Name) -> tuple[ast.Name, ...]:
        return names

    words = names

    def path(self, span: Span, *names: ast.Name) -> ast.Path:
        return ast.Path(names, span)

    def keys(self, _span: Span, *keys: ast.Key) -> tuple[ast.Key, ...]:
        return keys

    def range_key(self, span: Span, low: Any, _range: Token, high: Any) -> ast.RangeKey:
        return ast.RangeKey(low, high, span)

    def choice(self, span: Span, by: ast.Name, *cases: ast.ChoiceCase) -> ast.Choice:
        return ast.Choice(by, cases, span)

    def literals(self, span: Span, *values: ast.Literal) -> ast.TagList:
        return ast.TagList(values, span)
