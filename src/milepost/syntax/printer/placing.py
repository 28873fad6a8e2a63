"""Comments and blank lines set between the printed lines of a text.

A comment behind words stays behind them, two blanks away; those of neighbouring lines stand in a
column. A comment on a line of its own stays between the same statements, indented as what follows
it, or as what comes before a closing brace. One blank line stands where an author left one or more,
but none behind an opening brace, before a closing one, or at either end of the file.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from milepost.frozen import frozen
from milepost.syntax.printer.breaking import Line
from milepost.syntax.printer.layout import INDENT
from milepost.syntax.printer.remarks import Remarks

#: Behind longer lines a comment stands out of the column.
_WIDEST = 72


@frozen
class _Row:
    """A line of text to be: what it says and the comment behind that; neither in a blank line."""

    indent: int
    text: str
    comment: str = ""

    @property
    def width(self) -> int:
        return self.indent + len(self.text)


_BLANK = _Row(0, "")


def placed(lines: Sequence[Line], remarks: Remarks) -> str:
    """Return the text of printed lines with the comments and blank lines of the source."""
    rows = list(_rows(_statements(lines), remarks))
    while rows and rows[-1] == _BLANK:
        rows.pop()
    return "".join(f"{text}\n" for text in _aligned(rows))


@frozen
class _Printed:
    """The lines of a statement, where it begins, and whether a blank line must stand before it."""

    lines: tuple[Line, ...]
    start: int
    is_apart: bool


def _statements(lines: Sequence[Line]) -> list[_Printed]:
    statements: list[_Printed] = []
    is_apart = False
    for line in lines:
        if not line.text:
            is_apart = True
        elif line.start == line.end and statements:
            before = statements.pop()
            statements.append(_Printed((*before.lines, line), before.start, before.is_apart))
        else:
            statements.append(_Printed((line,), line.start, is_apart))
            is_apart = False
    return statements


def _rows(statements: Sequence[_Printed], remarks: Remarks) -> Iterator[_Row]:
    """Yield the rows of a text, of several blank lines at a place only one."""
    end_of_text = len(remarks.source.text)
    starts = [*(each.start for each in statements), end_of_text]
    yield from _between(None, statements[0] if statements else None, 0, starts[0], remarks)
    for at, printed in enumerate(statements):
        *above, last = printed.lines
        yield from (_Row(line.indent, line.text) for line in above)
        end = remarks.end_of_words_before(starts[at + 1])
        behind = remarks.comments_between(end, starts[at + 1])
        comment = ""
        if behind and remarks.is_on_line_of_word(behind[0]):
            comment = behind[0].text.rstrip(" \t")
            end = behind[0].start + len(behind[0].text)
        yield _Row(last.indent, last.text, comment)
        following = statements[at + 1] if at + 1 < len(statements) else None
        yield from _between(printed, following, end, starts[at + 1], remarks)


def _between(
    before: _Printed | None, following: _Printed | None, start: int, end: int, remarks: Remarks
) -> Iterator[_Row]:
    """Yield what stands between two statements: comments on lines of their own, and blank lines."""
    indent = 0
    if following:
        first = following.lines[0]
        indent = first.indent + (INDENT if first.text.startswith("}") else 0)
    rows: list[_Row] = []
    at = start
    for comment in remarks.comments_between(start, end):
        if remarks.has_blank_line(at, comment.start):
            rows.append(_BLANK)
        rows.append(_Row(indent, "", comment.text.rstrip(" \t")))
        at = comment.start + len(comment.text)
    if remarks.has_blank_line(at, end):
        rows.append(_BLANK)
    if following and following.is_apart and _BLANK not in rows:
        rows.insert(0, _BLANK)
    opens = before is None or before.lines[-1].text.endswith("{")
    if rows and rows[0] == _BLANK and opens:
        del rows[0]
    closes = following is None or following.lines[0].text.startswith("}")
    if rows and rows[-1] == _BLANK and closes:
        del rows[-1]
    yield from rows


def _aligned(rows: Sequence[_Row]) -> Iterator[str]:
    """Yield rows as text, the comments behind neighbouring lines of one indent in a column."""
    for _, group in groupby(rows, key=lambda row: (row == _BLANK, row.indent)):
        block = list(group)
        widths = [row.width for row in block if row.text and row.comment and row.width <= _WIDEST]
        column = max(widths, default=0)
        for row in block:
            said = " " * row.indent + row.text if row.text or row.comment else ""
            if row.text and row.comment:
                said = f"{said.ljust(column)}  {row.comment}"
            yield said + (row.comment if not row.text else "")
