r"""Text to tokens, with one regular expression and without ever failing.

What cannot be a token is reported and stands in for the token that was probably meant (`15
minutes` is a duration, a curly quote is a quote), so that one mistake is one message. A newline or
`;` ends a statement and becomes one `_NL`, blank lines and comments included; inside `( )`, and
after a comma, `and` or `or`, a newline is blank. Only a pair of parentheses makes newlines blank:
behind a `(` that nothing closes before the next brace, declaration in column 1 or end of the file,
they are put back, so that it cannot swallow the file.

The expression never backtracks over more than one token, and tokens are counted, so time and
memory are bounded by the length of the text.
"""

import re

from milepost.diagnostics import Diagnostic, Edit, Fix, Severity
from milepost.source import Source, Span
from milepost.syntax import codes
from milepost.syntax.miswritten import (
    QUOTES,
    Explanation,
    explain_address,
    explain_character,
    explain_invisible,
    explain_mark,
    explain_name,
    explain_number,
    explain_window,
    likely_terminal,
    text_end,
)
from milepost.syntax.tables import DECLARATIONS, Tables
from milepost.syntax.tokens import END, NEWLINE, Comment, Token, Tokens, Unwritten

MAX_TOKENS = 2_000_000

_LOOSE_TIME = r"[0-9]{1,2}(?: [.:][0-9][0-9](?:[ \t]*+[ap]m)?+ | [ \t]*+[ap]m )"
_PATTERN = re.compile(
    rf"""(?:
      (?P<address>  https?://[^\s"]*+"? )
    | (?P<word>     [a-z_]\w*+ )
    | (?P<newline>  [;\r\n] (?: [ \t;\r\n]++ | \#[^\r\n]*+ )*+ )
    | (?P<string>   "(?: [^"\\\r\n]++ | \\[^\r\n] )*+" )
    | (?P<comment>  \#[^\r\n]*+ )
    | (?P<phrase>   ,[ \t\r\n]*+(?: rolling (?= [ \t]++ (?: to\b | (?:\w++[ \t]++)?[0-9][0-9]?:) )
                                 | cut-off\b ) )
    | (?P<number>
        (?: [0-9]{{4}}-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9](?::[0-9][0-9])?Z?
          | [0-9]{{4}}-[0-9][0-9]-[0-9][0-9]
          | [0-9][0-9]:[0-9][0-9]
          | [0-9]+(?:\.[0-9][0-9]?)?%
          | [0-9]+(?:st|nd|rd|th)
          | (?:[0-9]+[wdhms])+
          | [0-9]+ (?! [ \t]++ (?: (?:sec|min|hr|hour|second|minute)s?\b | [ap]m\b | % ) )
        ) (?! \w | \.[0-9] | :[0-9] | [-/][0-9]{{1,3}}[-/][0-9] | % ) )
    | (?P<miswindow> {_LOOSE_TIME} [ \t]*+-[ \t]*+ (?! [0-9][0-9]:[0-9][0-9]\b ) {_LOOSE_TIME}
                     (?! [\w:%/-] | \.[0-9] ) )
    | (?P<code>     [A-Z]\w*+(?:[./+-]\w++)*+ )
    | (?P<mismark>  [{QUOTES}][^\r\n{QUOTES}"]*+[{QUOTES}"]? | '[^'\r\n]*+'
                  | [\u2013\u2014\u2212\u2026\[\]] | && | \|\| | !(?!=) | <> | => | =< | ===
                  | //[^\r\n]*+ )
    | (?P<mark>     \.\. | [=!<>]= | [{{}}()|,:=+\-&/.<>] )
    | (?P<misnumber> [0-9]++[ \t]++[a-z]++\b
                  | [0-9]++(?:\.[0-9]++)?+[ \t]++%
                  | [0-9]++(?:[-/.]{{1,2}}[0-9]{{1,4}}){{0,3}}[Tt][0-9][0-9:]*+[Zz]?
                  | [0-9]{{3,6}}[-/.]+[0-9]{{1,4}}[-/.]+[0-9]{{1,4}}
                  | [0-9][0-9]?[-/.][0-9][0-9]?[-/.][0-9]{{4}}
                  | [0-9][\w:%]*+(?:\.[0-9][\w:%]*+)*+ )
    | (?P<open_string> "[^\r\n]*+ )
    | (?P<foreign>  [^\W\d_]\w*+ )
    | (?P<blank>    [ \t]++ )
    | (?P<stray>    [^\w\s;"\#,{{}}()|:=+\-&/.<>!'\[\]\u2013\u2014\u2212\u2026{QUOTES}]++ | . )
    ) [ \t]*+""",
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
_BRACKETS = frozenset(("LBRACE", "RBRACE", "LPAR", "RPAR"))
_CONTINUES = frozenset(("COMMA", "AND", "OR"))
_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))
_COMMENT = re.compile(r"#[^\r\n]*")
# Control, zero-width, direction-changing and line-breaking characters: a reader does not see what
# they do.
_INVISIBLE = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)


def tokenize(source: Source, tables: Tables) -> Tokens:
    """Return the tokens, comments and lexical diagnostics of a text."""
    return _Lexer(source, tables).run()


class _Lexer:
    """One reading of one text."""

    def __init__(self, source: Source, tables: Tables) -> None:
        self.source = source
        self.terminals = dict(tables.words)
        self.tokens: list[Token] = []
        self.comments: list[Comment] = []
        self.diagnostics: list[Diagnostic] = []
        self.stray_line = 0
        # For each open `(`, how many line ends had been held back before it; and those line ends,
        # each with its place among the tokens.
        self.parentheses: list[int] = []
        self.held_back: list[tuple[int, Token]] = []

    def run(self) -> Tokens:  # noqa: C901, PLR0912 - the loop that every character goes through
        text, terminals = self.source.text, self.terminals
        tokens, parentheses, match = self.tokens, self.parentheses, _PATTERN.match
        make = tuple.__new__
        position = 1 if text.startswith("\ufeff") else 0
        last = NEWLINE
        while found := match(text, position):
            kind = found.lastgroup or ""
            piece, start, position = found[kind], position, found.end()
            if kind == "word":
                terminal = terminals.get(piece) or self.new_name(piece, start)
                if parentheses and terminal in DECLARATIONS and text[start - 1] in "\r\n":
                    self.give_up_parentheses()
                    if tokens[-1].terminal != NEWLINE:
                        tokens.append(Token(NEWLINE, "", start))
            elif kind == "mark":
                terminal = _MARKS[piece]
                if terminal in _BRACKETS:
                    self.bracket(terminal)
            elif kind == "newline":
                if "#" in piece:
                    self.keep_comments(piece, start)
                if last == NEWLINE and tokens:
                    continue
                if (parentheses or last in _CONTINUES) and not _has_semicolon(piece):
                    if last not in _CONTINUES:
                        self.held_back.append((len(tokens), Token(NEWLINE, piece, start)))
                    continue
                terminal = NEWLINE
            elif kind == "number":
                terminal = _number_terminal(piece)
            elif kind == "miswindow":
                terminal = "TIME_OF_DAY"
                piece, start = self.window(piece, start)
            else:
                if kind == "open_string":
                    piece = piece[: text_end(piece)]
                    position = start + len(piece)
                terminal = self.rare(kind, piece, start)
                if not terminal:
                    continue
            tokens.append(make(Token, (terminal, piece, start)))
            last = terminal
            if len(tokens) + len(self.comments) > MAX_TOKENS:
                self.too_large(start)
                break
        self.give_up_parentheses()
        tokens.append(Token(END, "", len(text)))
        return Tokens(tuple(tokens), tuple(self.comments), tuple(self.diagnostics))

    def window(self, piece: str, start: int) -> tuple[str, int]:
        """Report a miswritten window of time; return its second time, the rest being kept."""
        opens, closes = re.split(r"[ \t]*-[ \t]*", piece)
        why = explain_window(opens, closes, piece)
        self.report(codes.BAD_LITERAL, why, start, piece)
        if why.replacement:
            opens, closes = map(Unwritten, why.replacement.split("-"))
        self.tokens.append(Token("TIME_OF_DAY", opens, start))
        self.tokens.append(Token("MINUS", "-", start + piece.index("-")))
        return closes, start + len(piece) - len(closes)

    def bracket(self, terminal: str) -> None:
        """Follow which parentheses are open."""
        if terminal == "LPAR":
            self.parentheses.append(len(self.held_back))
        elif terminal == "RPAR":
            if self.parentheses:
                del self.held_back[self.parentheses.pop() :]
        else:
            self.give_up_parentheses()

    def give_up_parentheses(self) -> None:
        """Put back the line ends behind parentheses that are never closed."""
        if self.held_back:
            first = self.held_back[0][0]
            behind = self.tokens[first:]
            del self.tokens[first:]
            read = 0
            for place, line_end in self.held_back:
                self.tokens += behind[read : place - first]
                self.tokens.append(line_end)
                read = place - first
            self.tokens += behind[read:]
            self.held_back.clear()
        self.parentheses.clear()

    def rare(self, kind: str, piece: str, start: int) -> str:
        """Return the terminal of a piece that is not among the commonest, or "" for none."""
        if kind == "string":
            self.warn_of_invisible(piece, start, "a text")
            return "STRING"
        if kind == "code":
            if not piece.isascii():
                self.report(codes.BAD_CHARACTER, explain_name(piece), start, piece, is_safe=False)
            return "CODE"
        if kind == "address":
            self.report(codes.BAD_STRING, explain_address(piece), start, piece)
            return "STRING"
        if kind == "phrase":
            return "ROLLING" if piece.endswith("rolling") else "CUT_OFF"
        if kind == "misnumber":
            self.report(codes.BAD_LITERAL, explain_number(piece), start, piece)
            return likely_terminal(piece)
        if kind == "mismark":
            explanation, terminal = explain_mark(piece)
            self.report(codes.BAD_CHARACTER, explanation, start, piece)
            if terminal in _BRACKETS:
                self.bracket(terminal)
            return terminal
        if kind == "open_string":
            why = Explanation("text without its closing quote", 'end it with `"` on the same line')
            self.report(codes.BAD_STRING, why, start, piece)
            return "STRING"
        if kind == "foreign":
            self.report(codes.BAD_CHARACTER, explain_name(piece), start, piece, is_safe=False)
            return "NAME"
        if kind == "comment":
            self.keep_comments(piece, start)
        elif kind == "stray":
            self.stray(piece[0], start)
        return ""

    def new_name(self, piece: str, start: int) -> str:
        """Return NAME for a word that is seen for the first time, or was reported before."""
        if piece.isascii() and piece == piece.lower():
            self.terminals[piece] = "NAME"
        else:
            self.report(codes.BAD_CHARACTER, explain_name(piece), start, piece, is_safe=False)
        return "NAME"

    def keep_comments(self, piece: str, start: int) -> None:
        for found in _COMMENT.finditer(piece):
            if len(self.comments) >= MAX_TOKENS:
                self.too_large(start)
                break
            self.comments.append(Comment(found.group(), start + found.start()))
            self.warn_of_invisible(found.group(), start + found.start(), "a comment")

    def warn_of_invisible(self, piece: str, start: int, where: str) -> None:
        if piece.isprintable():
            return
        for found in re.finditer(_INVISIBLE, piece):
            why, at = explain_invisible(found.group(), where), start + found.start()
            self.report(
                codes.INVISIBLE_CHARACTER,
                why,
                at,
                found.group(),
                severity=Severity.WARNING,
                is_safe=where == "a comment",
            )

    def stray(self, character: str, start: int) -> None:
        """Report a character that means nothing here, the first of each line."""
        line = self.source.line_of(start)
        if line != self.stray_line:
            self.stray_line = line
            self.report(codes.BAD_CHARACTER, explain_character(character), start, character)

    def too_large(self, start: int) -> None:
        why = Explanation(
            f"more than {MAX_TOKENS:,} words and signs; the rest of the file is not read",
            "split the file: all `.sla` files of a project are read together",
        )
        self.diagnostics.append(
            Diagnostic(
                codes.TOO_LARGE,
                Severity.ERROR,
                why.message,
                Span(self.source, start, start),
                help=why.remedy,
            )
        )

    def report(
        self,
        code: str,
        why: Explanation,
        start: int,
        text: str,
        *,
        severity: Severity = Severity.ERROR,
        is_safe: bool = True,
    ) -> None:
        if len(self.diagnostics) > codes.MAX_REPORTS:
            return
        span = Span(self.source, start, start + len(text))
        if len(self.diagnostics) == codes.MAX_REPORTS:
            code, severity = codes.TOO_LARGE, Severity.ERROR
            why = Explanation(
                f"more than {codes.MAX_REPORTS} unreadable words and signs; others are not shown",
                "mend these first",
            )
        fix = None
        if why.replacement is not None:
            fix = Fix(why.remedy, (Edit(span, why.replacement),), safe=is_safe)
        self.diagnostics.append(
            Diagnostic(code, severity, why.message, span, help=why.remedy, fix=fix)
        )


def _has_semicolon(line_ends: str) -> bool:
    return ";" in line_ends and ";" in _COMMENT.sub("", line_ends)


def _number_terminal(text: str) -> str:
    if text.isdigit():
        return "INT"
    if "-" in text:
        return "LOCAL_INSTANT" if "T" in text else "LOCAL_DATE"
    if ":" in text:
        return "TIME_OF_DAY"
    if text[-1] == "%":
        return "PERCENT"
    return "ORDINAL" if text[-2:] in _ORDINAL_ENDS else "LENGTH"
