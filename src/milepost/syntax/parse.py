"""Text to tree: the lexer, the driver and the builder in one step."""

from milepost.diagnostics import Diagnostic
from milepost.frozen import frozen
from milepost.source import Source
from milepost.syntax.ast.declarations import Policy
from milepost.syntax.builder import builder_for
from milepost.syntax.driver import drive
from milepost.syntax.lexer import tokenize
from milepost.syntax.suppressions import suppressions
from milepost.syntax.tables import load_tables
from milepost.syntax.tokens import Comment


@frozen
class ParsedFile:
    """A file's tree and comments, what is wrong with it, and names lost in what is unreadable."""

    source: Source
    policy: Policy
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]
    lost: frozenset[str]


def parse(source: Source) -> ParsedFile:
    """Return what a text says. Never raises: whatever is wrong is a diagnostic."""
    tables = load_tables()
    tokens = tokenize(source, tables)
    builder, reported = builder_for(source)
    parsed = drive(source, tokens, tables, builder.callbacks(tables), reported)
    diagnostics = (
        *tokens.diagnostics,
        *parsed.diagnostics,
        *reported,
        *suppressions(source, tokens),
    )
    return ParsedFile(source, parsed.tree, tokens.comments, diagnostics, parsed.lost)
