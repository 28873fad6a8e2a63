r"""Text to tokens, with one regular expression and without ever failing.

What cannot be a token is reported and stands in for the token that was probably meant (`15
minutes` is a duration, a curly quote is a quote), so that one mistake is one message. A newline or
`;` ends a statement and becomes one `_NL`, blank lines and comments included; inside `( )`, and
after a comma, `and` or `or`, a newline is blank. A declaration keyword in column 1 closes any `(`
left open before it, so that one unclosed parenthesis cannot swallow the file.
"""

import re

from milepost.diagnostics import Diagnostic, Edit, Fix, Severity
from milepost.source import Source, Span
from milepost.syntax import codes
from milepost.syntax.miswritten import (
    Explanation,
    explain_mark,
    explain_number,
    likely_terminal,
    snake_case,
)
from milepost.syntax.tables import DECLARATIONS, Tables
from milepost.syntax.tokens import END, NEWLINE, Comment, Token, Tokens

MAX_REPORTS = 100

_QUOTES = "\u201c\u201d\u201e\u00ab\u00bb"
_PATTERN = re.compile(
    rf"""
      (?P<blank>    [ \t]+ )
    | (?P<word>     [a-z_][A-Za-z0-9_]* )
    | (?P<newline>  (?: [;\n] | \r\n? ) (?: [ \t;\r\n] | \#[^\r\n]* )* )
    | (?P<string>   "(?: [^"\\\r\n] | \\[^\r\n] )*" )
    | (?P<comment>  \#[^\r\n]* )
    | (?P<phrase>   ,[ \t\r\n]*(?: rolling (?=[ \t]+to\b) | cut-off\b ) )
    | (?P<number>
        (?: [0-9]{{4}}-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9](?::[0-9][0-9])?Z?
          | [0-9]{{4}}-[0-9][0-9]-[0-9][0-9]
          | [0-9][0-9]:[0-9][0-9]
          | [0-9]+(?:\.[0-9][0-9]?)?%
          | [0-9]+(?:st|nd|rd|th)
          | (?:[0-9]+[wdhms])+
          | [0-9]+ (?! [ \t]+ (?:sec|min|hr|hour|second|minute)s?\b )
        ) (?! \w | \.[0-9] | :[0-9] | -[0-9][0-9]?-[0-9] | % ) )
    | (?P<code>     [A-Z][A-Za-z0-9_]*(?:[./+-][A-Za-z0-9_]+)* )
    | (?P<mismark>  [{_QUOTES}][^\r\n{_QUOTES}"]*[{_QUOTES}"]?
                  | [\u2013\u2014\u2212\u2026] | && | \|\| | !(?!=) | <> | => | =< | === )
    | (?P<mark>     \.\. | [=!<>]= | [{{}}()|,:=+\-&/.<>] )
    | (?P<misnumber> [0-9]+[ \t]+[a-z]+\b
                  | [0-9]{{4}}[-/.][0-9][0-9]?[-/.][0-9][0-9]?(?:T[0-9:]*Z?)?
                  | [0-9][\w:%]*(?:\.[0-9][\w:%]*)* )
    | (?P<open_string> "[^\r\n]* )
    | (?P<foreign>  [^\W\d_]\w* )
    | (?P<stray>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_MARKS = {
    "..": "RANGE",
    "==": "COMPARE",
    "!=": "COMPARE",
    "<=": "COMPARE",
    ">=": "COMPARE",
    "<": "COMPARE",
    ">": "COMPARE",
    "{": "LBRACE",
    "}": "RBRACE",
    "(": "LPAR",
    ")": "RPAR",
    "|": "VBAR",
    ",": "COMMA",
    ":": "COLON",
    "=": "EQUAL",
    "+": "PLUS",
    "-": "MINUS",
    "&": "AMPERSAND",
    "/": "SLASH",
    ".": "DOT",
}
_CONTINUES = frozenset(("COMMA", "AND", "OR"))
_COMMENT = re.compile(r"#[^\r\n]*")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
# Zero-width and direction-changing characters: a reader does not see what they do.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def tokenize(source: Source, tables: Tables) -> Tokens:
    """Return the tokens, comments and lexical diagnostics of a text."""
    return _Lexer(source, tables).run()


class _Lexer:
    """One reading of one text."""

    def __init__(self, source: Source, tables: Tables) -> None:
        self.source = source
        self.words = tables.words
        self.tokens: list[Token] = []
        self.comments: list[Comment] = []
        self.diagnostics: list[Diagnostic] = []
        self.stray_line = 0

    def run(self) -> Tokens:
        text, words = self.source.text, self.words
        position = 1 if text.startswith("\ufeff") else 0
        tokens, match = self.tokens, _PATTERN.match
        open_parentheses = 0
        last = NEWLINE
        while found := match(text, position):
            kind, piece, start = found.lastgroup, found.group(), position
            position = found.end()
            if kind == "blank":
                continue
            if kind == "word":
                terminal = words.get(piece, "NAME")
                if open_parentheses and terminal in DECLARATIONS and text[start - 1] in "\r\n":
                    open_parentheses = 0
                    tokens.append(Token(NEWLINE, "", start))
                if not piece.islower() and piece.strip("_"):
                    self.miscased(piece, start)
            elif kind == "mark":
                terminal = _MARKS[piece]
                if terminal in ("LBRACE", "RBRACE"):
                    open_parentheses = 0
                elif terminal == "LPAR":
                    open_parentheses += 1
                elif terminal == "RPAR":
                    open_parentheses = max(0, open_parentheses - 1)
            elif kind == "newline":
                if "#" in piece:
                    self.keep_comments(piece, start)
                if (open_parentheses and ";" not in piece) or last in _CONTINUES:
                    continue
                if last == NEWLINE and tokens:
                    continue
                terminal = NEWLINE
            elif kind == "number":
                terminal = _number_terminal(piece)
            else:
                terminal = self.rare(kind or "", piece, start)
                if not terminal:
                    continue
            tokens.append(Token(terminal, piece, start))
            last = terminal
        tokens.append(Token(END, "", len(text)))
        return Tokens(tuple(tokens), tuple(self.comments), tuple(self.diagnostics))

    def rare(self, kind: str, piece: str, start: int) -> str:
        """Return the terminal of a piece that is not among the commonest, or "" for none."""
        if kind == "string":
            self.warn_of_invisible(piece, start, "a text")
            return "STRING"
        if kind == "code":
            return "CODE"
        if kind == "comment":
            self.keep_comments(piece, start)
            return ""
        if kind == "phrase":
            return "ROLLING" if piece.endswith("rolling") else "CUT_OFF"
        if kind == "misnumber":
            self.report(codes.BAD_LITERAL, explain_number(piece), start, piece)
            return likely_terminal(piece)
        if kind == "mismark":
            explanation, terminal = explain_mark(piece)
            self.report(codes.BAD_CHARACTER, explanation, start, piece)
            return terminal
        if kind == "open_string":
            why = Explanation("text without its closing quote", 'end it with `"` on the same line')
            self.report(codes.BAD_STRING, why, start, piece)
            return "STRING"
        if kind == "foreign":
            why = Explanation(
                f"name `{piece}` has letters other than a to z",
                "names use a to z, digits and `_`; other words go into a text",
            )
            self.report(codes.BAD_CHARACTER, why, start, piece)
            return "NAME"
        self.stray(piece, start)
        return ""

    def keep_comments(self, piece: str, start: int) -> None:
        for found in _COMMENT.finditer(piece):
            self.comments.append(Comment(found.group(), start + found.start()))
            self.warn_of_invisible(found.group(), start + found.start(), "a comment")

    def warn_of_invisible(self, piece: str, start: int, where: str) -> None:
        if piece.isascii():
            return
        for found in _INVISIBLE.finditer(piece):
            character = found.group()
            why = Explanation(
                f"invisible character U+{ord(character):04X} in {where}",
                "remove it: what is shown is not what is written",
                "",
            )
            at = start + found.start()
            self.report(codes.INVISIBLE_CHARACTER, why, at, character, Severity.WARNING)

    def miscased(self, piece: str, start: int) -> None:
        snake = snake_case(piece)
        why = Explanation(
            f"name `{piece}` has capital letters",
            f"names are written in lower case: `{snake}`",
            snake,
        )
        self.report(codes.BAD_CHARACTER, why, start, piece)

    def stray(self, piece: str, start: int) -> None:
        """Report a character that means nothing here, the first of each line."""
        line = self.source.line_of(start)
        if line == self.stray_line:
            return
        self.stray_line = line
        if piece == "\u00a0":
            why = Explanation("no-break space", "write a plain space", " ")
        elif _INVISIBLE.match(piece) or not piece.isprintable():
            why = Explanation(f"invisible character U+{ord(piece):04X}", "remove it", "")
        else:
            why = Explanation(f"unexpected character `{piece}`", "remove it or put it into a text")
        self.report(codes.BAD_CHARACTER, why, start, piece)

    def report(
        self,
        code: str,
        why: Explanation,
        start: int,
        text: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        if len(self.diagnostics) >= MAX_REPORTS:
            return
        span = Span(self.source, start, start + len(text))
        fix = None
        if why.replacement is not None:
            fix = Fix(why.remedy, (Edit(span, why.replacement),))
        self.diagnostics.append(
            Diagnostic(code, severity, why.message, span, help=why.remedy, fix=fix)
        )


def _number_terminal(text: str) -> str:
    if text.isdigit():
        return "INT"
    if "-" in text:
        return "LOCAL_INSTANT" if "T" in text else "LOCAL_DATE"
    if ":" in text:
        return "TIME_OF_DAY"
    if text[-1] == "%":
        return "PERCENT"
    return "ORDINAL" if text[-1] in "tdh" and _ORDINAL.fullmatch(text) else "LENGTH"
