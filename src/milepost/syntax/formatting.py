"""Text to canonical text: the printer's layout, with the author's comments and blank lines.

A byte-order mark goes. Lines end with a newline, or, in a file whose first line ends so, with a
carriage return and a newline: which of them a working copy has is decided by version control.
"""

from milepost.diagnostics import InternalError, Severity
from milepost.source import Source
from milepost.syntax.lexer import tokenize
from milepost.syntax.parse import ParsedFile, parse
from milepost.syntax.printer import policy_lines
from milepost.syntax.printer.placing import placed
from milepost.syntax.printer.remarks import Remarks
from milepost.syntax.tables import load_tables
from milepost.syntax.tokens import Comment


def is_readable(parsed: ParsedFile) -> bool:
    """Say whether a text has no syntax errors, so that its tree says all that the text says."""
    return not any(found.severity is Severity.ERROR for found in parsed.diagnostics)


def canonical(parsed: ParsedFile) -> str:
    """Return the canonical text of a file without syntax errors.

    Raise InternalError when that would say something else, or lose or move a comment.
    """
    source = parsed.source
    remarks = Remarks(source, tokenize(source, load_tables()))
    text = placed(policy_lines(parsed.policy, remarks), remarks)
    again = parse(Source.of(source.path, text))
    if not is_readable(again) or again.policy != parsed.policy:
        raise InternalError(f"{source.path}: formatting would change what the file says")
    if _said(again.comments) != _said(parsed.comments):
        raise InternalError(f"{source.path}: formatting would lose or move a comment")
    return text.replace("\n", "\r\n") if source.line_end == "\r\n" else text


def _said(comments: tuple[Comment, ...]) -> list[str]:
    return [comment.text.rstrip(" \t") for comment in comments]
