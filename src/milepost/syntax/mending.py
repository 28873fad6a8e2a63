"""Going on after a mistake: a statement is wound back, reported, mended or dropped, and read again.

The best small edit of a statement is looked for (`repair`), made, and reading goes on. When no edit
helps, the statement is dropped as a whole. The names in it are remembered as lost, so that later
stages do not accuse those who use them.

Every mistake costs at most a few readings of its own statement, and mistakes are counted, so the
work is bounded by the length of the text.
"""

from collections.abc import Iterator

from milepost.diagnostics import Diagnostic, Severity
from milepost.source import Source, Span
from milepost.syntax import codes
from milepost.syntax.reader import Mark, Reader
from milepost.syntax.repair import Repair, find_repair, unreadable
from milepost.syntax.statement import Brace, Statement, statement_at
from milepost.syntax.tables import DECLARATIONS
from milepost.syntax.tokens import END, NEWLINE, Token

#: How often one statement is mended before it is given up.
MAX_MENDINGS = 5


class Mending:
    """What is said and lost while a text with mistakes is read to its end.

    `misread` are the stretches of the text that the lexer has complained about. Once is enough: who
    mends those will hear about the rest of the statement.
    """

    def __init__(self, source: Source, reader: Reader, misread: list[Span]) -> None:
        self.source = source
        self.reader = reader
        self.misread = misread
        self.misread_lines = {span.line for span in misread}
        self.complained = list(misread)
        self.diagnostics: list[Diagnostic] = []
        self.lost: set[str] = set()
        self.mistakes = 0
        self.mended_at, self.mendings = -1, 0
        self.dropped_at = -1

    def run(self, stopped: Token | None) -> None:
        """Mend where reading has stopped, and read on, up to the end."""
        reader = self.reader
        while stopped:
            self.mend(stopped)
            stopped = reader.read()
        echoes = self.complained
        self.diagnostics[:] = _named_once(self.diagnostics)
        reader.reported[:] = [each for each in reader.reported if not _touches(each.span, echoes)]

    def mend(self, token: Token) -> None:
        """Report the token that does not fit, and change the tokens so that reading goes on."""
        reader = self.reader
        position, is_too_deep = reader.at, reader.is_too_deep
        reader.wind_back(reader.mark)
        self.mistakes += 1
        if self.mistakes > codes.MAX_REPORTS:
            self.stop(token)
        elif is_too_deep:
            self.diagnostics.append(_too_deep(self.source, token))
            self.drop(position)
        else:
            self.make(self.repair(position), position)

    def repair(self, position: int) -> Repair:
        """Return the best way to mend the statement, and wind back to where that begins.

        The first statement of a block may be fine, and the head of the block wrong: both are tried.
        """
        reader = self.reader
        self.mendings = self.mendings + 1 if self.mended_at == reader.at else 1
        self.mended_at = reader.at
        statement = self.statement(reader.mark, position)
        if self.mendings > MAX_MENDINGS:
            return unreadable(statement)
        repair = find_repair(statement)
        head = self.head_of_block()
        if head and (repair is None or repair.cost):
            around = find_repair(self.statement(head, position))
            if around and not around.drops and (repair is None or around.cost < repair.cost):
                reader.wind_back(head)
                return around
        return repair or unreadable(statement)

    def make(self, repair: Repair, position: int) -> None:
        """Report a repair and make it."""
        reader = self.reader
        if repair.is_helpless and reader.at == position == self.dropped_at:
            # The line before was dropped, and this one goes with it.
            self.drop(position)
            return
        self.report(repair.diagnostic, reader.tokens[reader.at].start, reader.tokens[position].end)
        if repair.drops:
            self.drop(position)
            return
        if repair.reopens and reader.closed:
            reader.wind_back(reader.closed[1])
        self.lose(repair.start, repair.end)
        reader.tokens[repair.start : repair.end] = repair.tokens

    def head_of_block(self) -> Mark | None:
        """Return the mark of the statement whose block begins with the statement here, or None."""
        reader = self.reader
        before = reader.at - 1 - (reader.tokens[reader.at - 1].terminal == NEWLINE)
        if reader.opened and reader.tokens[before].terminal == "LBRACE":
            return reader.opened[-1][1]
        return None

    def statement(self, mark: Mark, position: int) -> Statement:
        """Return the statement that begins at a mark and cannot be read at a position."""
        reader = self.reader
        closed = None
        if reader.closed and reader.tokens[mark.at - 1].terminal in (NEWLINE, "RBRACE"):
            place, before = reader.closed
            if 0 < mark.at - place <= 2:
                closed = Brace(place, tuple(before.states))
        opened = tuple(brace for brace, _ in reader.opened)
        stretch = (mark.at, position)
        return statement_at(
            self.source, reader.automaton, reader.tokens, stretch, mark.states, opened, closed
        )

    def drop(self, position: int) -> None:
        """Drop the statement, up to a line end, a closing brace or a declaration in column 1.

        At the end of the file there may be nothing to drop. Then the block that is not finished
        goes, with all that is around it.
        """
        reader = self.reader
        start, end = reader.at, self.end_of_statement(position)
        if end == start:
            if reader.tokens[end].terminal == END:
                reader.wind_back(reader.top)
                start = reader.at
            else:
                end += 1
        self.lose(start, end)
        del reader.tokens[start:end]
        self.dropped_at = start

    def end_of_statement(self, position: int) -> int:
        """Return the index of the first token behind a statement that cannot be read."""
        reader, tokens = self.reader, self.reader.tokens
        depth = 0
        end = reader.at
        while tokens[end].terminal != END:
            terminal = tokens[end].terminal
            if terminal == "LBRACE":
                depth += 1
            elif terminal == "RBRACE":
                if depth == 0 and end >= position:
                    break
                depth = max(0, depth - 1)
            elif terminal == NEWLINE and depth == 0 and end >= position:
                return end + (not reader.automaton.accepts(reader.states, (NEWLINE,)))
            elif end > position and self.is_declaration(tokens[end]):
                break
            end += 1
        return end

    def is_declaration(self, token: Token) -> bool:
        """Say whether a declaration begins at a token, in the first column."""
        return token.terminal in DECLARATIONS and self.source.column_of(token.start) == 1

    def stop(self, token: Token) -> None:
        """Give up the rest of the file, and the block that is being read."""
        reader = self.reader
        self.diagnostics.append(_too_many(self.source, token))
        reader.wind_back(reader.top)
        self.lose(reader.at, len(reader.tokens))
        reader.tokens[reader.at :] = [Token(END, "", len(self.source.text))]

    def lose(self, start: int, end: int) -> None:
        """Remember the words that are given up."""
        gone = self.reader.tokens[start:end]
        self.lost |= {token.text for token in gone if token.text.isidentifier()}

    def report(self, diagnostic: Diagnostic, start: int, end: int) -> None:
        """Report, unless the lexer has complained about the same statement or line."""
        stretch = Span(self.source, start, end)
        same_line = diagnostic.span.line in self.misread_lines
        if not same_line and not _touches(stretch, self.misread):
            self.diagnostics.append(diagnostic)
        self.complained.append(stretch)


def _named_once(diagnostics: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the diagnostics; of those about one reserved name, the one at its declaration.

    Who gives the thing another name there changes it where it is used, too.
    """
    chosen: dict[str, Diagnostic] = {}
    for each in diagnostics:
        if each.code == codes.RESERVED_NAME:
            before = chosen.setdefault(each.span.text, each)
            if _is_declared(each.span) and not _is_declared(before.span):
                chosen[each.span.text] = each
    for each in diagnostics:
        if each.code != codes.RESERVED_NAME or chosen[each.span.text] is each:
            yield each


def _is_declared(span: Span) -> bool:
    """Say whether the word before a name is one that declares."""
    words = span.source.text[: span.start].rsplit(maxsplit=1)
    return bool(words) and words[-1].upper() in (*DECLARATIONS, "MILESTONE")


def _touches(span: Span, others: list[Span]) -> bool:
    return any(each.start <= span.end and span.start <= each.end for each in others)


def _too_deep(source: Source, token: Token) -> Diagnostic:
    return Diagnostic(
        codes.TOO_LARGE,
        Severity.ERROR,
        "nested too deeply",
        Span(source, token.start, token.end),
        help="split the statement; nobody can review this many levels",
    )


def _too_many(source: Source, token: Token) -> Diagnostic:
    return Diagnostic(
        codes.TOO_LARGE,
        Severity.ERROR,
        f"more than {codes.MAX_REPORTS} syntax mistakes; the rest of the file is not read",
        Span(source, token.start, token.start),
        help="mend these first",
    )
